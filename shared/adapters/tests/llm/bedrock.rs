//! Bedrock's models by the function's role: the request that leaves the SDK, and what is made of each answer.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use adapters::aws::{Credentials, sdk_config_with};
use adapters::llm::{Answered, Llm, ModelError, Models};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use language::drafting::{Draft, Reader};
use serde_json::{Value, json};

use crate::llm::{GOOD, later, task};

/// What Bedrock answers: a status, the code of an error, when to come back, a document. None hangs up.
type Reply = Option<(u16, &'static str, &'static str, Value)>;

/// The SDK's HTTP client: it keeps each request and answers by a script.
#[derive(Clone)]
struct Recorder {
    script: Arc<dyn Fn(usize) -> Reply + Send + Sync>,
    requests: Arc<Mutex<Vec<Request>>>,
}

#[derive(Clone)]
struct Request {
    url: String,
    signature: String,
    body: Value,
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recorder")
    }
}

impl HttpConnector for Recorder {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let signature = request.headers().get("authorization").unwrap_or_default().to_owned();
        let body = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
        let mut requests = self.requests.lock().unwrap();
        requests.push(Request { url: request.uri().to_owned(), signature, body });
        let reply = (self.script)(requests.len() - 1);
        HttpConnectorFuture::ready(match reply {
            None => Err(ConnectorError::io("hung up".into())),
            Some((status, code, wait, document)) => {
                let body = SdkBody::from(document.to_string());
                let mut response = HttpResponse::new(status.try_into().unwrap(), body);
                for (name, value) in [("x-amzn-errortype", code), ("retry-after", wait)] {
                    if !value.is_empty() {
                        response.headers_mut().insert(name, value);
                    }
                }
                Ok(response)
            }
        })
    }
}

impl Recorder {
    fn new(script: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Self {
        Self { script: Arc::new(script), requests: Arc::default() }
    }

    fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The models of these settings, in a function of another region than theirs.
    fn llm(&self, settings: &Value) -> Llm {
        let models: Models = serde_json::from_value(settings.clone()).unwrap();
        let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
        let connector = SharedHttpConnector::new(self.clone());
        let client = http_client_fn(move |_, _| connector.clone());
        let config = sdk_config_with("eu-west-1".to_owned(), credentials, client);
        Llm::new(models, config, |_| None).unwrap()
    }
}

/// A model of Bedrock's with these further settings.
fn model(more: &Value) -> Value {
    let mut model = json!({
        "api": "bedrock", "region": "eu-central-1", "model": "eu.amazon.nova-lite-v1:0",
        "timeout_ms": 500, "price": { "input": 100, "output": 400 },
    });
    model.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    model
}

fn chat(more: &Value) -> Value {
    json!({ "chat": [model(more)] })
}

/// An answer with this part of a message, which cost 1,000 tokens sent and 100 received.
fn said(stop: &str, content: &Value) -> Reply {
    let document = json!({
        "output": { "message": { "role": "assistant", "content": content } },
        "stopReason": stop,
        "usage": { "inputTokens": 1000, "outputTokens": 100, "totalTokens": 1100 },
        "metrics": { "latencyMs": 1 },
    });
    Some((200, "", "", document))
}

fn good() -> Reply {
    said("end_turn", &json!([{ "text": GOOD }]))
}

fn refused(status: u16, code: &'static str, wait: &'static str) -> Reply {
    Some((status, code, wait, json!({ "message": "no" })))
}

async fn draft(llm: &Llm, seconds: i64) -> Result<Answered<Option<Draft>>, ModelError> {
    llm.draft(&task("How do I return this?", Reader::Agent), later(seconds)).await
}

#[tokio::test]
async fn a_request_is_a_conversation_signed_for_the_models_region() {
    let recorder = Recorder::new(|_| good());
    let drafted = draft(&recorder.llm(&chat(&json!({}))), 0).await.unwrap();
    assert_eq!(
        drafted.value.unwrap().text.as_str(),
        "You can return any item within 14 days of delivery."
    );
    let usage = drafted.usage;
    assert_eq!(
        (usage.requests, usage.input_tokens, usage.output_tokens, usage.micro_cents),
        (1, 1000, 100, 140_000)
    );
    let request = recorder.requests().remove(0);
    assert_eq!(
        request.url,
        "https://bedrock-runtime.eu-central-1.amazonaws.com/model/eu.amazon.nova-lite-v1%3A0/converse"
    );
    let scope = "/eu-central-1/bedrock/aws4_request";
    assert!(
        request.signature.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
            && request.signature.contains(scope),
        "{}",
        request.signature
    );
    let body = request.body;
    let fields: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["inferenceConfig", "messages", "system"]);
    assert_eq!(body["inferenceConfig"], json!({ "maxTokens": 800 }));
    assert!(body["system"][0]["text"].as_str().unwrap().contains("never an instruction"));
    assert_eq!(body["messages"][0]["role"], "user");
    let question = body["messages"][0]["content"][0]["text"].as_str().unwrap();
    assert!(question.contains("How do I return this?"), "{question}");
}

#[tokio::test]
async fn a_model_may_be_held_to_the_schema_and_given_fields_of_its_own() {
    let input: Value = serde_json::from_str(GOOD).unwrap();
    let content = json!([{ "toolUse": { "toolUseId": "t", "name": "reply", "input": input } }]);
    let recorder = Recorder::new(move |_| said("tool_use", &content));
    let settings = json!({ "structured": "schema", "extra": { "top_k": 1, "bias": 0.5 } });
    let drafted = draft(&recorder.llm(&chat(&settings)), 0).await.unwrap();
    assert!(drafted.value.unwrap().text.as_str().contains("14 days"));
    let body = recorder.requests().remove(0).body;
    assert_eq!(body["additionalModelRequestFields"], json!({ "top_k": 1, "bias": 0.5 }));
    assert_eq!(body["toolConfig"]["toolChoice"], json!({ "tool": { "name": "reply" } }));
    let labels = body["toolConfig"]["tools"][0].pointer(
        "/toolSpec/inputSchema/json/properties/sentences/items/properties/answers/items/enum",
    );
    assert_eq!(labels, Some(&json!(["A1", "A2"])));
}

#[tokio::test]
async fn a_reply_that_was_cut_off_or_withheld_is_none_and_has_been_paid_for() {
    for stop in ["max_tokens", "content_filtered", "guardrail_intervened", "something_new"] {
        let recorder = Recorder::new(move |_| said(stop, &json!([{ "text": GOOD }])));
        let error = draft(&recorder.llm(&chat(&json!({}))), 0).await.unwrap_err();
        assert_eq!((error.to_string(), error.usage.micro_cents), ("form".to_owned(), 140_000));
        assert_eq!(recorder.requests().len(), 1, "{stop}");
    }
}

#[tokio::test]
async fn a_passing_failure_is_tried_once_more_and_a_refusal_is_not() {
    for (first, expected, requests) in [
        (refused(429, "ThrottlingException", ""), Ok(()), 2),
        (refused(429, "ModelNotReadyException", ""), Ok(()), 2),
        (refused(503, "ServiceUnavailableException", ""), Ok(()), 2),
        (refused(500, "InternalServerException", ""), Ok(()), 2),
        (None, Ok(()), 2),
        (refused(403, "AccessDeniedException", ""), Err("status_403"), 1),
        (refused(404, "ResourceNotFoundException", ""), Err("status_404"), 1),
        (refused(400, "ValidationException", ""), Err("status_400"), 1),
    ] {
        let told = format!("{first:?}");
        let recorder =
            Recorder::new(move |number| if number == 0 { first.clone() } else { good() });
        let drafted = draft(&recorder.llm(&chat(&json!({}))), 0).await;
        assert_eq!(recorder.requests().len(), requests, "{told}");
        let cost = drafted.as_ref().map_or_else(|error| error.usage, |drafted| drafted.usage);
        assert_eq!(cost.micro_cents, if expected.is_ok() { 140_000 } else { 0 }, "{told}");
        let drafted = drafted.map(drop).map_err(|error| error.to_string());
        assert_eq!(drafted, expected.map_err(str::to_owned), "{told}");
    }
}

#[tokio::test]
async fn a_model_that_stays_throttled_is_asked_twice_and_the_next_one_answers() {
    let recorder =
        Recorder::new(
            |number| {
                if number < 2 { refused(429, "ThrottlingException", "") } else { good() }
            },
        );
    let second = json!({ "model": "amazon.nova-micro-v1:0" });
    let settings = json!({ "chat": [model(&json!({})), model(&second)] });
    assert!(draft(&recorder.llm(&settings), 0).await.is_ok());
    let urls: Vec<bool> =
        recorder.requests().iter().map(|request| request.url.contains("nova-micro")).collect();
    assert_eq!(urls, [false, false, true]);
}

#[tokio::test]
async fn a_retry_waits_as_long_as_it_is_asked_to() {
    let recorder = Recorder::new(|number| match number {
        0 => refused(429, "ThrottlingException", "1"),
        _ => good(),
    });
    let begun = Instant::now();
    let llm = recorder.llm(&chat(&json!({ "timeout_ms": 4000 })));
    assert!(draft(&llm, 0).await.is_ok());
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_model_that_asks_for_more_time_than_a_request_may_take_is_left_alone_for_it() {
    let recorder = Recorder::new(|number| match number {
        0 => refused(429, "ThrottlingException", "20"),
        _ => good(),
    });
    let llm = recorder.llm(&chat(&json!({})));
    assert_eq!(draft(&llm, 0).await.unwrap_err().to_string(), "status_429");
    assert_eq!(draft(&llm, 19).await.unwrap_err().to_string(), "resting");
    assert_eq!(recorder.requests().len(), 1);
    assert!(draft(&llm, 20).await.is_ok());
}
