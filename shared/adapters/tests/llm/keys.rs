//! Keys where operators keep them.

use std::time::Duration;

use adapters::llm::{Llm, Models};
use language::drafting::Reader;
use serde_json::{Value, json};

use crate::llm::model::{Act, Model, said};
use crate::llm::{GOOD, aws, chat, later, llm, task};

/// A chat model whose key has this name.
fn keyed(url: &str, key: &str) -> Value {
    let mut chat = chat(url);
    chat["key"] = json!(key);
    json!({ "chat": [chat] })
}

async fn answers(store: &Model, key: &str) -> (Result<(), String>, Vec<String>) {
    let model = Model::saying(GOOD).await;
    let stores =
        [("AWS_ENDPOINT_URL_SSM", store.url()), ("AWS_ENDPOINT_URL_SECRETS_MANAGER", store.url())];
    let llm = llm(&keyed(model.url(), key), &stores);
    let mut outcome = Ok(());
    for seconds in [0, 60, 16 * 60] {
        let drafted =
            llm.draft(&task("How do I return this?", Reader::Agent), later(seconds)).await;
        outcome = outcome.and(drafted.map(drop).map_err(|error| error.to_string()));
    }
    (outcome, model.received().into_iter().map(|received| received.head).collect())
}

#[tokio::test]
async fn a_parameter_is_fetched_when_it_is_needed_and_again_when_it_is_old() {
    let store = Model::start(|_, _| {
        Act::Answer(200, r#"{"Parameter":{"Name":"/a","Value":"stored-key\n"}}"#.to_owned())
    })
    .await;
    let (outcome, heads) = answers(&store, "ssm:/firstline/model").await;
    assert_eq!(outcome, Ok(()));
    assert!(heads.iter().all(|head| head.contains("authorization: Bearer stored-key\r\n")));
    let fetched = store.received();
    assert_eq!(fetched.len(), 2, "once, and once more after a quarter of an hour");
    assert_eq!(fetched[0].json(), json!({ "Name": "/firstline/model", "WithDecryption": true }));
    let head = &fetched[0].head;
    assert!(
        head.contains("x-amz-target: AmazonSSM.GetParameter")
            && head.contains("x-amz-security-token: session"),
        "{head}"
    );
    assert!(
        head.contains("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
            && head.contains("/eu-central-1/ssm/aws4_request"),
        "{head}"
    );
}

#[tokio::test]
async fn a_secret_is_used_whole_or_by_its_field() {
    for (key, value) in [
        ("secretsmanager:a", "stored-key"),
        ("secretsmanager:a#model", r#"{"model":"stored-key"}"#),
    ] {
        let store = Model::start(move |_, _| {
            Act::Answer(200, json!({ "SecretString": value }).to_string())
        })
        .await;
        let (outcome, heads) = answers(&store, key).await;
        assert_eq!(outcome, Ok(()));
        assert!(heads.iter().all(|head| head.contains("authorization: Bearer stored-key\r\n")));
        assert_eq!(store.received()[0].json(), json!({ "SecretId": "a" }));
    }
}

#[tokio::test]
async fn without_its_key_a_model_is_not_asked() {
    for answer in [Act::Answer as fn(u16, String) -> Act] {
        let store =
            Model::start(move |_, _| answer(400, r#"{"__type":"ParameterNotFound"}"#.to_owned()))
                .await;
        let (outcome, heads) = answers(&store, "ssm:/firstline/model").await;
        assert_eq!((outcome, heads.len()), (Err("key".to_owned()), 0));
    }
}

#[tokio::test]
async fn a_slow_secret_store_is_neither_a_slow_model_nor_on_its_bill() {
    let parameter = r#"{"Parameter":{"Value":"stored-key"}}"#.to_owned();
    let late = Act::Late as fn(Duration, String) -> Act;
    for (seconds, expected, asked) in [(1, Ok(()), 1), (60, Err("key"), 0)] {
        let parameter = parameter.clone();
        let store =
            Model::start(move |_, _| late(Duration::from_secs(seconds), parameter.clone())).await;
        let model = Model::saying(GOOD).await;
        // The model itself may take half a second.
        let llm = llm(&keyed(model.url(), "ssm:/a"), &[("AWS_ENDPOINT_URL_SSM", store.url())]);
        let drafted = llm.draft(&task("How do I return this?", Reader::Agent), later(0)).await;
        let usage = drafted.as_ref().map_or_else(|error| error.usage, |drafted| drafted.usage);
        let drafted = drafted.map(drop).map_err(|error| error.to_string());
        assert_eq!(drafted, expected.map_err(str::to_owned), "after {seconds} s");
        assert_eq!((model.received().len(), usage.requests as usize), (asked, asked));
        assert_eq!(usage.micro_cents > 0, asked > 0);
    }
}

#[tokio::test]
async fn a_key_that_was_rotated_is_fetched_anew_when_the_old_one_is_refused() {
    let store = Model::start(|number, _| {
        let key = if number == 0 { "old" } else { "new" };
        Act::Answer(200, json!({ "Parameter": { "Value": key } }).to_string())
    })
    .await;
    let model = Model::start(|_, received| {
        if received.head.contains("Bearer new") {
            said(GOOD)
        } else {
            Act::Answer(401, String::new())
        }
    })
    .await;
    let llm = llm(&keyed(model.url(), "ssm:/a"), &[("AWS_ENDPOINT_URL_SSM", store.url())]);
    assert!(llm.draft(&task("How do I return this?", Reader::Agent), later(0)).await.is_ok());
    assert_eq!((store.received().len(), model.received().len()), (2, 2));
}

#[test]
fn a_process_whose_key_is_not_set_does_not_start() {
    let models: Models =
        serde_json::from_value(keyed("https://models.example/v1", "env:MODEL_KEY")).unwrap();
    let error = Llm::new(models, aws(), |_| None).err().unwrap();
    assert_eq!(error.to_string(), "the variable MODEL_KEY, which a model's key is in, is not set");
}
