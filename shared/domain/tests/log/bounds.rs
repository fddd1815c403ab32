//! How large a state may become.

use domain::{
    Command, GroupId, Guard, Precedence, Priority, RecentCommands, Seq, Snooze, State, Timestamp,
    UserId, Written,
};

use super::generated::{Log, people, text};

/// What the engine counts: names and strings in UTF-8, a number half its digits and one, a map three and one for each
/// entry. The one list in a state is of bytes.
pub(crate) fn stored_bytes(value: &serde_json::Value) -> usize {
    use serde_json::Value as V;
    match value {
        V::String(text) => text.len(),
        V::Number(number) => number.to_string().len().div_ceil(2) + 1,
        V::Object(map) => 3 + map.iter().map(|(k, v)| k.len() + stored_bytes(v) + 1).sum::<usize>(),
        V::Array(bytes) => bytes.len(),
        V::Null | V::Bool(_) => 1,
    }
}

/// The recent commands of a log in which much was said.
fn full_window() -> RecentCommands {
    let people = people();
    let mut log = Log::opened_by(&people[0]);
    for _ in 0..2 * RecentCommands::MOST {
        log.act(
            &people[0],
            Command::Send { text: Some(text("x")), files: vec![], guard: Guard::Unguarded },
        )
        .unwrap();
    }
    log.state().recent.clone()
}

/// Counters of as many authors as are counted.
fn full_counters() -> Written {
    let people = people();
    let mut log = Log::opened_by(&people[0]);
    for agent in [2, 3, 4] {
        log.act(&people[agent], Command::Note { text: text("x"), mentions: Default::default() })
            .unwrap();
    }
    log.state().written.clone()
}

#[test]
fn the_largest_state_of_all_stays_within_its_bound() {
    let seq = Seq::MAX;
    let state = State {
        store: "s".repeat(32).parse().unwrap(),
        customer: UserId::visitor([255; 16]),
        status: domain::Status::Resolved,
        assignee: Some(UserId::agent("i", "1")),
        opened_at: Timestamp(9_999_999_999_999),
        since: Timestamp(9_999_999_999_999),
        customer_seq: seq,
        person_seq: seq,
        person: Some(UserId::agent("i", "2")),
        assistant_seq: seq,
        visible: seq,
        suggestion: seq,
        escalated: true,
        precedence: Precedence { priority: Priority::Urgent, asked_person: true },
        group: GroupId::try_from(60).ok(),
        scheduled: seq,
        snoozed: Some(Snooze::until(Some(Timestamp(9_999_999_999_999)))),
        rating: Some(5.try_into().unwrap()),
        recent: full_window(),
        written: full_counters(),
    };
    let bytes = stored_bytes(&serde_json::to_value(&state).unwrap());
    assert!(bytes <= State::MAX_BYTES, "{bytes} bytes");
}
