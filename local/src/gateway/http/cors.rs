//! CORS, which an HTTP API, or a bucket, with `CorsConfiguration` answers by itself.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::Full;

use crate::listen::HttpResponse;
use crate::template::Cors;

/// The answer to a preflight; nothing when the request is none.
pub(crate) fn preflight<B>(cors: Option<&Cors>, request: &Request<B>) -> Option<HttpResponse> {
    let cors = cors?;
    let origin = request.headers().get(header::ORIGIN)?;
    let is_preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if !is_preflight {
        return None;
    }
    let mut answer = Response::new(Full::new(Bytes::new()));
    *answer.status_mut() = StatusCode::NO_CONTENT;
    let headers = answer.headers_mut();
    if origin.to_str().ok().and_then(|origin| cors.allowed(origin)).is_some() {
        allow(Some(cors), Some(origin), headers);
        put(headers, header::ACCESS_CONTROL_ALLOW_METHODS, &cors.allow_methods.join(","));
        put(headers, header::ACCESS_CONTROL_ALLOW_HEADERS, &cors.allow_headers.join(","));
        if let Some(seconds) = cors.max_age {
            put(headers, header::ACCESS_CONTROL_MAX_AGE, &seconds.to_string());
        }
    }
    Some(answer)
}

/// Replaces whatever CORS headers the integration set, as API Gateway does.
pub(crate) fn allow(cors: Option<&Cors>, origin: Option<&HeaderValue>, headers: &mut HeaderMap) {
    let Some(cors) = cors else { return };
    headers.remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    let Some(allowed) = origin.and_then(|origin| cors.allowed(origin.to_str().ok()?)) else {
        return;
    };
    if allowed != "*" {
        put(headers, header::VARY, "origin");
    }
    put(headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, &allowed);
    put(headers, header::ACCESS_CONTROL_EXPOSE_HEADERS, &cors.expose_headers.join(","));
    if cors.allow_credentials {
        put(headers, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let (false, Ok(value)) = (value.is_empty(), HeaderValue::try_from(value)) {
        headers.insert(name, value);
    }
}
