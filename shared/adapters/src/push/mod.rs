//! Frames to open connections, through the gateway's management API.

use std::sync::Arc;

use bytes::Bytes;
use domain::ConnectionId;
use http::Method;

use crate::aws::{Access, Call, Endpoint, Failure};

/// The connections of one deployment's socket.
#[derive(Clone)]
pub struct Push(Arc<Endpoint>);

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
        Self(Arc::new(Endpoint::new(access, "execute-api", endpoint)))
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
        let body = Bytes::copy_from_slice(frame.as_bytes());
        self.call("PostToConnection", Method::POST, connection, body).await
    }

    /// Ends a connection.
    ///
    /// # Errors
    /// [`PushError`].
    pub async fn disconnect(&self, connection: &ConnectionId) -> Result<Delivery, PushError> {
        self.call("DeleteConnection", Method::DELETE, connection, Bytes::new()).await
    }

    async fn call(
        &self,
        operation: &'static str,
        method: Method,
        connection: &ConnectionId,
        body: Bytes,
    ) -> Result<Delivery, PushError> {
        let path = &path(connection);
        match self.0.call(&Call { method, path, headers: &[], body }).await {
            Ok(_) => Ok(Delivery::Delivered),
            Err(Failure::Refused { code, .. }) if code == "GoneException" => Ok(Delivery::Gone),
            Err(failure) => Err(PushError { operation, code: failure.to_string() }),
        }
    }
}

/// An id's characters that mean something else in a path are encoded.
fn path(connection: &ConnectionId) -> String {
    let mut path = String::from("/@connections/");
    for character in connection.as_str().chars() {
        match character {
            '=' => path.push_str("%3D"),
            '+' => path.push_str("%2B"),
            '/' => path.push_str("%2F"),
            plain => path.push(plain),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connections_id_is_one_part_of_the_path() {
        let path = |id: &str| path(&id.parse().unwrap());
        assert_eq!(path("L0SM9cOFvHcCIhw="), "/@connections/L0SM9cOFvHcCIhw%3D");
        assert_eq!(path("a/b+c_d-e"), "/@connections/a%2Fb%2Bc_d-e");
    }
}
