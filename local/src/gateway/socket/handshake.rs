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
        tokens(headers, &name).any(|token| token.eq_ignore_ascii_case(wanted))
    };
    let is_socket = says(header::UPGRADE, "websocket")
        && says(header::CONNECTION, "upgrade")
        && says(header::SEC_WEBSOCKET_VERSION, "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| is_socket)?;
    HeaderValue::try_from(derive_accept_key(key.as_bytes())).ok()
}

/// The parts of a header that lists them with commas.
fn tokens<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim).filter(|token| !token.is_empty())
}

/// Whether `$connect` selects none or one of the subprotocols that the client offered, letter by letter (RFC 6455, 4.2.2):
/// a client ends a connection with any other.
fn selects_offered(asked: &HeaderMap, answered: &HeaderMap) -> bool {
    let mut selected = answered.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter();
    match (selected.next(), selected.next()) {
        (None, _) => true,
        (Some(one), None) => one.to_str().is_ok_and(|one| {
            tokens(asked, &header::SEC_WEBSOCKET_PROTOCOL).any(|offered| offered == one)
        }),
        _ => false,
    }
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
    if !selects_offered(request.headers(), &headers) {
        gateway.left(&peer, 1006, "The subprotocol was not offered").await;
        return refusal(StatusCode::BAD_GATEWAY, "BadGatewayException", "Internal server error");
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (header::HeaderName::from_static(name), HeaderValue::from_static(value))
            })
            .collect()
    }

    #[test]
    fn one_of_the_offered_subprotocols_may_be_selected_letter_by_letter() {
        let selects = |selected: &'static str| {
            let offered = headers(&[("sec-websocket-protocol", "firstline.v1, bearer.x")]);
            selects_offered(&offered, &headers(&[("sec-websocket-protocol", selected)]))
        };
        assert!(selects("firstline.v1") && selects("bearer.x"));
        for other in ["Firstline.v1", "firstline", "firstline.v1, bearer.x", "firstline.v2", ""] {
            assert!(!selects(other), "{other:?}");
        }
        let unasked = headers(&[("sec-websocket-protocol", "firstline.v1")]);
        assert!(!selects_offered(&HeaderMap::new(), &unasked));
        assert!(selects_offered(&unasked, &HeaderMap::new()), "none is selected");
    }

    #[test]
    fn only_a_whole_word_asks_for_a_socket() {
        let asks = |upgrade: &'static str, connection: &'static str, version: &'static str| {
            let asked = [
                ("upgrade", upgrade),
                ("connection", connection),
                ("sec-websocket-version", version),
                ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ];
            accept_key(&headers(&asked)).is_some()
        };
        assert!(asks("WebSocket", "keep-alive, Upgrade", "13"));
        assert!(!asks("notwebsocket", "Upgrade", "13"));
        assert!(!asks("websocket", "no-upgrade", "13"));
        assert!(!asks("websocket", "Upgrade", "130"));
    }
}
