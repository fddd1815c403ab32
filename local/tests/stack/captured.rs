//! The captured shapes in `events/`: what the gateways really send, with what differs each time made plain.

use std::path::PathBuf;

use serde_json::{Value, json};

/// Names of fields whose values differ each time, and what stands for them in a file.
const PLAIN: [(&str, &str); 13] = [
    ("requestId", "JKJaXmPLvHcESHA="),
    ("extendedRequestId", "JKJaXmPLvHcESHA="),
    ("messageId", "JKJaXcBzPHcCJdQ="),
    ("connectionId", "L0SM9cOFvHcCIhw="),
    ("requestTime", "15/Nov/2023:06:13:20 +0000"),
    ("time", "15/Nov/2023:06:13:20 +0000"),
    ("X-Amzn-Trace-Id", "Root=1-65546c20-1234567890abcdef12345678;Sampled=0"),
    ("x-amzn-trace-id", "Root=1-65546c20-1234567890abcdef12345678;Sampled=0"),
    ("Sec-Websocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ("SequenceNumber", "000000000000000000001"),
    ("eventID", "c4ca4238a0b923820dcc509a6f75849b"),
    (
        "eventSourceARN",
        "arn:aws:dynamodb:eu-central-1:000000000000:table/firstline-Table/stream/local",
    ),
];

/// Numbers that differ each time, and what stands for them.
const NUMBERS: [(&str, u64); 6] = [
    ("connectedAt", 1_700_028_800_000),
    ("requestTimeEpoch", 1_700_028_800_000),
    ("timeEpoch", 1_700_028_800_000),
    ("ApproximateCreationDateTime", 1_700_028_800),
    ("integrationLatency", 5),
    ("SizeBytes", 360),
];

/// The event with everything that differs each time replaced.
fn plain(event: Value) -> Value {
    match event {
        Value::Object(map) => {
            map.into_iter().map(|(name, value)| (name.clone(), field(&name, value))).collect()
        }
        Value::Array(items) => items.into_iter().map(plain).collect(),
        other => other,
    }
}

fn field(name: &str, value: Value) -> Value {
    if let Some((_, number)) = NUMBERS.iter().find(|(field, _)| *field == name) {
        return json!(number);
    }
    match (PLAIN.iter().find(|(field, _)| *field == name), value) {
        (Some((_, text)), Value::Array(_)) => json!([text]),
        (Some((_, text)), _) => json!(text),
        (None, value) => plain(value),
    }
}

/// The captured shape in this file.
fn captured(name: &str) -> Value {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../events").join(name);
    let text = std::fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).unwrap()
}

/// Keeps the event as a captured shape when `CAPTURE` is set.
pub(crate) fn capture(name: &str, sent: &Value) {
    if std::env::var_os("CAPTURE").is_some() {
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../events").join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, serde_json::to_string_pretty(&plain(sent.clone())).unwrap() + "\n")
            .unwrap();
    }
}

/// Whether two events have the same fields, whatever their values: what one has, the other has.
#[track_caller]
pub(crate) fn same_shape(name: &str, sent: &Value) {
    let (sent, kept) = (shape("", sent), shape("", &captured(name)));
    assert_eq!(sent, kept, "the gateway's event and events/{name} differ");
}

/// The paths of all fields with their kinds.
fn shape(path: &str, value: &Value) -> std::collections::BTreeMap<String, &'static str> {
    let kind = |value: &Value| match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "map",
    };
    match value {
        Value::Object(map) => {
            map.iter().flat_map(|(name, value)| shape(&format!("{path}/{name}"), value)).collect()
        }
        Value::Array(items) => {
            items.iter().flat_map(|item| shape(&format!("{path}/*"), item)).collect()
        }
        other => [(path.to_owned(), kind(other))].into(),
    }
}
