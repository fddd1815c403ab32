//! How cases are sorted, command by command.

use domain::{
    Case, Command, CommandError, EscalationReason, Guard, LastSeen, Limits, Principal, Priority,
    Role, Seq, State, StoreId, StorePolicy, TagList, Text, Timestamp, UserId, decide,
};

/// A case that goes on as the append would have it.
struct Log {
    case: Case,
    clock: i64,
}

impl Log {
    fn opened_by(customer: &Principal) -> Self {
        let mut log = Self { case: Case::default(), clock: 0 };
        let store = customer.stores[0].clone();
        let (text, pre_chat) = (Some(text("hello")), Default::default());
        let open = Command::Open { store, text, files: vec![], locale: None, pre_chat };
        log.act(customer, open).unwrap();
        log
    }

    fn act(&mut self, who: &Principal, command: Command) -> Result<Seq, CommandError> {
        self.clock += 1;
        let policy = StorePolicy { assigned_only: false, limits: Limits::NONE };
        let (id, at) = (format!("command-{}", self.clock).parse().unwrap(), Timestamp(self.clock));
        let decision = decide(&self.case, policy, who, &command, at)?;
        let entry = decision.into_entry(&self.case, who, &command, id, at);
        self.case.head = entry.event.seq;
        self.case.state = Some(entry.state);
        Ok(self.case.head)
    }

    fn state(&self) -> &State {
        self.case.state.as_ref().unwrap()
    }
}

fn text(words: &str) -> Text {
    words.parse().unwrap()
}

fn store() -> StoreId {
    "demo".parse().unwrap()
}

fn person(role: Role, user: UserId) -> Principal {
    Principal { user: Some(user), role, ..Principal::assistant(store()) }
}

/// A customer, the assistant, and two agents.
fn people() -> [Principal; 4] {
    [
        person(Role::Customer, UserId::visitor([9; 16])),
        Principal::assistant(store()),
        person(Role::Agent, UserId::agent("issuer", "ines")),
        person(Role::Agent, UserId::agent("issuer", "jon")),
    ]
}

fn tags(words: &[&str]) -> TagList {
    words.iter().map(|word| word.parse().unwrap()).collect::<Vec<domain::Tag>>().try_into().unwrap()
}

#[test]
fn who_asked_for_a_person_is_noted_until_one_replies_and_what_others_ask_for_is_not() {
    let people = people();
    let mut log = Log::opened_by(&people[0]);
    let call = |reason| Command::Escalate { reason, group: None, known: LastSeen::default() };
    let asked = |log: &Log| log.state().precedence.asked_person;
    log.act(&people[2], call(EscalationReason::StaffAsked)).unwrap();
    assert!(log.state().escalated && !asked(&log));
    log.act(&people[0], call(EscalationReason::CustomerAsked)).unwrap();
    assert!(asked(&log), "though a person was wanted already");
    let again = log.act(&people[0], call(EscalationReason::CustomerAsked));
    assert_eq!(again, Err(CommandError::WrongState));
    log.act(
        &people[2],
        Command::Send { text: Some(text("reply")), files: vec![], guard: Guard::Anyway },
    )
    .unwrap();
    assert!(!asked(&log));
}

#[test]
fn triage_raises_what_nobody_has_sorted_and_overrules_nobody() {
    let people = people();
    let assistant = &people[1];
    let say = |priority| Command::Prioritize { priority };
    let mut log = Log::opened_by(&people[0]);
    assert_eq!(log.act(&people[0], say(Priority::Urgent)), Err(CommandError::NotAllowed));
    log.act(assistant, say(Priority::High)).unwrap();
    log.act(&people[2], say(Priority::Low)).unwrap();
    assert_eq!(log.act(assistant, say(Priority::High)), Err(CommandError::Conflict));
    assert_eq!(log.act(&people[3], say(Priority::Low)), Err(CommandError::WrongState));
    log.act(&people[3], say(Priority::Urgent)).unwrap();
    assert_eq!(log.state().precedence.priority, Priority::Urgent);
}

#[test]
fn a_tag_is_not_given_and_taken_at_once_nor_is_nothing() {
    let people = people();
    let mut log = Log::opened_by(&people[0]);
    let tag = |add: &[&str], remove: &[&str]| Command::Tag { add: tags(add), remove: tags(remove) };
    for nothing in [tag(&[], &[]), tag(&["vip"], &["vip"])] {
        assert_eq!(log.act(&people[2], nothing), Err(CommandError::WrongState));
    }
    assert!(log.act(&people[2], tag(&["vip"], &["refund"])).is_ok());
    assert_eq!(log.act(&people[0], tag(&["vip"], &[])), Err(CommandError::NotAllowed));
}
