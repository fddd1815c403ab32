//! What the API says about itself. The page and its parts come with the binary: it works offline.

use axum::Json;
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::IntoResponse;
use contract::Health;
use lambda::rest::describe::of;
use lambda::rest::{Failure, PathOf, no_route};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// What is the same for everybody until the next deployment.
const LIFETIME: &str = "public, max-age=300";

fn asset(
    kind: &'static str,
    body: &'static str,
) -> ([(HeaderName, &'static str); 3], &'static str) {
    let headers =
        [(CONTENT_TYPE, kind), (CONTENT_SECURITY_POLICY, POLICY), (CACHE_CONTROL, LIFETIME)];
    (headers, body)
}

/// `GET /health`: that the function runs. It touches nothing that costs.
#[utoipa::path(
    get,
    path = "/health",
    operation_id = "read_health",
    summary = "Whether the API runs.",
    responses((status = 200, description = "It does.", body = of::Health)),
)]
pub(crate) async fn health() -> Json<Health> {
    Json(Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        wire: contract::SUBPROTOCOL.to_owned(),
    })
}

/// `GET /openapi.json`: generated from the wire's types.
#[utoipa::path(
    get,
    path = "/openapi.json",
    operation_id = "read_description",
    summary = "This document.",
    responses((status = 200, description = "The document.", body = Object)),
)]
pub(crate) async fn openapi() -> impl IntoResponse {
    asset("application/json", contract::OPENAPI)
}

/// `GET /docs`: a page that renders the description.
pub(crate) async fn page() -> impl IntoResponse {
    asset("text/html; charset=utf-8", include_str!("../docs/index.html"))
}

/// `GET /docs/{file}`: the page's parts.
pub(crate) async fn file(PathOf(file): PathOf<String>) -> Result<impl IntoResponse, Failure> {
    match file.as_str() {
        "docs.js" => Ok(asset("text/javascript; charset=utf-8", include_str!("../docs/docs.js"))),
        "docs.css" => Ok(asset("text/css; charset=utf-8", include_str!("../docs/docs.css"))),
        _ => Err(no_route().await),
    }
}
