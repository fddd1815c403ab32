//! A case that is put aside: until a time, or until the customer writes.

use serde::{Deserialize, Serialize};

use crate::decide::need;
use crate::decision::Decision;
use crate::{Body, CommandError, State, Status, Timestamp};

/// The longest that something is put off for, in seconds.
const LONGEST: i64 = 366 * 24 * 60 * 60;

/// Until when a case is put aside. The customer's next words end it in any case. Stored as whole seconds since 1970, of
/// which 0 names no time: with its name, 8 bytes of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "i64", into = "i64")]
pub enum Snooze {
    /// Until the customer writes, however long that takes.
    UntilCustomerWrites,
    /// Until this moment, a whole second.
    Until(Timestamp),
}

impl Snooze {
    /// Until this moment, rounded up to the second, or until the customer writes.
    pub fn until(at: Option<Timestamp>) -> Self {
        let whole = |at: Timestamp| Timestamp::from_seconds(at.plus_millis(999).seconds());
        at.map_or(Self::UntilCustomerWrites, |at| Self::Until(whole(at)))
    }

    /// When it ends by itself.
    pub fn ends(self) -> Option<Timestamp> {
        match self {
            Self::UntilCustomerWrites => None,
            Self::Until(at) => Some(at),
        }
    }
}

impl From<i64> for Snooze {
    fn from(seconds: i64) -> Self {
        match seconds {
            0 => Self::UntilCustomerWrites,
            seconds => Self::Until(Timestamp::from_seconds(seconds)),
        }
    }
}

impl From<Snooze> for i64 {
    fn from(snooze: Snooze) -> i64 {
        snooze.ends().map_or(0, Timestamp::seconds)
    }
}

/// Only what is not resolved, and until a time that lies ahead, within a year.
pub(crate) fn snooze(
    state: &State,
    until: Snooze,
    now: Timestamp,
) -> Result<Decision, CommandError> {
    need(state.status != Status::Resolved)?;
    need(until.ends().is_none_or(|at| is_within_a_year(at, now)))?;
    Decision::wordless(Body::Snoozed { until })
}

/// Whether a moment lies ahead, and not so far that nobody would know any more why.
pub(crate) fn is_within_a_year(at: Timestamp, now: Timestamp) -> bool {
    now < at && at <= now.plus_seconds(LONGEST)
}

/// What a timer wakes is what it was set for: whoever has put the case aside anew has set another.
pub(crate) fn wake(state: &State, ended: Option<Snooze>) -> Result<Decision, CommandError> {
    need(state.snoozed.is_some())?;
    need(ended.is_none() || state.snoozed == ended)?;
    Decision::wordless(Body::Woken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snooze_is_stored_as_whole_seconds_and_never_ends_early() {
        for (at, stored) in [(None, "0"), (Some(1_795_000_000_001), "1795000001")] {
            let snooze = Snooze::until(at.map(Timestamp));
            assert_eq!(serde_json::to_string(&snooze).unwrap(), stored);
            assert_eq!(serde_json::from_str::<Snooze>(stored).unwrap(), snooze);
        }
    }
}
