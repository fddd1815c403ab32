//! How often people may write: whatever they try and whenever, these hold.

use domain::{
    Admission, Author, Body, CaseId, Command, CommandId, Event, Limits, OpenedCases, Role, Seq,
    Status, StoreId, Timestamp, UserId, Written,
};
use proptest::prelude::*;

const NOW: i64 = 1_795_000_000_123;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// Small, so that a short test reaches them.
const LIMITS: Limits = Limits { messages_a_minute: 4, messages_a_day: 10, ..Limits::NONE };

fn author(n: u8) -> UserId {
    if n == 0 { UserId::visitor([0; 16]) } else { UserId::agent("issuer", &n.to_string()) }
}

/// A case's counters, and who wrote when.
#[derive(Default)]
struct Case {
    written: Written,
    log: Vec<(u8, i64)>,
}

impl Case {
    /// Tries to write; gives the seconds to wait where that is refused.
    fn tries(&mut self, by: u8, at: i64) -> Result<(), u32> {
        let (user, owner) = (author(by), author(0));
        let checked = self.written.check(&user, &owner, &LIMITS, Timestamp(at));
        checked.map_err(domain::Wait::as_seconds)?;
        self.written.note(&event(Some(user), at), &owner);
        // As it is after a row was written and read.
        let stored = serde_json::to_vec(&self.written).unwrap();
        let read: Written = serde_json::from_slice(&stored).unwrap();
        assert_eq!(read, self.written);
        self.log.push((by, at));
        Ok(())
    }

    fn count(&self, by: u8, from: i64, until: i64) -> usize {
        let is_in = |at: i64| from <= at && at < until;
        self.log.iter().filter(|(who, at)| *who == by && is_in(*at)).count()
    }
}

fn event(id: Option<UserId>, at: i64) -> Event {
    Event {
        seq: Seq::try_from(1).unwrap(),
        prev_visible: Seq::NONE,
        at: Timestamp(at),
        author: Author { role: Role::Customer, id, name: None },
        id: command(1),
        digest: Command::Reopen.digest(),
        text: None,
        files: Vec::new(),
        body: Body::Note { mentions: Default::default() },
    }
}

fn command(n: u64) -> CommandId {
    format!("command-{n}").parse().unwrap()
}

/// Who tries, and after how many milliseconds: mostly in bursts, sometimes after a long while.
fn attempts(authors: u8) -> impl Strategy<Value = Vec<(u8, i64)>> {
    let pause = prop_oneof![8 => 0..2_000i64, 3 => 0..70_000i64, 1 => 0..2 * DAY];
    prop::collection::vec((0..authors, pause), 1..200)
}

proptest! {
    /// From any moment on there are never more messages than two windows hold. The customer's windows begin with the first message
    /// in them: from there on there are never more than the limit. Those of others may have begun with somebody else's.
    #[test]
    fn nobody_writes_more_than_the_limits(attempts in attempts(3)) {
        let mut case = Case::default();
        let mut at = NOW;
        for (by, pause) in attempts {
            at += pause;
            let _ = case.tries(by, at);
            prop_assert!(case.count(by, at - MINUTE + 1, at + 1) <= 2 * 4);
            prop_assert!(case.count(by, at - DAY + 1, at + 1) <= 2 * 10);
        }
        let mut window = i64::MIN;
        for (who, begin) in &case.log {
            if *who != 0 || *begin < window {
                continue;
            }
            // The stored window begins with its second, so that it ends up to a second early.
            window = begin.div_euclid(1_000) * 1_000 + MINUTE;
            prop_assert!(case.count(0, *begin, window) <= 4);
        }
    }

    #[test]
    fn who_waits_as_long_as_was_named_may_write(attempts in attempts(3)) {
        let mut case = Case::default();
        let mut at = NOW;
        for (by, pause) in attempts {
            at += pause;
            if let Err(seconds) = case.tries(by, at) {
                prop_assert!((1..=DAY / 1_000).contains(&i64::from(seconds)));
                at += i64::from(seconds) * 1_000;
                prop_assert_eq!(case.tries(by, at), Ok(()), "after {} s", seconds);
            }
        }
    }

    #[test]
    fn who_keeps_to_the_limits_is_never_refused(pauses in prop::collection::vec(0..200i64, 1..200)) {
        let mut case = Case::default();
        let mut at = NOW;
        for pause in pauses {
            // Three in a minute and a little, of four; and then long enough for the day.
            at += MINUTE / 3 + pause;
            if case.count(0, at - DAY - MINUTE, at) >= 9 {
                at += DAY + MINUTE;
            }
            prop_assert_eq!(case.tries(0, at), Ok(()));
        }
    }

    #[test]
    fn however_many_take_turns_together_they_get_no_more_than_two(
        others in prop::collection::vec(1..30u8, 0..200)
    ) {
        let mut case = Case::default();
        let taken = others.into_iter().filter(|other| case.tries(*other, NOW).is_ok()).count();
        prop_assert!(taken <= 2 * 4, "{}", taken);
    }

    #[test]
    fn a_customer_in_a_flood_of_others_keeps_their_own_count(others in prop::collection::vec(1..9u8, 0..60)) {
        let mut case = Case::default();
        for _ in 0..4 {
            prop_assert_eq!(case.tries(0, NOW), Ok(()));
        }
        for other in others {
            let _ = case.tries(other, NOW + 1);
            prop_assert!(case.tries(0, NOW + 2).is_err());
        }
    }
}

#[test]
fn sixty_messages_go_at_once_and_one_more_waits_for_the_rest_of_the_minute() {
    let (mut written, owner) = (Written::default(), author(0));
    let limits = Limits::default();
    for n in 0..60 {
        let at = Timestamp(NOW + n);
        assert_eq!(written.check(&owner, &owner, &limits, at), Ok(()), "{n}");
        written.note(&event(Some(owner.clone()), at.0), &owner);
    }
    let refused = written.check(&owner, &owner, &limits, Timestamp(NOW + 10_000)).unwrap_err();
    assert_eq!(refused.as_seconds(), 50);
    assert_eq!(written.check(&author(1), &owner, &limits, Timestamp(NOW)), Ok(()));
    assert_eq!(written.check(&owner, &owner, &Limits::NONE, Timestamp(NOW)), Ok(()));
}

#[test]
fn the_assistant_is_not_counted() {
    let mut written = Written::default();
    for _ in 0..100 {
        written.note(&event(None, NOW), &author(0));
    }
    assert!(written.is_empty());
}

#[test]
fn a_clock_that_is_behind_counts_on() {
    let mut case = Case::default();
    for n in 0..4 {
        assert_eq!(case.tries(0, NOW - n * 1_000), Ok(()));
    }
    assert_eq!(case.tries(0, NOW - 30_000), Err(60));
}

fn case_id(n: u64) -> CaseId {
    let store: StoreId = "demo".parse().unwrap();
    CaseId::derive(&store, &author(0), &command(n))
}

#[test]
fn a_customer_opens_as_many_cases_as_may_be_open_and_in_an_hour() {
    let limits = Limits { open_cases: 2, cases_an_hour: 3, ..Limits::NONE };
    let at = |minutes: i64| Timestamp(NOW + minutes * MINUTE);
    let admission =
        |opened: &OpenedCases, n, minutes| opened.admission(&case_id(n), &limits, at(minutes));
    let status = |settled| {
        move |case: &CaseId| {
            Some(if *case == case_id(settled) { Status::Resolved } else { Status::Open })
        }
    };
    let mut opened = OpenedCases::default();
    for n in [1, 2] {
        assert_eq!(admission(&opened, n, 0), Admission::Admitted);
        opened = opened.opening(case_id(n), at(0));
        assert_eq!(admission(&opened, n, 0), Admission::Known, "a repetition is not counted");
    }
    assert_eq!(admission(&opened, 3, 1), Admission::Full);
    opened = opened.keeping(status(1), at(1));
    assert_eq!(admission(&opened, 3, 1), Admission::Admitted);
    opened = opened.opening(case_id(3), at(1)).keeping(|_| Some(Status::Resolved), at(2));
    let Admission::Refused(wait) = admission(&opened, 4, 20) else { panic!("a fourth in an hour") };
    assert_eq!(wait.as_seconds(), 40 * 60);
    assert_eq!(admission(&opened, 4, 60), Admission::Admitted);
}

#[test]
fn a_case_that_was_let_in_and_never_came_to_be_is_forgotten_after_a_minute() {
    let now = Timestamp(NOW);
    let opened = OpenedCases::default().opening(case_id(1), now);
    let after = |seconds| opened.clone().keeping(|_| None, now.plus_seconds(seconds));
    assert_eq!((after(59).cases().count(), after(60).cases().count()), (1, 0));
}

#[test]
fn limits_that_the_counters_cannot_hold_are_mistakes() {
    assert_eq!((Limits::default().mistake(), Limits::NONE.mistake()), (None, None));
    for wrong in [
        Limits { messages_a_minute: 121, ..Limits::default() },
        Limits { messages_a_day: 4_001, ..Limits::default() },
        Limits { open_cases: 101, ..Limits::default() },
    ] {
        assert!(wrong.mistake().is_some(), "{wrong:?}");
    }
}
