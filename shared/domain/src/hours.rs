//! When people answer: a store's week and its holidays in its own time zone, and what they mean at a moment.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

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
    #[serde(deserialize_with = "week")]
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

/// Reads a week of lists of shifts, and the older form with at most one shift a day: an object or null.
fn week<'de, D: Deserializer<'de>>(week: D) -> Result<[Vec<Shift>; 7], D::Error> {
    Ok(<[Shifts; 7]>::deserialize(week)?.map(|Shifts(shifts)| shifts))
}

struct Shifts(Vec<Shift>);

impl<'de> Deserialize<'de> for Shifts {
    fn deserialize<D: Deserializer<'de>>(shifts: D) -> Result<Self, D::Error> {
        shifts.deserialize_any(ShiftsVisitor)
    }
}

struct ShiftsVisitor;

impl<'de> Visitor<'de> for ShiftsVisitor {
    type Value = Shifts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of shifts")
    }

    fn visit_unit<E>(self) -> Result<Shifts, E> {
        Ok(Shifts(Vec::new()))
    }

    fn visit_map<A: MapAccess<'de>>(self, shift: A) -> Result<Shifts, A::Error> {
        Ok(Shifts(vec![Shift::deserialize(MapAccessDeserializer::new(shift))?]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, shifts: A) -> Result<Shifts, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(shifts)).map(Shifts)
    }
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

    /// What is wrong with these hours, a sentence each.
    pub(crate) fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        let mut need = |holds: bool, sentence: &str| {
            if !holds {
                mistakes.push(sentence.to_owned());
            }
        };
        need(
            TimeZone::get(&self.zone).is_ok(),
            "`hours.zone` is an IANA time zone such as Europe/Berlin.",
        );
        let days =
            || self.week.iter().chain(self.holidays.iter().map(|Holiday { shifts, .. }| shifts));
        need(
            days().flatten().all(Shift::is_possible),
            "Each shift of `hours` begins within its day, ends after it begins, and lasts 1440 minutes at most.",
        );
        need(
            days().all(|shifts| shifts.is_sorted_by(|one, next| one.until <= next.from)),
            "The shifts of a day of `hours` are in order and do not overlap.",
        );
        need(
            days().all(|shifts| shifts.len() <= MOST_SHIFTS),
            "A day of `hours` has at most 6 shifts.",
        );
        let dates: Vec<_> = self.holidays.iter().map(Holiday::date).collect();
        need(
            dates.iter().all(Option::is_some),
            "Each of `hours.holidays` has a date such as 2026-12-25.",
        );
        let is_repeated = |(at, date): (usize, &Option<Date>)| dates[..at].contains(date);
        need(
            !dates.iter().enumerate().any(is_repeated) && dates.len() <= MOST_HOLIDAYS,
            "`hours.holidays` has at most 200 dates, each once.",
        );
        mistakes
    }
}

/// When shifts that begin on a day begin and end.
fn moments(shifts: &[Shift], day: Date, zone: &TimeZone) -> Vec<(Timestamp, Timestamp)> {
    let moments =
        |shift: &Shift| Some((moment(day, shift.from, zone)?, moment(day, shift.until, zone)?));
    // The hour that is left out in spring may swallow a shift.
    shifts.iter().filter_map(moments).filter(|(from, until)| from < until).collect()
}

impl Shift {
    fn is_possible(&self) -> bool {
        self.from < DAY && self.from < self.until && self.until - self.from <= DAY
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// From nine to five on weekdays, and all Saturday.
    fn berlin() -> Hours {
        let saturday = shifts(&[(0, 24)]);
        let day = || shifts(&[(9, 17)]);
        hours([day(), day(), day(), day(), day(), saturday, vec![]])
    }

    fn hours(week: [Vec<Shift>; 7]) -> Hours {
        Hours { zone: "Europe/Berlin".to_owned(), week, holidays: Vec::new() }
    }

    /// Shifts by the hours at which they begin and end.
    fn shifts(hours: &[(u16, u16)]) -> Vec<Shift> {
        hours.iter().map(|(from, until)| Shift { from: from * 60, until: until * 60 }).collect()
    }

    /// Hours on Sundays alone.
    fn sundays(shift: Shift) -> Hours {
        let mut week = <[Vec<Shift>; 7]>::default();
        week[6] = vec![shift];
        hours(week)
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
        let hours = sundays(night);
        let open = |now: &str| hours.at(utc(now)) == Some(Opening::Open);
        assert!(open("2026-03-29T00:00:00Z") && open("2026-03-29T01:59:59Z"));
        assert!(!open("2026-03-29T02:00:00Z"), "two hours later it is four o'clock");
        assert!(open("2026-10-24T23:00:00Z") && open("2026-10-25T02:59:59Z"));
        assert!(!open("2026-10-25T03:00:00Z"), "four hours later it is four o'clock");
    }

    #[test]
    fn an_opening_in_the_hour_that_is_left_out_comes_right_after_it() {
        let early = Shift { from: 2 * 60 + 30, until: 5 * 60 };
        let hours = sundays(early);
        let opens = Opening::Closed(utc("2026-03-29T01:30:00Z"));
        assert_eq!(hours.at(utc("2026-03-29T00:00:00Z")), Some(opens));
    }

    #[test]
    fn a_week_of_one_day_opens_again_in_a_week_and_an_empty_one_never() {
        let mut monday = Hours { zone: "UTC".to_owned(), ..hours(Default::default()) };
        assert_eq!(monday.at(utc("2026-11-23T12:00:00Z")), Some(Opening::Never));
        monday.week[0] = shifts(&[(0, 1)]);
        let next = Opening::Closed(utc("2026-11-30T00:00:00Z"));
        assert_eq!(monday.at(utc("2026-11-23T12:00:00Z")), Some(next));
    }

    #[test]
    fn a_break_closes_and_a_shift_past_midnight_lasts_into_the_next_day() {
        let evening = || shifts(&[(11, 14), (18, 26)]);
        let closed = |at| Opening::Closed(utc(at));
        // Thursday to Saturday; in Berlin it is an hour later.
        let hours = hours([vec![], vec![], vec![], evening(), evening(), evening(), vec![]]);
        for (now, expected) in [
            ("2026-11-26T09:59:00Z", closed("2026-11-26T10:00:00Z")),
            ("2026-11-26T12:59:00Z", Opening::Open),
            ("2026-11-26T13:00:00Z", closed("2026-11-26T17:00:00Z")),
            ("2026-11-26T23:30:00Z", Opening::Open),
            ("2026-11-27T00:59:59Z", Opening::Open),
            ("2026-11-27T01:00:00Z", closed("2026-11-27T10:00:00Z")),
            ("2026-11-29T00:30:00Z", Opening::Open),
            ("2026-11-29T01:00:00Z", closed("2026-12-03T10:00:00Z")),
        ] {
            assert_eq!(hours.at(utc(now)), Some(expected), "{now}");
        }
    }

    #[test]
    fn a_shift_of_a_whole_day_from_the_evening_on_meets_the_next_one() {
        let hours = hours(std::array::from_fn(|_| shifts(&[(18, 42)])));
        for now in ["2026-11-26T16:59:59Z", "2026-11-26T17:00:00Z", "2026-11-27T03:00:00Z"] {
            assert_eq!(hours.at(utc(now)), Some(Opening::Open), "{now}");
        }
    }

    #[test]
    fn a_holiday_has_its_own_shifts_and_lets_the_night_before_end() {
        let mut hours = hours(std::array::from_fn(|_| shifts(&[(18, 26)])));
        let holiday = |date: &str, shifts| Holiday { date: date.to_owned(), shifts };
        hours.holidays =
            vec![holiday("2026-12-25", vec![]), holiday("2026-12-26", shifts(&[(10, 12)]))];
        let closed = |at| Opening::Closed(utc(at));
        for (now, expected) in [
            ("2026-12-25T00:30:00Z", Opening::Open),
            ("2026-12-25T01:00:00Z", closed("2026-12-26T09:00:00Z")),
            ("2026-12-25T18:00:00Z", closed("2026-12-26T09:00:00Z")),
            ("2026-12-26T10:00:00Z", Opening::Open),
            ("2026-12-26T18:00:00Z", closed("2026-12-27T17:00:00Z")),
        ] {
            assert_eq!(hours.at(utc(now)), Some(expected), "{now}");
        }
    }

    #[test]
    fn holidays_for_weeks_do_not_hide_the_opening_behind_them() {
        let mut hours = berlin();
        let day = |at: i8| Holiday { date: format!("2026-12-{at:02}"), shifts: vec![] };
        hours.holidays = (1..=31).map(day).collect();
        let next = Opening::Closed(utc("2027-01-01T08:00:00Z"));
        assert_eq!(hours.at(utc("2026-12-01T12:00:00Z")), Some(next));
    }

    #[test]
    fn hours_that_were_stored_with_one_shift_a_day_are_still_read() {
        let old = r#"{"zone":"Europe/Berlin","week":[{"from":540,"until":1020},null,null,null,null,null,null]}"#;
        let read: Hours = serde_json::from_str(old).unwrap();
        let mut week = <[Vec<Shift>; 7]>::default();
        week[0] = shifts(&[(9, 17)]);
        assert_eq!(read, hours(week));
        let written = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Hours>(&written).unwrap(), read);
        for wrong in ["7", "{}", r#"[{"from":1}]"#, r#""nine""#] {
            let week = old.replace("null,null,null,null,null,null", &[wrong; 6].join(","));
            assert!(serde_json::from_str::<Hours>(&week).is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_mistake_has_its_sentence() {
        assert_eq!(berlin().mistakes(), Vec::<String>::new());
        let with = |shifts: Vec<Shift>| Hours {
            week: std::array::from_fn(|_| shifts.clone()),
            ..berlin()
        };
        for wrong in [
            shifts(&[(10, 10)]),
            shifts(&[(10, 35)]),
            shifts(&[(24, 25)]),
            shifts(&[(13, 17), (9, 12)]),
            shifts(&[(9, 13), (12, 17)]),
            shifts(&[(0, 1), (2, 3), (4, 5), (6, 7), (8, 9), (10, 11), (12, 13)]),
        ] {
            assert_eq!(with(wrong.clone()).mistakes().len(), 1, "{wrong:?}");
        }
        for dates in [vec!["Christmas"], vec!["2026-02-29"], vec!["2026-12-25"; 2]] {
            let day = |date: &&str| Holiday { date: (*date).to_owned(), shifts: vec![] };
            let wrong = Hours { holidays: dates.iter().map(day).collect(), ..berlin() };
            assert_eq!(wrong.mistakes().len(), 1, "{dates:?}");
        }
        let nowhere = Hours { zone: "Mars/Olympus".to_owned(), ..berlin() };
        assert_eq!(nowhere.mistakes().len(), 1);
        assert_eq!(nowhere.at(utc("2026-11-23T12:00:00Z")), None);
    }
}
