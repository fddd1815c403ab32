//! The events of a WebSocket API, in the shapes that functions get from API Gateway.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::Serialize;
use serde_json::value::RawValue;

use super::SocketGateway;
use super::opening::{Handshake, HandshakeParts};
use super::peers::Peer;
use crate::clock;
use crate::template::{ACCOUNT, REGION};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventContext<'a> {
    route_key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorizer: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disconnect_status_code: Option<u16>,
    event_type: &'static str,
    extended_request_id: &'a str,
    request_time: String,
    message_direction: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    disconnect_reason: Option<&'a str>,
    stage: &'a str,
    connected_at: u64,
    request_time_epoch: u64,
    identity: PeerIdentity<'a>,
    request_id: &'a str,
    domain_name: &'a str,
    connection_id: &'a str,
    api_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PeerIdentity<'a> {
    source_ip: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SocketEvent<'a> {
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    parts: Option<HandshakeParts>,
    request_context: EventContext<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
    is_base64_encoded: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuthorizerRequest<'a> {
    r#type: &'static str,
    method_arn: String,
    #[serde(flatten)]
    parts: HandshakeParts,
    stage_variables: BTreeMap<String, String>,
    request_context: EventContext<'a>,
}

/// What a client sent.
#[derive(Clone, Copy)]
pub(super) enum FrameBody<'a> {
    Text(&'a str),
    Binary(&'a [u8]),
}

impl SocketGateway {
    fn context<'a>(
        &'a self,
        peer: &'a Peer,
        key: &'a str,
        kind: &'static str,
        request: &'a str,
    ) -> EventContext<'a> {
        let now = clock::epoch_ms();
        EventContext {
            route_key: key,
            authorizer: peer.authorizer.as_deref(),
            message_id: None,
            disconnect_status_code: None,
            event_type: kind,
            extended_request_id: request,
            request_time: clock::clf(now),
            message_direction: "IN",
            disconnect_reason: None,
            stage: &self.api.stage,
            connected_at: peer.connected_at,
            request_time_epoch: now,
            identity: PeerIdentity {
                source_ip: &peer.source_ip,
                user_agent: peer.user_agent.as_deref(),
            },
            request_id: request,
            domain_name: &self.host,
            connection_id: &peer.id,
            api_id: &self.api.id,
        }
    }

    /// The ARN that an authorizer is asked about.
    pub(super) fn method_arn(&self) -> String {
        format!(
            "arn:aws:execute-api:{REGION}:{ACCOUNT}:{}/{}/$connect",
            self.api.id, self.api.stage
        )
    }

    /// What the authorizer gets.
    pub(super) fn authorize_event(&self, peer: &Peer, opening: &Handshake<'_>) -> Bytes {
        let request = clock::short();
        json(&AuthorizerRequest {
            r#type: "REQUEST",
            method_arn: self.method_arn(),
            parts: self.parts(peer, opening),
            stage_variables: BTreeMap::new(),
            request_context: self.context(peer, "$connect", "CONNECT", &request),
        })
    }

    /// What `$connect` gets.
    pub(super) fn connect_event(&self, peer: &Peer, opening: &Handshake<'_>) -> Bytes {
        let request = clock::short();
        let request_context = self.context(peer, "$connect", "CONNECT", &request);
        let parts = Some(self.parts(peer, opening));
        json(&SocketEvent { parts, request_context, body: None, is_base64_encoded: false })
    }

    /// What a message's route gets.
    pub(super) fn message_event(
        &self,
        peer: &Peer,
        key: &str,
        request: &str,
        body: FrameBody<'_>,
    ) -> Bytes {
        let message_id = clock::short();
        let mut request_context = self.context(peer, key, "MESSAGE", request);
        request_context.message_id = Some(&message_id);
        match body {
            FrameBody::Text(text) => json(&SocketEvent {
                parts: None,
                request_context,
                body: Some(text),
                is_base64_encoded: false,
            }),
            FrameBody::Binary(bytes) => {
                let text = STANDARD.encode(bytes);
                json(&SocketEvent {
                    parts: None,
                    request_context,
                    body: Some(&text),
                    is_base64_encoded: true,
                })
            }
        }
    }

    /// What `$disconnect` gets.
    pub(super) fn disconnect_event(&self, peer: &Peer, code: u16, reason: &str) -> Bytes {
        let request = clock::short();
        let mut request_context = self.context(peer, "$disconnect", "DISCONNECT", &request);
        request_context.disconnect_status_code = Some(code);
        request_context.disconnect_reason = Some(reason);
        let named = [
            ("Host", self.host.as_str()),
            ("x-api-key", ""),
            ("X-Forwarded-For", ""),
            ("x-restapi", ""),
        ];
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let headers: BTreeMap<_, _> = named.map(own).into();
        let parts = Some(HandshakeParts::of_headers(headers));
        json(&SocketEvent { parts, request_context, body: None, is_base64_encoded: false })
    }
}

fn json(event: &impl Serialize) -> Bytes {
    // Texts and numbers only: it can't fail.
    serde_json::to_vec(event).unwrap_or_default().into()
}
