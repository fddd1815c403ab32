//! One message of a client: its route's function works on it, and what that says goes back.

use std::sync::Arc;

use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use super::SocketGateway;
use super::events::FrameBody;
use super::peers::Peer;
use crate::clock;
use crate::gateway::proxy::ProxyResponse;
use crate::template::Route;

/// Lets the message's route work; gives what goes back over the socket, if anything does.
pub(super) async fn work(
    gateway: Arc<SocketGateway>,
    peer: Arc<Peer>,
    message: Message,
) -> Option<Utf8Bytes> {
    let request = clock::short();
    let body = match &message {
        Message::Text(text) => FrameBody::Text(text.as_str()),
        other => FrameBody::Binary(other_bytes(other)),
    };
    let route = gateway.routes.select(if let FrameBody::Text(text) = body { text } else { "" });
    let Some(route) = route else { return Some(error("Forbidden", &peer, &request)) };
    let event = gateway.message_event(&peer, &route.key, &request, body);
    drop(message);
    let invoked =
        timeout(route.timeout, gateway.context.functions.invoke(&route.function, event)).await;
    match invoked {
        Ok(Ok(returned)) => said(&returned, route)
            .unwrap_or_else(|| Some(error("Internal server error", &peer, &request))),
        Ok(Err(_)) => Some(error("Internal server error", &peer, &request)),
        Err(_) => Some(error("Endpoint request timed out", &peer, &request)),
    }
}

fn other_bytes(message: &Message) -> &[u8] {
    match message {
        Message::Binary(bytes) => bytes,
        _ => &[],
    }
}

/// The frame that a function's return value means; `None` when it is malformed.
fn said(returned: &[u8], route: &Route) -> Option<Option<Utf8Bytes>> {
    let is_answering = route.answers;
    let proxy = ProxyResponse::parse(returned)?;
    proxy.status()?;
    let text = proxy.into_text()?;
    Some((is_answering && !text.is_empty()).then(|| Utf8Bytes::from(text)))
}

/// An error's frame in the shape that API Gateway documents.
fn error(message: &str, peer: &Peer, request: &str) -> Utf8Bytes {
    let id = &peer.id;
    format!(r#"{{"message":"{message}","connectionId":"{id}","requestId":"{request}"}}"#).into()
}
