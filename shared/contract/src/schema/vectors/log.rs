//! Plays a script on a log in memory, with the decisions of the domain.

use domain::{
    Body, Case, CaseId, Command, CommandError, CommandId, Entry, Name, Participant, PreChatAnswers,
    Principal, Role, Seq, StoreId, StorePolicy, Text, Timestamp, UserId, audience, decide,
};

use super::scripts::{Action, Script};
use super::trials::{TRIALS, TRIED};
use super::{Outcome, Scenario, Seen, Step, Stored, Trial};
use crate::{CaseView, ClientFrame, Code, EventView};

pub(super) type People = Vec<(&'static str, Principal)>;

pub(super) fn people() -> People {
    let person = |role, user, name: &str, store: StoreId| Principal {
        user: Some(user),
        role,
        name: Name::shortened(name),
        stores: vec![store],
        groups: Default::default(),
        expires: Timestamp(i64::MAX),
    };
    let staff = |role, name: &str, store| {
        person(role, UserId::agent("https://issuer.example", name), name, store)
    };
    let account = UserId::shop_customer(&store("demo"), "customer-17");
    let account = person(Role::Customer, account, "Ada", store("demo"));
    let guest = person(Role::Customer, UserId::visitor([2; 16]), "", store("demo"));
    vec![
        ("customer", person(Role::Customer, UserId::visitor([1; 16]), "", store("demo"))),
        ("guest", guest),
        ("account", account),
        ("agent", staff(Role::Agent, "Ines", store("demo"))),
        ("colleague", staff(Role::Agent, "Jon", store("demo"))),
        ("elsewhere", staff(Role::Agent, "Nora", store("north"))),
        ("lead", staff(Role::Lead, "Lea", store("demo"))),
        ("assistant", Principal::assistant(store("demo"))),
    ]
}

/// Writes an id of this file: each is well formed, or the generator stops.
pub(super) fn store(id: &str) -> StoreId {
    id.parse().unwrap_or_else(|_| unreachable!("a store id"))
}

pub(super) fn text(words: &str) -> Text {
    words.parse().unwrap_or_else(|_| unreachable!("a text"))
}

pub(super) fn command_id(number: usize) -> CommandId {
    format!("command-{number:04}").parse().unwrap_or_else(|_| unreachable!("a command id"))
}

pub(super) fn seq(number: u64) -> Seq {
    Seq::try_from(number).unwrap_or(Seq::NONE)
}

/// What opens the case, as a client sends it and as the service understands it.
pub(super) fn opening(id: CommandId) -> (Option<ClientFrame>, Result<Command, CommandError>) {
    let (store, text) = (store("demo"), Some(text("Where is my order?")));
    let (locale, pre_chat) = (None, PreChatAnswers::default());
    let open = Command::Open {
        store: store.clone(),
        text: text.clone(),
        files: Vec::new(),
        locale,
        pre_chat,
    };
    let (files, locale, pre_chat) = (None, None, None);
    (Some(ClientFrame::Open { id, store, text, files, locale, pre_chat }), Ok(open))
}

/// A case's log in memory, written the way the append writes it.
pub(super) struct Log<'a> {
    people: &'a People,
    pub(super) id: CaseId,
    pub(super) case: Case,
    pub(super) entries: Vec<Entry>,
    clock: i64,
    pub(super) sent: usize,
}

impl<'a> Log<'a> {
    pub(super) fn new(people: &'a People) -> Self {
        let customer = people[0].1.user.clone().unwrap_or_else(|| UserId::visitor([0; 16]));
        Self {
            people,
            // The opening is the first command of each script that opens, or the second.
            id: CaseId::derive(&store("demo"), &customer, &command_id(0)),
            case: Case::default(),
            entries: Vec::new(),
            clock: 1_795_000_000_000,
            sent: 0,
        }
    }

    pub(super) fn play(mut self, name: &'static str, script: Script) -> Scenario {
        let mut states = Vec::new();
        let mut play = |(by, action): &(&'static str, Action)| {
            let step = self.step(by, *action);
            let is_stored = matches!(step.outcome, Outcome::Stored(_));
            states.extend(self.case.state.clone().filter(|_| is_stored));
            step
        };
        let steps = script.iter().map(&mut play).collect();
        let next = self.trials();
        Scenario { name, case: self.id, steps, next, states }
    }

    pub(super) fn in_an_hour(&self) -> Timestamp {
        Timestamp(self.clock).plus_seconds(60 * 60)
    }

    pub(super) fn who(&self, key: &str) -> &'a Principal {
        let found = self.people.iter().find(|(own, _)| *own == key);
        &found.unwrap_or_else(|| unreachable!("{key} is nobody")).1
    }

    /// Whose the case is.
    fn owner(&self) -> &'a Principal {
        let customer = self.case.state.as_ref().map(|state| &state.customer);
        let owner = self.people.iter().find(|(_, person)| person.user.as_ref() == customer);
        owner.map_or_else(|| self.who("customer"), |(_, person)| person)
    }

    fn step(&mut self, by: &'static str, action: Action) -> Step {
        self.clock += 60_000;
        let who = self.who(by);
        let (frame, command) = self.meant(who, action);
        let at = Timestamp(self.clock);
        let outcome = match command.and_then(|command| self.append(who, frame.as_ref(), &command)) {
            Err(refusal) => Outcome::Refused(refusal.into()),
            Ok(entry) => self.seen(&entry),
        };
        Step { by, at, frame, outcome }
    }

    /// What became of each command if it were sent now.
    fn trials(&mut self) -> Vec<Trial> {
        let mut trials = Vec::new();
        for by in TRIED {
            let who = self.who(by);
            for action in TRIALS {
                let (frame, command) = self.meant(who, action);
                let Some(frame) = frame else { continue };
                let now = Timestamp(self.clock);
                let decided = command.and_then(|command| {
                    decide(&self.case, StorePolicy::default(), who, &command, now)
                });
                let (refused, kind) = match decided {
                    Err(refusal) => (Some(Code::from(refusal)), None),
                    Ok(decision) => (None, kind(&decision.body)),
                };
                trials.push(Trial { by, frame, refused, kind });
            }
        }
        trials
    }

    fn append(
        &mut self,
        who: &Principal,
        frame: Option<&ClientFrame>,
        command: &Command,
    ) -> Result<Entry, CommandError> {
        let at = Timestamp(self.clock);
        let decision = decide(&self.case, StorePolicy::default(), who, command, at)?;
        let by_machine = command_id(self.sent);
        let id = frame.and_then(ClientFrame::id).cloned().unwrap_or(by_machine);
        let entry = decision.into_entry(&self.case, who, command, id, at);
        let Entry { event, state } = &entry;
        self.case.head = event.seq;
        self.case.state = Some(state.clone());
        match &event.body {
            Body::ParticipantAdded { user, name } => {
                let participant = Participant { user: user.clone(), name: name.clone() };
                self.case.participants.push(participant);
            }
            Body::ParticipantRemoved { user } => {
                self.case.participants.retain(|participant| participant.user != *user);
            }
            Body::Withdrawn { of, .. } => {
                let taken = self.entries.iter_mut().find(|entry| entry.event.seq == *of);
                if let Some(entry) = taken {
                    entry.event.text = None;
                }
            }
            Body::Erased => {
                self.entries.iter_mut().for_each(|entry| entry.event = entry.event.erased());
            }
            _ => {}
        }
        self.entries.push(entry.clone());
        Ok(entry)
    }

    fn seen(&self, entry: &Entry) -> Outcome {
        let (staff, customer) = (self.who("lead"), self.owner());
        let event = |viewer| {
            let seen = audience(
                &entry.event,
                &self.case,
                viewer,
                StorePolicy::default(),
                Timestamp(self.clock),
            );
            EventView::of(&entry.event, seen)
        };
        let view = |viewer| {
            let state = self.case.state.as_ref()?;
            Some(CaseView::of(&self.id, self.case.head, state, viewer))
        };
        Outcome::Stored(Box::new(Stored {
            event: Seen { staff: event(staff), customer: event(customer) },
            view: Seen { staff: view(staff), customer: view(customer) },
        }))
    }
}

/// The kind of an event as it is written on the wire.
pub(super) fn kind(body: &Body) -> Option<String> {
    let value = serde_json::to_value(body).ok()?;
    Some(value.get("k")?.as_str()?.to_owned())
}
