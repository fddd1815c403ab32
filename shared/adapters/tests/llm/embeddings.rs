//! Vectors that can't be used are never given out.

use adapters::llm::Llm;
use serde_json::{Value, json};

use crate::llm::model::{Act, Model};
use crate::llm::{later, llm};

fn embedder(url: &str) -> Llm {
    let model = json!({ "url": url, "model": "e", "dimensions": 3, "timeout_ms": 500, "price": { "input": 2 } });
    llm(&json!({ "embeddings": model }), &[])
}

fn vectors(data: &Value) -> Act {
    Act::Answer(
        200,
        json!({ "data": data, "usage": { "prompt_tokens": 7, "total_tokens": 7 } }).to_string(),
    )
}

fn item(index: usize, embedding: &Value) -> Value {
    json!({ "index": index, "embedding": embedding })
}

async fn outcome(
    script: impl Fn() -> Act + Send + Sync + 'static,
) -> Result<Vec<Vec<f32>>, String> {
    let model = Model::start(move |_, _| script()).await;
    let embedded = embedder(model.url()).embed(&["one", "two"], &[], later(0)).await;
    embedded.map(|embedded| embedded.value).map_err(|error| error.to_string())
}

#[tokio::test]
async fn each_text_has_its_vector_in_whatever_order_they_come() {
    let model = Model::start(|_, _| {
        vectors(&json!([item(1, &json!([0, 0, 2])), item(0, &json!([1.5, 0, 0]))]))
    })
    .await;
    let embedded = embedder(model.url()).embed(&["one", "two"], &[], later(0)).await.unwrap();
    assert_eq!(embedded.value, [[1.5, 0.0, 0.0], [0.0, 0.0, 2.0]]);
    assert_eq!(
        (embedded.usage.requests, embedded.usage.input_tokens, embedded.usage.micro_cents),
        (1, 7, 14)
    );
    let body = model.received()[0].json();
    assert_eq!(body, json!({ "model": "e", "input": ["one", "two"], "encoding_format": "float" }));
}

#[tokio::test]
async fn many_texts_go_in_batches() {
    let model = Model::start(|_, received| {
        let count = received.json()["input"].as_array().unwrap().len();
        vectors(&(0..count).map(|index| item(index, &json!([1, index, 0]))).collect())
    })
    .await;
    let texts = ["text"; 150];
    let embedded = embedder(model.url()).embed(&texts, &[], later(0)).await.unwrap();
    assert_eq!(
        (embedded.value.len(), embedded.usage.requests, model.received().len()),
        (150, 3, 3)
    );
}

#[tokio::test]
async fn vectors_that_cannot_be_used_are_a_fault_and_never_a_panic() {
    let one = || item(0, &json!([1, 0, 0]));
    let table = [
        (json!([]), "vector_count"),
        (json!([one()]), "vector_count"),
        (json!([one(), one()]), "vector_count"),
        (json!([one(), item(7, &json!([1, 0, 0]))]), "vector_count"),
        (json!([one(), item(1, &json!([1, 0]))]), "vector_length"),
        (json!([one(), item(1, &json!([1, 0, 0, 0]))]), "vector_length"),
        (json!([one(), item(1, &json!([]))]), "vector_length"),
        (json!([one(), item(1, &json!([0, 0, 0]))]), "vector_zero"),
        (json!([one(), item(1, &json!([1e39, 0, 0]))]), "vector_not_finite"),
        (json!([one(), item(1, &json!([1e30, 1e30, 0]))]), "vector_not_finite"),
        (json!([one(), item(1, &json!([null, 0, 0]))]), "form"),
        (json!([one(), item(1, &json!("AACAPw=="))]), "form"),
        (json!("none"), "form"),
    ];
    for (data, expected) in table {
        let shown = data.to_string();
        assert_eq!(outcome(move || vectors(&data)).await, Err(expected.to_owned()), "{shown}");
    }
    let nan = r#"{"data":[{"index":0,"embedding":[NaN,0,0]},{"index":1,"embedding":[1,0,0]}]}"#;
    assert_eq!(outcome(move || Act::Answer(200, nan.to_owned())).await, Err("form".to_owned()));
}

#[tokio::test]
async fn a_server_that_fails_is_a_fault_within_the_time_out() {
    for (status, code) in [(500, "status_500"), (429, "status_429"), (401, "status_401")] {
        assert_eq!(outcome(move || Act::Answer(status, String::new())).await, Err(code.to_owned()));
    }
    for (act, code) in [
        ((|| Act::Sleep) as fn() -> Act, "slow"),
        (|| Act::Drop, "connection"),
        (|| Act::Cut, "connection"),
    ] {
        assert_eq!(outcome(act).await, Err(code.to_owned()));
    }
}
