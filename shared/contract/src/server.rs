//! What the server sends.

use domain::{CaseId, CommandId, Name, Role, Seq, StoreId, UserId};
use serde::{Deserialize, Serialize};

use crate::{Assignee, CaseSummary, CaseView, Code, Colleague, EventView, Head, ReadMark};

/// A frame of the server: an answer where it carries an `id`, else a hint that something happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(tag = "action", rename_all = "snake_case")]
#[allow(missing_docs)] // `case`, `id`, `events`, `head`, `more` and `view` mean the same in every frame
pub enum ServerFrame {
    /// The command is in the log, once. `missed` is what came between `after` and it; `more` says that not all of
    /// that is here.
    Ack {
        id: CommandId,
        case: CaseId,
        event: EventView,
        missed: Vec<EventView>,
        more: bool,
        view: CaseView,
    },
    /// Nothing was written: too much came after `after`. Apply these, look for the own id, send again.
    Behind {
        id: CommandId,
        case: CaseId,
        events: Vec<EventView>,
        head: Seq,
        more: bool,
        view: CaseView,
    },
    /// The answer to `sync`; `reads` says how far everybody has read, the caller among them.
    Missed {
        id: CommandId,
        case: CaseId,
        events: Vec<EventView>,
        head: Seq,
        more: bool,
        reads: Vec<ReadMark>,
        view: CaseView,
    },
    /// Something happened in a case that the client listens to.
    Event { case: CaseId, event: EventView },
    /// Someone types, or has stopped.
    Typing { case: CaseId, user: UserId, role: Role, name: Option<Name>, on: bool },
    /// An agent of the store came or left.
    Presence { store: StoreId, user: UserId, name: Option<Name>, online: bool },
    /// A case of the store moved in the lists. `more`: others that did too, for a connection that was opened with
    /// `?lists=gathered`; any other gets a frame for each.
    Worklist {
        store: StoreId,
        summary: CaseSummary,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Vec<CaseSummary>"), ts(optional))]
        more: Option<Vec<CaseSummary>>,
    },
    /// A colleague's note has called whoever gets this.
    Mentioned { store: StoreId, case: CaseId, seq: Seq },
    /// Someone has read up to `seq`.
    Read { case: CaseId, user: UserId, role: Role, seq: Seq },
    /// The answer to `heartbeat`: the cases in which the client holds too little, and for staff which colleagues are
    /// there, themselves among them; null for customers.
    Beat {
        id: CommandId,
        behind: Vec<Head>,
        #[serde(default)]
        online: Option<Vec<Colleague>>,
    },
    /// A command was not done, and why. `retry_after` is there with `rate_limited`: the seconds after which the same
    /// command may be sent again. `taken_by` is there with `taken`: who has the case.
    Error {
        code: Code,
        message: String,
        id: Option<CommandId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", ts(optional))]
        retry_after: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", ts(optional))]
        taken_by: Option<Assignee>,
    },
}

impl ServerFrame {
    /// A command was not done; nothing says when the same might be.
    pub fn error(code: Code, message: impl Into<String>, id: Option<CommandId>) -> Self {
        Self::Error { code, message: message.into(), id, retry_after: None, taken_by: None }
    }
}
