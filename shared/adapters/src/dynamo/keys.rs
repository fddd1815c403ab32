//! The one place that writes keys. Sort keys are chosen so that one Query finds what belongs together:
//! `ASKED#` < `ATTACHED#` < `CURSOR#` < `EVENT#` < `PART#` < `SUB#` < `TRIAGE#` < `VIEW#`, so a read from an event to the last
//! subscription passes over cursors, triage's own rows and views.

use std::hash::Hasher as _;

use domain::{
    AnswerId, AnswerStatus, CaseId, ConnectionId, NetworkAddress, Role, Seq, SessionId, StoreId,
    Timestamp, UserId,
};
use fnv::FnvHasher;

mod attempts;
mod canned_replies;
mod erasure;
mod feed;
mod files;
mod list_backlogs;
mod mentions;
mod saved_views;
mod search;
mod sorting;
mod staff;
mod statistics;
mod timers;

pub(crate) use attempts::*;
pub(crate) use canned_replies::*;
pub(crate) use erasure::*;
pub(crate) use feed::*;
pub(crate) use files::*;
pub(crate) use list_backlogs::*;
pub(crate) use mentions::*;
pub(crate) use saved_views::*;
pub(crate) use search::*;
pub(crate) use sorting::*;
pub(crate) use staff::*;
pub(crate) use statistics::*;
pub(crate) use timers::*;

/// The table's key attributes and its indexes.
pub(crate) const PK: &str = "pk";
pub(crate) const SK: &str = "sk";
pub(crate) const BY_CUSTOMER: (&str, &str, &str) = ("by_customer", "cpk", "csk");
pub(crate) const WORKLIST: (&str, &str, &str) = ("worklist", "wpk", "wsk");
pub(crate) const TTL: &str = "ttl";

const EVENT: &str = "EVENT#";
const PART: &str = "PART#";
const SUB: &str = "SUB#";

pub(crate) fn case(case: &CaseId) -> String {
    format!("CASE#{case}")
}

pub(crate) fn case_of(pk: &str) -> Option<CaseId> {
    pk.strip_prefix("CASE#")?.parse().ok()
}

pub(crate) fn event(seq: Seq) -> String {
    format!("{EVENT}{:012}", seq.get())
}

/// Behind every event, before every participant.
pub(crate) fn after_events() -> String {
    format!("{EVENT}~")
}

/// Behind every subscription.
pub(crate) fn after_subscriptions() -> String {
    format!("{SUB}~")
}

/// Before every participant, behind every event.
pub(crate) fn before_participants() -> String {
    PART.to_owned()
}

pub(crate) fn participant(user: &UserId) -> String {
    format!("{PART}{user}")
}

pub(crate) fn subscription(connection: &ConnectionId) -> String {
    format!("{SUB}{connection}")
}

pub(crate) const CURSOR: &str = "CURSOR#";

pub(crate) fn cursor(user: &UserId) -> String {
    format!("{CURSOR}{user}")
}

/// Whose cursor a row is.
pub(crate) fn cursor_of(sk: &str) -> Option<UserId> {
    sk.strip_prefix(CURSOR)?.parse().ok()
}

/// The place of an event by its row.
pub(crate) fn event_seq(sk: &str) -> Option<Seq> {
    Seq::try_from(sk.strip_prefix(EVENT)?.parse::<u64>().ok()?).ok()
}

pub(crate) const SUMMARY: &str = "VIEW#SUMMARY";

pub(crate) fn connection(connection: &ConnectionId) -> String {
    format!("CONN#{connection}")
}

pub(crate) fn user(user: &UserId) -> String {
    format!("USER#{user}")
}

pub(crate) fn session(session: &SessionId) -> String {
    format!("SESSION#{session}")
}

/// A connection that was opened with a sign-in, beside it.
pub(crate) const OPENED_WITH: &str = "CONN#";

pub(crate) fn opened_with(connection: &ConnectionId) -> String {
    format!("{OPENED_WITH}{connection}")
}

/// The connection of such a row.
pub(crate) fn opened_with_parts(sk: &str) -> Option<ConnectionId> {
    sk.strip_prefix(OPENED_WITH)?.parse().ok()
}

/// What is counted for a customer's limits.
pub(crate) fn limits_of_customer(customer: &UserId) -> String {
    format!("LIMIT#{customer}")
}

/// What is counted for the limits of a network address in a store; a store's id is no user's.
pub(crate) fn limits_of_address(store: &StoreId, address: &NetworkAddress) -> String {
    format!("LIMIT#{store}#{}", address.as_str())
}

pub(crate) const CASES: &str = "CASES";
pub(crate) const VISITORS: &str = "VISITORS";

pub(crate) const META: &str = "META";

pub(crate) fn store(store: &StoreId) -> String {
    format!("STORE#{store}")
}

pub(crate) const AGENTS: &str = "AGENT#";

pub(crate) fn agent_online(user: &UserId, connection: &ConnectionId) -> String {
    format!("{AGENTS}{user}#{connection}")
}

/// The agent and the connection of an `AGENT#` row.
pub(crate) fn agent_online_parts(sk: &str) -> Option<(UserId, ConnectionId)> {
    let (user, connection) = sk.strip_prefix(AGENTS)?.split_once('#')?;
    Some((user.parse().ok()?, connection.parse().ok()?))
}

/// What a row of a case's partition is, by its sort key.
pub(crate) enum CaseRow<'a> {
    Event,
    Participant(&'a str),
    Subscription(&'a str),
    /// How often triage has begun with this message.
    Attempts(Seq),
    Other,
}

pub(crate) fn case_row(sk: &str) -> CaseRow<'_> {
    match sk.split_at_checked(sk.find('#').map_or(0, |at| at + 1)) {
        Some((EVENT, _)) => CaseRow::Event,
        Some((PART, user)) => CaseRow::Participant(user),
        Some((SUB, connection)) => CaseRow::Subscription(connection),
        Some((ATTEMPTS, _)) => attempts_seq(sk).map_or(CaseRow::Other, CaseRow::Attempts),
        _ => CaseRow::Other,
    }
}

pub(crate) fn customer_index(store: &StoreId, user: &UserId) -> String {
    format!("CUSTOMER#{store}#{user}")
}

pub(crate) fn waiting_index(store: &StoreId) -> String {
    format!("WAITING#{store}")
}

pub(crate) fn open_index(store: &StoreId) -> String {
    format!("OPEN#{store}")
}

/// Cases that were put aside, those first that come back first.
pub(crate) fn snoozed_index(store: &StoreId) -> String {
    format!("SNOOZED#{store}")
}

/// Closed cases by month (`2026-11`), so that no partition of the index grows without end.
pub(crate) fn closed_index(store: &StoreId, month: &str) -> String {
    format!("CLOSED#{store}#{month}")
}

/// A total order by time, then by case.
pub(crate) fn in_time(at: Timestamp, case: &CaseId) -> String {
    format!("{:014}#{case}", at.0.max(0))
}

/// A store's settings, beside its agents online.
pub(crate) const SETTINGS: &str = "SETTINGS";

/// A store's answers: their rows, and in the index their list by last change.
pub(crate) fn answers(store: &StoreId) -> String {
    format!("ANSWER#{store}")
}

/// The list of a store's answers that stand somewhere.
pub(crate) fn answers_of_status(store: &StoreId, status: AnswerStatus) -> String {
    let status = match status {
        AnswerStatus::Candidate => "CANDIDATE",
        AnswerStatus::Approved => "APPROVED",
        AnswerStatus::Retired => "RETIRED",
    };
    format!("ANSWER#{store}#{status}")
}

/// A total order of answers by time.
pub(crate) fn answer_in_time(at: Timestamp, answer: &AnswerId) -> String {
    format!("{:014}#{answer}", at.0.max(0))
}

/// What a store's triage is to learn, and in the index what of it waits.
pub(crate) fn verdicts(store: &StoreId) -> String {
    format!("VERDICT#{store}")
}

pub(crate) fn example_of_event(case: &CaseId, seq: Seq) -> String {
    format!("EVENT#{case}#{:012}", seq.get())
}

pub(crate) fn curated_example(answer: &AnswerId, question: &str) -> String {
    // Tells one answer's own questions apart, nothing more. Rows depend on it: another hash would add examples twice.
    let mut hasher = FnvHasher::default();
    hasher.write(question.as_bytes());
    format!("TAUGHT#{answer}#{:016x}", hasher.finish())
}

pub(crate) fn example_gone(answer: &AnswerId) -> String {
    format!("GONE#{answer}")
}

/// A total order of waiting examples by time.
pub(crate) fn waiting_example(at: Timestamp, example: &str) -> String {
    format!("{:014}#{example}", at.0.max(0))
}

/// The time and the example of a place in that order.
pub(crate) fn waiting_example_parts(place: &str) -> Option<(Timestamp, String)> {
    let (at, example) = place.split_once('#')?;
    Some((Timestamp(at.parse().ok()?), example.to_owned()))
}

/// A store's model: which snapshot is in force, who learns, and what language models cost a day.
pub(crate) fn model(store: &StoreId) -> String {
    format!("MODEL#{store}")
}

pub(crate) const HEAD: &str = "HEAD";
pub(crate) const LEASE: &str = "LEASE";

/// What models cost on a day, counted from the first of 1970 in UTC.
pub(crate) fn spend_of_day(day: i64) -> String {
    format!("SPEND#{day:06}")
}

/// How many replies went out by themselves on a day, counted likewise.
pub(crate) fn automatic_replies_of_day(day: i64) -> String {
    format!("AUTOMATIC#{day:06}")
}

/// The list of a store's replies that were sent by themselves, or would have been.
pub(crate) fn unattended(store: &StoreId) -> String {
    format!("UNATTENDED#{store}")
}

/// A reply's place in that list, in order of time. What came of it stands in the place, so that the list alone tells it.
pub(crate) fn unattended_place(at: Timestamp, code: &str, case: &CaseId, seq: Seq) -> String {
    format!("{:014}#{code}#{case}#{:012}", at.0.max(0), seq.get())
}

/// The time, the code, the case and the message of such a place.
pub(crate) fn unattended_parts(place: &str) -> Option<(Timestamp, &str, CaseId, Seq)> {
    let mut parts = place.split('#');
    let at = Timestamp(parts.next()?.parse().ok()?);
    let (code, case) = (parts.next()?, parts.next()?.parse().ok()?);
    Some((at, code, case, Seq::try_from(parts.next()?.parse::<u64>().ok()?).ok()?))
}

/// The chunks of a snapshot that a learner wrote.
pub(crate) fn model_chunks(store: &StoreId, generation: u64, writer: &str) -> String {
    format!("MODEL#{store}#{generation}#{writer}")
}

pub(crate) fn chunk(at: u32) -> String {
    format!("{at:05}")
}

/// A question as triage saw it, beside its case.
pub(crate) fn asked(seq: Seq) -> String {
    format!("ASKED#{:012}", seq.get())
}

/// The beginning of all of them.
pub(crate) const ASKED: &str = "ASKED#";

/// The message of a question's row.
pub(crate) fn asked_seq(sk: &str) -> Option<Seq> {
    Seq::try_from(sk.strip_prefix("ASKED#")?.parse::<u64>().ok()?).ok()
}

/// Who got an answer.
pub(crate) fn recipients(answer: &AnswerId) -> String {
    format!("RECIPIENT#{answer}")
}

pub(crate) fn recipient(at: Timestamp, case: &CaseId, seq: Seq) -> String {
    format!("{:014}#{case}#{:012}", at.0.max(0), seq.get())
}

pub(crate) fn recipient_parts(place: &str) -> Option<(CaseId, Seq)> {
    let mut parts = place.split('#').skip(1);
    let case = parts.next()?.parse().ok()?;
    Some((case, parts.next()?.parse::<u64>().ok()?.try_into().ok()?))
}

/// A store's questions without an answer.
pub(crate) fn questions(store: &StoreId) -> String {
    format!("QUESTION#{store}")
}

pub(crate) fn question(case: &CaseId, seq: Seq) -> String {
    format!("{case}#{:012}", seq.get())
}

/// One letter for a role, for rows that are read with every message.
pub(crate) fn role_letter(role: Role) -> &'static str {
    match role {
        Role::Customer => "c",
        Role::Agent => "a",
        Role::Lead => "l",
        Role::Assistant => "m",
        Role::System => "s",
    }
}

pub(crate) fn role_of(letter: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role_letter(*role) == letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_holds_events_participants_and_subscriptions_and_nothing_else() {
        let user = UserId::visitor([1; 16]);
        let connection = "abc=".parse().unwrap();
        let (from, to) = (event(Seq::NONE), after_subscriptions());
        for inside in [event(Seq::MAX), participant(&user), subscription(&connection)] {
            assert!(from <= inside && inside <= to, "{inside}");
        }
        let triage = [asked(Seq::MAX), attempts(Seq::MAX), COST.to_owned()];
        for outside in triage.into_iter().chain([cursor(&user), SUMMARY.to_owned()]) {
            assert!(outside < from || outside > to, "{outside}");
        }
    }

    #[test]
    fn events_sort_by_their_number() {
        let seqs =
            [1u64, 9, 10, 99, 100_000, 999_999_999_999].map(|n| event(n.try_into().unwrap()));
        assert!(seqs.is_sorted());
    }

    #[test]
    fn a_row_of_an_agent_online_reads_back() {
        let (user, connection) = (UserId::agent("i", "s"), "a_b=".parse().unwrap());
        assert_eq!(agent_online_parts(&agent_online(&user, &connection)), Some((user, connection)));
    }

    #[test]
    fn a_curated_example_keeps_its_key() {
        let answer: AnswerId = "0123456789abcdefghjkmnpqrs".parse().unwrap();
        let key = curated_example(&answer, "How do I pay?");
        assert_eq!(key, format!("TAUGHT#{answer}#e65bd6a35ede14d0"));
    }
}
