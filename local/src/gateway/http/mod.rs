//! The HTTP API: payload format 2.0, the `$default` stage, CORS from the template.

pub(crate) mod cors;
mod event;
mod routes;

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use tokio::time::timeout;

pub use self::routes::{HttpRoutes, MatchedRoute};
use super::proxy::{self, ProxyResponse};
use crate::clock;
use crate::listen::{self, HttpResponse, Listener};
use crate::runtime::Functions;
use crate::storage_health::StorageHealth;
use crate::template::HttpApi;

/// API Gateway's bound for a request's body.
const LARGEST_BODY: usize = 10 * 1024 * 1024;

/// Where the API says whether it runs. What functions can't know of, a full disk, is said here for them.
const HEALTH: &str = "/health";

/// The API and the functions behind it.
pub(crate) struct HttpGateway {
    api: HttpApi,
    routes: HttpRoutes,
    functions: Functions,
    health: StorageHealth,
}

impl HttpGateway {
    /// A gateway for this API.
    pub(crate) fn new(api: HttpApi, functions: Functions, health: StorageHealth) -> Self {
        Self { routes: HttpRoutes::new(&api.routes), api, functions, health }
    }

    /// Serves it until the stack stops.
    pub(crate) async fn serve(self, listener: Listener) {
        let gateway = Arc::new(self);
        listen::serve(listener, move |request, peer| {
            let gateway = Arc::clone(&gateway);
            async move { gateway.answer(request, peer).await }
        })
        .await;
    }

    async fn answer(&self, request: Request<Incoming>, peer: SocketAddr) -> HttpResponse {
        let origin = request.headers().get(header::ORIGIN).cloned();
        if let Some(answer) = cors::preflight(self.api.cors.as_ref(), &request) {
            return answer;
        }
        let is_health = request.uri().path() == HEALTH;
        let mut answer = self.route(request, peer).await;
        if is_health && answer.status().is_success() {
            let problems = self.health.problems();
            if !problems.is_empty() {
                answer = unhealthy(&problems);
            }
        }
        cors::allow(self.api.cors.as_ref(), origin.as_ref(), answer.headers_mut());
        answer
    }

    async fn route(&self, request: Request<Incoming>, peer: SocketAddr) -> HttpResponse {
        let Some(matched) =
            self.routes.find(request.method(), request.uri().path(), &self.api.stage)
        else {
            return refusal(StatusCode::NOT_FOUND, "Not Found");
        };
        let (parts, body) = request.into_parts();
        let Ok(body) = Limited::new(body, LARGEST_BODY).collect().await else {
            return refusal(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
        };
        let id = clock::short();
        let event = event::build(&self.api, &matched, &parts, &body.to_bytes(), &id, peer);
        let invoked =
            timeout(matched.route.timeout, self.functions.invoke(&matched.route.function, event))
                .await;
        let mut answer = match invoked {
            Ok(Ok(returned)) => answer_of(&returned),
            Ok(Err(_)) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"),
            Err(_) => refusal(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
        };
        if let Ok(id) = HeaderValue::try_from(id) {
            answer.headers_mut().insert("apigw-requestid", id);
        }
        answer
    }
}

/// The answer that a function's return value means.
fn answer_of(returned: &[u8]) -> HttpResponse {
    let Some(proxy) = ProxyResponse::parse(returned) else { return inferred(returned) };
    let (Some(status), Some(body)) = (proxy.status(), proxy.bytes()) else {
        return refusal(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error");
    };
    let mut answer = Response::new(Full::new(body));
    *answer.status_mut() = status;
    let headers = proxy.headers();
    let kept = headers.iter().filter(|(name, _)| !proxy::is_hop_by_hop(name));
    kept.for_each(|(name, value)| {
        answer.headers_mut().append(name, value.clone());
    });
    for cookie in proxy.cookies.iter().flatten() {
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            answer.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    if !answer.headers().contains_key(header::CONTENT_TYPE) {
        answer
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    }
    answer
}

/// Format 2.0 takes any JSON without `statusCode` for the body of a 200.
fn inferred(returned: &[u8]) -> HttpResponse {
    let Ok(value) = serde_json::from_slice::<serde_json::Value>(returned) else {
        return refusal(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error");
    };
    if value.get("statusCode").is_some() {
        return refusal(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error");
    }
    let body = value.as_str().map_or_else(
        || Bytes::copy_from_slice(returned),
        |text| Bytes::copy_from_slice(text.as_bytes()),
    );
    let mut answer = Response::new(Full::new(body));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

/// The answer of an API whose data can't be written.
fn unhealthy(problems: &[String]) -> HttpResponse {
    let document = serde_json::json!({ "status": "unavailable", "problems": problems });
    let mut answer = Response::new(Full::new(Bytes::from(document.to_string())));
    *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// An answer of the gateway itself.
fn refusal(status: StatusCode, message: &str) -> HttpResponse {
    let mut answer =
        Response::new(Full::new(Bytes::from(format!("{{\"message\":\"{message}\"}}"))));
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}
