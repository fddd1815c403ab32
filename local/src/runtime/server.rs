//! The Runtime API: what a function's process asks and tells.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;

use super::async_invoke::{self, AsyncInvoker};
use super::invocation::{FunctionError, Invocation};
use super::process::{FunctionProcess, ProcessContext};
use crate::browser_guard::refuse_browser;
use crate::bus::{self, Buses};
use crate::clock;
use crate::listen::{self, HttpResponse, Listener};
use crate::secrets::{self, SecretStore};

/// Lambda's bound for a synchronous answer.
const LARGEST_ANSWER: usize = 6 * 1024 * 1024;
const PREFIX: &str = "2018-06-01/runtime/";

/// What functions find on the same port beside the Runtime API.
#[derive(Clone)]
pub(crate) struct Services {
    /// Invokes functions.
    pub(crate) invoker: AsyncInvoker,
    /// Takes events.
    pub(crate) buses: Buses,
    /// Hands out secrets.
    pub(crate) secrets: SecretStore,
}

/// Serves the Runtime API and these services until its listener is closed.
pub(crate) async fn serve(listener: Listener, shared: Arc<ProcessContext>, services: Services) {
    listen::serve(listener, move |request, _| {
        let (shared, services) = (Arc::clone(&shared), services.clone());
        async move {
            if let Some(refused) = refuse_browser(&request) {
                return refused;
            }
            match () {
                () if async_invoke::is_meant(&request) => services.invoker.answer(request).await,
                () if bus::is_meant(&request) => services.buses.answer(request).await,
                () if secrets::is_meant(&request) => services.secrets.answer(request).await,
                () => answer(&shared, request).await,
            }
        }
    })
    .await;
}

/// Which request it is, after the process's number.
enum RuntimeCall<'a> {
    Next,
    Response(&'a str),
    Error(&'a str),
    InitError,
}

async fn answer(shared: &ProcessContext, request: Request<Incoming>) -> HttpResponse {
    let path = request.uri().path().to_owned();
    let Some((process, call)) = route(shared, request.method(), &path) else {
        return status(StatusCode::NOT_FOUND, "{\"errorType\":\"Client.NotFound\"}");
    };
    match call {
        RuntimeCall::Next => next(&process).await,
        RuntimeCall::InitError => {
            process.pool.init_failed(body(request).await.unwrap_or_default());
            accepted()
        }
        RuntimeCall::Error(id) => {
            let document = body(request).await.unwrap_or_default();
            told(process.finishes(id, Err(FunctionError::posted(document))))
        }
        RuntimeCall::Response(id) => match body(request).await {
            Some(answer) => told(process.finishes(id, Ok(answer))),
            None => {
                let failure = FunctionError::named(
                    "Function.ResponseSizeTooLarge",
                    "the answer is over 6 MB".to_owned(),
                );
                process.finishes(id, Err(failure));
                status(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "{\"errorType\":\"Function.ResponseSizeTooLarge\"}",
                )
            }
        },
    }
}

fn route<'a>(
    shared: &ProcessContext,
    method: &Method,
    path: &'a str,
) -> Option<(Arc<FunctionProcess>, RuntimeCall<'a>)> {
    let (number, rest) = path.strip_prefix('/')?.split_once('/')?;
    let process = shared.directory.find(number.parse().ok()?)?;
    let rest = rest.strip_prefix(PREFIX)?;
    let call = match (method, rest) {
        (&Method::GET, "invocation/next") => RuntimeCall::Next,
        (&Method::POST, "init/error") => RuntimeCall::InitError,
        (&Method::POST, _) => match rest.strip_prefix("invocation/")?.split_once('/')? {
            (id, "response") => RuntimeCall::Response(id),
            (id, "error") => RuntimeCall::Error(id),
            _ => return None,
        },
        _ => return None,
    };
    Some((process, call))
}

async fn next(process: &Arc<FunctionProcess>) -> HttpResponse {
    let Some(invocation) = process.pool.next(process).await else {
        // The process is about to be killed. The runtime's client would panic at an answer without an invocation.
        return std::future::pending().await;
    };
    let Invocation { request, deadline, payload, done, .. } = invocation;
    process.takes(&request, done);
    let mut answer = Response::new(Full::new(payload));
    let headers = answer.headers_mut();
    let arn = process.pool.arn.clone();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers.insert("lambda-runtime-invoked-function-arn", arn);
    for (name, value) in [
        ("lambda-runtime-aws-request-id", request),
        ("lambda-runtime-deadline-ms", deadline.to_string()),
        ("lambda-runtime-trace-id", clock::trace()),
    ] {
        if let Ok(value) = HeaderValue::from_maybe_shared(Bytes::from(value)) {
            headers.insert(name, value);
        }
    }
    answer
}

/// The whole body, or nothing when it is over the bound.
async fn body(request: Request<Incoming>) -> Option<Bytes> {
    let limited = Limited::new(request.into_body(), LARGEST_ANSWER);
    limited.collect().await.ok().map(http_body_util::Collected::to_bytes)
}

fn told(is_own: bool) -> HttpResponse {
    match is_own {
        true => accepted(),
        false => status(StatusCode::BAD_REQUEST, "{\"errorType\":\"InvalidRequestID\"}"),
    }
}

fn accepted() -> HttpResponse {
    status(StatusCode::ACCEPTED, "{\"status\":\"OK\"}")
}

fn status(code: StatusCode, text: &'static str) -> HttpResponse {
    let mut answer = Response::new(Full::new(Bytes::from_static(text.as_bytes())));
    *answer.status_mut() = code;
    answer
}
