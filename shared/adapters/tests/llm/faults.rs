//! Every fault of a model: nothing of it is shown, and it takes no longer than the time-out.

use std::time::{Duration, Instant};

use adapters::llm::CallContext;
use language::drafting::Reader;
use serde_json::{Value, json};

use crate::llm::model::{Act, Model, said};
use crate::llm::{GOOD, chat, later, llm, task};

/// How long a call may take beyond its time-out, on a busy machine.
const MARGIN: Duration = Duration::from_millis(1_500);

fn sentences(text: &str, answers: &Value) -> String {
    json!({ "sentences": [{ "text": text, "answers": answers }] }).to_string()
}

/// What a draft comes to, with a model that does this whenever it is asked; its time is bounded.
async fn outcome(script: impl Fn() -> Act + Send + Sync + 'static) -> Result<String, String> {
    let model = Model::start(move |_, _| script()).await;
    let llm = llm(&json!({ "chat": [chat(model.url())] }), &[]);
    let started = Instant::now();
    let drafted = llm.draft(&task("How do I return this?", Reader::Customer), later(0)).await;
    // One time-out, or two requests and the pause between them.
    assert!(
        started.elapsed() < Duration::from_millis(500 + 300) + MARGIN,
        "{:?}",
        started.elapsed()
    );
    let drafted = drafted.map_err(|error| error.to_string())?.value;
    drafted.map(|draft| draft.text.as_str().to_owned()).ok_or_else(|| "declined".to_owned())
}

async fn check_words(words: String, expected: &str) {
    let shown = words.clone();
    let outcome = outcome(move || said(&words)).await;
    assert_eq!(outcome, Err(expected.to_owned()), "{shown:.100}");
}

#[tokio::test]
async fn a_reply_that_stays_with_its_answer_is_shown() {
    let expected = "You can return any item within 14 days of delivery.".to_owned();
    assert_eq!(outcome(|| said(GOOD)).await, Ok(expected.clone()));
    assert_eq!(
        outcome(|| said(&format!("```json\n{GOOD}\n```"))).await,
        Ok(expected),
        "a fence is forgiven"
    );
}

#[tokio::test]
async fn words_that_cannot_be_believed_are_not_shown() {
    let good = "You can return any item within 14 days of delivery.";
    check_words(sentences(good, &json!(["A9"])), "refused_unknown_answer").await;
    check_words(sentences(good, &json!(["0123456789abcdefghjkmnpqrs"])), "refused_unknown_answer")
        .await;
    check_words(sentences(good, &json!([])), "refused_no_source").await;
    check_words(
        sentences("Our shop is open on the moon for pirates.", &json!(["A1"])),
        "refused_unsupported",
    )
    .await;
    check_words(
        sentences("You can return any item within 90 days.", &json!(["A1"])),
        "refused_foreign",
    )
    .await;
    check_words(
        sentences("Sie können alles zurückgeben, was Sie bei uns gekauft haben.", &json!(["A1"])),
        "refused_language",
    )
    .await;
    check_words(
        sentences(&"You can return any item. ".repeat(90), &json!(["A1"])),
        "refused_length",
    )
    .await;
    check_words(json!({ "sentences": [] }).to_string(), "declined").await;
    check_words("Sure! You can return any item.".to_owned(), "refused_form").await;
    check_words(format!("{GOOD} And now something else."), "refused_form").await;
    check_words(GOOD[..GOOD.len() / 2].to_owned(), "refused_form").await;
    check_words(
        format!("```json\n{}\n```", sentences(good, &json!(["A9"]))),
        "refused_unknown_answer",
    )
    .await;
    check_words(String::new(), "refused_form").await;
    check_words("\u{0}\u{fffd}{".to_owned(), "refused_form").await;
}

#[tokio::test]
async fn a_server_that_fails_shows_nothing_and_costs_no_more_than_the_time_out() {
    for status in [400, 401, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504, 529] {
        let expected = Err(format!("status_{status}"));
        assert_eq!(outcome(move || Act::Answer(status, GOOD.to_owned())).await, expected);
    }
    let code = |code: &str| Err(code.to_owned());
    assert_eq!(
        outcome(|| Act::Redirect).await,
        code("status_307"),
        "words go nowhere but where the operator said"
    );
    assert_eq!(outcome(|| Act::Sleep).await, code("slow"));
    assert_eq!(outcome(|| Act::Stall).await, code("slow"));
    assert_eq!(outcome(|| Act::Drop).await, code("connection"));
    assert_eq!(outcome(|| Act::Cut).await, code("connection"));
    for body in [
        "",
        "null",
        "[]",
        "{}",
        "<html>",
        r#"{"choices":[]}"#,
        r#"{"choices":[{"message":{"content":null,"refusal":"no"}}]}"#,
    ] {
        assert_eq!(outcome(|| Act::Answer(200, body.to_owned())).await, code("form"), "{body}");
    }
    assert_eq!(
        outcome(|| Act::Answer(200, format!("\"{}\"", "x".repeat(5 << 20)))).await,
        code("form"),
        "five megabytes"
    );
}

#[tokio::test]
async fn nobody_waits_longer_than_the_caller_has_patience_and_what_is_interrupted_is_counted() {
    let model = Model::start(|_, _| Act::Sleep).await;
    let llm = llm(&json!({ "chat": [chat(model.url()), chat(model.url())] }), &[]);
    let hasty = CallContext { timeout: Duration::from_millis(200), ..later(0) };
    let started = Instant::now();
    let error = llm.draft(&task("How do I return this?", Reader::Agent), hasty).await.unwrap_err();
    assert!(started.elapsed() < hasty.timeout + MARGIN);
    assert_eq!((error.to_string(), error.usage.requests), ("slow".to_owned(), 1));
    assert!(error.usage.input_tokens > 100 && error.usage.output_tokens == 800);
}

#[tokio::test]
async fn a_reply_speaks_for_an_offered_answer_or_for_none_and_any_other_does_not_count() {
    let address = "The delivery address can be changed until the order is packed.";
    for (words, expected) in [
        (GOOD.to_owned(), Ok(Some(0))),
        (sentences(address, &json!(["A2"])), Ok(Some(1))),
        (json!({ "sentences": [] }).to_string(), Ok(None)),
        (sentences(address, &json!(["A7"])), Err("refused_unknown_answer".to_owned())),
        (r#"{"id":"A2"}"#.to_owned(), Err("refused_form".to_owned())),
        ("A2, because it fits".to_owned(), Err("refused_form".to_owned())),
    ] {
        let model = Model::saying(words.as_str()).await;
        let llm = llm(&json!({ "chat": [chat(model.url())] }), &[]);
        let drafted = llm.draft(&task("How do I return this?", Reader::Agent), later(0)).await;
        let first = drafted.map(|drafted| drafted.value.map(|draft| draft.used[0].offer));
        assert_eq!(first.map_err(|error| error.to_string()), expected, "{words}");
    }
}
