//! Properties of logs: whatever people do in whatever order, these hold.

#![allow(clippy::unwrap_used)] // a test fails by panicking, in its helpers too

use domain::{
    Audience, Body, Case, CaseId, Colleague, Command, CommandError, CommandId, Entry,
    EscalationReason, Grounds, GroupId, Guard, LastSeen, Limits, Name, Participant, Precedence,
    Principal, Priority, Proposal, RecentCommands, RejectionReason, Role, SendAt, Seq, Snooze,
    State, Status, StoreId, StorePolicy, TagList, Target, Text, Timestamp, UserId, Written,
    audience, decide,
};
use proptest::prelude::*;

/// A log in memory, written the way the append writes it.
struct Log {
    case: Case,
    entries: Vec<Entry>,
    clock: i64,
}

impl Log {
    fn opened_by(customer: &Principal) -> Self {
        let mut log = Self { case: Case::default(), entries: Vec::new(), clock: 0 };
        let store = customer.stores[0].clone();
        log.act(customer, Command::Open { store, text: text("hello"), locale: None }).unwrap();
        log
    }

    fn act(&mut self, who: &Principal, command: Command) -> Result<Seq, CommandError> {
        self.clock += 1;
        let (id, at) = (command_id(self.clock), Timestamp(self.clock));
        let decision = decide(&self.case, UNLIMITED, who, &command, at)?;
        let entry = decision.into_entry(&self.case, who, &command, id, at);
        let Entry { event, state } = &entry;
        self.case.head = event.seq;
        self.case.state = Some(state.clone());
        match &event.body {
            Body::ParticipantAdded { user, .. } => {
                self.case.participants.push(Participant { user: user.clone(), name: None });
            }
            Body::ParticipantRemoved { user } => self.case.participants.retain(|p| p.user != *user),
            _ => {}
        }
        self.entries.push(entry);
        Ok(self.case.head)
    }

    fn state(&self) -> &State {
        self.case.state.as_ref().unwrap()
    }
}

/// These logs are written faster than people may write.
const UNLIMITED: StorePolicy = StorePolicy { assigned_only: false, limits: Limits::NONE };

fn command_id(n: i64) -> CommandId {
    format!("command-{n}").parse().unwrap()
}

fn text(words: &str) -> Text {
    words.parse().unwrap()
}

fn tags(words: &[&str]) -> TagList {
    words.iter().map(|word| word.parse().unwrap()).collect::<Vec<domain::Tag>>().try_into().unwrap()
}

fn person(role: Role, user: UserId) -> Principal {
    let name = Name::shortened("A name of the greatest length that fits in");
    let (stores, groups) = (vec![store()], Default::default());
    Principal { user: Some(user), role, name, stores, groups, expires: Timestamp(i64::MAX) }
}

fn store() -> StoreId {
    "s".repeat(32).parse().unwrap()
}

fn customer() -> Principal {
    person(Role::Customer, UserId::visitor([9; 16]))
}

fn people() -> Vec<Principal> {
    vec![
        customer(),
        person(Role::Customer, UserId::visitor([8; 16])),
        person(Role::Agent, UserId::agent("issuer", "ines")),
        person(Role::Agent, UserId::agent("issuer", "jon")),
        person(Role::Lead, UserId::agent("issuer", "lea")),
        Principal::assistant(store()),
    ]
}

fn any_seq() -> impl Strategy<Value = Seq> {
    (0u64..30).prop_map(|n| n.try_into().unwrap())
}

fn colleague(name: &str, store: StoreId) -> Colleague {
    Colleague { user: UserId::agent("issuer", name), name: name.parse().ok(), stores: vec![store] }
}

fn any_guard() -> impl Strategy<Value = Guard> {
    prop_oneof![Just(Guard::Unguarded), Just(Guard::Anyway), any_seq().prop_map(Guard::Answers)]
}

fn any_group() -> impl Strategy<Value = Option<GroupId>> {
    prop::option::of((1..=GroupId::MOST).prop_map(|number| number.try_into().unwrap()))
}

fn any_command() -> impl Strategy<Value = Command> {
    let seq_and_guard = (any_seq(), any_guard());
    prop_oneof![
        5 => any_guard().prop_map(|guard| Command::Send { text: text("words"), guard }),
        1 => Just(Command::Note { text: text("among us") }),
        1 => Just(Command::Assign { colleague: colleague("ines", store()), known: LastSeen::default() }),
        1 => Just(Command::Unassign { known: LastSeen::default() }),
        1 => any_group().prop_map(|group| Command::Escalate { reason: EscalationReason::CustomerAsked, group, known: LastSeen::default() }),
        1 => (any_seq(), any::<bool>()).prop_map(|(of, yes)| Command::Helped { of, yes }),
        1 => any_guard().prop_map(|guard| Command::Resolve { guard }),
        1 => Just(Command::Reopen),
        2 => any_guard().prop_map(|guard| Command::Snooze { until: Snooze::UntilCustomerWrites, guard }),
        1 => Just(Command::Wake { ended: None }),
        2 => any_guard().prop_map(|guard| Command::Schedule {
            text: text("later"), guard, at: SendAt::Time(Timestamp(2_000_000)),
        }),
        1 => any_seq().prop_map(|of| Command::CancelScheduled { of }),
        1 => (1u8..=5).prop_map(|score| Command::Rate { score: score.try_into().unwrap(), comment: None }),
        2 => any_seq().prop_map(|answers| Command::Suggest { answers, text: text("draft"), sources: vec![], grounds: Grounds::default() }),
        1 => any_seq().prop_map(|answers| Command::Answer { answers, text: text("answer"), sources: vec![] }),
        2 => seq_and_guard.prop_map(|(seq, guard)| Command::Approve {
            proposal: Proposal { seq, answers: Seq::NONE, text: Some(text("draft")), sources: vec![] },
            text: text("draft"),
            guard,
        }),
        1 => any_seq().prop_map(|suggestion| Command::Reject { suggestion, reason: RejectionReason::Wrong }),
        1 => prop::sample::select(&Priority::ALL[..]).prop_map(|priority| Command::Prioritize { priority }),
        1 => any::<bool>().prop_map(|is_set| Command::SetSubject { subject: is_set.then(|| "A lamp".parse().unwrap()) }),
        1 => any::<bool>().prop_map(|is_added| {
            let (tags, none) = (tags(&["refund"]), TagList::default());
            let (add, remove) = if is_added { (tags, none) } else { (none, tags) };
            Command::Tag { add, remove }
        }),
        1 => Just(Command::AddParticipant { user: UserId::visitor([8; 16]), name: None }),
        1 => Just(Command::RemoveParticipant { user: UserId::visitor([8; 16]) }),
        1 => (any_seq(), any::<bool>()).prop_map(|(seq, visible)| Command::Withdraw {
            target: Target { seq, author: Some(UserId::visitor([9; 16])), visible, carries_text: true },
        }),
    ]
}

/// A refusal: in which case, whose command, which one, why.
type Refusal = (Case, usize, Command, CommandError);

fn any_log() -> impl Strategy<Value = (Log, Vec<Refusal>)> {
    prop::collection::vec((0usize..6, any_command()), 0..60).prop_map(|steps| {
        let people = people();
        let mut log = Log::opened_by(&people[0]);
        let mut refused = Vec::new();
        for (who, command) in steps {
            let (case, entries) = (log.case.clone(), log.entries.len());
            if let Err(error) = log.act(&people[who], command.clone()) {
                let is_unchanged = (&case, entries) == (&log.case, log.entries.len());
                assert!(is_unchanged, "a refused command changed something");
                refused.push((case, who, command, error));
            }
        }
        (log, refused)
    })
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|entry| &entry.event.body)).finish()
    }
}

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
                Body::Note | Body::Suggested { .. } | Body::Rejected { .. }
                    | Body::Snoozed { .. } | Body::Woken
                    | Body::Scheduled { .. } | Body::ScheduleCancelled { .. }
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

/// What the engine counts: names and strings in UTF-8, a number half its digits and one, a map three and one for each
/// entry. The one list in a state is of bytes.
fn stored_bytes(value: &serde_json::Value) -> usize {
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
        log.act(&people[0], Command::Send { text: text("x"), guard: Guard::Unguarded }).unwrap();
    }
    log.state().recent.clone()
}

/// Counters of as many authors as are counted.
fn full_counters() -> Written {
    let people = people();
    let mut log = Log::opened_by(&people[0]);
    for agent in [2, 3, 4] {
        log.act(&people[agent], Command::Note { text: text("x") }).unwrap();
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

#[test]
fn an_agent_may_not_answer_past_what_they_have_not_read() {
    let people = people();
    let mut log = Log::opened_by(&people[0]);
    let reply = |guard| Command::Send { text: text("reply"), guard };
    let seen = log.case.head;
    log.act(&people[0], reply(Guard::Unguarded)).unwrap();
    assert_eq!(log.act(&people[2], reply(Guard::Answers(seen))), Err(CommandError::Conflict));
    assert_eq!(log.act(&people[2], reply(Guard::Unguarded)), Err(CommandError::AnswersMissing));
    let mine = log.act(&people[2], reply(Guard::Answers(log.case.head))).unwrap();
    assert!(
        log.act(&people[2], reply(Guard::Answers(mine.previous()))).is_ok(),
        "one's own words overtake nobody"
    );
    assert_eq!(
        log.act(&people[3], reply(Guard::Answers(mine.previous()))),
        Err(CommandError::Conflict)
    );
    assert!(log.act(&people[3], reply(Guard::Anyway)).is_ok());
}

#[test]
fn the_assistant_calls_nobody_to_what_a_person_has_answered() {
    let people = people();
    let mut log = Log::opened_by(&people[0]);
    let call = Command::Escalate {
        reason: EscalationReason::CustomerAsked,
        group: None,
        known: LastSeen::default(),
    };
    let assistant = people.iter().find(|who| who.role == Role::Assistant).unwrap().clone();
    log.act(&people[2], Command::Send { text: text("reply"), guard: Guard::Anyway }).unwrap();
    assert_eq!(log.act(&assistant, call.clone()), Err(CommandError::Conflict));
    assert!(log.act(&people[0], call.clone()).is_ok(), "whoever asks by the button gets one");
    log.act(&people[2], Command::Send { text: text("reply"), guard: Guard::Anyway }).unwrap();
    log.act(&people[0], Command::Send { text: text("and"), guard: Guard::Unguarded }).unwrap();
    assert!(log.act(&assistant, call).is_ok());
}

#[test]
fn a_stranger_gets_the_same_refusal_whether_the_case_exists_or_not() {
    let people = people();
    let log = Log::opened_by(&people[0]);
    let stranger = person(Role::Customer, UserId::visitor([1; 16]));
    let resolve = Command::Resolve { guard: Guard::Anyway };
    let on = |case: &Case| decide(case, UNLIMITED, &stranger, &resolve, Timestamp(0));
    assert_eq!(on(&log.case), Err(CommandError::NotFound));
    assert_eq!(on(&Case::default()), Err(CommandError::NotFound));
}

#[test]
fn the_table_of_who_may_do_what_is_this() {
    let people = people();
    let log = Log::opened_by(&people[0]);
    let answered = log.case.head;
    let send = Command::Send { text: text("x"), guard: Guard::Answers(answered) };
    let suggest = Command::Suggest {
        answers: answered,
        text: text("x"),
        sources: vec![],
        grounds: Grounds::default(),
    };
    let rows = [
        (send, "customer agent agent lead"),
        (Command::Note { text: text("x") }, "agent agent lead"),
        (
            Command::Assign { colleague: colleague("jon", store()), known: LastSeen::default() },
            "agent agent lead",
        ),
        (
            Command::Assign {
                colleague: colleague("nora", "north".parse().unwrap()),
                known: LastSeen::default(),
            },
            "",
        ),
        (
            Command::Escalate {
                reason: EscalationReason::CustomerAsked,
                group: None,
                known: LastSeen::default(),
            },
            "customer agent agent lead assistant",
        ),
        (Command::Resolve { guard: Guard::Answers(answered) }, "agent agent lead"),
        (
            Command::AddParticipant { user: UserId::visitor([8; 16]), name: None },
            "agent agent lead",
        ),
        (suggest, "assistant"),
    ];
    for (command, expected) in rows {
        let may = people
            .iter()
            .filter(|who| decide(&log.case, UNLIMITED, who, &command, Timestamp(0)).is_ok());
        let allowed: Vec<_> = may.map(|who| who.role.as_str()).collect();
        assert_eq!(allowed.join(" "), expected, "{command:?}");
    }
}

#[test]
fn a_case_has_the_id_that_its_opening_gives_it() {
    let who = customer();
    let (store, user) = (&who.stores[0], who.user.as_ref().unwrap());
    let id = CaseId::derive(store, user, &command_id(1));
    assert_eq!(id, CaseId::derive(store, user, &command_id(1)));
    let others = [
        CaseId::derive(store, user, &command_id(2)),
        CaseId::derive(store, &UserId::visitor([77; 16]), &command_id(1)),
        CaseId::derive(&"another".parse().unwrap(), user, &command_id(1)),
    ];
    assert!(others.iter().all(|other| *other != id), "{id:?} {others:?}");
}
