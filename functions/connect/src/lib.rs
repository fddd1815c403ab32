//! A new connection: its row is written and an agent's colleagues are told.
//!
//! It subscribes to nothing: posting to a connection whose `$connect` has not returned is 410, which would look as if
//! it were gone.

use adapters::dynamo::ListFrames;
use application::Presence;
use lambda::config::ConfigError;
use lambda::{Deployment, clock, socket};
use lambda_http::http::StatusCode;
use lambda_http::http::header::SEC_WEBSOCKET_PROTOCOL;
use lambda_http::{Body, Error, Request, Response};
use tracing::info;

/// Presence over this deployment's table and connections.
///
/// # Errors
/// [`ConfigError`]: the template did not set what the function needs.
pub fn presence() -> Result<Presence, ConfigError> {
    Deployment::from_env()?.presence()
}

/// Accepts a connection with our subprotocol, unless its sign-in was ended while it came in.
///
/// # Errors
/// The event is not of our socket, or the table can't be reached: the gateway then refuses the connection and the
/// client tries again.
pub async fn handle(presence: &Presence, request: Request) -> Result<Response<Body>, Error> {
    let sender = socket::sender(&request)?;
    let (connection, session) = (&sender.connection, sender.session.as_ref());
    let (name, gathered) = contract::GATHERED_LISTS;
    let lists = match socket::parameter(&request, name).as_deref() == Some(gathered) {
        true => ListFrames::Gathered,
        false => ListFrames::Single,
    };
    let (principal, now) = (&sender.principal, clock::now());
    if !presence.arrive_reading(lists, connection, principal, session, now).await? {
        return Ok(Response::builder().status(StatusCode::FORBIDDEN).body(Body::Empty)?);
    }
    info!(request = %sender.request, connection = %sender.connection, role = sender.principal.role.as_str(), "connected");
    let response = Response::builder().header(SEC_WEBSOCKET_PROTOCOL, contract::SUBPROTOCOL);
    Ok(response.body(Body::Empty)?)
}
