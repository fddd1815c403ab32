//! Replies to client frames: what an append led to, as the frame that its caller gets.

use adapters::dynamo::Read;
use contract::{Assignee, EventView, ServerFrame};
use domain::{Audience, Case, CommandError, CommandId, Role, Wait};

use crate::page::{show, view, visible_head};
use crate::{Append, Caller, Cases, Outcome, PushReport, Stored};

/// What a frame led to: the answer, and what it took, for the metrics.
#[derive(Debug, Default)]
pub struct Reply {
    /// The answer; none where the frame gets none.
    pub frame: Option<ServerFrame>,
    /// Who was told.
    pub pushes: PushReport,
    /// How often another event was faster.
    pub collisions: u32,
}

impl From<ServerFrame> for Reply {
    fn from(frame: ServerFrame) -> Self {
        Self { frame: Some(frame), ..Self::default() }
    }
}

impl Cases {
    pub(crate) fn answer(&self, caller: &Caller, append: &Append, outcome: Outcome) -> Reply {
        let (answered, pushes, collisions) = match outcome {
            Outcome::Stored(stored) => {
                (self.ack(caller, append, &stored), stored.pushes, stored.collisions)
            }
            Outcome::Behind(read, case) => {
                (self.behind(caller, append, &read, &case), PushReport::default(), 0)
            }
            Outcome::Refused(refusal) => {
                (Some(error(refusal, Some(append.id.clone()))), PushReport::default(), 0)
            }
            Outcome::Taken(by) => (Some(taken(append, by)), PushReport::default(), 0),
        };
        let frame =
            answered.unwrap_or_else(|| error(CommandError::NotFound, Some(append.id.clone())));
        Reply { frame: Some(frame), pushes, collisions }
    }

    fn ack(&self, caller: &Caller, append: &Append, stored: &Stored) -> Option<ServerFrame> {
        let view = view(&append.case, &stored.case, &caller.principal)?;
        let policy = self.stores.policy(&view.store);
        let show = |entries| show(entries, &stored.case, &caller.principal, policy, caller.now);
        let missed = show(stored.missed.as_slice());
        // The author gets their own event even where it has taken the case away from them.
        let own = if caller.principal.role == Role::Customer {
            Audience::Customer
        } else {
            Audience::Staff
        };
        let event = EventView::of(&stored.entry.event, own)?;
        let (id, case) = (append.id.clone(), append.case.clone());
        Some(ServerFrame::Ack { id, case, event, missed: missed.events, more: missed.more, view })
    }

    fn behind(
        &self,
        caller: &Caller,
        append: &Append,
        read: &Read,
        case: &Case,
    ) -> Option<ServerFrame> {
        let view = view(&append.case, case, &caller.principal)?;
        let policy = self.stores.policy(&view.store);
        let newer = read.entries.iter().filter(|entry| entry.event.seq > append.after);
        let shown = show(newer, case, &caller.principal, policy, caller.now);
        Some(ServerFrame::Behind {
            id: append.id.clone(),
            case: append.case.clone(),
            events: shown.events,
            head: visible_head(case, &caller.principal),
            more: true,
            view,
        })
    }
}

/// The frame for a case that another agent has got meanwhile.
fn taken(append: &Append, by: Assignee) -> ServerFrame {
    let (code, message) = (CommandError::Taken.into(), CommandError::Taken.to_string());
    let (id, taken_by) = (Some(append.id.clone()), Some(by));
    ServerFrame::Error { code, message, id, retry_after: None, taken_by }
}

/// The frame for a refusal.
pub(crate) fn error(refusal: CommandError, id: Option<CommandId>) -> ServerFrame {
    let retry_after = refusal.wait().map(Wait::as_seconds);
    let (code, message) = (refusal.into(), refusal.to_string());
    ServerFrame::Error { code, message, id, retry_after, taken_by: None }
}
