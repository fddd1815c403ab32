//! The state of a case: what its log adds up to. It is stored with each event, so its size is bounded by its types.

use serde::{Deserialize, Serialize};

use crate::{
    Body, Event, GroupId, Name, Precedence, RecentCommands, Role, Score, Seq, Snooze, StoreId,
    Timestamp, UserId, Written,
};

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The customer spoke last, or wants a person: somebody owes a reply.
    Waiting,
    /// A reply was given; the matter is not resolved.
    Open,
    /// Resolved.
    Resolved,
}

impl Status {
    /// Every status, for tables over all of them.
    pub const ALL: [Status; 3] = [Status::Waiting, Status::Open, Status::Resolved];
}

/// What a case's log adds up to. The short names are the stored form, which never takes more than
/// [`State::MAX_BYTES`] in the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Whose shop was asked.
    #[serde(rename = "s")]
    pub store: StoreId,
    /// Who asked.
    #[serde(rename = "c")]
    pub customer: UserId,
    /// Where it stands.
    #[serde(rename = "t")]
    pub status: Status,
    /// The agent who has it.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<UserId>,
    /// When it was opened.
    #[serde(rename = "o")]
    pub opened_at: Timestamp,
    /// Since when it has stood there.
    #[serde(rename = "w")]
    pub since: Timestamp,
    /// The customer's last message.
    #[serde(rename = "q")]
    pub customer_seq: Seq,
    /// The last message of a person of the staff.
    #[serde(rename = "p", default, skip_serializing_if = "is_none")]
    pub person_seq: Seq,
    /// Whose message that was.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub person: Option<UserId>,
    /// The last message of the assistant.
    #[serde(rename = "m", default, skip_serializing_if = "is_none")]
    pub assistant_seq: Seq,
    /// The last event the customer may see.
    #[serde(rename = "v")]
    pub visible: Seq,
    /// The suggestion that waits for a decision; at most one.
    #[serde(rename = "g", default, skip_serializing_if = "is_none")]
    pub suggestion: Seq,
    /// Whether a person was asked for and none has replied since.
    #[serde(rename = "e", default, skip_serializing_if = "crate::is_false")]
    pub escalated: bool,
    /// What decides its place among those that wait; the usual one in states of versions that did not keep it.
    #[serde(rename = "y", default, skip_serializing_if = "Precedence::is_usual")]
    pub precedence: Precedence,
    /// The group that the case was passed to last.
    #[serde(
        rename = "b",
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "GroupId::write_letter",
        deserialize_with = "GroupId::read_letter"
    )]
    pub group: Option<GroupId>,
    /// The message for later that waits to be sent; at most one.
    #[serde(rename = "l", default, skip_serializing_if = "is_none")]
    pub scheduled: Seq,
    /// Until when it is put aside.
    #[serde(rename = "z", default, skip_serializing_if = "Option::is_none")]
    pub snoozed: Option<Snooze>,
    /// The customer's last verdict.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Score>,
    /// The last commands of each author; empty in states written by versions that did not keep them.
    #[serde(rename = "i", default, skip_serializing_if = "RecentCommands::is_empty")]
    pub recent: RecentCommands,
    /// What each author has written lately; empty in states written by versions that did not count it.
    #[serde(rename = "n", default, skip_serializing_if = "Written::is_empty")]
    pub written: Written,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
fn is_none(seq: &Seq) -> bool {
    !seq.is_some()
}

/// Someone besides the customer and the staff who may read and write in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Who.
    pub user: UserId,
    /// What they are called.
    pub name: Option<Name>,
}

/// What one read of a case's partition tells: all that a decision needs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Case {
    /// The last event's place; zero for an empty log.
    pub head: Seq,
    /// The state after it; none for an empty log.
    pub state: Option<State>,
    /// Who was let in.
    pub participants: Vec<Participant>,
}

impl State {
    /// The most bytes that a state takes in the table, whatever happened in the case.
    pub const MAX_BYTES: usize = 313;

    /// The state after an event. The first event of a log must be an opening; others need a state before them.
    pub fn apply(before: Option<&State>, event: &Event) -> State {
        let mut state = match (before, &event.body) {
            (None, Body::Opened { store, .. }) => State::opened(store.clone(), event),
            (Some(before), _) => before.clone(),
            (None, _) => unreachable!("`decide` lets only an opening into an empty log"),
        };
        state.turn(event);
        if event.body.is_visible() {
            state.visible = event.seq;
        }
        state.recent.note(event);
        state.written.note(event, &state.customer);
        state
    }

    /// Since when the customer has been waiting for a reply; none when nobody owes one.
    pub fn waiting_since(&self) -> Option<Timestamp> {
        (self.status == Status::Waiting).then_some(self.since)
    }

    fn opened(store: StoreId, event: &Event) -> State {
        State {
            store,
            customer: event.author.id.clone().unwrap_or_else(|| UserId::visitor([0; 16])),
            status: Status::Waiting,
            assignee: None,
            opened_at: event.at,
            since: event.at,
            customer_seq: event.seq,
            person_seq: Seq::NONE,
            person: None,
            assistant_seq: Seq::NONE,
            visible: Seq::NONE,
            suggestion: Seq::NONE,
            escalated: false,
            precedence: Precedence::default(),
            group: None,
            scheduled: Seq::NONE,
            snoozed: None,
            rating: None,
            recent: RecentCommands::default(),
            written: Written::default(),
        }
    }

    fn turn(&mut self, event: &Event) {
        match &event.body {
            Body::Opened { .. } | Body::Note { .. } | Body::Helped { .. } => {}
            Body::Withdrawn { of, .. } => self.call_off(*of),
            Body::Scheduled { .. } => self.scheduled = event.seq,
            Body::ScheduleCancelled { of } => self.call_off(*of),
            Body::ParticipantAdded { .. } | Body::ParticipantRemoved { .. } | Body::Erased => {}
            Body::SubjectChanged | Body::Tagged { .. } | Body::Unknown { .. } => {}
            Body::TargetWarned { .. } | Body::TargetMissed { .. } => {}
            // A state has no room for a promise: what is promised stands beside it, in the summary.
            Body::Promised { .. } | Body::PromiseWithdrawn { .. } | Body::PromiseMissed { .. } => {}
            Body::Claimed { .. } => self.hand_over(event),
            Body::Prioritized { priority } => self.precedence.priority = *priority,
            Body::Message { .. } => self.spoken(event),
            Body::Approved { .. } => self.spoken(event),
            Body::Assigned { agent, .. } => {
                self.assignee = Some(agent.clone());
                self.snoozed = None;
            }
            Body::Unassigned { .. } => {
                self.assignee = None;
                self.snoozed = None;
            }
            Body::Snoozed { until } => self.snoozed = Some(*until),
            Body::Woken => self.snoozed = None,
            Body::Escalated { reason, group, .. } => {
                self.escalated = true;
                self.precedence.call(*reason);
                self.snoozed = None;
                self.stand(Status::Waiting, event);
                if group.is_some() {
                    self.group = *group;
                    self.assignee = None;
                }
            }
            Body::Resolved => {
                self.stand(Status::Resolved, event);
                self.escalated = false;
                self.precedence.answer();
                self.suggestion = Seq::NONE;
                self.scheduled = Seq::NONE;
                self.snoozed = None;
            }
            Body::Reopened => self.reopen(event),
            Body::Rated { score } => self.rating = Some(*score),
            Body::Suggested { .. } => self.suggestion = event.seq,
            Body::Rejected { .. } => self.suggestion = Seq::NONE,
        }
    }

    /// Whoever wrote as the visitor writes as the customer from here on: what is counted of them stays theirs.
    fn hand_over(&mut self, event: &Event) {
        if let Some(customer) = &event.author.id {
            self.customer = customer.clone();
        }
    }

    fn spoken(&mut self, event: &Event) {
        match event.author.role {
            Role::Customer => {
                self.customer_seq = event.seq;
                self.snoozed = None;
                self.stand(Status::Waiting, event);
            }
            Role::Agent | Role::Lead => {
                self.person_seq = event.seq;
                self.person.clone_from(&event.author.id);
                self.escalated = false;
                self.precedence.answer();
                self.suggestion = Seq::NONE;
                self.scheduled = Seq::NONE;
                self.stand(Status::Open, event);
            }
            Role::Assistant => {
                self.assistant_seq = event.seq;
                if !self.escalated {
                    self.stand(Status::Open, event);
                }
            }
            Role::System => {}
        }
    }

    /// A message for later of which the words are gone, or that nobody wants any more, is not sent.
    fn call_off(&mut self, scheduled: Seq) {
        if self.scheduled == scheduled {
            self.scheduled = Seq::NONE;
        }
    }

    /// A resolved case that comes back is nobody's, unless whoever had it goes on with it: they may have left since, or
    /// have as many cases as they take.
    fn stand(&mut self, status: Status, event: &Event) {
        let is_own = self.assignee.is_some() && self.assignee == event.author.id;
        if self.status == Status::Resolved && status != Status::Resolved && !is_own {
            self.assignee = None;
        }
        if self.status != status {
            self.status = status;
            self.since = event.at;
        }
    }

    /// A customer reopens because something is missing, an agent because they will go on with it.
    fn reopen(&mut self, event: &Event) {
        let owes_reply = event.author.role == Role::Customer;
        self.stand(if owes_reply { Status::Waiting } else { Status::Open }, event);
    }
}
