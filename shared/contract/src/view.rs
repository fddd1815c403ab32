//! A case as a viewer gets it: one in full, or one of a list.

use domain::{
    CaseId, GroupId, Name, Principal, Priority, Role, Seq, Snooze, State, Status, StoreId, Tag,
    Timestamp, UserId,
};
use serde::{Deserialize, Serialize};

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct CaseView {
    /// Which case.
    pub case: CaseId,
    /// Whose shop was asked.
    pub store: StoreId,
    /// Who asked.
    pub customer: UserId,
    /// Waiting, open or resolved.
    pub status: Status,
    /// The last event that this viewer may see.
    pub head: Seq,
    /// The agent who has it.
    pub assignee: Option<UserId>,
    /// The group that it was passed to last; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "GroupId"), ts(optional))]
    pub group: Option<GroupId>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Since when the customer has been waiting.
    pub waiting_since: Option<Timestamp>,
    /// The customer's last message.
    pub customer_seq: Seq,
    /// The last message of a person of the staff; 0 if there is none.
    pub person_seq: Seq,
    /// The suggestion that waits for a decision; always null for customers.
    pub suggestion: Option<Seq>,
    /// How pressing it is; absent for customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Priority"), ts(optional))]
    pub priority: Option<Priority>,
    /// Until when it is put aside; absent where it is not, and for customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Snoozed"), ts(optional))]
    pub snoozed: Option<Snoozed>,
    /// The message for later that waits to be sent; absent where there is none, and for customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Seq"), ts(optional))]
    pub scheduled: Option<Seq>,
}

/// That a case is put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Snoozed {
    /// When it comes back by itself, in milliseconds since 1970; null where only the customer's next words bring it back.
    pub until: Option<Timestamp>,
}

impl From<Snooze> for Snoozed {
    fn from(snooze: Snooze) -> Self {
        Self { until: snooze.ends() }
    }
}

impl CaseView {
    /// A case's state as this viewer gets it.
    pub fn of(case: &CaseId, head: Seq, state: &State, viewer: &Principal) -> Self {
        let is_customer = viewer.role == Role::Customer;
        Self {
            case: case.clone(),
            store: state.store.clone(),
            customer: state.customer.clone(),
            status: state.status,
            head: if is_customer { state.visible } else { head },
            assignee: state.assignee.clone(),
            group: state.group,
            opened_at: state.opened_at,
            waiting_since: state.waiting_since(),
            customer_seq: state.customer_seq,
            person_seq: state.person_seq,
            suggestion: Some(state.suggestion).filter(|seq| seq.is_some() && !is_customer),
            priority: (!is_customer).then_some(state.precedence.priority),
            snoozed: state.snoozed.filter(|_| !is_customer).map(Snoozed::from),
            scheduled: Some(state.scheduled).filter(|seq| seq.is_some() && !is_customer),
        }
    }
}

/// An agent of a store who is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Colleague {
    /// The store they serve.
    pub store: StoreId,
    /// Who.
    pub user: UserId,
    /// What they are called.
    pub name: Option<Name>,
}

/// How far someone has read a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct ReadMark {
    /// Who.
    pub user: UserId,
    /// As what.
    pub role: Role,
    /// Up to which event.
    pub seq: Seq,
    /// When they last looked at it, in milliseconds since 1970.
    pub at: Timestamp,
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct CaseSummary {
    /// Which case.
    pub case: CaseId,
    /// Whose shop was asked.
    pub store: StoreId,
    /// Who asked.
    pub customer: UserId,
    /// What they are called, where that is known.
    pub customer_name: Option<Name>,
    /// What the staff say that it is about, else the start of the first message; null once erased. Customers always get
    /// the latter.
    pub subject: Option<String>,
    /// The start of the last message that both sides see.
    pub excerpt: Option<String>,
    /// Who wrote that.
    pub last_role: Role,
    /// The last event that the list knows of.
    pub seq: Seq,
    /// Up to which event the viewer has read; null where a push goes to many viewers at once.
    pub read: Option<Seq>,
    /// Waiting, open or resolved.
    pub status: Status,
    /// The agent who has it.
    pub assignee: Option<UserId>,
    /// What that agent is called.
    pub assignee_name: Option<Name>,
    /// The group that it was passed to last; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "GroupId"), ts(optional))]
    pub group: Option<GroupId>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When something last happened.
    pub updated_at: Timestamp,
    /// Since when the customer has been waiting.
    pub waiting_since: Option<Timestamp>,
    /// Whether a person was asked for and none has replied since.
    #[serde(default)]
    pub wants_person: bool,
    /// Whether a suggestion waits for a decision; always false for customers.
    pub suggestion: bool,
    /// Whether it is the customer who asked for a person; absent where nobody did, and for customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "bool"), ts(optional))]
    pub asked_person: Option<bool>,
    /// How pressing it is; absent for customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Priority"), ts(optional))]
    pub priority: Option<Priority>,
    /// Its tags in alphabetical order; absent where it has none, and for customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Tag>"), ts(optional))]
    pub tags: Option<Vec<Tag>>,
    /// Whether its words were erased, for good; what was said since stands. Absent where none were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "bool"), ts(optional))]
    pub erased: Option<bool>,
    /// Its place in its list, to be compared by code points: who waits first has the smallest, who was resolved last the
    /// greatest. Absent for customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"), ts(optional))]
    pub place: Option<String>,
    /// Until when it is put aside; absent where it is not, and for customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Snoozed"), ts(optional))]
    pub snoozed: Option<Snoozed>,
    /// What is still to be reached by when, the nearest first; absent where nothing is, and for customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Deadline>"), ts(optional))]
    pub deadlines: Option<Vec<Deadline>>,
}

/// Something that is to be reached in a case by a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Deadline {
    /// What.
    pub kind: DeadlineKind,
    /// By when, in milliseconds since 1970.
    pub at: Timestamp,
    /// From when on that is soon; null where the store wants no warning, and for promises.
    pub warn_at: Option<Timestamp>,
}

/// What is to be reached by a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// A person's first reply, by the store's target.
    FirstReply,
    /// The end of the matter, by the store's target.
    Resolution,
    /// A reply that somebody of the staff has promised.
    Promise,
}
