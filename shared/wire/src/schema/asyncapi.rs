//! The description of the socket.

use serde_json::{Value, json};

use super::Schemas;
use crate::{ClientFrame, SUBPROTOCOL, ServerFrame};

/// The document, AsyncAPI 3.0.
pub(super) fn document() -> Value {
    let mut schemas = Schemas::new();
    let client = schemas.of::<ClientFrame>();
    let server = schemas.of::<ServerFrame>();
    let message = |title: &str, payload: Value| json!({ "title": title, "contentType": "application/json", "payload": payload });
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Firstline socket",
            "version": env!("CARGO_PKG_VERSION"),
            "description": format!(
                "JSON frames of at most 32 KB. The handshake offers the subprotocols `{SUBPROTOCOL}` and \
                 `bearer.<jwt>`; the server answers with the first. The gateway closes after 10 minutes without a \
                 frame and after 2 hours."
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
        },
        "components": { "schemas": schemas.collected() },
    })
}
