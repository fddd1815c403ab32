//! The event of an HTTP API, payload format 2.0.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, header, request::Parts};
use serde_json::{Map, Value, json};

use super::routes::MatchedRoute;
use crate::clock;
use crate::gateway;
use crate::template::{ACCOUNT, HttpApi};

/// Builds the event's JSON.
pub(super) fn build(
    api: &HttpApi,
    matched: &MatchedRoute<'_>,
    parts: &Parts,
    body: &Bytes,
    id: &str,
    peer: SocketAddr,
) -> Bytes {
    let now = clock::epoch_ms();
    let host = gateway::host(&api.id);
    let agent = parts
        .headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut event = json!({
        "version": "2.0",
        "routeKey": matched.route.key,
        "rawPath": parts.uri.path(),
        "rawQueryString": parts.uri.query().unwrap_or_default(),
        "headers": headers(&parts.headers, &host, peer),
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": api.id,
            "domainName": host,
            "domainPrefix": api.id,
            "http": {
                "method": parts.method.as_str(),
                "path": parts.uri.path(),
                "protocol": "HTTP/1.1",
                "sourceIp": peer.ip().to_string(),
                "userAgent": agent,
            },
            "requestId": id,
            "routeKey": matched.route.key,
            "stage": api.stage,
            "time": clock::clf(now),
            "timeEpoch": now,
        },
        "isBase64Encoded": false,
    });
    if let Some(event) = event.as_object_mut() {
        optional(event, matched, parts, body);
    }
    Bytes::from(event.to_string())
}

/// What the event only has when the request has it.
fn optional(
    event: &mut Map<String, Value>,
    matched: &MatchedRoute<'_>,
    parts: &Parts,
    body: &Bytes,
) {
    let cookies: Vec<Value> = cookies(&parts.headers);
    if !cookies.is_empty() {
        event.insert("cookies".into(), Value::Array(cookies));
    }
    let queries = gateway::queries(&parts.uri);
    if !queries.is_empty() {
        let joined: BTreeMap<_, _> =
            queries.into_iter().map(|(name, values)| (name, values.join(","))).collect();
        event.insert("queryStringParameters".into(), json!(joined));
    }
    if !matched.parameters.is_empty() {
        event.insert("pathParameters".into(), json!(matched.parameters));
    }
    if !body.is_empty() {
        let text = std::str::from_utf8(body).ok().filter(|_| is_text(&parts.headers));
        let is_encoded = text.is_none();
        event.insert(
            "body".into(),
            text.map_or_else(|| STANDARD.encode(body), str::to_owned).into(),
        );
        event.insert("isBase64Encoded".into(), is_encoded.into());
    }
}

fn headers(headers: &HeaderMap, host: &str, peer: SocketAddr) -> BTreeMap<String, String> {
    let mut all = gateway::joined(headers, ",");
    all.remove("cookie");
    for hop in ["connection", "transfer-encoding", "upgrade", "keep-alive"] {
        all.remove(hop);
    }
    all.insert("host".into(), host.to_owned());
    all.insert("x-forwarded-for".into(), peer.ip().to_string());
    all.insert("x-forwarded-port".into(), "443".into());
    all.insert("x-forwarded-proto".into(), "https".into());
    all.insert("x-amzn-trace-id".into(), clock::trace());
    all
}

fn cookies(headers: &HeaderMap) -> Vec<Value> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).map(|cookie| Value::from(cookie.trim())).collect()
}

/// Whether a body of this type stays text in the event.
fn is_text(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else {
        return true;
    };
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let texts = ["application/json", "application/xml", "application/javascript"];
    kind.starts_with("text/")
        || kind.ends_with("+json")
        || kind.ends_with("+xml")
        || texts.contains(&kind.as_str())
}
