//! Providers that say when they may be asked again, or that want their limit in another field.

use std::time::{Duration, Instant};

use adapters::llm::CallContext;
use language::drafting::Reader;
use serde_json::json;

use crate::llm::model::{Act, Model, said};
use crate::llm::{GOOD, PATIENCE, chat, later, llm, task};

/// A model that may take five seconds, as operators set it.
fn patient(url: &str) -> serde_json::Value {
    let mut chat = chat(url);
    chat["timeout_ms"] = json!(5_000);
    chat
}

/// A model that answers the first request with this status and `Retry-After`, and all others well.
async fn busy_once(status: u16, when: &'static str) -> Model {
    Model::start(move |number, _| match number {
        0 => Act::RetryAfter(status, when.to_owned()),
        _ => said(GOOD),
    })
    .await
}

#[tokio::test]
async fn a_retry_comes_no_sooner_than_the_provider_says() {
    // The tests play at 1,800,000,000 seconds since 1970.
    for (status, when) in [(429, "1"), (503, "1"), (529, "Fri, 15 Jan 2027 08:00:01 GMT")] {
        let model = busy_once(status, when).await;
        let llm = llm(&json!({ "chat": [patient(model.url())] }), &[]);
        let started = Instant::now();
        llm.draft(&task("How do I return this?", Reader::Agent), later(0)).await.unwrap();
        assert!(started.elapsed() >= Duration::from_secs(1), "{status} {when}");
        assert_eq!(model.received().len(), 2);
    }
}

#[tokio::test]
async fn what_cannot_be_read_or_has_passed_holds_up_nobody() {
    for when in ["soon", "-5", "", "0", "Fri, 15 Jan 2027 07:00:00 GMT"] {
        let model = busy_once(503, when).await;
        let llm = llm(&json!({ "chat": [patient(model.url())] }), &[]);
        let started = Instant::now();
        llm.draft(&task("How do I return this?", Reader::Agent), later(0)).await.unwrap();
        assert!(started.elapsed() < Duration::from_secs(1), "{when}");
    }
}

#[tokio::test]
async fn a_provider_that_wants_longer_than_a_request_may_take_is_left_alone_for_so_long() {
    let model = busy_once(429, "120").await;
    let llm = llm(&json!({ "chat": [patient(model.url())] }), &[]);
    let task = task("How do I return this?", Reader::Agent);
    let started = Instant::now();
    for (seconds, expected) in [(0, "status_429"), (31, "resting"), (119, "resting")] {
        let error = llm.draft(&task, later(seconds)).await.unwrap_err();
        assert_eq!(error.to_string(), expected, "after {seconds} s");
    }
    assert!(started.elapsed() < PATIENCE);
    assert_eq!(model.received().len(), 1);
    llm.draft(&task, later(120)).await.unwrap();
}

#[tokio::test]
async fn the_next_model_answers_at_once_while_the_first_is_left_alone() {
    let (first, second) = (busy_once(429, "120").await, Model::saying(GOOD).await);
    let llm = llm(&json!({ "chat": [patient(first.url()), chat(second.url())] }), &[]);
    let task = task("How do I return this?", Reader::Agent);
    for seconds in [0, 60] {
        llm.draft(&task, later(seconds)).await.unwrap();
    }
    assert_eq!((first.received().len(), second.received().len()), (1, 2));
}

#[tokio::test]
async fn a_call_without_the_time_for_the_wait_does_not_begin_it() {
    let model = busy_once(429, "3").await;
    let llm = llm(&json!({ "chat": [patient(model.url())] }), &[]);
    let hasty = CallContext { timeout: Duration::from_secs(4), ..later(0) };
    let started = Instant::now();
    llm.draft(&task("How do I return this?", Reader::Agent), hasty).await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(2));
}

/// The refusal of a newer model of OpenAI's, in its own words.
const REFUSAL: &str = r#"{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}"#;

#[tokio::test]
async fn a_model_that_refuses_max_tokens_is_asked_with_max_completion_tokens_from_then_on() {
    for status in [400, 422] {
        let model = Model::start(move |_, received| match received.json().get("max_tokens") {
            Some(_) => Act::Answer(status, REFUSAL.to_owned()),
            None => said(GOOD),
        })
        .await;
        let llm = llm(&json!({ "chat": [chat(model.url())] }), &[]);
        let task = task("How do I return this?", Reader::Agent);
        for _ in 0..2 {
            llm.draft(&task, later(0)).await.unwrap();
        }
        let limits: Vec<_> = model
            .received()
            .iter()
            .map(|received| {
                let body = received.json();
                (body["max_tokens"].as_u64(), body["max_completion_tokens"].as_u64())
            })
            .collect();
        let newer = (None, Some(800));
        assert_eq!(limits, [(Some(800), None), newer, newer]);
    }
}

#[tokio::test]
async fn a_model_that_refuses_both_limits_is_asked_twice_and_no_more() {
    let model = Model::start(|_, _| Act::Answer(400, REFUSAL.to_owned())).await;
    let llm = llm(&json!({ "chat": [chat(model.url())] }), &[]);
    let error =
        llm.draft(&task("How do I return this?", Reader::Agent), later(0)).await.unwrap_err();
    assert_eq!((error.to_string(), model.received().len()), ("status_400".to_owned(), 2));
}
