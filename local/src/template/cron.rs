//! `cron(…)` as EventBridge has it: minutes, hours, day of month, month, day of week (1 is Sunday), year, in UTC.

use chrono::DateTime;
use croner::parser::{CronParser, Seconds, Year};

/// When a schedule is due.
#[derive(Debug, Clone, PartialEq)]
pub struct Cron(croner::Cron);

impl Eq for Cron {}

impl Cron {
    /// The fields of an expression between its brackets; none where it is not understood.
    pub(super) fn parse(fields: &str) -> Option<Self> {
        let [_, _, days, _, weekdays, _] =
            fields.split_whitespace().collect::<Vec<_>>().try_into().ok()?;
        // One of the two says the days, the other has no opinion. Other dialects of cron don't ask for that.
        let has_one_opinion = (days == "?") != (weekdays == "?");
        let parser = CronParser::builder()
            .seconds(Seconds::Required)
            .year(Year::Required)
            .alternative_weekdays(true)
            .build();
        has_one_opinion.then(|| parser.parse(&format!("0 {fields}")).ok().map(Self)).flatten()
    }

    /// Whether it is due in the minute of this moment, in milliseconds since 1970.
    pub(crate) fn is_due(&self, epoch_ms: u64) -> bool {
        let minute = epoch_ms - epoch_ms % 60_000;
        let minute = i64::try_from(minute).ok().and_then(DateTime::from_timestamp_millis);
        minute.is_some_and(|minute| self.0.is_time_matching(&minute).unwrap_or(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Thursday, 9 April 2015, 12:34:56.
    const MOMENT: u64 = 1_428_582_896_000;
    const DAY: u64 = 24 * 60 * 60 * 1_000;

    #[track_caller]
    fn check_at(fields: &str, moment: u64, is_due: bool) {
        assert_eq!(Cron::parse(fields).map(|cron| cron.is_due(moment)), Some(is_due), "{fields}");
    }

    #[track_caller]
    fn check(fields: &str, is_due: bool) {
        check_at(fields, MOMENT, is_due);
    }

    #[test]
    fn a_moment_is_due_when_every_field_admits_it() {
        check("* * * * ? *", true);
        check("34 12 9 4 ? 2015", true);
        check("35 12 9 4 ? 2015", false);
        check("34 12 9 4 ? 2016", false);
        check("4/15 10-13 ? APR mon-fri *", true);
        check("0/15 * * * ? *", false);
        check("34 12 ? * SUN,THU 2014-2016", true);
        check("34 12 ? * 5 *", true);
        check("34 12 ? * 4 *", false);
        check("34 12 ? * FRI *", false);
        check("34 12 8,10 * ? *", false);
    }

    #[test]
    fn last_days_nearest_weekdays_and_nth_weekdays_are_known() {
        check("34 12 ? * 5#2 *", true);
        check("34 12 ? * 5#3 *", false);
        check("34 12 ? * 5L *", false);
        check_at("34 12 ? * 5L *", MOMENT + 21 * DAY, true);
        check("34 12 L * ? *", false);
        check_at("34 12 L * ? *", MOMENT + 21 * DAY, true);
        check("34 12 9W * ? *", true);
        // The eleventh is a Saturday.
        check_at("34 12 11W * ? *", MOMENT + DAY, true);
        check_at("34 12 11W * ? *", MOMENT + 2 * DAY, false);
    }

    #[test]
    fn what_is_no_expression_or_says_too_much_of_days_is_not_understood() {
        for wrong in [
            "",
            "* * * * *",
            "* * * * * *",
            "* * ? * ? *",
            "60 * * * ? *",
            "* * ? * 8 *",
            "* * 0 * ? *",
            "* * * 13 ? *",
            "*/0 * * * ? *",
            "* * * SMARCH ? *",
        ] {
            assert_eq!(Cron::parse(wrong), None, "{wrong}");
        }
    }
}
