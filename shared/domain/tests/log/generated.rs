//! Logs in memory, and whatever people may do in them.

use domain::{
    Body, Case, Colleague, Command, CommandError, CommandId, Entry, EscalationReason, Grounds,
    GroupId, Guard, LastSeen, Limits, Name, Participant, Principal, Priority, Proposal,
    RejectionReason, Role, SendAt, Seq, Snooze, State, StoreId, StorePolicy, TagList, Target, Text,
    Timestamp, UserId, decide,
};
use proptest::prelude::*;

/// A log in memory, written the way the append writes it.
pub(crate) struct Log {
    pub(crate) case: Case,
    pub(crate) entries: Vec<Entry>,
    pub(crate) clock: i64,
}

impl Log {
    pub(crate) fn opened_by(customer: &Principal) -> Self {
        let mut log = Self { case: Case::default(), entries: Vec::new(), clock: 0 };
        let store = customer.stores[0].clone();
        let (text, pre_chat) = (Some(text("hello")), Default::default());
        let open = Command::Open { store, text, files: vec![], locale: None, pre_chat };
        log.act(customer, open).unwrap();
        log
    }

    pub(crate) fn act(&mut self, who: &Principal, command: Command) -> Result<Seq, CommandError> {
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

    pub(crate) fn state(&self) -> &State {
        self.case.state.as_ref().unwrap()
    }
}

/// These logs are written faster than people may write.
pub(crate) const UNLIMITED: StorePolicy =
    StorePolicy { assigned_only: false, limits: Limits::NONE };

pub(crate) fn command_id(n: i64) -> CommandId {
    format!("command-{n}").parse().unwrap()
}

pub(crate) fn text(words: &str) -> Text {
    words.parse().unwrap()
}

pub(crate) fn tags(words: &[&str]) -> TagList {
    words.iter().map(|word| word.parse().unwrap()).collect::<Vec<domain::Tag>>().try_into().unwrap()
}

pub(crate) fn person(role: Role, user: UserId) -> Principal {
    let name = Name::shortened("A name of the greatest length that fits in");
    let (stores, groups) = (vec![store()], Default::default());
    Principal { user: Some(user), role, name, stores, groups, expires: Timestamp(i64::MAX) }
}

pub(crate) fn store() -> StoreId {
    "s".repeat(32).parse().unwrap()
}

pub(crate) fn customer() -> Principal {
    person(Role::Customer, UserId::visitor([9; 16]))
}

pub(crate) fn people() -> Vec<Principal> {
    vec![
        customer(),
        person(Role::Customer, UserId::visitor([8; 16])),
        person(Role::Agent, UserId::agent("issuer", "ines")),
        person(Role::Agent, UserId::agent("issuer", "jon")),
        person(Role::Lead, UserId::agent("issuer", "lea")),
        Principal::assistant(store()),
    ]
}

pub(crate) fn any_seq() -> impl Strategy<Value = Seq> {
    (0u64..30).prop_map(|n| n.try_into().unwrap())
}

pub(crate) fn colleague(name: &str, store: StoreId) -> Colleague {
    Colleague { user: UserId::agent("issuer", name), name: name.parse().ok(), stores: vec![store] }
}

pub(crate) fn any_guard() -> impl Strategy<Value = Guard> {
    prop_oneof![Just(Guard::Unguarded), Just(Guard::Anyway), any_seq().prop_map(Guard::Answers)]
}

pub(crate) fn any_group() -> impl Strategy<Value = Option<GroupId>> {
    prop::option::of((1..=GroupId::MOST).prop_map(|number| number.try_into().unwrap()))
}

pub(crate) fn any_command() -> impl Strategy<Value = Command> {
    let seq_and_guard = (any_seq(), any_guard());
    prop_oneof![
        5 => any_guard().prop_map(|guard| Command::Send { text: Some(text("words")), files: vec![], guard }),
        1 => Just(Command::Note { text: text("among us"), mentions: Default::default() }),
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
        2 => Just(Command::Promise { by: Timestamp(2_000_000) }),
        1 => any_seq().prop_map(|of| Command::WithdrawPromise { of }),
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
pub(crate) type Refusal = (Case, usize, Command, CommandError);

pub(crate) fn any_log() -> impl Strategy<Value = (Log, Vec<Refusal>)> {
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
