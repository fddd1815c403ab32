//! When so much of the time has gone by in which people answer.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{HORIZON, Hours, Shift, moments, place};
use crate::Timestamp;

impl Hours {
    /// The moment at which people have answered for so many milliseconds since `from`; none where that is not so within a
    /// year, or the zone is unknown. Time in which two shifts meet counts once.
    pub fn after(&self, from: Timestamp, millis: i64) -> Option<Timestamp> {
        let zone = TimeZone::get(&self.zone).ok()?;
        let today = zone.to_datetime(jiff::Timestamp::from_millisecond(from.0).ok()?).date();
        let dated =
            self.holidays.iter().filter_map(|day| Some((day.date()?, day.shifts.as_slice())));
        let holidays: BTreeMap<Date, &[Shift]> = dated.collect();
        // What began yesterday may last until now.
        let mut day = today.yesterday().ok()?;
        let (mut left, mut reached) = (millis.max(0), from);
        for _ in 0..HORIZON {
            let usual = self.week[place(day.weekday())].as_slice();
            let shifts = holidays.get(&day).copied().unwrap_or(usual);
            for (begin, end) in moments(shifts, day, &zone) {
                let begin = begin.max(reached);
                if end <= begin {
                    continue;
                }
                if end.0 - begin.0 >= left {
                    return Some(begin.plus_millis(left));
                }
                left -= end.0 - begin.0;
                reached = end;
            }
            day = day.tomorrow().ok()?;
        }
        None
    }
}
