//! The one place that reads the clock or draws random numbers.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::Timestamp;

/// The system's clock, for what needs one of its own.
#[allow(clippy::disallowed_methods)] // the one place that looks at a clock
pub fn clock() -> SystemTime {
    SystemTime::now()
}

/// The time of the request.
pub fn now() -> Timestamp {
    let since = clock().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A random number in 0..1, for jitter between retries.
pub fn jitter() -> f64 {
    let mut bytes = [0; 4];
    // Without a source of randomness all wait equally long, which is no harm.
    let _ = getrandom::fill(&mut bytes);
    f64::from(u32::from_be_bytes(bytes)) / 4_294_967_296.0
}

/// Sixteen bytes that nobody can guess.
///
/// # Errors
/// The system has no source of randomness; nothing that needs an id may go on then.
pub fn random() -> Result<[u8; 16], getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
