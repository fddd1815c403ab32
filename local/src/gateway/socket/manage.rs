//! `@connections`: functions post to, look at and close connections.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use serde_json::json;

use super::peers::{Peer, PeerCommand, PushError};
use super::{LARGEST_MESSAGE, SocketGateway, refusal};
use crate::browser_guard::refuse_browser;
use crate::clock;
use crate::listen::HttpResponse;

/// Answers a request about the connection of this id.
pub(super) async fn answer(
    gateway: &SocketGateway,
    request: Request<Incoming>,
    id: &str,
) -> HttpResponse {
    if let Some(refused) = refuse_browser(&request) {
        return refused;
    }
    if let Err(sentence) = allowed(gateway, &request, id) {
        return refusal(StatusCode::FORBIDDEN, "AccessDeniedException", &sentence);
    }
    match *request.method() {
        Method::POST => post(gateway, request, id).await,
        Method::GET => gateway.peers.find(id).map_or_else(gone, |peer| described(&peer)),
        Method::DELETE => done(gateway.peers.order(id, PeerCommand::Close), StatusCode::NO_CONTENT),
        _ => refusal(StatusCode::FORBIDDEN, "ForbiddenException", "Forbidden"),
    }
}

/// Whether the role of whoever signed the request may do this.
fn allowed(gateway: &SocketGateway, request: &Request<Incoming>, id: &str) -> Result<(), String> {
    let Some(permissions) = &gateway.context.permissions else { return Ok(()) };
    let stage = format!("{}/{}", gateway.api.id, gateway.api.stage);
    permissions.of_connection(request.headers(), &stage, request.method().as_str(), id)
}

async fn post(gateway: &SocketGateway, request: Request<Incoming>, id: &str) -> HttpResponse {
    let Ok(body) = Limited::new(request.into_body(), LARGEST_MESSAGE).collect().await else {
        return refusal(
            StatusCode::PAYLOAD_TOO_LARGE,
            "PayloadTooLargeException",
            "Message too long",
        );
    };
    let posted = gateway.peers.order(id, PeerCommand::Push(body.to_bytes()));
    match posted {
        Ok(()) => gateway.context.metrics.pushed(),
        Err(PushError::Gone) => gateway.context.metrics.was_gone(),
        Err(PushError::Full) => {}
    }
    done(posted, StatusCode::OK)
}

fn done(ordered: Result<(), PushError>, status: StatusCode) -> HttpResponse {
    match ordered {
        Ok(()) => {
            let mut answer = Response::new(Full::new(Bytes::new()));
            *answer.status_mut() = status;
            answer
        }
        Err(PushError::Gone) => gone(),
        Err(PushError::Full) => {
            refusal(StatusCode::TOO_MANY_REQUESTS, "LimitExceededException", "Too Many Requests")
        }
    }
}

fn gone() -> HttpResponse {
    refusal(StatusCode::GONE, "GoneException", "Gone")
}

fn described(peer: &Peer) -> HttpResponse {
    let document = json!({
        "connectedAt": clock::rfc3339(peer.connected_at),
        "identity": { "sourceIp": peer.source_ip, "userAgent": peer.user_agent },
        "lastActiveAt": clock::rfc3339(peer.last_active()),
    });
    let mut answer = Response::new(Full::new(Bytes::from(document.to_string())));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}
