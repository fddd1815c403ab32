//! A WebSocket event of API Gateway, and the answer to it.

use domain::{
    ConnectionId, Memberships, Name, NetworkAddress, Principal, Role, SessionId, Timestamp,
};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt, Response};
use serde_json::Value;

/// What an event on an open connection says of its sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Whom the authorizer recognised when the connection was opened.
    pub principal: Principal,
    /// With which sign-in; none where an authorizer of an earlier version has let them in.
    pub session: Option<SessionId>,
    /// The connection.
    pub connection: ConnectionId,
    /// Where they connected from.
    pub address: Option<NetworkAddress>,
    /// API Gateway's id of this request, for logs.
    pub request: String,
}

/// An event that the gateway of our template does not send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the event is not of a socket with our authorizer: {0} is missing or wrong")]
pub struct Unexpected(&'static str);

/// Who sent this event, from the context that the authorizer left with the connection.
///
/// # Errors
/// [`Unexpected`].
pub fn sender(request: &Request) -> Result<Sender, Unexpected> {
    let Some(RequestContext::WebSocket(context)) = request.request_context_ref() else {
        return Err(Unexpected("requestContext"));
    };
    let field = |name: &'static str| context.authorizer.fields.get(name).and_then(Value::as_str);
    let role = field("role").and_then(Role::named).ok_or(Unexpected("role"))?;
    let user = field("user").and_then(|user| user.parse().ok()).ok_or(Unexpected("user"))?;
    let expires =
        field("expires").and_then(|seconds| seconds.parse().ok()).ok_or(Unexpected("expires"))?;
    let stores = field("stores")
        .unwrap_or_default()
        .split(' ')
        .filter_map(|store| store.parse().ok())
        .collect();
    let principal = Principal {
        user: Some(user),
        role,
        name: field("name").and_then(Name::shortened),
        stores,
        groups: Memberships::read(field("groups").unwrap_or_default()),
        expires: Timestamp::from_seconds(expires),
    };
    let connection = context.connection_id.clone().and_then(|id| id.try_into().ok());
    let connection = connection.ok_or(Unexpected("connectionId"))?;
    let session = field("session").and_then(|session| session.parse().ok());
    let address = context.identity.source_ip.as_deref().and_then(|address| address.parse().ok());
    let address = address.map(NetworkAddress::of);
    let request = context.request_id.clone().unwrap_or_default();
    Ok(Sender { principal, session, connection, address, request })
}

/// The connection that an event is about, where nobody's identity matters ($disconnect).
///
/// # Errors
/// [`Unexpected`].
pub fn connection(request: &Request) -> Result<ConnectionId, Unexpected> {
    match request.request_context_ref() {
        Some(RequestContext::WebSocket(context)) => context
            .connection_id
            .clone()
            .and_then(|id| id.try_into().ok())
            .ok_or(Unexpected("connectionId")),
        _ => Err(Unexpected("requestContext")),
    }
}

/// A parameter of the address with which a connection was opened.
pub fn parameter(request: &Request, name: &str) -> Option<String> {
    request.query_string_parameters_ref()?.first(name).map(str::to_owned)
}

/// The frame that a client sent; empty where the event carries none.
pub fn frame(request: &Request) -> &str {
    match request.body() {
        Body::Text(text) => text,
        Body::Binary(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
        _ => "",
    }
}

/// The answer: its body goes to the client as a frame; without one the client hears nothing.
pub fn answer(frame: Option<String>) -> Response<Body> {
    Response::new(frame.map_or(Body::Empty, Body::Text))
}
