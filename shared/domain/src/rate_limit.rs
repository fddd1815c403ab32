//! How often somebody may do something: limits as data, windows that count, and what a refusal names as the wait.
//!
//! A window begins with the first thing that it counts and lasts a fixed time. What happened before it began is not
//! known, so two windows that meet may hold twice the limit between them.

use serde::{Deserialize, Serialize};

use crate::{CaseId, Status, Timestamp};

/// The most that a case's counters may be asked to count: what their stored form holds.
const MOST_A_MINUTE: u16 = 120;
const MOST_A_DAY: u16 = 4_000;
const MOST_OPEN_CASES: u16 = 100;

/// Seconds in a minute, an hour and a day.
pub(crate) const MINUTE: u32 = 60;
pub(crate) const HOUR: u32 = 60 * 60;
pub(crate) const DAY: u32 = 24 * HOUR;

/// How often people may do what costs. Zero is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// What one author may write in one case a minute: messages, and whatever else becomes an event.
    pub messages_a_minute: u16,
    /// The same a day.
    pub messages_a_day: u16,
    /// Cases of one customer that may be unresolved when they open another.
    pub open_cases: u16,
    /// Cases that one customer may open an hour.
    pub cases_an_hour: u16,
    /// Cases that may be opened an hour from one network address, which a whole office may share.
    pub address_cases_an_hour: u16,
    /// Visitors who may be given a token an hour at one network address.
    pub address_visitors_an_hour: u16,
    /// Files that one author may upload an hour.
    pub files_an_hour: u16,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            messages_a_minute: 60,
            messages_a_day: 1_000,
            open_cases: 5,
            cases_an_hour: 10,
            address_cases_an_hour: 60,
            address_visitors_an_hour: 120,
            files_an_hour: 60,
        }
    }
}

impl Limits {
    /// No limit at all.
    pub const NONE: Self = Self {
        messages_a_minute: 0,
        messages_a_day: 0,
        open_cases: 0,
        cases_an_hour: 0,
        address_cases_an_hour: 0,
        address_visitors_an_hour: 0,
        files_an_hour: 0,
    };

    /// What is wrong with these limits, in words for the operator; none where they can be held.
    pub fn mistake(&self) -> Option<&'static str> {
        if self.messages_a_minute > MOST_A_MINUTE {
            return Some("`messages_a_minute` is at most 120, or 0 for no limit");
        }
        if self.messages_a_day > MOST_A_DAY {
            return Some("`messages_a_day` is at most 4000, or 0 for no limit");
        }
        (self.open_cases > MOST_OPEN_CASES)
            .then_some("`open_cases` is at most 100, or 0 for no limit")
    }
}

/// A limit was reached: after so many whole seconds, at least one, the same may be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Wait(u32);

impl Wait {
    /// So many seconds, at least one.
    pub const fn seconds(seconds: u32) -> Self {
        Self(if seconds == 0 { 1 } else { seconds })
    }

    /// The seconds.
    pub const fn as_seconds(self) -> u32 {
        self.0
    }

    /// Until a window that began at `start` and lasts `length` seconds has ended.
    pub fn until_end(start: Timestamp, length: u32, now: Timestamp) -> Self {
        let left = start.plus_seconds(i64::from(length)).0.saturating_sub(now.0);
        let seconds = left.max(0).unsigned_abs().div_ceil(1_000).min(u64::from(length));
        Self::seconds(u32::try_from(seconds).unwrap_or(length))
    }
}

/// What was counted since a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Window {
    /// When the first of it happened.
    pub start: Timestamp,
    /// How much it is.
    pub count: u16,
}

impl Window {
    /// How much of a limit is used up now: nothing once the window has ended. A clock that is behind the one that
    /// began the window counts on in it.
    fn used(&self, length: u32, now: Timestamp) -> u16 {
        let has_ended = self.start.plus_seconds(i64::from(length)) <= now;
        if has_ended { 0 } else { self.count }
    }

    /// Whether one more keeps to a limit.
    ///
    /// # Errors
    /// How long to wait until it does.
    pub fn check(&self, limit: u16, length: u32, now: Timestamp) -> Result<(), Wait> {
        let is_within = limit == 0 || self.used(length, now) < limit;
        if is_within { Ok(()) } else { Err(Wait::until_end(self.start, length, now)) }
    }

    /// The window with one more in it, or a new one.
    #[must_use]
    pub fn counted(self, length: u32, now: Timestamp) -> Self {
        match self.used(length, now) {
            0 => Self { start: now, count: 1 },
            used => Self { count: used.saturating_add(1), ..self },
        }
    }
}

/// What one customer has opened lately: a row of its own, read and written only when they open a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OpenedCases {
    /// How many in the last hour.
    hour: Window,
    /// Those that were unresolved when they were last looked at, and when each was let in.
    open: Vec<(CaseId, Timestamp)>,
}

/// What becomes of a case that a customer would open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It was let in before: a repetition is not counted again.
    Known,
    /// It may be opened, and counts.
    Admitted,
    /// It may not yet.
    Refused(Wait),
    /// As many cases are open as may be, unless some of them were resolved since.
    Full,
}

impl OpenedCases {
    /// How long a customer waits who has too many open cases: nobody knows when one of them is resolved.
    pub const FULL: Wait = Wait::seconds(5 * MINUTE);

    /// Whether a case may be opened, as far as this row knows.
    pub fn admission(&self, case: &CaseId, limits: &Limits, now: Timestamp) -> Admission {
        if self.cases().any(|open| open == case) {
            return Admission::Known;
        }
        if let Err(wait) = self.hour.check(limits.cases_an_hour, HOUR, now) {
            return Admission::Refused(wait);
        }
        let is_full = limits.open_cases > 0 && self.open.len() >= usize::from(limits.open_cases);
        if is_full { Admission::Full } else { Admission::Admitted }
    }

    /// The cases that were open when they were last looked at.
    pub fn cases(&self) -> impl Iterator<Item = &CaseId> {
        self.open.iter().map(|(case, _)| case)
    }

    /// Forgets those that are resolved, and those that never came to be. One that was let in a moment ago may still.
    #[must_use]
    pub fn keeping(mut self, status: impl Fn(&CaseId) -> Option<Status>, now: Timestamp) -> Self {
        self.open.retain(|(case, at)| match status(case) {
            Some(status) => status != Status::Resolved,
            None => at.plus_seconds(i64::from(MINUTE)) > now,
        });
        self
    }

    /// The row once this case is opened. Beyond what a limit may be the oldest goes: without a limit nobody asks.
    #[must_use]
    pub fn opening(mut self, case: CaseId, now: Timestamp) -> Self {
        self.hour = self.hour.counted(HOUR, now);
        self.open.push((case, now));
        let surplus = self.open.len().saturating_sub(usize::from(MOST_OPEN_CASES));
        self.open.drain(..surplus);
        self
    }
}
