//! The rules of a support case, as a pure function of what is known.
//!
//! A case is an append-only log. [`decide`] turns a command into the next event or a [`Refusal`], [`State::apply`]
//! folds events into the state, [`audience`] says who may see an event. Nothing here knows a network, a table, a
//! clock or a random number: time and ids come in as values.

mod audience;
mod case;
mod command;
mod decide;
pub mod drafting;
mod event;
mod grounds;
mod id;
mod policy;
mod principal;
pub mod redaction;
mod refusal;
mod settings;
mod text;
mod tongue;
pub mod wish;
mod words;

pub use audience::{Audience, Listener, audience};
pub use case::{Case, Participant, State, Status};
pub use command::{Command, Digest, Guard, Proposal, Target};
pub use decide::{Decision, decide};
pub use event::{Author, Body, Entry, Event};
pub use grounds::{EscalationReason, FoundBy, Grounds, RejectionReason, Score, Source};
pub use id::{
    AnswerId, CaseId, CommandId, ConnectionId, Invalid, Seq, SessionId, StoreId, Timestamp, UserId,
};
pub use policy::{Action, StorePolicy, Stranger, may, may_read};
pub use principal::{Colleague, Principal, Role};
pub use refusal::Refusal;
pub use settings::{Hours, Settings, Shift, TriageMode};
pub use text::{Locale, Name, Text};
pub use tongue::Tongue;
