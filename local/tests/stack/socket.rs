//! The WebSocket API: handshake, routes, answers, limits, management.

use std::time::Duration;

use futures_util::SinkExt as _;
use http::{Request, StatusCode};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::client::{Socket, management, options, post, send, start, until};

#[tokio::test]
async fn a_handshake_without_identity_is_401_with_a_denied_one_403_and_with_a_refusing_connect_its_status()
 {
    let stack = start(options()).await;
    let url = &stack.urls().socket;
    let status = async |url: &str, protocol| {
        Socket::open(url, protocol).await.err().map(|(status, _)| status.as_u16())
    };
    assert_eq!(status(url, None).await, Some(401));
    assert_eq!(status(url, Some("deny")).await, Some(403));
    assert_eq!(status(&format!("{url}?status=418"), Some("echo")).await, Some(418));
    assert_eq!(status(&format!("{url}/nowhere"), Some("echo")).await, Some(403));
    stack.shutdown().await;
}

#[tokio::test]
async fn the_headers_of_connect_come_back_with_the_switch() {
    let stack = start(options()).await;
    let socket = Socket::connected(&stack).await;
    assert_eq!(socket.answered["sec-websocket-protocol"], "echo");
    stack.shutdown().await;
}

#[tokio::test]
async fn a_message_takes_the_route_of_its_action_and_only_a_route_with_a_response_answers() {
    let stack = start(options()).await;
    let mut socket = Socket::connected(&stack).await;
    socket.say(&json!({ "action": "mute" })).await;
    let event = socket.ask(&json!({ "action": "other" })).await;
    assert_eq!(event["requestContext"]["routeKey"], "$default");
    assert_eq!(
        event["body"],
        json!({ "action": "other" }).to_string(),
        "the mute route said nothing before"
    );
    stack.shutdown().await;
}

#[tokio::test]
async fn what_goes_wrong_behind_a_route_is_an_error_frame() {
    let stack = start(options()).await;
    let mut socket = Socket::connected(&stack).await;
    let id = socket.id().await;
    for told in ["fail", "exit", "malformed"] {
        socket.say(&json!({ "do": told })).await;
        let frame = socket.hear().await;
        assert_eq!(
            (&frame["message"], &frame["connectionId"]),
            (&json!("Internal server error"), &json!(id)),
            "{told}"
        );
        assert!(frame["requestId"].is_string());
    }
    for route in ["brief", "broken"] {
        socket.say(&json!({ "action": route, "do": "sleep" })).await;
        assert_eq!(socket.hear().await["message"], "Internal server error", "{route}");
    }
    assert!(
        socket.ask(&json!({})).await.is_object(),
        "the connection lives on, a new process answers"
    );
    stack.shutdown().await;
}

#[tokio::test]
async fn frames_are_posted_to_a_connection_in_order_and_long_ones_in_parts() {
    let stack = start(options()).await;
    let mut socket = Socket::connected(&stack).await;
    let id = socket.id().await;
    for number in 0..20 {
        assert_eq!(post(&stack, &id, format!("{number}")).await, StatusCode::OK);
    }
    for number in 0..20 {
        assert_eq!(socket.hear_text().await, number.to_string());
    }
    let long = "ä".repeat(64 * 1024);
    assert_eq!(post(&stack, &id, long.clone()).await, StatusCode::OK);
    assert_eq!(socket.hear_text().await, long);
    assert_eq!(post(&stack, &id, "x".repeat(128 * 1024 + 1)).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(stack.metrics().read().pushes, 21);
    stack.shutdown().await;
}

#[tokio::test]
async fn a_connection_can_be_looked_at_and_closed_and_is_gone_then() {
    let stack = start(options()).await;
    let mut socket = Socket::connected(&stack).await;
    let id = socket.id().await;
    let seen = send(Request::get(management(&stack, &id)).body("").unwrap()).await;
    let seen: Value = serde_json::from_slice(seen.body()).unwrap();
    assert!(
        seen["connectedAt"].is_string() && seen["identity"]["sourceIp"] == "127.0.0.1",
        "{seen}"
    );
    let closed = send(Request::delete(management(&stack, &id)).body("").unwrap()).await;
    assert_eq!(closed.status(), StatusCode::NO_CONTENT);
    assert_eq!(socket.end().await, Some(1000));
    until(async || (post(&stack, &id, "late").await == StatusCode::GONE).then_some(())).await;
    assert!(stack.metrics().read().gone > 0);
    stack.shutdown().await;
}

#[tokio::test]
async fn a_message_over_128_kb_or_a_frame_over_32_kb_closes_with_1009() {
    let stack = start(options()).await;
    let mut whole = Socket::connected(&stack).await;
    let frame = json!({ "do": "nothing", "pad": "x".repeat(33 * 1024) });
    whole.stream.send(Message::text(frame.to_string())).await.unwrap();
    assert_eq!(whole.end().await, Some(1009));
    let mut parts = Socket::connected(&stack).await;
    let part = |at: u32, is_last| {
        let kind = if at == 0 { Data::Text } else { Data::Continue };
        Message::Frame(Frame::message("x".repeat(30 * 1024), OpCode::Data(kind), is_last))
    };
    for at in 0..4 {
        parts.stream.send(part(at, false)).await.unwrap();
    }
    // The gateway may close before the last part is out.
    let _ = parts.stream.send(part(4, true)).await;
    assert_eq!(parts.end().await, Some(1009));
    stack.shutdown().await;
}

#[tokio::test]
async fn idle_and_old_connections_are_closed_with_1001() {
    let idle = start(options().idle(Duration::from_millis(300))).await;
    assert_eq!(Socket::connected(&idle).await.end().await, Some(1001));
    idle.shutdown().await;
    let old = start(options().total(Duration::from_millis(300))).await;
    assert_eq!(Socket::connected(&old).await.end().await, Some(1001));
    old.shutdown().await;
}

#[tokio::test]
async fn messages_of_one_connection_are_worked_on_at_the_same_time() {
    let stack = start(options()).await;
    let mut socket = Socket::connected(&stack).await;
    socket.say(&json!({ "do": "sleep" })).await;
    assert!(socket.ask(&json!({ "behind": true })).await.is_object());
    stack.shutdown().await;
}
