//! The one place with a clock and with chance.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::Timestamp;

/// The system's clock, for what needs one of its own.
pub fn clock() -> SystemTime {
    SystemTime::now()
}

/// The time of the request.
pub fn now() -> Timestamp {
    let since = clock().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
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
