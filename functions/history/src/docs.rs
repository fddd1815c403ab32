//! What the API says about itself. The page and its parts come with the binary: it works offline.

use axum::Json;
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::IntoResponse;
use lambda::rest::{Failure, PathOf, no_route};
use serde_json::{Value, json};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; \
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
pub(crate) async fn health() -> Json<Value> {
    Json(
        json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "wire": contract::SUBPROTOCOL }),
    )
}

/// `GET /openapi.json`: generated from the wire's types.
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
