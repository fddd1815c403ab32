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
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;

pub(crate) use endpoint::{Call, Endpoint, Failure};

/// The roots under which AWS's endpoints are certified.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon-roots.pem");

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

/// An HTTP client for this endpoint; TLS is set up only where the endpoint speaks it.
pub(crate) fn http_client(endpoint: Option<&str>) -> SharedHttpClient {
    let is_plain = endpoint.is_some_and(|url| url.starts_with("http://"));
    if is_plain {
        return Builder::new().build_http();
    }
    let roots = TrustStore::empty().with_pem_certificate(AMAZON_ROOTS);
    let context = TlsContext::builder().with_trust_store(roots).build();
    let builder = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring));
    match context {
        Ok(context) => builder.tls_context(context).build_https(),
        Err(_) => builder.build_https(),
    }
}

/// Three tries, quickly: a person is waiting, and the client repeats what did not get through.
pub(crate) fn retries() -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(3)
        .with_initial_backoff(Duration::from_millis(20))
        .with_max_backoff(Duration::from_secs(1))
}

/// Well below the functions' own time-outs, so that a slow call ends in an answer and not in a kill.
pub(crate) fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(1))
        .operation_attempt_timeout(Duration::from_secs(3))
        .operation_timeout(Duration::from_secs(8))
        .build()
}
