//! What is wrong with a store's hours.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{DAY, Holiday, Hours, MOST_HOLIDAYS, MOST_SHIFTS, Shift};

impl Hours {
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
            days().flatten().copied().all(Shift::is_possible),
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

impl Shift {
    fn is_possible(self) -> bool {
        self.from < DAY && self.from < self.until && self.until - self.from <= DAY
    }
}
