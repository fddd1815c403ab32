//! The WebSocket API: handshake, routes, connections and their management.

mod authorizer;
mod connection;
mod events;
mod flaky_connection;
mod handshake;
mod manage;
mod message;
mod opening;
mod peers;
mod routes;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::Incoming;

use self::peers::Peers;
use self::routes::SocketRoutes;
use crate::fault_injection::Faults;
use crate::listen::{self, HttpResponse, Listener};
use crate::metrics::Metrics;
use crate::permissions::Permissions;
use crate::runtime::Functions;
use crate::template::SocketApi;

/// API Gateway's bound for a message, in either direction.
const LARGEST_MESSAGE: usize = 128 * 1024;
/// API Gateway's bound for one frame of a message.
const LARGEST_FRAME: usize = 32 * 1024;

/// How long connections last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lifetime {
    /// Without a message in either direction.
    pub(crate) idle: Duration,
    /// In all.
    pub(crate) total: Duration,
}

/// What a gateway works with besides its API.
pub(crate) struct SocketContext {
    pub(crate) functions: Functions,
    pub(crate) metrics: Metrics,
    pub(crate) faults: Faults,
    pub(crate) lifetime: Lifetime,
    /// Without them everybody may reach every connection.
    pub(crate) permissions: Option<Arc<Permissions>>,
}

/// The API, its connections and the functions behind it.
pub(crate) struct SocketGateway {
    api: SocketApi,
    host: String,
    routes: SocketRoutes,
    peers: Peers,
    context: SocketContext,
}

impl SocketGateway {
    /// A gateway for this API.
    pub(crate) fn new(api: SocketApi, context: SocketContext) -> Self {
        Self {
            host: super::host(&api.id),
            routes: SocketRoutes::new(&api),
            peers: Peers::default(),
            api,
            context,
        }
    }

    /// Serves it until the stack stops.
    pub(crate) async fn serve(self, listener: Listener) {
        let gateway = Arc::new(self);
        let stop = listener.stop.clone();
        listen::serve(listener, move |request, peer| {
            let (gateway, stop) = (Arc::clone(&gateway), stop.clone());
            async move { gateway.answer(request, peer, stop).await }
        })
        .await;
    }

    async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
        peer: SocketAddr,
        stop: tokio::sync::watch::Receiver<bool>,
    ) -> HttpResponse {
        let path = request.uri().path();
        let below =
            path.strip_prefix('/').and_then(|path| path.strip_prefix(self.api.stage.as_str()));
        match below.map(|below| below.split_once("/@connections/")) {
            Some(Some(("", id))) => {
                let id = decoded(id);
                manage::answer(&self, request, &id).await
            }
            Some(None) if matches!(below, Some("" | "/")) && request.method() == Method::GET => {
                handshake::answer(self, request, peer, stop).await
            }
            _ => refusal(StatusCode::FORBIDDEN, "ForbiddenException", "Forbidden"),
        }
    }
}

/// A path's segment without percent signs.
fn decoded(segment: &str) -> String {
    // The parser of forms takes a plus for a space; ids have none.
    form_urlencoded::parse(segment.as_bytes())
        .next()
        .map(|(id, rest)| {
            // An id ends in `=`, which a form's parser takes for the end of a name.
            if segment.ends_with('=') && rest.is_empty() {
                format!("{id}=")
            } else {
                id.into_owned()
            }
        })
        .unwrap_or_default()
}

/// An answer of the gateway itself.
fn refusal(status: StatusCode, kind: &'static str, message: &str) -> HttpResponse {
    let mut answer =
        Response::new(Full::new(Bytes::from(format!("{{\"message\":\"{message}\"}}"))));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert("x-amzn-errortype", HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connections_id_reads_the_same_encoded_and_plain() {
        assert_eq!(decoded("L0SM9cOFvHcCIhw%3D"), "L0SM9cOFvHcCIhw=");
        assert_eq!(decoded("L0SM9cOFvHcCIhw="), "L0SM9cOFvHcCIhw=");
        assert_eq!(decoded("a-b_c"), "a-b_c");
    }
}
