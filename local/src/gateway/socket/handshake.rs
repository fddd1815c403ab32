//! The handshake: authorizer, `$connect`, and only then the socket.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::connection::SocketConnection;
use super::opening::Handshake;
use super::peers::Peer;
use super::{LARGEST_FRAME, LARGEST_MESSAGE, SocketGateway, refusal};
use crate::gateway::proxy::{self, ProxyResponse};
use crate::listen::HttpResponse;

/// Bytes that are read of a socket at once; most frames are far shorter.
const READ_BUFFER: usize = 4 * 1024;

/// Answers a request to connect.
pub(super) async fn answer(
    gateway: Arc<SocketGateway>,
    mut request: Request<Incoming>,
    address: SocketAddr,
    stop: watch::Receiver<bool>,
) -> HttpResponse {
    let Some(accept) = accept_key(request.headers()) else {
        return refusal(StatusCode::BAD_REQUEST, "BadRequestException", "Bad Request");
    };
    let upgrade = hyper::upgrade::on(&mut request);
    // A task of its own: a client that leaves meanwhile must not cut the functions' work in half.
    let opening = tokio::spawn(open(gateway, request, address, upgrade, accept, stop));
    opening.await.unwrap_or_else(|_| {
        refusal(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", "Internal server error")
    })
}

fn accept_key(headers: &HeaderMap) -> Option<HeaderValue> {
    let says = |name: header::HeaderName, wanted: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.to_lowercase().contains(wanted))
    };
    let is_socket = says(header::UPGRADE, "websocket")
        && says(header::CONNECTION, "upgrade")
        && says(header::SEC_WEBSOCKET_VERSION, "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| is_socket)?;
    HeaderValue::try_from(derive_accept_key(key.as_bytes())).ok()
}

async fn open(
    gateway: Arc<SocketGateway>,
    request: Request<Incoming>,
    address: SocketAddr,
    upgrade: OnUpgrade,
    accept: HeaderValue,
    stop: watch::Receiver<bool>,
) -> HttpResponse {
    let agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|agent| agent.to_str().ok())
        .map(str::to_owned);
    let mut peer = Peer::new(address, agent);
    let opening = Handshake { headers: request.headers(), uri: request.uri() };
    if let Some(authorizer) = &gateway.api.authorizer {
        match gateway.authorize(authorizer, &peer, &opening).await {
            Ok(context) => peer.authorizer = Some(context),
            Err(refused) => return refused,
        }
    }
    let headers = match gateway.connect(&peer, &opening).await {
        Ok(headers) => headers,
        Err(refused) => return refused,
    };
    let peer = Arc::new(peer);
    let orders = gateway.peers.add(&peer);
    tokio::spawn(async move {
        match upgraded(upgrade).await {
            Some(socket) => SocketConnection::new(gateway, peer, socket).run(orders, stop).await,
            None => gateway.left(&peer, 1006, "Connection closed before it was open").await,
        }
    });
    switching(accept, headers)
}

impl SocketGateway {
    /// Asks `$connect`; its headers go into the answer, anything but a 2xx refuses the connection.
    async fn connect(
        &self,
        peer: &Peer,
        opening: &Handshake<'_>,
    ) -> Result<HeaderMap, HttpResponse> {
        let Some(route) = &self.routes.connect else { return Ok(HeaderMap::new()) };
        let event = self.connect_event(peer, opening);
        let invoked =
            timeout(route.timeout, self.context.functions.invoke(&route.function, event)).await;
        let bad =
            || refusal(StatusCode::BAD_GATEWAY, "BadGatewayException", "Internal server error");
        let returned = match invoked {
            Ok(Ok(returned)) => returned,
            Ok(Err(_)) => return Err(bad()),
            Err(_) => {
                return Err(refusal(
                    StatusCode::GATEWAY_TIMEOUT,
                    "IntegrationTimeout",
                    "Endpoint request timed out",
                ));
            }
        };
        let proxy = ProxyResponse::parse(&returned).ok_or_else(bad)?;
        let status = proxy.status().ok_or_else(bad)?;
        if status.is_success() {
            return Ok(proxy.headers());
        }
        let mut answer = Response::new(Full::new(proxy.bytes().unwrap_or_default()));
        *answer.status_mut() = status;
        Err(answer)
    }

    /// Takes a peer off the list and tells `$disconnect`.
    pub(super) async fn left(&self, peer: &Peer, code: u16, reason: &str) {
        self.peers.remove(&peer.id);
        if let Some(route) = &self.routes.disconnect {
            let event = self.disconnect_event(peer, code, reason);
            // Best effort, in the cloud too: rows of a connection have a time to live.
            let _ = self.context.functions.invoke(&route.function, event).await;
        }
    }
}

fn switching(accept: HeaderValue, headers: HeaderMap) -> HttpResponse {
    let mut answer = Response::new(Full::new(Bytes::new()));
    *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let own = answer.headers_mut();
    let kept = headers.iter().filter(|(name, _)| !proxy::is_hop_by_hop(name));
    kept.for_each(|(name, value)| {
        own.append(name, value.clone());
    });
    own.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    own.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    own.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    answer
}

/// The socket below hyper's connection, with API Gateway's bounds on what comes in.
async fn upgraded(upgrade: OnUpgrade) -> Option<WebSocketStream<TcpStream>> {
    let parts = upgrade.await.ok()?.downcast::<TokioIo<TcpStream>>().ok()?;
    // The library clears its whole read buffer for each read: 128 KiB for each connection, by default.
    let bounds = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .max_message_size(Some(LARGEST_MESSAGE))
        .max_frame_size(Some(LARGEST_FRAME));
    let stream = parts.io.into_inner();
    Some(
        WebSocketStream::from_partially_read(
            stream,
            parts.read_buf.to_vec(),
            Role::Server,
            Some(bounds),
        )
        .await,
    )
}
