//! When people answer: a store's week in its own time zone, and what that means at a moment.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Minutes of a day by the clock on the wall.
const DAY: u16 = 24 * 60;

/// When people answer, in the store's own time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// An IANA time zone such as `Europe/Berlin`.
    pub zone: String,
    /// From Monday to Sunday; none on a day without anybody.
    pub week: [Option<Shift>; 7],
}

/// A day's hours, in minutes since midnight; `until` is after `from` and at most 1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// The first minute.
    pub from: u16,
    /// The minute after the last.
    pub until: u16,
}

/// Whether people answer at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// They do.
    Open,
    /// They do again at this moment.
    Closed(Timestamp),
    /// The week has no hours at all.
    Never,
}

impl Hours {
    /// Whether people answer at this moment; nothing where the zone is unknown.
    ///
    /// Hours are read off the clock on the wall: on the days on which that is put forward or back, a shift is an
    /// hour shorter or longer, and one that would begin in the hour left out begins right after it.
    pub fn at(&self, now: Timestamp) -> Option<Opening> {
        let zone = TimeZone::get(&self.zone).ok()?;
        let today = zone.to_datetime(jiff::Timestamp::from_millisecond(now.0).ok()?).date();
        let mut day = today;
        // The eighth day is today's weekday again: after this week's last shift the next one may be a week away.
        for _ in 0..8 {
            if let Some((from, until)) = self.shift(day, &zone) {
                if (from..until).contains(&now) {
                    return Some(Opening::Open);
                }
                if now < from {
                    return Some(Opening::Closed(from));
                }
            }
            day = day.tomorrow().ok()?;
        }
        Some(Opening::Never)
    }

    /// What is wrong with these hours, a sentence each.
    pub(crate) fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        if TimeZone::get(&self.zone).is_err() {
            mistakes.push("`hours.zone` is an IANA time zone such as Europe/Berlin.".to_owned());
        }
        let is_wrong = |shift: &Shift| shift.from >= shift.until || shift.until > DAY;
        if self.week.iter().flatten().any(is_wrong) {
            let sentence =
                "Each day of `hours.week` ends after it begins, at 1440 minutes at the latest.";
            mistakes.push(sentence.to_owned());
        }
        mistakes
    }

    fn shift(&self, day: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
        let shift = self.week[place(day.weekday())]?;
        Some((moment(day, shift.from, zone)?, moment(day, shift.until, zone)?))
    }
}

/// Where a day stands in a week that begins on Monday.
fn place(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or_default()
}

/// The moment at which the clock on the wall shows this minute of a day.
fn moment(day: Date, minute: u16, zone: &TimeZone) -> Option<Timestamp> {
    let (day, minute) = if minute >= DAY { (day.tomorrow().ok()?, 0) } else { (day, minute) };
    let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
    let moment = zone.to_timestamp(day.at(hour, minute, 0, 0)).ok()?;
    Some(Timestamp(moment.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From nine to five on weekdays, and all Saturday.
    fn berlin() -> Hours {
        let day = Some(Shift { from: 9 * 60, until: 17 * 60 });
        let saturday = Some(Shift { from: 0, until: DAY });
        Hours { zone: "Europe/Berlin".to_owned(), week: [day, day, day, day, day, saturday, None] }
    }

    fn utc(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn hours_are_those_of_the_clock_on_the_wall_before_and_after_it_is_changed() {
        // Clocks go forward on Sunday, 2026-03-29, and back on Sunday, 2026-10-25.
        for (now, expected) in [
            ("2026-03-27T07:59:59Z", Opening::Closed(utc("2026-03-27T08:00:00Z"))),
            ("2026-03-27T08:00:00Z", Opening::Open),
            ("2026-03-27T16:00:00Z", Opening::Closed(utc("2026-03-27T23:00:00Z"))),
            ("2026-03-28T22:59:59Z", Opening::Open),
            ("2026-03-28T23:00:00Z", Opening::Closed(utc("2026-03-30T07:00:00Z"))),
            ("2026-03-30T07:00:00Z", Opening::Open),
            ("2026-03-30T15:00:00Z", Opening::Closed(utc("2026-03-31T07:00:00Z"))),
            ("2026-10-25T12:00:00Z", Opening::Closed(utc("2026-10-26T08:00:00Z"))),
        ] {
            assert_eq!(berlin().at(utc(now)), Some(expected), "{now}");
        }
    }

    #[test]
    fn a_shift_over_the_change_is_an_hour_shorter_or_longer() {
        let night = Shift { from: 60, until: 4 * 60 };
        let hours = Hours { week: [None, None, None, None, None, None, Some(night)], ..berlin() };
        let open = |now: &str| hours.at(utc(now)) == Some(Opening::Open);
        assert!(open("2026-03-29T00:00:00Z") && open("2026-03-29T01:59:59Z"));
        assert!(!open("2026-03-29T02:00:00Z"), "two hours later it is four o'clock");
        assert!(open("2026-10-24T23:00:00Z") && open("2026-10-25T02:59:59Z"));
        assert!(!open("2026-10-25T03:00:00Z"), "four hours later it is four o'clock");
    }

    #[test]
    fn an_opening_in_the_hour_that_is_left_out_comes_right_after_it() {
        let early = Shift { from: 2 * 60 + 30, until: 5 * 60 };
        let hours = Hours { week: [None, None, None, None, None, None, Some(early)], ..berlin() };
        let opens = Opening::Closed(utc("2026-03-29T01:30:00Z"));
        assert_eq!(hours.at(utc("2026-03-29T00:00:00Z")), Some(opens));
    }

    #[test]
    fn a_week_of_one_day_opens_again_in_a_week_and_an_empty_one_never() {
        let day = Some(Shift { from: 0, until: 60 });
        let monday =
            Hours { zone: "UTC".to_owned(), week: [day, None, None, None, None, None, None] };
        let next = Opening::Closed(utc("2026-11-30T00:00:00Z"));
        assert_eq!(monday.at(utc("2026-11-23T12:00:00Z")), Some(next));
        let empty = Hours { week: [None; 7], ..monday };
        assert_eq!(empty.at(utc("2026-11-23T12:00:00Z")), Some(Opening::Never));
    }

    #[test]
    fn each_mistake_has_its_sentence() {
        let backwards = Some(Shift { from: 600, until: 600 });
        let wrong = Hours { zone: "Mars/Olympus".to_owned(), week: [backwards; 7] };
        assert_eq!((wrong.mistakes().len(), berlin().mistakes().len()), (2, 0));
        assert_eq!(wrong.at(utc("2026-11-23T12:00:00Z")), None);
    }
}
