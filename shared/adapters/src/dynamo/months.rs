//! Months of the UTC calendar, by which closed cases are kept: `2026-11`.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use domain::Timestamp;

/// The month of a moment.
pub(super) fn month_of(at: Timestamp) -> String {
    let date = DateTime::from_secs(at.seconds()).fmt(Format::DateTime).unwrap_or_default();
    date.chars().take(7).collect()
}

/// This many months up to the one of a moment, newest first.
pub(super) fn months_until(at: Timestamp, count: usize) -> impl Iterator<Item = String> {
    let newest = month_of(at);
    let mut parts = newest.split('-').map(|part| part.parse::<usize>().unwrap_or_default());
    let (year, month) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let since_year_0 = (year * 12 + month).saturating_sub(1);
    let back = move |by| since_year_0.checked_sub(by);
    (0..count).map_while(back).map(|all| format!("{:04}-{:02}", all / 12, all % 12 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_that_of_the_utc_calendar() {
        for (seconds, expected) in [
            (0, "1970-01"),
            (951_782_399, "2000-02"),
            (951_868_800, "2000-03"),
            (1_798_761_599, "2026-12"),
            (1_798_761_600, "2027-01"),
        ] {
            assert_eq!(month_of(Timestamp::from_seconds(seconds)), expected, "{seconds}");
        }
    }

    #[test]
    fn the_months_before_january_are_those_of_the_year_before() {
        let at = Timestamp::from_seconds(1_798_761_600);
        assert_eq!(months_until(at, 3).collect::<Vec<_>>(), ["2027-01", "2026-12", "2026-11"]);
        assert_eq!(months_until(at, 14).last().as_deref(), Some("2025-12"));
    }
}
