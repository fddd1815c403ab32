//! The description of the socket, and of the events that go out to programs.

use serde_json::{Value, json};

use super::Schemas;
use crate::{
    ClientFrame, DomainEvent, EVENT_SOURCE, EVENT_TYPE, FeedEvent, GATHERED_LISTS, SUBPROTOCOL,
    ServerFrame,
};

/// The document, AsyncAPI 3.0.
#[expect(clippy::too_many_lines, reason = "one document, in the order in which it is read")]
pub(super) fn document() -> Value {
    let mut schemas = Schemas::read();
    let client = schemas.of::<ClientFrame>();
    let server = schemas.of::<ServerFrame>();
    let event = schemas.of::<DomainEvent>();
    let carried = schemas.of::<FeedEvent>();
    let message = |title: &str, payload: Value| json!({ "title": title, "contentType": "application/json", "payload": payload });
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Firstline socket and events",
            "version": env!("CARGO_PKG_VERSION"),
            "description": format!(
                "JSON frames of at most 32 KB. The handshake offers the subprotocols `{SUBPROTOCOL}` and \
                 `bearer.<jwt>`; the server answers with the first. The gateway closes after 10 minutes without a \
                 frame and after 2 hours. An agent's client that reads several cases in one frame `worklist` opens it \
                 with `?{}={}`.",
                GATHERED_LISTS.0, GATHERED_LISTS.1
            ),
        },
        "channels": {
            "socket": {
                "address": "/",
                "messages": {
                    "client": message("A frame of the client", client),
                    "server": message("A frame of the server", server),
                },
            },
            "bus": {
                "address": "EventBus",
                "description": format!(
                    "An EventBridge bus of the operator's, as the template's parameter EventBus names it. Events have the \
                     source `{EVENT_SOURCE}` and the detail-type `{EVENT_TYPE}`, whose number is the version of their form. \
                     Each comes at least once: `case` and the event's `seq` are its key."
                ),
                "messages": { "event": message("The detail of an event", event) },
            },
            "webhook": {
                "address": "Webhooks",
                "description":
                    "A store's own server, as the template's parameter Webhooks names it. Each event comes by POST at least \
                     once, in order, in the form of Standard Webhooks: `webhook-id` is its case and place and the same for \
                     each repetition; `webhook-signature` is the HMAC-SHA256 of id, `webhook-timestamp` and body with dots \
                     between, keyed with the store's secret. What is not answered by 2xx within 10 seconds comes again a \
                     minute later.",
                "messages": { "event": message("An event", carried) },
            },
        },
        "operations": {
            "receive": {
                "action": "receive",
                "channel": { "$ref": "#/channels/socket" },
                "messages": [{ "$ref": "#/channels/socket/messages/client" }],
            },
            "send": {
                "action": "send",
                "channel": { "$ref": "#/channels/socket" },
                "messages": [{ "$ref": "#/channels/socket/messages/server" }],
            },
            "carry": {
                "action": "send",
                "channel": { "$ref": "#/channels/webhook" },
                "messages": [{ "$ref": "#/channels/webhook/messages/event" }],
            },
            "publish": {
                "action": "send",
                "channel": { "$ref": "#/channels/bus" },
                "messages": [{ "$ref": "#/channels/bus/messages/event" }],
            },
        },
        "components": { "schemas": schemas.collected() },
    })
}
