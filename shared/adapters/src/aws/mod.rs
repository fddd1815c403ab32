//! The configuration that all clients of the AWS SDK share: one HTTP client, credentials, time-outs, retries.
//!
//! It is made by hand instead of by the SDK's default chain: a Lambda function finds its credentials in its environment and needs
//! neither profile files nor a metadata service.

#[cfg(any(feature = "dynamo", feature = "events", feature = "files", feature = "push"))]
mod endpoint;
mod http;

use std::time::Duration;

pub use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
pub use aws_types::SdkConfig;
use aws_types::region::Region;
#[cfg(feature = "dynamo")]
pub(crate) use endpoint::regional_endpoint;
#[cfg(any(feature = "dynamo", feature = "events", feature = "files", feature = "push"))]
pub(crate) use endpoint::static_endpoint;

/// How often a request is attempted: a person is waiting, and the client repeats what did not get through.
const ATTEMPTS: u32 = 3;
/// The longest wait before the second attempt; it doubles with each further one, and a random share of it is waited.
const INITIAL_BACKOFF: Duration = Duration::from_millis(20);
/// Well below the functions' own time-outs, so that a slow request ends in an answer and not in a kill.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(8);
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(3);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// The configuration for this region with these credentials. Opens nothing and reads no file.
pub fn sdk_config(region: String, credentials: Credentials) -> SdkConfig {
    sdk_config_with(region, credentials, http::client())
}

/// The same with another HTTP client, such as one that answers in the test's own process.
pub fn sdk_config_with(
    region: String,
    credentials: Credentials,
    http_client: SharedHttpClient,
) -> SdkConfig {
    let timeouts = TimeoutConfig::builder()
        .operation_timeout(OPERATION_TIMEOUT)
        .operation_attempt_timeout(ATTEMPT_TIMEOUT)
        .connect_timeout(CONNECT_TIMEOUT);
    let retries =
        RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(INITIAL_BACKOFF);
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new(region))
        // The credentials of a process do not change while it lives: nothing is to be cached or refreshed.
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .identity_cache(IdentityCache::no_cache())
        .http_client(http_client)
        .sleep_impl(TokioSleep::new())
        .retry_config(retries)
        .timeout_config(timeouts.build())
        // Answers are small and each attempt has its time-out.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .build()
}

/// The service's code for a failed request, or what became of the request where the service named none. It holds no message, which
/// could quote what was sent.
pub(crate) fn error_code<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> String {
    match error {
        SdkError::ServiceError(context) => context.err().code().unwrap_or("unknown").to_owned(),
        SdkError::TimeoutError(_) => "timed out".to_owned(),
        SdkError::DispatchFailure(_) => "not reached".to_owned(),
        SdkError::ResponseError(_) => "no usable answer".to_owned(),
        _ => "no usable request".to_owned(),
    }
}

/// The configuration of a test's own services, whatever they are asked with.
#[cfg(test)]
pub(crate) fn test_config() -> SdkConfig {
    let credentials = Credentials::new("test", "test", None, None, "test");
    sdk_config("eu-central-1".to_owned(), credentials)
}

#[cfg(test)]
mod tests;
