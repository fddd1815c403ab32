//! The project's own template with the test function behind every trigger: what arrives has the captured shapes.
//!
//! `CAPTURE=1 cargo test -p local` writes them anew.

use std::path::{Path, PathBuf};

use http::Request;
use local::{Log, Options, Stack};
use serde_json::{Value, json};

use crate::captured::{capture, same_shape};
use crate::client::{Socket, database, examples, send, until};

/// Each captured shape: its file, the function that gets it, and how it is told from the function's other events.
const SHAPES: [(&str, &str, &str); 8] = [
    ("authorize/request.json", "authorize", "REQUEST"),
    ("connect/connect.json", "connect", "CONNECT"),
    ("message/default.json", "message", "MESSAGE"),
    ("disconnect/disconnect.json", "disconnect", "DISCONNECT"),
    ("history/get-health.json", "history", "/health"),
    ("manage/get-settings.json", "manage", "/settings"),
    ("projections/insert.json", "projections", "INSERT"),
    ("triage/opened.json", "triage", "INSERT"),
];

/// A folder in which every function is the test function.
fn functions(folder: &Path) -> PathBuf {
    let functions = folder.join("functions");
    std::fs::create_dir_all(&functions).unwrap();
    for name in [
        "authorize",
        "connect",
        "webhooks",
        "timers",
        "disconnect",
        "message",
        "files",
        "history",
        "manage",
        "triage",
        "projections",
    ] {
        std::os::unix::fs::symlink(examples().join("echo"), functions.join(name)).unwrap();
    }
    functions
}

/// Everything that a function was handed, from what it printed.
fn handed(log: &Path, function: &str, telling: &str) -> Option<Value> {
    let text = std::fs::read_to_string(log).unwrap();
    let own = format!("{function}: EVENT ");
    let event = text
        .lines()
        .filter_map(|line| line.strip_prefix(&own))
        .find(|event| event.contains(telling))?;
    Some(serde_json::from_str(event).unwrap())
}

/// Does once what sets each trigger off.
async fn trigger(stack: &Stack) {
    let mut socket =
        Socket::open(&stack.urls().socket, Some("firstline.v1, bearer.token")).await.unwrap();
    socket.say(&json!({ "action": "heartbeat", "id": "heartbeat-1", "cases": [] })).await;
    socket.hear().await;
    socket.stream.close(None).await.unwrap();
    for path in ["/health", "/stores/demo/settings"] {
        let request =
            Request::get(format!("{}{path}", stack.urls().api)).header("user-agent", "Mozilla/5.0");
        send(request.body("").unwrap()).await;
    }
    let row: Value = serde_json::from_str(include_str!("row.json")).unwrap();
    database(stack, "PutItem", &json!({ "TableName": "firstline-Table", "Item": row })).await;
}

#[tokio::test]
async fn what_functions_get_has_the_captured_shapes() {
    let folder = std::env::temp_dir().join(format!("local-shapes-{}", std::process::id()));
    let functions = functions(&folder);
    let log = folder.join("log");
    let infra = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra");
    let options = Options::new(infra.join("template.yaml"), infra.join("local.json"), functions);
    let stack = Stack::start(options.log(Log::file(&log).unwrap())).await.unwrap();
    trigger(&stack).await;
    for (file, function, telling) in SHAPES {
        let event = until(async || handed(&log, function, telling)).await;
        capture(file, &event);
        same_shape(file, &event);
    }
    stack.shutdown().await;
    std::fs::remove_dir_all(folder).unwrap();
}
