//! When people answer: a store's week and its holidays in its own time zone, and what they mean at a moment.

mod elapsed;
mod mistakes;
mod reading;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Minutes of a day by the clock on the wall.
const DAY: u16 = 24 * 60;
/// The most shifts of a day.
const MOST_SHIFTS: usize = 6;
/// The most holidays, some years of them.
const MOST_HOLIDAYS: usize = 200;
/// How far the next opening is looked for, in days: a year of holidays, and a week behind it.
const HORIZON: usize = 366 + 8;

/// When people answer, in the store's own time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// An IANA time zone such as `Europe/Berlin`.
    pub zone: String,
    /// From Monday to Sunday: each day's shifts in order; none on a day without anybody.
    #[serde(deserialize_with = "reading::week")]
    #[cfg_attr(feature = "schema", schemars(inner(length(max = MOST_SHIFTS))))]
    pub week: [Vec<Shift>; 7],
    /// Days that are unlike others of their weekday; at most 200.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = MOST_HOLIDAYS)))]
    pub holidays: Vec<Holiday>,
}

/// A stretch of hours, in minutes since the midnight at which its day begins. It lasts a day at most and may end past
/// midnight: from 18:00 to 02:00 is 1080 to 1560.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// The first minute; below 1440.
    #[cfg_attr(feature = "schema", schemars(range(max = DAY - 1)))]
    pub from: u16,
    /// The minute after the last.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 2 * DAY - 1)))]
    pub until: u16,
}

/// A date with hours of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Which date, as `2026-12-25`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")))]
    pub date: String,
    /// The shifts that begin on it; none: nobody answers.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = MOST_SHIFTS)))]
    pub shifts: Vec<Shift>,
}

/// Whether people answer at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// They do.
    Open,
    /// They do again at this moment.
    Closed(Timestamp),
    /// Within the next year they don't.
    Never,
}

impl Hours {
    /// Whether people answer at this moment; nothing where the zone is unknown.
    ///
    /// Hours are read off the clock on the wall: on the days on which that is put forward or back, a shift is an
    /// hour shorter or longer, and one that would begin in the hour left out begins right after it. A shift belongs to
    /// the day on which it begins: one past midnight goes on into a holiday.
    pub fn at(&self, now: Timestamp) -> Option<Opening> {
        let zone = TimeZone::get(&self.zone).ok()?;
        let today = zone.to_datetime(jiff::Timestamp::from_millisecond(now.0).ok()?).date();
        // What began yesterday may last until now.
        let mut day = today.yesterday().ok()?;
        let mut next: Option<Timestamp> = None;
        let dated =
            self.holidays.iter().filter_map(|day| Some((day.date()?, day.shifts.as_slice())));
        let holidays: BTreeMap<Date, &[Shift]> = dated.collect();
        for _ in 0..HORIZON {
            let usual = self.week[place(day.weekday())].as_slice();
            let shifts = holidays.get(&day).copied().unwrap_or(usual);
            for (from, until) in moments(shifts, day, &zone) {
                if (from..until).contains(&now) {
                    return Some(Opening::Open);
                }
                if now < from {
                    next = Some(next.map_or(from, |earlier| earlier.min(from)));
                }
            }
            if let Some(next) = next.filter(|_| day >= today) {
                return Some(Opening::Closed(next));
            }
            day = day.tomorrow().ok()?;
        }
        Some(Opening::Never)
    }

    /// When people answer next: now, where they do; never where the hours name no time.
    pub fn next_opening(&self, now: Timestamp) -> Option<Timestamp> {
        match self.at(now)? {
            Opening::Open => Some(now),
            Opening::Closed(next) => Some(next),
            Opening::Never => None,
        }
    }
}

/// When shifts that begin on a day begin and end.
fn moments(shifts: &[Shift], day: Date, zone: &TimeZone) -> Vec<(Timestamp, Timestamp)> {
    let moments =
        |shift: &Shift| Some((moment(day, shift.from, zone)?, moment(day, shift.until, zone)?));
    // The hour that is left out in spring may swallow a shift.
    shifts.iter().filter_map(moments).filter(|(from, until)| from < until).collect()
}

impl Holiday {
    /// Its date, where it is one in the form that is kept.
    fn date(&self) -> Option<Date> {
        self.date.parse::<Date>().ok().filter(|date| date.to_string() == self.date)
    }
}

/// Where a day stands in a week that begins on Monday.
fn place(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or_default()
}

/// The moment at which the clock on the wall shows this minute of a day, or of the days behind it.
fn moment(day: Date, minute: u16, zone: &TimeZone) -> Option<Timestamp> {
    let (mut day, mut minute) = (day, minute);
    while minute >= DAY {
        (day, minute) = (day.tomorrow().ok()?, minute - DAY);
    }
    let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
    let moment = zone.to_timestamp(day.at(hour, minute, 0, 0)).ok()?;
    Some(Timestamp(moment.as_millisecond()))
}
