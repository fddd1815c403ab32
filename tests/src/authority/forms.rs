//! The frame that a page sends as it goes: a form, whose token is one of its fields.

use serde_json::{Value, json};

use super::People;
use crate::api::Api;
use crate::people::fresh_id;
use crate::stack::{options, start};

fn message(case: &str) -> Value {
    json!({ "action": "send", "id": fresh_id(), "case": case, "after": 1, "text": "hello", "anyway": true })
}

#[tokio::test]
async fn a_form_admits_whom_the_command_would() -> anyhow::Result<()> {
    let stack = start(options()?).await?;
    let mut people = People::gather(&stack).await?;
    let case = people.owner.asks("demo", "hello").await?;
    let mut apis: Vec<Api> = people.each().map(|user| user.api.clone()).into();
    apis.push(Api::anonymous(&stack.entry_points));
    apis.push(Api::bearing(&stack.entry_points, "no.such.token"));
    let mut messages = Vec::new();
    let mut openings = Vec::new();
    for api in &apis {
        messages.push(api.submit(&message(case.id.as_str()).to_string()).await?.status);
        let opening =
            json!({ "action": "open", "id": fresh_id(), "store": "demo", "text": "hello" });
        openings.push(api.submit(&opening.to_string()).await?.status);
    }
    assert_eq!(messages, [200, 404, 200, 404, 200, 401, 401]);
    assert_eq!(openings, [200, 200, 403, 403, 403, 401, 401]);
    Ok(())
}

#[tokio::test]
async fn a_form_that_comes_twice_and_the_frame_beside_it_are_one_message() -> anyhow::Result<()> {
    let stack = start(options()?).await?;
    let mut people = People::gather(&stack).await?;
    let case = people.owner.asks("demo", "hello").await?;
    let frame = message(case.id.as_str());
    let api = &people.agent.api;
    let first = api.submit(&frame.to_string()).await?;
    let second = api.submit(&frame.to_string()).await?;
    let mut command = frame.clone();
    command.as_object_mut().unwrap().remove("case");
    let path = format!("/cases/{}/commands", case.id);
    let third = api.request("POST", &path, Some(&command)).await?;
    assert_eq!([first.status, second.status, third.status], [200; 3]);
    assert_eq!([&second.body["seq"], &third.body["seq"]], [&first.body["seq"]; 2]);
    Ok(())
}

#[tokio::test]
async fn a_form_that_is_none_is_refused_with_a_code_and_quotes_nothing() -> anyhow::Result<()> {
    let stack = start(options()?).await?;
    let mut people = People::gather(&stack).await?;
    let case = people.owner.asks("demo", "hello").await?;
    let api = &people.owner.api;
    let form = Some("application/x-www-form-urlencoded");
    for (kind, body, status, code) in [
        (form, "", 400, "bad_frame"),
        (form, "access_token=secret-1", 400, "bad_frame"),
        (form, "access_token=secret-1&frame={}&more=1", 400, "bad_frame"),
        (form, "access_token=secret-1&access_token=secret-1&frame={}", 400, "bad_frame"),
        (form, "access_token=%FF&frame={}", 401, "unauthorized"),
        (Some("application/json"), "{}", 415, "unsupported_media_type"),
        (Some("text/plain"), "access_token=secret-1&frame={}", 415, "unsupported_media_type"),
    ] {
        let answer = api.post_bytes("/frames", kind, body.into()).await?;
        let got = (answer.status, answer.body["code"].as_str().unwrap_or_default());
        assert_eq!(got, (status, code), "{body}");
        assert!(!answer.body.to_string().contains("secret-1"), "{body}: {answer:?}");
    }
    let large = format!("access_token=secret-1&frame={}", "x".repeat(40_000));
    let answer = api.post_bytes("/frames", form, large.into()).await?;
    assert_eq!((answer.status, answer.body["code"].as_str()), (413, Some("too_long")));
    let heartbeat = json!({ "action": "heartbeat", "id": fresh_id(), "cases": [] }).to_string();
    for (frame, status) in [
        ("nonsense", 400),
        (r#"{"action":"fly","id":"command-1"}"#, 400),
        (heartbeat.as_str(), 400),
        (&json!({ "action": "typing", "case": case.id, "on": true }).to_string(), 204),
    ] {
        assert_eq!(api.submit(frame).await?.status, status, "{frame}");
    }
    Ok(())
}
