//! What a customer asks: the words of a burst of messages as one question.

use adapters::dynamo::Read;
use domain::{Body, Entry, FieldKind, Locale, Role, Seq};
use language::drafting::{Speaker, Turn, sentences};
use language::question::{ends_in_question_mark, is_small_talk, without_small_talk};
use language::redaction::Private;

use super::is_of_customer;

/// Messages of a customer that follow each other within this time are one question, in milliseconds.
const BURST: i64 = 30_000;
/// Events before a message in which the rest of its burst, and what was said before, is looked for.
const REACH: u64 = 12;

/// The event from which to read so that a message's burst is read too.
pub(super) fn reach(message: Seq) -> Seq {
    let first = message.get().saturating_sub(REACH).max(1);
    Seq::try_from(first).unwrap_or(message)
}

/// The wordings of the question that ends with this message: the burst as one, the same without greetings and thanks, then
/// its last words alone. None where all of it was taken back.
pub(super) fn wordings(entries: &[Entry], message: Seq) -> Vec<String> {
    let burst = burst(entries, message);
    let last = burst.last().filter(|_| burst.len() > 1).map(|last| (*last).to_owned());
    let whole = Some(burst.join("\n")).filter(|whole| !whole.is_empty());
    let bare = whole.as_deref().map(|whole| without_small_talk(whole).to_owned());
    let mut wordings: Vec<String> = Vec::new();
    for wording in whole.into_iter().chain(bare).chain(last) {
        if !wordings.contains(&wording) {
            wordings.push(wording);
        }
    }
    wordings
}

/// The sentences of a burst that ask, where there are several: half an answer is none.
pub(super) fn questions(entries: &[Entry], message: Seq) -> Vec<String> {
    let burst = burst(entries, message);
    let sentences = burst.iter().flat_map(|words| sentences(words));
    let asking: Vec<String> = sentences
        .filter(|sentence| ends_in_question_mark(sentence) && !is_small_talk(sentence))
        .map(str::to_owned)
        .collect();
    if asking.len() > 1 { asking } else { Vec::new() }
}

/// The one sentence of a burst that asks, where others stand beside it: "I ordered last week. Where is my parcel?" What
/// stands beside it may matter, so what is found by it is for a person to look at.
pub(super) fn asking_sentence(entries: &[Entry], message: Seq) -> Option<String> {
    let burst = burst(entries, message);
    let sentences: Vec<&str> = burst.iter().flat_map(|words| sentences(words)).collect();
    let mut asking = sentences.iter().filter(|sentence| ends_in_question_mark(sentence));
    let (only, other) = (asking.next()?, asking.next());
    (other.is_none() && sentences.len() > 1).then(|| (*only).to_owned())
}

/// What was said before the question that ends with this message, oldest first.
pub(super) fn before(entries: &[Entry], message: Seq) -> Vec<Turn<'_>> {
    let said = entries.iter().filter(|entry| entry.event.seq <= message);
    let mut turns: Vec<Turn<'_>> = said.filter_map(turn).collect();
    turns.truncate(turns.len().saturating_sub(burst(entries, message).len()));
    turns
}

fn turn(entry: &Entry) -> Option<Turn<'_>> {
    let is_said = is_of_customer(entry) || is_reply(entry);
    let text = entry.event.text.as_ref().filter(|_| is_said)?.as_str();
    let speaker = match entry.event.author.role {
        Role::Customer => Speaker::Customer,
        Role::Assistant | Role::System => Speaker::Assistant,
        Role::Agent | Role::Lead => Speaker::Agent,
    };
    Some(Turn { speaker, text })
}

/// What is known of those who ask, and must not leave.
pub(super) fn private<'a>(read: &'a Read, opening: Option<&'a Entry>) -> Vec<Private<'a>> {
    let entries = read.entries.iter().chain(opening);
    let customers = entries.clone().filter(|entry| entry.event.author.role == Role::Customer);
    let names = customers.filter_map(|entry| entry.event.author.name.as_ref());
    let others = read.participants.iter().filter_map(|participant| participant.name.as_ref());
    let given = entries.flat_map(|entry| given_names(&entry.event.body));
    let mut names: Vec<&str> = names.chain(others).map(domain::Name::as_str).chain(given).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(Private::Name).collect()
}

/// What the customer called themselves before their first message. Other answers are no names: what is repeated of them is masked
/// by its form, such as an e-mail address.
fn given_names(body: &Body) -> Vec<&str> {
    let Body::Opened { pre_chat, .. } = body else { return Vec::new() };
    let names = pre_chat.answers.iter().filter(|answer| answer.kind == FieldKind::Name);
    names.map(|answer| answer.value.as_str()).collect()
}

/// The language of the customer's browser, where the opening was read.
pub(super) fn locale(entries: &[Entry]) -> Option<&Locale> {
    entries.iter().find_map(|entry| match &entry.event.body {
        Body::Opened { locale, .. } => locale.as_ref(),
        _ => None,
    })
}

fn burst(entries: &[Entry], message: Seq) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    let mut later = None;
    for entry in entries.iter().rev().filter(|entry| entry.event.seq <= message) {
        if is_reply(entry) {
            break;
        }
        if !is_of_customer(entry) {
            continue;
        }
        if later.is_some_and(|at: i64| at - entry.event.at.0 > BURST) {
            break;
        }
        later = Some(entry.event.at.0);
        words.extend(entry.event.text.as_ref().map(domain::Text::as_str));
    }
    words.reverse();
    words
}

fn is_reply(entry: &Entry) -> bool {
    let is_said = matches!(entry.event.body, Body::Message { .. } | Body::Approved { .. });
    is_said && entry.event.author.role != Role::Customer
}

#[cfg(test)]
mod tests {
    use domain::{Author, Command, Event, Principal, State, Status, StoreId, Timestamp, UserId};

    use super::*;

    /// Who said what when (in seconds); an empty text was taken back.
    fn log(said: &[(Role, i64, &str)]) -> Vec<Entry> {
        said.iter().zip(1..).map(|((role, at, text), seq)| entry(*role, *at, text, seq)).collect()
    }

    fn entry(role: Role, at: i64, text: &str, seq: u64) -> Entry {
        let (store, seq): (StoreId, _) = ("demo".parse().unwrap(), Seq::try_from(seq).unwrap());
        let at = Timestamp::from_seconds(at);
        let author = Author { role, ..Principal::assistant(store.clone()).author() };
        let body = Body::Message { answers: None, sources: vec![] };
        let (id, digest) = ("command-1".parse().unwrap(), Command::Reopen.digest());
        let text = text.parse().ok();
        let (prev_visible, files) = (seq.previous(), Vec::new());
        let event = Event { seq, prev_visible, at, author, id, digest, text, files, body };
        let state = State {
            store,
            customer: UserId::visitor([1; 16]),
            status: Status::Waiting,
            assignee: None,
            opened_at: at,
            since: at,
            customer_seq: seq,
            person_seq: Seq::NONE,
            person: None,
            assistant_seq: Seq::NONE,
            visible: seq,
            suggestion: Seq::NONE,
            escalated: false,
            precedence: domain::Precedence::default(),
            group: None,
            scheduled: Seq::NONE,
            snoozed: None,
            rating: None,
            recent: domain::RecentCommands::default(),
            written: domain::Written::default(),
        };
        Entry { event, state }
    }

    #[track_caller]
    fn check(said: &[(Role, i64, &str)], message: u64, expected: &[&str]) {
        let asked = wordings(&log(said), message.try_into().unwrap());
        assert_eq!(asked, expected, "{said:?}");
    }

    #[test]
    fn a_burst_is_one_question_and_what_was_said_before_is_not_in_it() {
        use Role::{Agent, Customer};
        let greeted = [(Customer, 0, "Hello"), (Customer, 3, "Where is it?")];
        check(&greeted, 2, &["Hello\nWhere is it?", "Where is it?"]);
        let answered = [(Customer, 0, "Hello"), (Agent, 2, "Hello!"), (Customer, 3, "Where?")];
        check(&answered, 3, &["Where?"]);
        check(&[(Customer, 0, "Hello"), (Customer, 99, "Where is it?")], 2, &["Where is it?"]);
        check(&[(Customer, 0, "Where?"), (Customer, 1, "Quick!")], 1, &["Where?"]);
        let polite = [(Customer, 0, "Hi! Where is it? Thanks.")];
        check(&polite, 1, &["Hi! Where is it? Thanks.", "Where is it?"]);
        check(&[(Customer, 0, "Where?"), (Customer, 1, "")], 2, &["Where?"]);
        check(&[(Customer, 0, "")], 1, &[]);
    }

    #[test]
    fn the_one_sentence_that_asks_is_a_question_of_its_own() {
        let asking = |said: &[&str]| {
            let said: Vec<_> = said.iter().map(|text| (Role::Customer, 0, *text)).collect();
            asking_sentence(&log(&said), Seq::try_from(said.len() as u64).unwrap())
        };
        let found = Some("where is my parcel?".to_owned());
        assert_eq!(asking(&["I ordered last week. where is my parcel?"]), found);
        assert_eq!(asking(&["where is my parcel? It is late."]), found);
        assert_eq!(asking(&["I ordered last week", "where is my parcel?"]), found);
        assert_eq!(asking(&["where is my parcel?"]), None, "that is the whole");
        assert_eq!(asking(&["It is late. My parcel, I mean."]), None, "nobody asks");
        assert_eq!(asking(&["Where is it? Can I cancel? I am tired."]), None, "which of them?");
        assert_eq!(
            asking(&["先週注文しました。荷物はどこですか？"]),
            Some("荷物はどこですか？".to_owned())
        );
    }

    #[test]
    fn several_questions_are_told_apart_and_one_is_none_of_several() {
        let asked = |text| questions(&log(&[(Role::Customer, 0, text)]), Seq::try_from(1).unwrap());
        assert_eq!(
            asked("Where is it? And can I return it?"),
            ["Where is it?", "And can I return it?"]
        );
        assert_eq!(asked("Hello? Where is it?"), Vec::<String>::new());
        assert_eq!(asked("I am late. Where is it?"), Vec::<String>::new());
    }

    #[test]
    fn what_was_said_before_is_all_but_the_burst() {
        use Role::{Agent, Assistant, Customer};
        let said = [
            (Customer, 0, "Hello"),
            (Assistant, 1, "Welcome!"),
            (Agent, 2, "Hello!"),
            (Customer, 3, ""),
            (Customer, 4, "Where"),
            (Customer, 5, "is it?"),
            (Customer, 99, "Never mind"),
        ];
        let log = log(&said);
        let turns = |message: u64| {
            let turns = before(&log, message.try_into().unwrap());
            turns.iter().map(|turn| turn.text).collect::<Vec<_>>()
        };
        assert_eq!(turns(6), ["Hello", "Welcome!", "Hello!"]);
        assert_eq!(turns(7), ["Hello", "Welcome!", "Hello!", "Where", "is it?"]);
        assert_eq!(turns(1), Vec::<&str>::new());
    }

    #[test]
    fn a_read_reaches_back_to_the_start_and_not_beyond() {
        assert_eq!(reach(3.try_into().unwrap()).get(), 1);
        assert_eq!(reach(100.try_into().unwrap()).get(), 88);
    }
}
