//! Models against everything that they and those who write to them can do wrong.

mod bedrock;
mod embeddings;
mod faults;
mod injection;
mod keys;
mod model;
mod privacy;
mod providers;
mod waiting;

use std::time::Duration;

use adapters::aws::{Credentials, SdkConfig, sdk_config};
use adapters::llm::{CallContext, Llm, Models};
use domain::Timestamp;
use language::drafting::{Offer, Reader, Task};
use serde_json::{Value, json};

/// How long a call may take in these tests.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the shop's people have approved.
const OFFERS: [Offer<'static>; 2] = [
    Offer {
        question: "How do I return something?",
        text: "You can return any item within 14 days of delivery. Use the label in the box and drop the parcel at any post office.",
    },
    Offer {
        question: "Can I change the delivery address?",
        text: "The delivery address can be changed until the order is packed.",
    },
];

/// A reply that stays with the first answer.
const GOOD: &str = r#"{"sentences":[{"text":"You can return any item within 14 days of delivery.","answers":["A1"]}]}"#;

/// The moment at which these tests play, and so many seconds later.
fn later(seconds: i64) -> CallContext {
    let now = Timestamp::from_seconds(1_800_000_000 + seconds);
    CallContext { now, jitter: 0.5, timeout: PATIENCE }
}

fn aws() -> SdkConfig {
    let session = Some("session".to_owned());
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", session, None, "test");
    sdk_config("eu-central-1".to_owned(), credentials)
}

/// Models by these settings; keys in the environment have these values.
fn llm(models: &Value, variables: &[(&str, &str)]) -> Llm {
    let models: Models = serde_json::from_value(models.clone()).unwrap();
    let find = |name: &str| {
        variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    };
    Llm::new(models, aws(), find).unwrap()
}

/// One model of OpenAI's kind at this address.
fn chat(url: &str) -> Value {
    json!({ "api": "openai", "url": url, "model": "test", "timeout_ms": 500, "price": { "input": 100, "output": 400 } })
}

/// What a customer asks.
fn task(question: &str, reader: Reader) -> Task<'_> {
    Task { question, locale: None, history: &[], offers: &OFFERS, private: &[], reader }
}

#[tokio::test]
async fn without_any_model_every_call_says_so_at_once_and_costs_nothing() {
    let llm = llm(&json!({}), &[]);
    assert!(!llm.can_chat() && !llm.can_embed());
    let task = task("How do I return this?", Reader::Customer);
    let error = llm.draft(&task, later(0)).await.unwrap_err();
    assert_eq!((error.to_string(), error.usage.requests), ("no_model".to_owned(), 0));
    assert_eq!(llm.embed(&["text"], &[], later(0)).await.unwrap_err().to_string(), "no_model");
}
