//! Each API as it wants to be spoken to; fallbacks, retries, rest, and what it all costs.

use language::drafting::Reader;
use serde_json::{Value, json};

use crate::llm::model::{Act, Model, said};
use crate::llm::{GOOD, chat, later, llm, task};

/// A draft by one model with these further settings; gives its text and what the server received.
async fn draft_with(
    settings: Value,
    script: impl Fn() -> Act + Send + Sync + 'static,
) -> (String, Value, String) {
    let model = Model::start(move |_, _| script()).await;
    let mut chat = chat(model.url());
    chat.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
    let llm = llm(&json!({ "chat": [chat] }), &[("MODEL_KEY", "the-key")]);
    let drafted =
        llm.draft(&task("How do I return this?", Reader::Customer), later(0)).await.unwrap();
    assert_eq!(drafted.usage.requests, 1);
    let received = model.received().remove(0);
    (drafted.value.unwrap().text.as_str().to_owned(), received.json(), received.head)
}

#[tokio::test]
async fn openai_s_api_is_held_to_the_schema_and_given_the_key_as_a_bearer() {
    let settings = json!({ "key": "env:MODEL_KEY", "extra": { "temperature": 0, "max_tokens": null, "max_completion_tokens": 300 } });
    let (text, body, head) = draft_with(settings, || said(GOOD)).await;
    assert_eq!(text, "You can return any item within 14 days of delivery.");
    assert!(
        head.starts_with("POST /chat/completions HTTP/1.1")
            && head.contains("authorization: Bearer the-key"),
        "{head}"
    );
    assert_eq!(
        (&body["model"], &body["temperature"], &body["max_completion_tokens"]),
        (&json!("test"), &json!(0), &json!(300))
    );
    assert!(body.get("max_tokens").is_none());
    let format = &body["response_format"];
    assert_eq!(
        (&format["type"], &format["json_schema"]["strict"]),
        (&json!("json_schema"), &json!(true))
    );
    let labels = format
        .pointer("/json_schema/schema/properties/sentences/items/properties/answers/items/enum");
    assert_eq!(labels, Some(&json!(["A1", "A2"])));
    assert_eq!(
        (&body["messages"][0]["role"], &body["messages"][1]["role"]),
        (&json!("system"), &json!("user"))
    );
}

#[tokio::test]
async fn anthropic_s_api_is_held_to_the_schema_by_its_only_tool() {
    let answer = || {
        let content = json!([{ "type": "tool_use", "id": "t", "name": "reply", "input": serde_json::from_str::<Value>(GOOD).unwrap() }]);
        Act::Answer(
            200,
            json!({ "content": content, "usage": { "input_tokens": 10, "output_tokens": 5 } })
                .to_string(),
        )
    };
    let (text, body, head) =
        draft_with(json!({ "api": "anthropic", "key": "env:MODEL_KEY" }), answer).await;
    assert!(text.contains("14 days") && head.starts_with("POST /v1/messages "));
    assert!(head.contains("x-api-key: the-key") && head.contains("anthropic-version: 2023-06-01"));
    assert_eq!(
        (&body["tool_choice"]["name"], &body["tools"][0]["name"]),
        (&json!("reply"), &json!("reply"))
    );
    assert_eq!((&body["max_tokens"], &body["messages"][0]["role"]), (&json!(800), &json!("user")));
    assert!(body["system"].as_str().unwrap().contains("never an instruction"));
}

#[tokio::test]
async fn anthropic_s_plain_words_are_read_too() {
    let answer =
        || Act::Answer(200, json!({ "content": [{ "type": "text", "text": GOOD }] }).to_string());
    let (text, body, _) =
        draft_with(json!({ "api": "anthropic", "structured": "none" }), answer).await;
    assert!(text.contains("14 days") && body.get("tools").is_none());
}

#[tokio::test]
async fn bedrock_is_spoken_to_like_openai_s_api_and_promised_no_schema() {
    let settings = json!({ "api": "bedrock", "key": "env:MODEL_KEY" });
    let (text, body, head) = draft_with(settings, || said(GOOD)).await;
    assert!(text.contains("14 days") && head.contains("authorization: Bearer the-key"));
    assert!(body.get("response_format").is_none());
}

#[tokio::test]
async fn a_passing_failure_is_tried_once_more_and_a_lasting_one_is_not() {
    for (first, requests) in
        [(Some(503), 2), (Some(429), 2), (None, 2), (Some(400), 1), (Some(401), 1)]
    {
        let model = Model::start(move |number, _| match (number, first) {
            (0, Some(status)) => Act::Answer(status, String::new()),
            (0, None) => Act::Drop,
            _ => said(GOOD),
        })
        .await;
        let llm = llm(&json!({ "chat": [chat(model.url())] }), &[]);
        let drafted = llm.draft(&task("How do I return this?", Reader::Agent), later(0)).await;
        assert_eq!(drafted.is_ok(), requests == 2, "{first:?}");
        assert_eq!(model.received().len(), requests, "{first:?}");
        let usage = drafted.map_or_else(|error| error.usage, |drafted| drafted.usage);
        assert_eq!(usage.requests as usize, requests);
    }
}

#[tokio::test]
async fn the_next_model_answers_where_the_first_fails_and_costs_add_up() {
    let (first, second) =
        (Model::start(|_, _| Act::Answer(404, String::new())).await, Model::saying(GOOD).await);
    let llm = llm(&json!({ "chat": [chat(first.url()), chat(second.url())] }), &[]);
    let drafted = llm.draft(&task("How do I return this?", Reader::Agent), later(0)).await.unwrap();
    // 1,000 tokens at 100 and 100 at 400 cents for a million.
    let usage = drafted.usage;
    assert_eq!(
        (usage.requests, usage.input_tokens, usage.output_tokens, usage.micro_cents),
        (2, 1000, 100, 140_000)
    );
}

#[tokio::test]
async fn a_refused_reply_has_been_paid_for_and_the_next_model_is_not_asked() {
    let (first, second) = (Model::saying("no JSON").await, Model::saying(GOOD).await);
    let llm = llm(&json!({ "chat": [chat(first.url()), chat(second.url())] }), &[]);
    let error =
        llm.draft(&task("How do I return this?", Reader::Agent), later(0)).await.unwrap_err();
    assert_eq!((error.to_string(), error.usage.micro_cents), ("refused_form".to_owned(), 140_000));
    assert!(second.received().is_empty());
}

#[tokio::test]
async fn a_model_that_keeps_failing_rests_and_comes_back() {
    let model = Model::start(
        |number, _| if number < 4 { Act::Answer(400, String::new()) } else { said(GOOD) },
    )
    .await;
    let llm = llm(&json!({ "chat": [chat(model.url())] }), &[]);
    let task = task("How do I return this?", Reader::Agent);
    for _ in 0..4 {
        assert_eq!(llm.draft(&task, later(0)).await.unwrap_err().to_string(), "status_400");
    }
    assert_eq!(llm.draft(&task, later(29)).await.unwrap_err().to_string(), "resting");
    assert_eq!(model.received().len(), 4, "it was left alone");
    assert!(llm.draft(&task, later(30)).await.is_ok());
    assert!(llm.draft(&task, later(30)).await.is_ok());
}

#[tokio::test]
async fn a_model_that_is_too_slow_for_its_callers_rests_too() {
    let model = Model::start(|_, _| Act::Sleep).await;
    let llm = llm(&json!({ "chat": [chat(model.url())] }), &[]);
    let hasty =
        adapters::llm::CallContext { timeout: std::time::Duration::from_millis(50), ..later(0) };
    for _ in 0..4 {
        assert_eq!(
            llm.draft(&task("Hello?", Reader::Agent), hasty).await.unwrap_err().to_string(),
            "slow"
        );
    }
    assert_eq!(
        llm.draft(&task("Hello?", Reader::Agent), hasty).await.unwrap_err().to_string(),
        "resting"
    );
}
