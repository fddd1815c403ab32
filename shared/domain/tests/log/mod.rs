//! Properties of logs: whatever people do in whatever order, these hold.

mod bounds;
mod generated;
mod rules;

use domain::{Audience, Body, Role, Seq, State, Status, StorePolicy, Timestamp, audience, decide};
use proptest::prelude::*;

use self::bounds::stored_bytes;
use self::generated::{UNLIMITED, any_log, customer, people};

proptest! {
    #[test]
    fn a_log_is_dense_and_folds_to_the_state_its_head_carries((log, _) in any_log()) {
        let mut state = None;
        for (at, entry) in log.entries.iter().enumerate() {
            prop_assert_eq!(entry.event.seq.get(), at as u64 + 1);
            state = Some(State::apply(state.as_ref(), &entry.event));
            prop_assert_eq!(state.as_ref(), Some(&entry.state));
        }
        prop_assert_eq!(state.as_ref(), log.case.state.as_ref());
    }

    #[test]
    fn a_refused_command_stays_refused_as_long_as_nothing_happens((log, refused) in any_log()) {
        let people = people();
        let later = Timestamp(log.clock + 1_000_000);
        for (case, who, command, error) in refused {
            let again = decide(&case, UNLIMITED, &people[who], &command, later);
            prop_assert_eq!(again.err(), Some(error));
        }
    }

    #[test]
    fn a_customer_finds_each_gap_and_never_sees_what_is_internal((log, _) in any_log()) {
        let viewer = customer();
        let mut last = Seq::NONE;
        for entry in &log.entries {
            let seen = audience(&entry.event, &log.case, &viewer, StorePolicy::default(), Timestamp(0));
            let is_internal = matches!(
                entry.event.body,
                Body::Note { .. } | Body::Suggested { .. } | Body::Rejected { .. }
                    | Body::Snoozed { .. } | Body::Woken
                    | Body::Scheduled { .. } | Body::ScheduleCancelled { .. }
                    | Body::TargetWarned { .. } | Body::TargetMissed { .. } | Body::PromiseMissed { .. }
                    | Body::ParticipantAdded { .. } | Body::ParticipantRemoved { .. }
                    | Body::Prioritized { .. } | Body::SubjectChanged | Body::Tagged { .. }
            );
            prop_assert_eq!(is_internal && seen != Audience::Hidden, false);
            if seen == Audience::Customer {
                prop_assert_eq!(entry.event.prev_visible, last, "a gap would not be found");
                last = entry.event.seq;
            }
        }
        prop_assert_eq!(last, log.state().visible);
    }

    #[test]
    fn a_state_stays_within_its_bound_in_the_table((log, _) in any_log()) {
        for entry in &log.entries {
            let bytes = stored_bytes(&serde_json::to_value(&entry.state).unwrap());
            prop_assert!(bytes <= State::MAX_BYTES, "{} bytes", bytes);
        }
    }

    #[test]
    fn the_assistant_never_speaks_over_a_person((log, _) in any_log()) {
        for pair in log.entries.windows(2) {
            let (before, event) = (&pair[0].state, &pair[1].event);
            let is_machine = event.author.role == Role::Assistant;
            if let (true, Body::Message { answers: Some(answers), .. } | Body::Suggested { answers, .. }) =
                (is_machine, &event.body)
            {
                prop_assert_eq!(*answers, before.customer_seq);
                prop_assert!(before.person_seq < *answers);
            }
        }
    }

    #[test]
    fn what_the_customer_has_written_last_is_not_put_aside_unseen((log, _) in any_log()) {
        for entry in &log.entries {
            let (event, state) = (&entry.event, &entry.state);
            let is_customers = matches!(event.body, Body::Message { .. }) && event.author.role == Role::Customer;
            prop_assert!(!is_customers || state.snoozed.is_none());
            prop_assert!(state.status != Status::Resolved || state.snoozed.is_none());
        }
    }

    #[test]
    fn a_message_for_later_waits_only_until_a_person_answers_or_the_case_ends((log, _) in any_log()) {
        for entry in &log.entries {
            let (event, state) = (&entry.event, &entry.state);
            prop_assert!(!state.scheduled.is_some() || state.status != Status::Resolved);
            prop_assert!(state.scheduled.is_some() <= (state.scheduled > state.person_seq));
            let is_scheduled = matches!(event.body, Body::Scheduled { .. });
            prop_assert!(!is_scheduled || state.scheduled == event.seq);
        }
    }

    #[test]
    fn at_most_one_suggestion_is_live_and_only_that_one_is_decided((log, _) in any_log()) {
        for pair in log.entries.windows(2) {
            let (before, event) = (&pair[0].state, &pair[1].event);
            if let Body::Approved { suggestion, .. } | Body::Rejected { suggestion, .. } = &event.body {
                prop_assert_eq!(*suggestion, before.suggestion);
                prop_assert_eq!(pair[1].state.suggestion, Seq::NONE);
            }
        }
    }
}
