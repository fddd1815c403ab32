//! How AWS is reached: signed requests over connections that stay open, with the credentials that Lambda hands to
//! its process.
//!
//! Built by hand instead of by the SDK's default chain: a Lambda function finds its credentials in its environment
//! and needs neither profile files nor the system's certificate store, whose loading would dominate its cold start.

mod connections;
mod endpoint;
mod signature;

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;

pub(crate) use endpoint::{Call, Endpoint, Failure};

/// How often a call is tried: a person is waiting, and the client repeats what did not get through.
const ATTEMPTS: u32 = 3;
/// The longest wait before the second attempt.
const FIRST_BACKOFF: Duration = Duration::from_millis(20);
/// Well below the functions' own time-outs, so that a slow call ends in an answer and not in a kill.
const LONGEST_CALL: Duration = Duration::from_secs(8);
const LONGEST_ATTEMPT: Duration = Duration::from_secs(3);
const LONGEST_CONNECT: Duration = Duration::from_secs(1);

/// What a process knows about reaching AWS.
#[derive(Clone)]
pub struct Access {
    /// The region's name.
    pub region: String,
    /// The key's id, its secret and, for a role, the session's token.
    pub credentials: Credentials,
    /// Signatures carry the time.
    pub clock: fn() -> SystemTime,
}

impl Access {
    /// Access with the credentials of a process's environment.
    pub fn new(
        region: String,
        key_id: String,
        secret: String,
        session: Option<String>,
        clock: fn() -> SystemTime,
    ) -> Self {
        let credentials = Credentials::new(key_id, secret, session, None, "environment");
        Self { region, credentials, clock }
    }
}
