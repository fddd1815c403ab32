//! Ids and times in the forms that AWS gives them.

use std::fmt::Write as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// 64 bits that no other call of this machine has given: splitmix64 from a random start.
pub(crate) fn unique() -> u64 {
    static STATE: OnceLock<AtomicU64> = OnceLock::new();
    let state = STATE.get_or_init(|| AtomicU64::new(u64::from_le_bytes(random())));
    mixed(state.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed))
}

/// The output function of splitmix64.
pub(crate) fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

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

/// A request's id in the form of a UUID.
pub(crate) fn uuid() -> String {
    let (high, low) = (unique(), unique());
    let mut text = String::with_capacity(36);
    let _ = write!(
        text,
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        (low >> 48) & 0x3fff | 0x8000,
        low & 0xffff_ffff_ffff
    );
    text
}

/// An id in the form of a connection's or message's: `L0SM9cOFvHcCIhw=`.
pub(crate) fn short() -> String {
    let mut bytes = [0_u8; 11];
    bytes[..8].copy_from_slice(&unique().to_le_bytes());
    bytes[8..].copy_from_slice(&unique().to_le_bytes()[..3]);
    STANDARD.encode(bytes).replace('/', "_").replace('+', "-")
}

/// A trace's header; nothing samples it here.
pub(crate) fn trace() -> String {
    format!("Root=1-{:08x}-{:016x}{:08x};Sampled=0", epoch_ms() / 1000, unique(), unique() >> 32)
}

/// Milliseconds since 1970.
pub(crate) fn epoch_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A moment as `09/Apr/2015:12:34:56 +0000`.
pub(crate) fn clf(epoch_ms: u64) -> String {
    let (seconds, days) = (epoch_ms / 1000 % 86_400, epoch_ms / 86_400_000);
    let (year, month, day) = civil(days);
    let month = MONTHS[month as usize - 1];
    format!(
        "{day:02}/{month}/{year}:{:02}:{:02}:{:02} +0000",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// A moment as `2025-01-31T12:34:56Z`.
pub(crate) fn rfc3339(epoch_ms: u64) -> String {
    let (seconds, days) = (epoch_ms / 1000 % 86_400, epoch_ms / 86_400_000);
    let (year, month, day) = civil(days);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// A minute of the calendar, in UTC.
pub(crate) struct Minute {
    pub(crate) year: u64,
    pub(crate) month: u64,
    pub(crate) day: u64,
    /// 1 is Sunday.
    pub(crate) weekday: u64,
    pub(crate) hour: u64,
    pub(crate) minute: u64,
}

/// The minute of a moment.
pub(crate) fn minute(epoch_ms: u64) -> Minute {
    let (minutes, days) = (epoch_ms / 60_000 % 1_440, epoch_ms / 86_400_000);
    let (year, month, day) = civil(days);
    // The first day of 1970 was a Thursday.
    let weekday = (days + 4) % 7 + 1;
    Minute { year, month, day, weekday, hour: minutes / 60, minute: minutes % 60 }
}

/// Year, month and day of a day counted from 1970 (Howard Hinnant's algorithm).
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let of_era = shifted % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_like_api_gateways() {
        assert_eq!(clf(1_428_582_896_000), "09/Apr/2015:12:34:56 +0000");
        assert_eq!(clf(951_782_400_000), "29/Feb/2000:00:00:00 +0000");
        assert_eq!(rfc3339(1_428_582_896_000), "2015-04-09T12:34:56Z");
    }

    #[test]
    fn ids_have_the_forms_that_aws_gives_them() {
        let (uuid, short) = (uuid(), short());
        assert_eq!(uuid.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert!(short.len() == 16 && short.ends_with('='), "{short}");
        assert_ne!(uuid, super::uuid());
    }
}
