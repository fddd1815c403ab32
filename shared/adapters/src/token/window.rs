//! The time in which a token holds, judged by the clock that the caller brings.

use domain::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Number;

use super::{Reason, TokenError};

/// How far two clocks may be apart, in seconds.
pub(super) const LEEWAY: i64 = 60;

/// From when until when a token holds, in seconds since 1970.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Window {
    /// When it was issued.
    #[serde(default, deserialize_with = "optional_date")]
    pub(super) iat: Option<i64>,
    /// From when it holds.
    #[serde(default, deserialize_with = "optional_date")]
    pub(super) nbf: Option<i64>,
    /// When it ends.
    #[serde(deserialize_with = "date")]
    pub(super) exp: i64,
}

impl Window {
    /// When the token ends, if it holds now or would by a clock that is at most [`LEEWAY`] off.
    pub(super) fn check(&self, now: Timestamp) -> Result<Timestamp, TokenError> {
        let now = now.seconds();
        let begins = self.nbf.max(self.iat).unwrap_or(i64::MIN);
        if begins > now.saturating_add(LEEWAY) {
            return Err(TokenError::Unauthorized(Reason::Early));
        }
        if self.exp.saturating_add(LEEWAY) <= now {
            return Err(TokenError::Expired);
        }
        Ok(Timestamp::from_seconds(self.exp))
    }

    /// Whether it ends at most so many seconds after it was issued, and after now: a token can't be issued ahead.
    pub(super) fn is_within(&self, seconds: i64, now: Timestamp) -> bool {
        let ends_soon = self.exp <= now.seconds().saturating_add(seconds).saturating_add(LEEWAY);
        ends_soon && self.iat.is_some_and(|iat| self.exp <= iat.saturating_add(seconds))
    }
}

/// A date as tokens carry it. Fractions are legal there, and what `Date.now() / 1000` gives.
fn seconds(date: &Number) -> Option<i64> {
    // The cast saturates, and no date is so far away that this matters.
    date.as_i64().or_else(|| date.as_f64().map(|seconds| seconds.floor() as i64))
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let date = Number::deserialize(deserializer)?;
    seconds(&date).ok_or_else(|| D::Error::custom("a date in seconds since 1970"))
}

fn optional_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let date = Option::<Number>::deserialize(deserializer)?;
    Ok(date.as_ref().and_then(seconds))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn window(json: &str) -> Window {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_token_holds_between_its_dates_give_or_take_a_minute() {
        let window = window(r#"{"iat":1000,"nbf":1100,"exp":2000}"#);
        let table = [
            (1039, Err(TokenError::Unauthorized(Reason::Early))),
            (1040, Ok(Timestamp::from_seconds(2000))),
            (2059, Ok(Timestamp::from_seconds(2000))),
            (2060, Err(TokenError::Expired)),
        ];
        for (now, expected) in table {
            assert_eq!(window.check(Timestamp::from_seconds(now)), expected, "at {now}");
        }
    }

    #[test]
    fn a_fraction_of_a_second_is_cut_off() {
        assert_eq!(window(r#"{"exp":2000.75}"#).exp, 2000);
    }

    #[test]
    fn a_token_without_an_end_is_no_token() {
        assert!(serde_json::from_str::<Window>(r#"{"iat":1000}"#).is_err());
        assert!(serde_json::from_str::<Window>(r#"{"exp":"2000"}"#).is_err());
    }

    proptest! {
        #[test]
        fn no_date_however_wild_breaks_the_arithmetic(iat: Option<i64>, nbf: Option<i64>, exp: i64, now: i64) {
            let window = Window { iat, nbf, exp };
            let _ = window.check(Timestamp(now));
            let _ = window.is_within(3600, Timestamp(now));
        }

        #[test]
        fn whatever_is_within_an_hour_has_ended_an_hour_later(iat in 0..10_000i64, life in 0..10_000i64, now in 0..10_000i64) {
            let window = Window { iat: Some(iat), nbf: None, exp: iat + life };
            if window.is_within(3600, Timestamp::from_seconds(now)) {
                let later = Timestamp::from_seconds(now + 3600 + 2 * LEEWAY);
                prop_assert_eq!(window.check(later), Err(TokenError::Expired));
            }
        }
    }
}
