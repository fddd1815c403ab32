//! The terms by which a case is found in a search of its store.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Body, CaseId, Event, Role, Seq, Tag};

/// Characters at the end of a case's id that people call it by.
const SHORT_ID: usize = 5;

/// The terms of a case, each with the event in which it stands first. They are bounded: what is said later in a long case is
/// not found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseWords {
    /// The last event that has changed them.
    pub seq: Seq,
    terms: Vec<(String, Seq)>,
}

impl CaseWords {
    /// Terms of a case at most: each is a row of the index.
    pub const MOST: usize = 80;

    /// Those that were stored.
    pub fn stored(seq: Seq, terms: impl IntoIterator<Item = (String, Seq)>) -> Self {
        Self { seq, terms: terms.into_iter().collect() }
    }

    /// The terms in the order in which they came, each with its event.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Seq)> {
        self.terms.iter().map(|(term, seq)| (term.as_str(), *seq))
    }

    /// The terms alone.
    pub fn terms(&self) -> BTreeSet<String> {
        self.terms.iter().map(|(term, _)| term.clone()).collect()
    }

    /// The first event with a term of which this holds.
    pub fn first(&self, holds: impl Fn(&str) -> bool) -> Option<Seq> {
        self.iter().filter(|(term, _)| holds(term)).map(|(_, seq)| seq).min()
    }

    /// Takes in all terms of an event. One from before the last change is known already, or was taken back.
    pub fn take(&mut self, seq: Seq, terms: impl IntoIterator<Item = String>) {
        if seq <= self.seq {
            return;
        }
        let mut known = self.terms();
        for term in terms {
            if self.terms.len() < Self::MOST && known.insert(term.clone()) {
                self.terms.push((term, seq));
                self.seq = seq;
            }
        }
    }
}

/// Where words of an event come from: that says who can take them back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextOrigin {
    /// The case's own id.
    Id,
    /// What the event says.
    Text,
    /// What somebody is called.
    Name,
    /// What the customer answered before their first message.
    Answer,
    /// A tag that it gives.
    Tag(Tag),
}

/// The texts of an event by which its case is found. What the assistant only proposes was not said.
pub fn searched_texts<'a>(case: &'a CaseId, event: &'a Event) -> Vec<(TextOrigin, &'a str)> {
    let mut texts = Vec::new();
    if event.seq == Seq::NONE.next() {
        let id = case.as_str();
        texts.push((TextOrigin::Id, &id[id.len().saturating_sub(SHORT_ID)..]));
    }
    let is_customer = event.author.role == Role::Customer;
    let names = event.author.name.iter().filter(|_| is_customer);
    texts.extend(names.map(|name| (TextOrigin::Name, name.as_str())));
    if let Body::Opened { pre_chat, .. } = &event.body {
        let answers = pre_chat.answers.iter();
        texts.extend(answers.map(|answer| (TextOrigin::Answer, answer.value.as_str())));
    }
    match &event.body {
        Body::Opened { .. }
        | Body::Message { .. }
        | Body::Note { .. }
        | Body::Approved { .. }
        | Body::Rated { .. }
        | Body::SubjectChanged => {
            texts.extend(event.text.iter().map(|text| (TextOrigin::Text, text.as_str())));
        }
        Body::ParticipantAdded { name, .. } => {
            texts.extend(name.iter().map(|name| (TextOrigin::Name, name.as_str())));
        }
        Body::Tagged { added, .. } => {
            texts.extend(added.iter().map(|tag| (TextOrigin::Tag(tag.clone()), tag.as_str())));
        }
        _ => {}
    }
    texts
}

/// Whether an event takes words back that others before it have said.
pub fn takes_words_back(event: &Event) -> bool {
    match &event.body {
        Body::Withdrawn { .. } | Body::Erased => true,
        Body::Tagged { removed, .. } => !removed.is_empty(),
        _ => false,
    }
}

/// What a whole log says, as far as nobody has taken it back.
#[derive(Debug, Clone, Default)]
pub struct SaidWords {
    said: Vec<(Seq, TextOrigin, Vec<String>)>,
    taken_back: Seq,
}

impl SaidWords {
    /// Takes in the next event; `terms` gives those of a text.
    pub fn take(&mut self, case: &CaseId, event: &Event, terms: impl Fn(&str) -> Vec<String>) {
        if takes_words_back(event) {
            self.taken_back = event.seq;
        }
        self.said.retain(|(seq, origin, _)| match (&event.body, origin) {
            (Body::Erased, origin) => *origin == TextOrigin::Id,
            (Body::Withdrawn { of, .. }, TextOrigin::Text) => seq != of,
            (Body::Tagged { removed, .. }, TextOrigin::Tag(tag)) => !removed.has(tag),
            _ => true,
        });
        let texts = searched_texts(case, event).into_iter();
        self.said.extend(texts.map(|(origin, text)| (event.seq, origin, terms(text))));
    }

    /// The terms that the case is found by.
    pub fn words(self) -> CaseWords {
        let mut by_event: BTreeMap<Seq, Vec<String>> = BTreeMap::new();
        for (seq, _, terms) in self.said {
            by_event.entry(seq).or_default().extend(terms);
        }
        let mut words = CaseWords::default();
        for (seq, terms) in by_event {
            words.take(seq, terms);
        }
        words.seq = words.seq.max(self.taken_back);
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Author, Command, CommandId, Timestamp};

    fn case() -> CaseId {
        "57bzyhkcc0w3aj3xnwyyz8fqx1".parse().unwrap()
    }

    fn event(seq: u64, role: Role, text: &str, body: Body) -> Event {
        let id: CommandId = format!("command-{seq:016}").parse().unwrap();
        Event {
            seq: Seq::try_from(seq).unwrap(),
            prev_visible: Seq::NONE,
            at: Timestamp(1),
            author: Author { role, id: None, name: Some("Ada".parse().unwrap()) },
            id,
            digest: Command::Reopen.digest(),
            text: text.parse().ok(),
            files: Vec::new(),
            body,
        }
    }

    fn said() -> Body {
        Body::Message { answers: None, sources: Vec::new() }
    }

    fn tagged(added: &[&str], removed: &[&str]) -> Body {
        let tags = |tags: &[&str]| {
            let tags: Vec<Tag> = tags.iter().map(|tag| tag.parse().unwrap()).collect();
            tags.try_into().unwrap()
        };
        Body::Tagged { added: tags(added), removed: tags(removed) }
    }

    fn by_spaces(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_lowercase).collect()
    }

    fn words(events: &[Event]) -> CaseWords {
        let mut all = SaidWords::default();
        for event in events {
            all.take(&case(), event, by_spaces);
        }
        all.words()
    }

    #[test]
    fn a_case_is_found_by_what_was_said_by_its_customers_name_its_tags_and_the_end_of_its_id() {
        let found = words(&[
            event(1, Role::Customer, "My lamp", said()),
            event(2, Role::Agent, "Which lamp", said()),
            event(3, Role::Assistant, "drafted", Body::Resolved),
            event(4, Role::Agent, "", tagged(&["vip"], &[])),
        ]);
        let expected = [("8fqx1", 1), ("ada", 1), ("my", 1), ("lamp", 1), ("which", 2), ("vip", 4)];
        let found_terms: Vec<_> = found.iter().map(|(term, seq)| (term, seq.get())).collect();
        assert_eq!((found_terms, found.seq.get()), (expected.to_vec(), 4));
        assert_eq!(found.first(|term| term.starts_with("lam")).map(Seq::get), Some(1));
        assert_eq!(found.first(|term| term == "drafted"), None);
    }

    #[test]
    fn what_was_taken_back_finds_nothing_but_where_others_said_it_too() {
        let (one, two) = (Seq::try_from(1).unwrap(), Seq::try_from(2).unwrap());
        let log = [
            event(1, Role::Customer, "card lamp", said()),
            event(2, Role::Agent, "lamp vip", said()),
            event(3, Role::Agent, "", tagged(&["vip", "gold"], &[])),
            event(4, Role::Agent, "", tagged(&[], &["vip", "gold"])),
            event(5, Role::Customer, "", Body::Withdrawn { of: one, visible: true }),
        ];
        let found = words(&log);
        let terms: Vec<_> = found.iter().collect();
        assert_eq!(terms, [("8fqx1", one), ("ada", one), ("lamp", two), ("vip", two)]);
        assert_eq!(found.seq.get(), 5);
        let mut erased = log.to_vec();
        erased.push(event(6, Role::Lead, "", Body::Erased));
        let left = [("8fqx1".to_owned(), one)];
        assert_eq!(words(&erased), CaseWords::stored(Seq::try_from(6).unwrap(), left));
    }

    #[test]
    fn event_by_event_the_terms_are_those_of_the_whole_log_up_to_the_bound() {
        let log: Vec<Event> = (1..40)
            .map(|n| event(n, Role::Agent, &format!("w{n} v{n} u{n} lamp"), said()))
            .collect();
        let (case, mut found) = (case(), CaseWords::default());
        for event in log.iter().chain(&log) {
            let texts = searched_texts(&case, event);
            let terms: Vec<_> = texts.into_iter().flat_map(|(_, text)| by_spaces(text)).collect();
            found.take(event.seq, terms);
        }
        assert_eq!(found, words(&log));
        assert_eq!(found.iter().count(), CaseWords::MOST);
    }
}
