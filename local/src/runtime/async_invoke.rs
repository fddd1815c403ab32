//! Lambda's own API for invoking a function: at once, as operators do; or later, as functions do, tried again when it
//! fails.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use serde_json::{Value, json};

use super::{FunctionError, Functions, InvocationResult};
use crate::listen::HttpResponse;
use crate::permissions::Permissions;
use crate::stream::Queues;

/// Lambda's bound for the event of an asynchronous invocation, and enough for the others here.
const LARGEST_EVENT: usize = 1024 * 1024;
/// The wait before a failed event is tried again. Lambda waits a minute, then two: longer than a test should.
const BACKOFF: Duration = Duration::from_millis(250);
const PREFIX: &str = "/2015-03-31/functions/";

/// What serves invocations.
#[derive(Clone)]
pub(crate) struct AsyncInvoker {
    pub(crate) functions: Functions,
    pub(crate) queues: Queues,
    /// Without them everybody may invoke everything.
    pub(crate) permissions: Option<Arc<Permissions>>,
}

/// Whether a request is for this API.
pub(super) fn is_meant(request: &Request<Incoming>) -> bool {
    request.uri().path().starts_with(PREFIX)
}

impl AsyncInvoker {
    /// The answer to a request for an invocation.
    pub(super) async fn answer(&self, request: Request<Incoming>) -> HttpResponse {
        let path = request.uri().path().to_owned();
        let function = path.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix("/invocations"));
        let kind = request.headers().get("x-amz-invocation-type");
        let is_later = kind.is_some_and(|kind| kind == "Event");
        let Some(name) = function.filter(|_| request.method() == Method::POST) else {
            return told(StatusCode::BAD_REQUEST, "InvalidRequestContentException");
        };
        let Some(retries) = self.functions.retries(name) else {
            return told(StatusCode::NOT_FOUND, "ResourceNotFoundException");
        };
        let is_allowed = |permissions: &Arc<Permissions>| {
            permissions.of_function(request.headers(), name).is_ok()
        };
        if !self.permissions.as_ref().is_none_or(is_allowed) {
            return told(StatusCode::FORBIDDEN, "AccessDeniedException");
        }
        let Ok(body) = Limited::new(request.into_body(), LARGEST_EVENT).collect().await else {
            return told(StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLargeException");
        };
        if !is_later {
            return answered(self.functions.invoke(name, body.to_bytes()).await);
        }
        tokio::spawn(self.clone().run(name.to_owned(), body.to_bytes(), retries));
        told(StatusCode::ACCEPTED, "")
    }

    /// Starts a function with an event of another service; nobody waits for it.
    pub(crate) fn start(&self, function: &str, event: impl Into<Bytes>) {
        let Some(retries) = self.functions.retries(function) else { return };
        tokio::spawn(self.clone().run(function.to_owned(), event.into(), retries));
    }

    async fn run(self, name: String, event: Bytes, retries: u32) {
        let mut tries = 0;
        let failure = loop {
            let Err(failure) = self.functions.invoke(&name, event.clone()).await else { return };
            tries += 1;
            if tries > retries {
                break failure;
            }
            tokio::time::sleep(BACKOFF).await;
        };
        if let Some(queue) = self.functions.failures(&name) {
            self.queues.push(&queue, record(&name, &event, tries, &failure));
        }
    }
}

/// What Lambda puts into the destination of failed events.
fn record(function: &str, event: &Bytes, tries: u32, failure: &FunctionError) -> Value {
    let parse = |bytes: &Bytes| serde_json::from_slice::<Value>(bytes).unwrap_or_default();
    json!({
        "version": "1.0",
        "requestContext": {
            "functionArn": function,
            "condition": "RetriesExhausted",
            "approximateInvokeCount": tries,
        },
        "requestPayload": parse(event),
        "responsePayload": parse(&failure.document),
    })
}

/// The answer of a function that was waited for. That it failed is in a header; the status says nothing of it.
fn answered(outcome: InvocationResult) -> HttpResponse {
    match outcome {
        Ok(body) => Response::new(Full::new(body)),
        Err(failure) => {
            let mut answer = Response::new(Full::new(failure.document));
            let unhandled = HeaderValue::from_static("Unhandled");
            answer.headers_mut().insert("x-amz-function-error", unhandled);
            answer
        }
    }
}

fn told(status: StatusCode, kind: &str) -> HttpResponse {
    let body = match kind {
        "" => Bytes::new(),
        kind => Bytes::from(json!({ "Type": "User", "__type": kind }).to_string()),
    };
    let mut answer = Response::new(Full::new(body));
    *answer.status_mut() = status;
    answer
}
