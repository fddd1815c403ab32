//! A widget of the last release, in a tab that nobody closed, goes on with a newer stack. The folder `previous` holds the
//! frames of that release: it is replaced when the next one is made, and until then only added to.

use contract::{ClientFrame, ServerFrame};
use serde_json::Value;

const FROM_CLIENT: &str = include_str!("previous/client.jsonl");
const FROM_SERVER: &str = include_str!("previous/server.jsonl");

/// Whether `new` still says all that `old` said; more is passed over by clients.
fn still_says(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => old
            .iter()
            .all(|(name, value)| new.get(name).is_some_and(|other| still_says(value, other))),
        (Value::Array(old), Value::Array(new)) => {
            old.len() == new.len()
                && old.iter().zip(new).all(|(value, other)| still_says(value, other))
        }
        _ => old == new,
    }
}

#[test]
fn what_an_old_tab_sends_is_understood() {
    for line in FROM_CLIENT.lines() {
        assert!(ClientFrame::parse(line).is_ok(), "{line}");
    }
}

#[test]
fn an_old_tab_finds_in_each_frame_what_it_looks_for() {
    for line in FROM_SERVER.lines() {
        let old: Value = serde_json::from_str(line).unwrap();
        let frame: ServerFrame = serde_json::from_str(line).unwrap();
        let new = serde_json::to_value(&frame).unwrap();
        assert!(still_says(&old, &new), "{line}\n{new}");
    }
}

#[test]
fn a_field_that_is_gone_or_another_is_found() {
    let old = serde_json::json!({ "a": 1, "b": [{ "c": null }] });
    assert!(still_says(&old, &serde_json::json!({ "a": 1, "b": [{ "c": null, "d": 2 }], "e": 3 })));
    assert!(!still_says(&old, &serde_json::json!({ "a": 1, "b": [{}] })));
    assert!(!still_says(&old, &serde_json::json!({ "a": 2, "b": [{ "c": null }] })));
}
