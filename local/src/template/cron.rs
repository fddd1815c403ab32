//! `cron(…)` as EventBridge has it: minutes, hours, day of month, month, day of week, year, in UTC.
//!
//! `L`, `W` and `#` (last day, nearest weekday, n-th weekday) are not known here.

use std::ops::RangeInclusive;

use crate::clock::{self, Minute};

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// When a schedule is due: the numbers that each field admits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron {
    minutes: Vec<u64>,
    hours: Vec<u64>,
    days: Vec<u64>,
    months: Vec<u64>,
    /// 1 is Sunday.
    weekdays: Vec<u64>,
    years: Vec<u64>,
}

impl Cron {
    /// The fields of an expression between its brackets; none where it is not understood.
    pub(super) fn parse(fields: &str) -> Option<Self> {
        let fields: Vec<_> = fields.split_whitespace().collect();
        let [minutes, hours, days, months, weekdays, years] = fields.try_into().ok()?;
        // One of the two says the days, the other has no opinion.
        let has_one_opinion = (days == "?") != (weekdays == "?");
        if !has_one_opinion {
            return None;
        }
        Some(Self {
            minutes: numbers(minutes, 0..=59, &[])?,
            hours: numbers(hours, 0..=23, &[])?,
            days: numbers(days, 1..=31, &[])?,
            months: numbers(months, 1..=12, &MONTHS)?,
            weekdays: numbers(weekdays, 1..=7, &DAYS)?,
            years: numbers(years, 1970..=2199, &[])?,
        })
    }

    /// Whether it is due in the minute of this moment, in milliseconds since 1970.
    pub(crate) fn is_due(&self, epoch_ms: u64) -> bool {
        let Minute { year, month, day, weekday, hour, minute } = clock::minute(epoch_ms);
        let fields = [
            (&self.minutes, minute),
            (&self.hours, hour),
            (&self.days, day),
            (&self.months, month),
            (&self.weekdays, weekday),
            (&self.years, year),
        ];
        fields.into_iter().all(|(admitted, now)| admitted.contains(&now))
    }
}

/// The numbers that a field admits: `*`, `?`, `5`, `1-5`, `0/15`, names, and lists of these.
fn numbers(field: &str, within: RangeInclusive<u64>, names: &[&str]) -> Option<Vec<u64>> {
    let mut all = Vec::new();
    for part in field.split(',') {
        all.extend(part_of(part, &within, names)?);
    }
    Some(all)
}

fn part_of(
    part: &str,
    within: &RangeInclusive<u64>,
    names: &[&str],
) -> Option<impl Iterator<Item = u64> + use<>> {
    let (span, step) = match part.split_once('/') {
        Some((span, step)) => (span, Some(step.parse::<usize>().ok().filter(|step| *step > 0)?)),
        None => (part, None),
    };
    let number = |text: &str| {
        let name = names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let number = name.map(|at| at as u64 + within.start()).or_else(|| text.parse().ok())?;
        within.contains(&number).then_some(number)
    };
    let (first, last) = match span.split_once('-') {
        _ if span == "*" || span == "?" => (*within.start(), *within.end()),
        Some((first, last)) => (number(first)?, number(last)?),
        None if step.is_some() => (number(span)?, *within.end()),
        None => (number(span)?, number(span)?),
    };
    Some((first..=last).step_by(step.unwrap_or(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Thursday, 9 April 2015, 12:34:56.
    const MOMENT: u64 = 1_428_582_896_000;

    #[track_caller]
    fn check(fields: &str, is_due: bool) {
        assert_eq!(Cron::parse(fields).map(|cron| cron.is_due(MOMENT)), Some(is_due), "{fields}");
    }

    #[test]
    fn a_moment_is_due_when_every_field_admits_it() {
        check("* * * * ? *", true);
        check("34 12 9 4 ? 2015", true);
        check("35 12 9 4 ? 2015", false);
        check("4/15 10-13 ? APR mon-fri *", true);
        check("0/15 * * * ? *", false);
        check("34 12 ? * SUN,THU 2014-2016", true);
        check("34 12 ? * 5 *", true);
        check("34 12 ? * FRI *", false);
        check("34 12 8,10 * ? *", false);
    }

    #[test]
    fn what_is_no_expression_or_says_too_much_of_days_is_not_understood() {
        for wrong in [
            "",
            "* * * * *",
            "* * * * * *",
            "* * ? * ? *",
            "60 * * * ? *",
            "* * L * ? *",
            "* * ? * 6#3 *",
            "*/0 * * * ? *",
            "* * * SMARCH ? *",
        ] {
            assert_eq!(Cron::parse(wrong), None, "{wrong}");
        }
    }
}
