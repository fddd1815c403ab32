//! What the API says about itself. The page and its parts come with the binary: it works offline.

use axum::Json;
use axum::extract::Path;
use axum::http::HeaderName;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde_json::{Value, json};

use crate::problem::{Failure, no_route};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

fn asset(
    kind: &'static str,
    body: &'static str,
) -> ([(HeaderName, &'static str); 2], &'static str) {
    ([(CONTENT_TYPE, kind), (CONTENT_SECURITY_POLICY, POLICY)], body)
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
pub(crate) async fn file(Path(file): Path<String>) -> Result<impl IntoResponse, Failure> {
    match file.as_str() {
        "docs.js" => Ok(asset("text/javascript; charset=utf-8", include_str!("../docs/docs.js"))),
        "docs.css" => Ok(asset("text/css; charset=utf-8", include_str!("../docs/docs.css"))),
        _ => Err(no_route().await),
    }
}
