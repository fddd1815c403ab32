//! Frames to open connections, through the gateway's management API.

use aws_sdk_apigatewaymanagement::Client;
use aws_sdk_apigatewaymanagement::config::{
    BehaviorVersion, IdentityCache, Region, SharedCredentialsProvider,
    StalledStreamProtectionConfig,
};
use aws_sdk_apigatewaymanagement::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_apigatewaymanagement::primitives::Blob;
use domain::ConnectionId;

use crate::aws::{Access, http_client, retries, timeouts};

/// The connections of one deployment's socket.
#[derive(Clone)]
pub struct Push {
    client: Client,
}

/// What became of a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// The gateway has it.
    Delivered,
    /// There is no such connection any more.
    Gone,
}

/// The gateway did not take a push. A push is a hint: the client's next look at the log mends it.
#[derive(Debug, thiserror::Error)]
#[error("the gateway did not answer {operation}: {code}")]
pub struct PushError {
    operation: &'static str,
    code: String,
}

impl Push {
    /// A handle on the stage's connections (`https://…/stage`); nothing is opened before the first push.
    pub fn new(access: &Access, endpoint: &str) -> Self {
        let config = aws_sdk_apigatewaymanagement::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(access.region.clone()))
            .credentials_provider(SharedCredentialsProvider::new(access.credentials.clone()))
            .identity_cache(IdentityCache::no_cache())
            .http_client(http_client(Some(endpoint)))
            .retry_config(retries())
            .timeout_config(timeouts())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .endpoint_url(endpoint);
        Self { client: Client::from_conf(config.build()) }
    }

    /// Sends a frame to a connection.
    ///
    /// # Errors
    /// [`PushError`] where the gateway can't be reached; a connection that is gone is an answer, not an error.
    pub async fn post(
        &self,
        connection: &ConnectionId,
        frame: &str,
    ) -> Result<Delivery, PushError> {
        let post = self.client.post_to_connection().connection_id(connection.as_str());
        answer("PostToConnection", post.data(Blob::new(frame)).send().await)
    }

    /// Ends a connection.
    ///
    /// # Errors
    /// [`PushError`].
    pub async fn disconnect(&self, connection: &ConnectionId) -> Result<Delivery, PushError> {
        let delete = self.client.delete_connection().connection_id(connection.as_str());
        answer("DeleteConnection", delete.send().await)
    }
}

fn answer<T, E: ProvideErrorMetadata, R>(
    operation: &'static str,
    result: Result<T, SdkError<E, R>>,
) -> Result<Delivery, PushError> {
    let code = match result {
        Ok(_) => return Ok(Delivery::Delivered),
        Err(SdkError::ServiceError(error)) => match error.err().code() {
            Some("GoneException") => return Ok(Delivery::Gone),
            code => code.unwrap_or("unknown").to_owned(),
        },
        Err(SdkError::TimeoutError(_)) => "timed out".to_owned(),
        Err(_) => "not reached".to_owned(),
    };
    Err(PushError { operation, code })
}
