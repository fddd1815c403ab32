//! What an agent has promised a customer: a reply by a time. The next reply of a person keeps it; until then it may be changed
//! or withdrawn, and the case's end does away with it.

use crate::decide::need;
use crate::decision::Decision;
use crate::{Body, CommandError, Seq, State, Status, Timestamp};

/// The longest that a reply is promised for, in seconds: thirty days.
const LONGEST: i64 = 30 * 24 * 60 * 60;

impl State {
    /// Whether nobody has replied since this promise, and the case goes on.
    pub fn is_promise_open(&self, of: Seq) -> bool {
        self.status != Status::Resolved && of.is_some() && self.person_seq < of
    }
}

/// Only in a case that is not resolved, and by a time that lies ahead. It takes the place of an earlier one.
pub(crate) fn promise(
    state: &State,
    by: Timestamp,
    now: Timestamp,
) -> Result<Decision, CommandError> {
    need(state.status != Status::Resolved)?;
    need(now < by && by <= now.plus_seconds(LONGEST))?;
    Decision::wordless(Body::Promised { by })
}

/// Whoever gives the command has seen that it is the case's newest promise.
pub(crate) fn withdraw_promise(state: &State, of: Seq) -> Result<Decision, CommandError> {
    let is_open = state.is_promise_open(of);
    if is_open {
        Decision::wordless(Body::PromiseWithdrawn { of })
    } else {
        Err(CommandError::AlreadyDecided)
    }
}

/// `was_kept_late`: somebody has replied by now, and whoever says so has seen that it was after the time.
pub(crate) fn miss_promise(
    state: &State,
    of: Seq,
    by: Timestamp,
    was_kept_late: bool,
) -> Result<Decision, CommandError> {
    let holds = was_kept_late || state.is_promise_open(of);
    if holds {
        Decision::wordless(Body::PromiseMissed { of, by })
    } else {
        Err(CommandError::Conflict)
    }
}
