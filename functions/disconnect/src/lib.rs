//! A connection that has ended: its rows go, and an agent's colleagues are told when it was the last.
//!
//! API Gateway delivers `$disconnect` at best effort; rows that it leaves end with their TTL or with the first push
//! that finds them gone.

use application::Presence;
use lambda::config::ConfigError;
use lambda::{Deployment, clock, socket};
use lambda_http::{Body, Error, Request, Response};
use tracing::info;

/// Presence over this deployment's table and connections.
///
/// # Errors
/// [`ConfigError`]: the template did not set what the function needs.
pub fn presence() -> Result<Presence, ConfigError> {
    Deployment::from_env()?.presence()
}

/// Forgets a connection.
///
/// # Errors
/// The event is not of our socket, or the table can't be reached.
pub async fn handle(presence: &Presence, request: Request) -> Result<Response<Body>, Error> {
    let connection = socket::connection(&request)?;
    presence.leave(&connection, clock::now()).await?;
    info!(%connection, "disconnected");
    Ok(Response::new(Body::Empty))
}
