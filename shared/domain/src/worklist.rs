//! In which of its store's lists a case stands, and where in it.

use serde::{Deserialize, Serialize};

use crate::{Precedence, State, Status, Timestamp};

/// Behind every time: for cases that come back at none.
const LAST: Timestamp = Timestamp(99_999_999_999_999);

/// The lists of a store's cases. Each case stands in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Worklist {
    /// Those that wait for the staff.
    Waiting,
    /// Those that are answered and not resolved.
    Open,
    /// Those that were put aside.
    Snoozed,
    /// Those that are resolved, a list for each month.
    Closed,
}

/// Where a case stands in its list: by precedence, then by time, then by case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorklistPosition {
    /// The list.
    pub worklist: Worklist,
    /// What counts before the time; the usual one but among those that wait.
    pub precedence: Precedence,
    /// Since when it stands there; of what was put aside, when it comes back.
    pub at: Timestamp,
}

impl Worklist {
    /// Every list, in the order in which they are counted.
    pub const ALL: [Worklist; 4] =
        [Worklist::Waiting, Worklist::Open, Worklist::Snoozed, Worklist::Closed];

    /// Whether the earliest stands first. Of what is closed the latest does.
    pub fn is_oldest_first(self) -> bool {
        self != Worklist::Closed
    }
}

impl State {
    /// Where the case stands in its store's lists.
    pub fn position(&self) -> WorklistPosition {
        if let Some(snooze) = self.snoozed {
            let (worklist, at) = (Worklist::Snoozed, snooze.ends().unwrap_or(LAST));
            return WorklistPosition { worklist, precedence: Precedence::default(), at };
        }
        let (worklist, precedence) = match self.status {
            Status::Waiting => (Worklist::Waiting, self.precedence),
            Status::Open => (Worklist::Open, Precedence::default()),
            Status::Resolved => (Worklist::Closed, Precedence::default()),
        };
        WorklistPosition { worklist, precedence, at: self.since }
    }
}
