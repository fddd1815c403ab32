//! Ids and times in the forms that AWS gives them.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Random bytes of the system.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    // Without the system's randomness, time still keeps ids apart.
    if getrandom::fill(&mut bytes).is_err() {
        let time = epoch_ms().to_le_bytes();
        bytes.iter_mut().zip(time.iter().cycle()).for_each(|(byte, part)| *byte = *part);
    }
    bytes
}

/// A secret of 32 random bytes as base64url.
pub(crate) fn secret() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

/// A request's id in the form of a UUID. Nothing depends on its being hard to guess.
pub(crate) fn uuid() -> String {
    uuid::Builder::from_random_bytes(fastrand::u128(..).to_le_bytes()).into_uuid().to_string()
}

/// An id in the form of a connection's or message's: `L0SM9cOFvHcCIhw=`.
pub(crate) fn short() -> String {
    let mut bytes = [0_u8; 11];
    fastrand::fill(&mut bytes);
    URL_SAFE.encode(bytes)
}

/// A trace's header; nothing samples it here.
pub(crate) fn trace() -> String {
    let (high, low) = (fastrand::u64(..), fastrand::u32(..));
    format!("Root=1-{:08x}-{high:016x}{low:08x};Sampled=0", epoch_ms() / 1000)
}

/// Milliseconds since 1970.
pub(crate) fn epoch_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// A moment as `09/Apr/2015:12:34:56 +0000`.
pub(crate) fn clf(epoch_ms: u64) -> String {
    utc(epoch_ms).strftime("%d/%b/%Y:%H:%M:%S +0000").to_string()
}

/// A moment as `2025-01-31T12:34:56Z`.
pub(crate) fn rfc3339(epoch_ms: u64) -> String {
    utc(epoch_ms).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A moment's date and time; the end of time where the calendar has none.
fn utc(epoch_ms: u64) -> DateTime {
    let moment = i64::try_from(epoch_ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    Offset::UTC.to_datetime(moment.unwrap_or(Timestamp::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_like_api_gateways() {
        assert_eq!(clf(1_428_582_896_000), "09/Apr/2015:12:34:56 +0000");
        assert_eq!(clf(951_782_400_000), "29/Feb/2000:00:00:00 +0000");
        assert_eq!(rfc3339(1_428_582_896_999), "2015-04-09T12:34:56Z");
    }

    #[test]
    fn ids_have_the_forms_that_aws_gives_them() {
        let (uuid, short) = (uuid(), short());
        assert_eq!(uuid.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert!(uuid.split('-').nth(2).is_some_and(|version| version.starts_with('4')), "{uuid}");
        assert!(short.len() == 16 && short.ends_with('='), "{short}");
        assert_ne!(uuid, super::uuid());
    }
}
