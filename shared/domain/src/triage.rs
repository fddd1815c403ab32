//! What triage does with a customer's message: a fixed order of checks over the case's state and what is known.

use crate::{EscalationReason, Seq, State, Status, TriageMode};

/// What the knowledge base has to say about a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// No answer fits well enough to be worth anybody's time.
    Nothing,
    /// An answer for a person to look at.
    Draft,
    /// An answer that has earned to go out by itself.
    Earned,
}

/// What triage does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// It leaves the case to people.
    Nothing,
    /// It drafts a reply for a person.
    Suggest,
    /// It answers the customer.
    Answer,
    /// It calls a person.
    Escalate(EscalationReason),
}

/// Whether a customer's message still waits for triage: it is their newest, nobody of the staff has replied since, and
/// the case is not resolved.
pub fn is_due(state: &State, message: Seq) -> bool {
    let is_newest = state.customer_seq == message;
    let is_unanswered = state.person_seq < message && state.assistant_seq < message;
    is_newest && is_unanswered && state.status != Status::Resolved
}

/// What to do with a message that is due. Where a person takes part or is wanted, triage only drafts: it never speaks
/// over a person.
pub fn next_move(mode: TriageMode, state: &State, finding: Finding) -> Move {
    let has_person = state.person_seq.is_some() || state.assignee.is_some();
    let may_speak = mode == TriageMode::Answer && !has_person && !state.escalated;
    match (mode, finding) {
        (TriageMode::Off, _) => Move::Nothing,
        (_, Finding::Earned) if may_speak => Move::Answer,
        (_, Finding::Earned | Finding::Draft) => Move::Suggest,
        (_, Finding::Nothing) if may_speak => Move::Escalate(EscalationReason::NoAnswer),
        (_, Finding::Nothing) => Move::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Timestamp, UserId};

    fn state() -> State {
        let seq = |n: u64| Seq::try_from(n).unwrap();
        State {
            store: "demo".parse().unwrap(),
            customer: UserId::visitor([1; 16]),
            status: Status::Waiting,
            assignee: None,
            opened_at: Timestamp(0),
            since: Timestamp(0),
            customer_seq: seq(5),
            person_seq: Seq::NONE,
            person: None,
            assistant_seq: Seq::NONE,
            visible: seq(5),
            suggestion: Seq::NONE,
            escalated: false,
            precedence: crate::Precedence::default(),
            group: None,
            scheduled: Seq::NONE,
            snoozed: None,
            rating: None,
            recent: crate::RecentCommands::default(),
            written: crate::Written::default(),
        }
    }

    #[test]
    fn each_mode_does_its_most_with_each_finding_where_nobody_else_is_there() {
        use {Finding as F, Move as M, TriageMode as T};
        let no_answer = M::Escalate(EscalationReason::NoAnswer);
        for (mode, moves) in [
            (T::Off, [M::Nothing, M::Nothing, M::Nothing]),
            (T::Suggest, [M::Nothing, M::Suggest, M::Suggest]),
            (T::Answer, [no_answer, M::Suggest, M::Answer]),
        ] {
            let got =
                [F::Nothing, F::Draft, F::Earned].map(|found| next_move(mode, &state(), found));
            assert_eq!(got, moves, "{mode:?}");
        }
    }

    #[test]
    fn where_a_person_takes_part_or_is_wanted_it_only_drafts() {
        let replied = State { person_seq: 3.try_into().unwrap(), ..state() };
        let assigned = State { assignee: Some(UserId::agent("i", "s")), ..state() };
        let wanted = State { escalated: true, ..state() };
        for state in [replied, assigned, wanted] {
            let moved = |finding| next_move(TriageMode::Answer, &state, finding);
            assert_eq!(moved(Finding::Earned), Move::Suggest);
            assert_eq!(moved(Finding::Nothing), Move::Nothing);
        }
    }

    #[test]
    fn only_the_newest_unanswered_message_of_an_unsettled_case_is_due() {
        let seq = |n: u64| Seq::try_from(n).unwrap();
        assert!(is_due(&state(), seq(5)));
        assert!(!is_due(&state(), seq(4)), "the customer has written again");
        assert!(!is_due(&State { person_seq: seq(6), ..state() }, seq(5)));
        assert!(!is_due(&State { assistant_seq: seq(6), ..state() }, seq(5)));
        assert!(!is_due(&State { status: Status::Resolved, ..state() }, seq(5)));
        assert!(is_due(&State { person_seq: seq(4), ..state() }, seq(5)));
    }
}
