//! Answers with the headers that each kind needs.

use bytes::Bytes;
use http::header::{self, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde_json::Value;

/// A JSON document that pages of any origin may read.
pub(super) fn json(status: StatusCode, document: &Value) -> Response<Bytes> {
    let mut answer = with_type(status, "application/json", document.to_string());
    set(&mut answer, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(&mut answer, header::CACHE_CONTROL, "no-store");
    answer
}

/// An OAuth error, by the standard's name for it.
pub(super) fn refusal(status: StatusCode, error: &str, description: &str) -> Response<Bytes> {
    json(status, &serde_json::json!({"error": error, "error_description": description}))
}

/// Leave for a page of another origin to send what it wants to send.
pub(super) fn preflight() -> Response<Bytes> {
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = StatusCode::NO_CONTENT;
    set(&mut answer, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(&mut answer, header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
    set(&mut answer, header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type");
    set(&mut answer, header::ACCESS_CONTROL_MAX_AGE, "86400");
    answer
}

/// A page without scripts. `onward` is the origin to which its form may lead in the end, besides its own.
pub(super) fn page(status: StatusCode, html: &str, onward: Option<&str>) -> Response<Bytes> {
    let mut answer = with_type(status, "text/html; charset=utf-8", html.to_owned());
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self' {}; base-uri 'none'; frame-ancestors 'none'",
        onward.unwrap_or_default()
    );
    set(&mut answer, header::CONTENT_SECURITY_POLICY, &policy);
    set(&mut answer, header::REFERRER_POLICY, "no-referrer");
    set(&mut answer, header::CACHE_CONTROL, "no-store");
    answer
}

/// The page's style.
pub(super) fn style(css: &str) -> Response<Bytes> {
    with_type(StatusCode::OK, "text/css; charset=utf-8", css.to_owned())
}

/// On to another page, by GET.
pub(super) fn redirect(to: &str) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    set(&mut answer, header::LOCATION, to);
    set(&mut answer, header::CACHE_CONTROL, "no-store");
    answer
}

fn with_type(status: StatusCode, kind: &str, body: String) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from(body));
    *answer.status_mut() = status;
    set(&mut answer, header::CONTENT_TYPE, kind);
    set(&mut answer, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    answer
}

fn set(answer: &mut Response<Bytes>, name: HeaderName, value: &str) {
    // Values are our own words, and URLs that were parsed; anything else is left out rather than sent.
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}
