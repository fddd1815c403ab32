//! Golden vectors of a case: what people send, what becomes of it, and what each audience then sees. The web's reducer
//! and every fake server are held to them, so that the rules of a case stand in Rust alone.

use domain::{
    Body, Case, CaseId, Colleague, Command, CommandError, CommandId, Entry, EscalationReason,
    Event, Grounds, Guard, Name, Participant, Principal, Proposal, RejectionReason, Role, Seq,
    Source, State, StoreId, StorePolicy, Target, Text, Timestamp, UserId, audience, decide,
};
use serde::Serialize;

use crate::{CaseView, ClientFrame, Code, EventView};

/// All scenarios, and who plays in them.
struct Vectors {
    people: Vec<Person>,
    scenarios: Vec<Scenario>,
}

/// Someone who takes part, as their token says.
#[derive(Serialize, Clone)]
struct Person {
    key: &'static str,
    role: Role,
    user: Option<UserId>,
    name: Option<Name>,
    stores: Vec<StoreId>,
}

struct Scenario {
    name: &'static str,
    case: CaseId,
    /// What is done, in order; what is refused changes nothing.
    steps: Vec<Step>,
    /// What would become of each command now. Nothing of this is done.
    next: Vec<Trial>,
}

#[derive(Serialize)]
struct Step {
    by: &'static str,
    at: Timestamp,
    /// What a client sends; null for what triage does by itself.
    frame: Option<ClientFrame>,
    outcome: Outcome,
}

#[derive(Serialize)]
struct Trial {
    by: &'static str,
    frame: ClientFrame,
    /// The code of the refusal; null where an event of kind `kind` would follow.
    refused: Option<Code>,
    kind: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Refused(Code),
    Stored { event: Seen<Option<EventView>>, view: Seen<Option<CaseView>> },
}

/// The same thing for both audiences; a customer gets null of what is hidden.
#[derive(Serialize)]
struct Seen<T> {
    staff: T,
    customer: T,
}

/// A command of triage, which no client sends.
#[derive(Clone, Copy)]
enum Machine {
    Suggest,
    Answer,
    Escalate,
}

/// What someone does in a scenario. Sequence numbers are relative to the head: `Head(0)` is the newest event.
#[derive(Clone, Copy)]
enum Act {
    Open,
    Send(&'static str),
    SendUnread,
    SendAnyway,
    SendUnguarded,
    Note,
    Take,
    Give,
    Unassign,
    Escalate,
    Helped(bool),
    Resolve,
    Reopen,
    Rate,
    Withdraw(Which),
    Admit,
    Dismiss,
    Approve,
    ApproveEdited,
    Reject,
    Triage(Machine),
}

/// Which event is meant.
#[derive(Clone, Copy)]
enum Which {
    First,
    Newest,
}

use Act::*;
use Machine::{Answer, Suggest};

/// Who acts, by key, and what they do.
type Script = &'static [(&'static str, Act)];

const SCRIPTS: [(&str, Script); 17] = [
    ("opened", &[("customer", Open)]),
    (
        "a person replies and the customer writes again",
        &[
            ("customer", Open),
            ("agent", Send("A reply.")),
            ("customer", Send("And?")),
            ("agent", SendUnread),
            ("agent", SendUnguarded),
            ("agent", SendAnyway),
        ],
    ),
    (
        "an automatic answer opens the case and a person is asked for",
        &[
            ("customer", Open),
            ("assistant", Triage(Answer)),
            ("customer", Helped(true)),
            ("customer", Helped(false)),
            ("customer", Helped(false)),
            ("assistant", Triage(Answer)),
            ("agent", Send("Here I am.")),
        ],
    ),
    (
        "escalated by the button, answered by the assistant meanwhile",
        &[
            ("customer", Open),
            ("customer", Escalate),
            ("customer", Escalate),
            ("assistant", Triage(Answer)),
            ("agent", Send("I am a person.")),
            ("customer", Escalate),
        ],
    ),
    (
        "triage knows no answer and calls a person",
        &[
            ("customer", Open),
            ("assistant", Triage(Machine::Escalate)),
            ("assistant", Triage(Machine::Escalate)),
            ("agent", Send("I know.")),
            ("assistant", Triage(Machine::Escalate)),
        ],
    ),
    (
        "a draft is approved as written",
        &[
            ("customer", Open),
            ("assistant", Triage(Suggest)),
            ("agent", Approve),
            ("agent", Approve),
            ("customer", Send("Thank you.")),
        ],
    ),
    (
        "a draft is edited and approved",
        &[("customer", Open), ("assistant", Triage(Suggest)), ("colleague", ApproveEdited)],
    ),
    (
        "a draft is rejected and a newer one takes its place",
        &[
            ("customer", Open),
            ("assistant", Triage(Suggest)),
            ("agent", Reject),
            ("agent", Reject),
            ("customer", Send("More.")),
            ("assistant", Triage(Suggest)),
            ("customer", Send("Still more.")),
            ("assistant", Triage(Suggest)),
        ],
    ),
    (
        "a draft ends with a person's own reply",
        &[("customer", Open), ("assistant", Triage(Suggest)), ("agent", Send("My own words."))],
    ),
    (
        "resolved, rated, reopened by the customer",
        &[
            ("customer", Rate),
            ("customer", Open),
            ("customer", Rate),
            ("agent", Send("Done.")),
            ("agent", Resolve),
            ("agent", Resolve),
            ("customer", Rate),
            ("customer", Reopen),
            ("customer", Reopen),
        ],
    ),
    (
        "reopened by an agent",
        &[("customer", Open), ("agent", Send("Done.")), ("agent", Resolve), ("agent", Reopen)],
    ),
    (
        "resolved with a draft, and the customer writes again",
        &[
            ("customer", Open),
            ("assistant", Triage(Suggest)),
            ("agent", Resolve),
            ("assistant", Triage(Suggest)),
            ("customer", Send("One thing more.")),
        ],
    ),
    (
        "taken, given away and left",
        &[
            ("customer", Open),
            ("agent", Take),
            ("agent", Take),
            ("agent", Give),
            ("lead", Unassign),
            ("lead", Unassign),
            ("customer", Take),
        ],
    ),
    (
        "notes stay among the staff",
        &[
            ("customer", Open),
            ("agent", Note),
            ("customer", Send("Hello?")),
            ("agent", Note),
            ("customer", Note),
        ],
    ),
    (
        "words are taken back",
        &[
            ("customer", Open),
            ("customer", Send("My card is …")),
            ("customer", Withdraw(Which::Newest)),
            ("agent", Note),
            ("customer", Withdraw(Which::Newest)),
            ("agent", Withdraw(Which::Newest)),
            ("agent", Withdraw(Which::First)),
            ("lead", Withdraw(Which::First)),
        ],
    ),
    (
        "someone is let in and shown out",
        &[
            ("customer", Open),
            ("guest", Send("May I?")),
            ("agent", Admit),
            ("agent", Admit),
            ("guest", Send("I am the neighbour.")),
            ("agent", Dismiss),
            ("agent", Dismiss),
            ("guest", Send("And now?")),
        ],
    ),
    (
        "a stranger and an agent of another store",
        &[("customer", Open), ("guest", Send("Whose is this?")), ("elsewhere", Send("Nor mine."))],
    ),
];

/// Who tries every command at a scenario's end. What strangers get is in the scenarios themselves.
const TRIED: [&str; 3] = ["customer", "agent", "lead"];

/// Every command that is tried at a scenario's end.
const TRIALS: [Act; 19] = [
    Send("A message."),
    SendUnguarded,
    SendAnyway,
    Note,
    Take,
    Give,
    Unassign,
    Escalate,
    Helped(true),
    Helped(false),
    Resolve,
    Reopen,
    Rate,
    Withdraw(Which::First),
    Withdraw(Which::Newest),
    Admit,
    Dismiss,
    Approve,
    Reject,
];

/// The file: a step or trial on each line, so that a change is seen where it is.
pub(super) fn document() -> String {
    let Vectors { people, scenarios } = all();
    let lines = |items: Vec<String>| items.join(",\n");
    let scenario = |scenario: &Scenario| {
        let Scenario { name, case, steps, next } = scenario;
        let (steps, next) = (steps.iter().map(line).collect(), next.iter().map(line).collect());
        format!(
            "{{\"name\":{},\"case\":{},\"steps\":[\n{}\n],\"next\":[\n{}\n]}}",
            line(name),
            line(case),
            lines(steps),
            lines(next)
        )
    };
    format!(
        "{{\"people\":[\n{}\n],\n\"scenarios\":[\n{}\n]}}\n",
        lines(people.iter().map(line).collect()),
        lines(scenarios.iter().map(scenario).collect())
    )
}

fn line(item: &impl Serialize) -> String {
    serde_json::to_string(item).unwrap_or_default()
}

/// Everything, in the order in which it is written.
fn all() -> Vectors {
    let people = people();
    let shown = people.iter().map(|(key, who)| Person {
        key,
        role: who.role,
        user: who.user.clone(),
        name: who.name.clone(),
        stores: who.stores.clone(),
    });
    let scenarios = SCRIPTS.iter().map(|(name, script)| Log::new(&people).play(name, script));
    Vectors { people: shown.collect(), scenarios: scenarios.collect() }
}

type People = Vec<(&'static str, Principal)>;

fn people() -> People {
    let person = |role, user, name: &str, store: StoreId| Principal {
        user: Some(user),
        role,
        name: Name::shortened(name),
        stores: vec![store],
        expires: Timestamp(i64::MAX),
    };
    let staff = |role, name: &str, store| {
        person(role, UserId::agent("https://issuer.example", name), name, store)
    };
    let guest = person(Role::Customer, UserId::visitor([2; 16]), "", store("demo"));
    vec![
        ("customer", person(Role::Customer, UserId::visitor([1; 16]), "", store("demo"))),
        ("guest", guest),
        ("agent", staff(Role::Agent, "Ines", store("demo"))),
        ("colleague", staff(Role::Agent, "Jon", store("demo"))),
        ("elsewhere", staff(Role::Agent, "Nora", store("north"))),
        ("lead", staff(Role::Lead, "Lea", store("demo"))),
        ("assistant", Principal::assistant(store("demo"))),
    ]
}

/// Writes an id of this file: each is well formed, or the generator stops.
fn store(id: &str) -> StoreId {
    id.parse().unwrap_or_else(|_| unreachable!("a store id"))
}

fn text(words: &str) -> Text {
    words.parse().unwrap_or_else(|_| unreachable!("a text"))
}

fn command_id(number: usize) -> CommandId {
    format!("command-{number:04}").parse().unwrap_or_else(|_| unreachable!("a command id"))
}

fn seq(number: u64) -> Seq {
    Seq::try_from(number).unwrap_or(Seq::NONE)
}

/// A case's log in memory, written the way the append writes it.
struct Log<'a> {
    people: &'a People,
    id: CaseId,
    case: Case,
    entries: Vec<Entry>,
    clock: i64,
    sent: usize,
}

impl<'a> Log<'a> {
    fn new(people: &'a People) -> Self {
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

    fn play(mut self, name: &'static str, script: Script) -> Scenario {
        let steps = script.iter().map(|(by, act)| self.step(by, *act)).collect();
        let next = self.trials();
        Scenario { name, case: self.id, steps, next }
    }

    fn who(&self, key: &str) -> &'a Principal {
        let found = self.people.iter().find(|(own, _)| *own == key);
        &found.unwrap_or_else(|| unreachable!("{key} is nobody")).1
    }

    fn step(&mut self, by: &'static str, act: Act) -> Step {
        self.clock += 60_000;
        let who = self.who(by);
        let (frame, command) = self.meant(who, act);
        let at = Timestamp(self.clock);
        let outcome = match command.and_then(|command| self.append(who, &frame, &command)) {
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
            for act in TRIALS {
                let (frame, command) = self.meant(who, act);
                let Some(frame) = frame else { continue };
                let decided = command
                    .and_then(|command| decide(&self.case, StorePolicy::default(), who, &command));
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
        frame: &Option<ClientFrame>,
        command: &Command,
    ) -> Result<Entry, CommandError> {
        let decision = decide(&self.case, StorePolicy::default(), who, command)?;
        let before = self.case.state.as_ref();
        let by_machine = command_id(self.sent);
        let event = Event {
            seq: self.case.head.next(),
            prev_visible: before.map_or(Seq::NONE, |state| state.visible),
            at: Timestamp(self.clock),
            author: who.author(),
            id: frame.as_ref().and_then(ClientFrame::id).cloned().unwrap_or(by_machine),
            digest: command.digest(),
            text: decision.text,
            body: decision.body,
        };
        let state = State::apply(before, &event);
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
                taken.into_iter().for_each(|entry| entry.event.text = None);
            }
            _ => {}
        }
        let entry = Entry { event, state };
        self.entries.push(entry.clone());
        Ok(entry)
    }

    fn seen(&self, entry: &Entry) -> Outcome {
        let (staff, customer) = (self.who("lead"), self.who("customer"));
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
        Outcome::Stored {
            event: Seen { staff: event(staff), customer: event(customer) },
            view: Seen { staff: view(staff), customer: view(customer) },
        }
    }

    /// What a client sends for this, and the command that the service understands by it.
    fn meant(
        &mut self,
        who: &Principal,
        act: Act,
    ) -> (Option<ClientFrame>, Result<Command, CommandError>) {
        let is_opening = matches!(act, Open);
        let id = if is_opening { command_id(0) } else { command_id(self.sent + 1) };
        self.sent += 1;
        let (case, after) = (self.id.clone(), self.case.head);
        let is_customer = who.role == Role::Customer;
        let send = |words: &str, answers: Option<Seq>, anyway: Option<bool>| {
            let guard = match (is_customer, anyway, answers) {
                (true, ..) => Guard::Unguarded,
                (_, Some(true), _) => Guard::Anyway,
                (_, _, Some(seq)) => Guard::Answers(seq),
                _ => Guard::Unguarded,
            };
            let (id, case, text) = (id.clone(), case.clone(), text(words));
            let frame = ClientFrame::Send { id, case, after, text: text.clone(), answers, anyway };
            (Some(frame), Ok(Command::Send { text, guard }))
        };
        use ClientFrame as F;
        match act {
            Open => {
                let (store, text) = (store("demo"), text("Where is my order?"));
                let frame = F::Open { id, store: store.clone(), text: text.clone(), locale: None };
                (Some(frame), Ok(Command::Open { store, text, locale: None }))
            }
            Send(words) => send(words, (!is_customer).then_some(after), None),
            SendUnread => send("Not having read it.", Some(after.previous()), None),
            SendAnyway => send("All the same.", Some(after.previous()), Some(true)),
            SendUnguarded => send("Naming nothing.", None, None),
            Note => {
                let text = text("Among us.");
                (Some(F::Note { id, case, after, text: text.clone() }), Ok(Command::Note { text }))
            }
            Take | Give => {
                let other = self.who("colleague");
                let to = if matches!(act, Give) || is_customer { other } else { who };
                let agent = to.user.clone().unwrap_or_else(|| UserId::visitor([0; 16]));
                let (name, stores) = (to.name.clone(), to.stores.clone());
                let colleague = Colleague { user: agent.clone(), name, stores };
                let frame = F::Assign { id, case, after, agent };
                (Some(frame), Ok(Command::Assign { colleague }))
            }
            Unassign => (Some(F::Unassign { id, case, after }), Ok(Command::Unassign)),
            Escalate => {
                let reason = match who.role.is_staff() {
                    true => EscalationReason::StaffAsked,
                    false => EscalationReason::CustomerAsked,
                };
                (Some(F::Escalate { id, case, after }), Ok(Command::Escalate { reason }))
            }
            Helped(yes) => {
                let of = self.case.state.as_ref().map_or(Seq::NONE, |state| state.assistant_seq);
                let frame = F::Helped { id, case, after, of, yes };
                (Some(frame), Ok(Command::Helped { of, yes }))
            }
            Resolve => (Some(F::Resolve { id, case, after }), Ok(Command::Resolve)),
            Reopen => (Some(F::Reopen { id, case, after }), Ok(Command::Reopen)),
            Rate => {
                let score = 4.try_into().unwrap_or_else(|_| unreachable!("a score"));
                let frame = F::Rate { id, case, after, score, comment: None };
                (Some(frame), Ok(Command::Rate { score, comment: None }))
            }
            Withdraw(which) => {
                let of = match which {
                    Which::First => seq(1),
                    Which::Newest => after,
                };
                (Some(F::Withdraw { id, case, after, of }), self.target(who, of))
            }
            Admit => {
                let (user, name) = (self.guest(), None);
                let frame = F::AddParticipant { id, case, after, user: user.clone(), name };
                (Some(frame), Ok(Command::AddParticipant { user, name: None }))
            }
            Dismiss => {
                let user = self.guest();
                let frame = F::RemoveParticipant { id, case, after, user: user.clone() };
                (Some(frame), Ok(Command::RemoveParticipant { user }))
            }
            Approve | ApproveEdited => {
                let edited = matches!(act, ApproveEdited).then(|| text("In my own words."));
                let suggestion = self.draft();
                let frame = F::Approve {
                    id,
                    case,
                    after,
                    suggestion,
                    text: edited.clone(),
                    answers: Some(after),
                    anyway: None,
                };
                (Some(frame), self.approval(who, suggestion, edited, after))
            }
            Reject => {
                let (suggestion, reason) = (self.draft(), RejectionReason::Tone);
                let frame = F::Reject { id, case, after, suggestion, reason };
                (Some(frame), Ok(Command::Reject { suggestion, reason }))
            }
            Triage(machine) => (None, Ok(self.machine(machine))),
        }
    }

    fn machine(&self, machine: Machine) -> Command {
        let answers = self.case.state.as_ref().map_or(Seq::NONE, |state| state.customer_seq);
        let source = || Source {
            answer: domain::AnswerId::derive(&store("demo"), "delivery"),
            question: "When does it come?".to_owned(),
            quote: "It comes within a week.".to_owned(),
            approved_by: Name::shortened("Lea"),
            approved_at: Some(Timestamp(1_790_000_000_000)),
        };
        match machine {
            Machine::Suggest => {
                let parts = ["It comes within a week.", "You get 90 days."].map(str::to_owned);
                let words = parts.join(" ");
                let grounds = Grounds { adapted: true, approvals: 3, ..Grounds::default() };
                let grounds = grounds.marking(&words, &parts, vec![1]);
                Command::Suggest { answers, text: text(&words), sources: vec![source()], grounds }
            }
            Machine::Answer => {
                let sources = vec![source().for_customer()];
                Command::Answer { answers, text: text("It comes within a week."), sources }
            }
            Machine::Escalate => Command::Escalate { reason: EscalationReason::NoAnswer },
        }
    }

    fn guest(&self) -> UserId {
        self.who("guest").user.clone().unwrap_or_else(|| UserId::visitor([0; 16]))
    }

    /// The newest draft, be it decided or not.
    fn draft(&self) -> Seq {
        let is_draft = |entry: &&Entry| matches!(entry.event.body, Body::Suggested { .. });
        self.entries.iter().rev().find(is_draft).map_or(seq(1), |entry| entry.event.seq)
    }

    fn may_read(&self, who: &Principal) -> Result<(), CommandError> {
        domain::may_read(who, &self.case, StorePolicy::default()).map_err(CommandError::from)
    }

    fn approval(
        &self,
        who: &Principal,
        suggestion: Seq,
        edited: Option<Text>,
        answers: Seq,
    ) -> Result<Command, CommandError> {
        self.may_read(who)?;
        if !domain::may(who.role, domain::Action::Decide) {
            return Err(CommandError::NotAllowed);
        }
        let entry = self.entries.iter().find(|entry| entry.event.seq == suggestion);
        let event = &entry.ok_or(CommandError::AlreadyDecided)?.event;
        let Body::Suggested { answers: asked, sources, .. } = event.body.clone() else {
            return Err(CommandError::AlreadyDecided);
        };
        let text = edited.or_else(|| event.text.clone()).ok_or(CommandError::AlreadyDecided)?;
        let proposal =
            Proposal { seq: suggestion, answers: asked, text: event.text.clone(), sources };
        Ok(Command::Approve { proposal, text, guard: Guard::Answers(answers) })
    }

    fn target(&self, who: &Principal, of: Seq) -> Result<Command, CommandError> {
        self.may_read(who)?;
        let entry = self.entries.iter().find(|entry| entry.event.seq == of);
        let event = &entry.ok_or(CommandError::NotFound)?.event;
        let target = Target {
            seq: of,
            author: event.author.id.clone(),
            visible: event.body.is_visible(),
            carries_text: event.body.carries_text(),
        };
        Ok(Command::Withdraw { target })
    }
}

/// The kind of an event as it is written on the wire.
fn kind(body: &Body) -> Option<String> {
    let value = serde_json::to_value(body).ok()?;
    Some(value.get("k")?.as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_event_and_each_audience_is_there() {
        let written = document();
        for kind in [
            "opened",
            "message",
            "note",
            "assigned",
            "unassigned",
            "escalated",
            "helped",
            "resolved",
            "reopened",
            "rated",
            "participant_added",
            "participant_removed",
            "withdrawn",
            "suggested",
            "approved",
            "rejected",
        ] {
            assert!(written.contains(&format!(r#""kind":"{kind}""#)), "{kind}");
        }
    }

    #[test]
    fn each_refusal_of_a_command_is_there() {
        let written = document();
        let by_cursor = [CommandError::IdReused, CommandError::UnknownCursor];
        for refusal in CommandError::ALL.iter().filter(|refusal| !by_cursor.contains(refusal)) {
            assert!(written.contains(&format!(r#""{}""#, refusal.code())), "{refusal:?}");
        }
    }
}
