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
        Ok(Ok(returned)) => match said(&returned, route) {
            Returned::Frame(frame) => Some(frame),
            Returned::Nothing => None,
            Returned::Malformed => Some(error("Internal server error", &peer, &request)),
        },
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

/// What a function's return value means for the connection.
enum Returned {
    /// It is no response.
    Malformed,
    /// Nothing is sent.
    Nothing,
    /// A frame to be sent.
    Frame(Utf8Bytes),
}

fn said(returned: &[u8], route: &Route) -> Returned {
    let response = ProxyResponse::parse(returned).filter(|proxy| proxy.status().is_some());
    match response.and_then(ProxyResponse::into_text) {
        None => Returned::Malformed,
        Some(text) if route.answers && !text.is_empty() => Returned::Frame(text.into()),
        Some(_) => Returned::Nothing,
    }
}

/// An error's frame in the shape that API Gateway documents.
fn error(message: &str, peer: &Peer, request: &str) -> Utf8Bytes {
    let id = &peer.id;
    format!(r#"{{"message":"{message}","connectionId":"{id}","requestId":"{request}"}}"#).into()
}
