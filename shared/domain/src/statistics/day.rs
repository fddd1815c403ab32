//! Days of the UTC calendar, by which statistics are kept.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::{Invalid, Timestamp};

const SECONDS: i64 = 24 * 60 * 60;
/// The day that days are counted from.
const FIRST: Date = date(1970, 1, 1);

/// A day of the UTC calendar, written `2026-11-30`; counted from the first of 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
#[cfg_attr(feature = "schema", ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
pub struct Day(i64);

impl Day {
    /// The day of a moment.
    pub fn of(at: Timestamp) -> Self {
        Self(at.seconds().div_euclid(SECONDS))
    }

    /// Days since the first of 1970, as keys carry them.
    pub fn number(self) -> i64 {
        self.0
    }

    /// The day of such a number.
    pub fn numbered(number: i64) -> Self {
        Self(number)
    }

    /// So many days after this one.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    fn date(self) -> Option<Date> {
        let at = jiff::Timestamp::from_second(self.0.checked_mul(SECONDS)?).ok()?;
        Some(TimeZone::UTC.to_datetime(at).date())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => date.fmt(f),
            None => f.write_str("1970-01-01"),
        }
    }
}

impl FromStr for Day {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let invalid = || Invalid { expected: "a day such as 2026-11-30" };
        // The parser of dates takes more forms than this one.
        if text.len() != 10 {
            return Err(invalid());
        }
        let date: Date = text.parse().map_err(|_| invalid())?;
        Ok(Self(date.duration_since(FIRST).as_hours() / 24))
    }
}

impl TryFrom<String> for Day {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_back_and_is_that_of_the_utc_calendar() {
        for (seconds, text) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (951_782_399, "2000-02-28"),
            (951_782_400, "2000-02-29"),
            (1_798_761_599, "2026-12-31"),
        ] {
            let day = Day::of(Timestamp::from_seconds(seconds));
            assert_eq!(day.to_string(), text);
            assert_eq!(text.parse(), Ok(day));
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for wrong in
            ["", "2026-11", "2026-02-30", "2026-13-01", "20261130", "2026-11-30T00:00", "today"]
        {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }
}
