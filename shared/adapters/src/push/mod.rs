//! Frames to open connections, through the gateway's management API.

use aws_sdk_apigatewaymanagement::Client;
use aws_sdk_apigatewaymanagement::config::Builder;
use aws_sdk_apigatewaymanagement::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_apigatewaymanagement::primitives::Blob;
use domain::ConnectionId;

use crate::aws::{self, SdkConfig};

/// The connections of one deployment's socket.
#[derive(Clone)]
pub struct Push(Client);

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
    pub fn new(config: &SdkConfig, endpoint: &str) -> Self {
        let mut builder = Builder::from(config);
        builder.set_endpoint_resolver(Some(aws::static_endpoint(endpoint)));
        Self(Client::from_conf(builder.build()))
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
        let request = self.0.post_to_connection().connection_id(connection.as_str());
        delivery("PostToConnection", Box::pin(request.data(Blob::new(frame)).send()).await)
    }

    /// Ends a connection.
    ///
    /// # Errors
    /// [`PushError`].
    pub async fn disconnect(&self, connection: &ConnectionId) -> Result<Delivery, PushError> {
        let request = self.0.delete_connection().connection_id(connection.as_str());
        delivery("DeleteConnection", Box::pin(request.send()).await)
    }
}

fn delivery<T, E: ProvideErrorMetadata, R>(
    operation: &'static str,
    answer: Result<T, SdkError<E, R>>,
) -> Result<Delivery, PushError> {
    let Err(error) = answer else { return Ok(Delivery::Delivered) };
    match aws::error_code(&error) {
        code if code == "GoneException" => Ok(Delivery::Gone),
        code => Err(PushError { operation, code }),
    }
}
