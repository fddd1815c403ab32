//! Between the functions and the engine: counts capacity units, and lets go wrong what it is told to.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Request, Response, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client as Http;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;

use super::client::SIGNATURE;
use super::{DatabaseEngine, json, operation};
use crate::browser_guard::refuse_browser;
use crate::crash::{self, CrashPoint};
use crate::fault_injection::{DatabaseFate, Faults};
use crate::listen::{self, HttpResponse, Listener};
use crate::metrics::{ConsumedCapacity, Metrics};
use crate::permissions::Permissions;

/// The proxy before an engine.
pub(crate) struct DatabaseProxy {
    engine: DatabaseEngine,
    http: Http<HttpConnector, Full<Bytes>>,
    metrics: Option<Metrics>,
    faults: Faults,
    permissions: Option<Arc<Permissions>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MeteredAnswer {
    #[serde(default)]
    consumed_capacity: Option<ConsumedCapacities>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ConsumedCapacities {
    Many(Vec<ConsumedCapacity>),
    One(ConsumedCapacity),
}

impl DatabaseProxy {
    /// A proxy before this engine. Without metrics nothing is counted; without permissions everybody may do everything.
    pub(crate) fn new(
        engine: DatabaseEngine,
        metrics: Option<Metrics>,
        faults: Faults,
        permissions: Option<Arc<Permissions>>,
    ) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let http = Http::builder(TokioExecutor::new()).build(connector);
        Self { engine, http, metrics, faults, permissions }
    }

    /// Serves until the stack stops.
    pub(crate) async fn serve(self, listener: Listener) {
        let proxy = Arc::new(self);
        listen::serve_fallible(listener, move |request, _| {
            let proxy = Arc::clone(&proxy);
            async move { proxy.answer(request).await }
        })
        .await;
    }

    async fn answer(&self, request: Request<Incoming>) -> io::Result<HttpResponse> {
        if let Some(refused) = refuse_browser(&request) {
            return Ok(refused);
        }
        let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
        let operation = operation(target.unwrap_or_default()).to_owned();
        let caller = request.uri().path().trim_matches('/').to_owned();
        let moment = self.faults.crash_of(&caller);
        if moment == Some(CrashPoint::Before) {
            return self.crash(&caller).await;
        }
        let fate = self.faults.of_request(&operation);
        match fate {
            DatabaseFate::Refused => {
                return Ok(refusal(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError"));
            }
            DatabaseFate::Throttled => {
                return Ok(refusal(
                    StatusCode::BAD_REQUEST,
                    "ProvisionedThroughputExceededException",
                ));
            }
            DatabaseFate::Delayed(wait) => tokio::time::sleep(wait).await,
            DatabaseFate::Served | DatabaseFate::AnswerLost => {}
        }
        let answer = self.forward(request, &caller, &operation).await?;
        match fate {
            _ if moment == Some(CrashPoint::After) => self.crash(&caller).await,
            DatabaseFate::AnswerLost => Err(io::ErrorKind::ConnectionAborted.into()),
            _ => Ok(answer),
        }
    }

    /// Ends whoever asked before they hear the answer.
    async fn crash(&self, caller: &str) -> io::Result<HttpResponse> {
        crash::kill(&self.metrics.as_ref().map_or_else(Vec::new, |metrics| metrics.pids(caller)))
            .await;
        Err(io::ErrorKind::ConnectionAborted.into())
    }

    async fn forward(
        &self,
        request: Request<Incoming>,
        caller: &str,
        operation: &str,
    ) -> io::Result<HttpResponse> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
        if let Some(permissions) = &self.permissions
            && let Err(sentence) = permissions.of_request(&parts.headers, operation, &body)
        {
            return Ok(denied(&sentence));
        }
        let body = match self.metrics {
            Some(_) => asking_for_capacity(operation, body),
            None => body,
        };
        let answer = match &self.engine {
            DatabaseEngine::Embedded(engine) => engine.answer(operation, &body),
            DatabaseEngine::Remote(url) => self.ask_server(url, parts, body).await?,
        };
        if let Some(metrics) = &self.metrics {
            let consumed = consumed(answer.body());
            metrics.used(caller, operation, !answer.status().is_success(), &consumed);
        }
        Ok(answer.map(Full::new))
    }

    async fn ask_server(
        &self,
        url: &Uri,
        mut parts: Parts,
        body: Bytes,
    ) -> io::Result<Response<Bytes>> {
        parts.uri = url.clone();
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.remove(header::HOST);
        parts.headers.remove("x-amz-security-token");
        parts.headers.insert(header::AUTHORIZATION, HeaderValue::from_static(SIGNATURE));
        let request = Request::from_parts(parts, Full::new(body));
        let answer = self.http.request(request).await.map_err(io::Error::other)?;
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
        Ok(Response::from_parts(parts, body))
    }
}

/// What an answer says that it cost.
fn consumed(answer: &Bytes) -> Vec<ConsumedCapacity> {
    let metered = serde_json::from_slice::<MeteredAnswer>(answer).ok();
    match metered.and_then(|metered| metered.consumed_capacity) {
        Some(ConsumedCapacities::Many(all)) => all,
        Some(ConsumedCapacities::One(one)) => vec![one],
        None => Vec::new(),
    }
}

/// The operations whose answers can tell what they cost.
const TELLING: [&str; 9] = [
    "Query",
    "GetItem",
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "BatchGetItem",
    "BatchWriteItem",
    "TransactGetItems",
    "TransactWriteItems",
];

/// The body with `ReturnConsumedCapacity`, unless it says something about it itself.
fn asking_for_capacity(operation: &str, body: Bytes) -> Bytes {
    const ASKING: &[u8] = br#"{"ReturnConsumedCapacity":"INDEXES","#;
    let says_so = body.windows(24).any(|part| part == br#""ReturnConsumedCapacity""#);
    let is_open = body.len() > 2 && body[0] == b'{';
    if !TELLING.contains(&operation) || says_so || !is_open {
        return body;
    }
    let mut longer = Vec::with_capacity(body.len() + ASKING.len());
    longer.extend_from_slice(ASKING);
    longer.extend_from_slice(&body[1..]);
    longer.into()
}

fn refusal(status: StatusCode, kind: &str) -> HttpResponse {
    let kind = format!("com.amazonaws.dynamodb.v20120810#{kind}");
    error(status, &kind, "a fault of the local stack")
}

fn denied(sentence: &str) -> HttpResponse {
    let kind = "com.amazon.coral.service#AccessDeniedException";
    error(StatusCode::BAD_REQUEST, kind, sentence)
}

fn error(status: StatusCode, kind: &str, message: &str) -> HttpResponse {
    json(status, serde_json::json!({ "__type": kind, "message": message }).to_string().into())
        .map(Full::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacity_is_asked_for_once_and_only_where_it_is_told() {
        let asked = |operation: &str, body: &'static str| {
            asking_for_capacity(operation, Bytes::from_static(body.as_bytes()))
        };
        assert_eq!(asked("Query", r#"{"T":1}"#), r#"{"ReturnConsumedCapacity":"INDEXES","T":1}"#);
        assert_eq!(asked("DescribeTable", r#"{"T":1}"#), r#"{"T":1}"#);
        let own = r#"{"ReturnConsumedCapacity":"NONE"}"#;
        assert_eq!(asked("PutItem", own), own);
    }
}
