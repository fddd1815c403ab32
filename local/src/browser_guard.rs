//! Refuses browsers where only functions and tools speak: a page of any origin may send requests to this machine's
//! ports, and by DNS rebinding even read the answers.

use std::net::IpAddr;

use bytes::Bytes;
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use http_body_util::Full;

use crate::listen::HttpResponse;

/// Headers that browsers send and clients of AWS's APIs do not. A page's image or link has no `Origin`, but the latter.
const OF_BROWSERS: [&str; 2] = ["origin", "sec-fetch-site"];

/// The refusal of a request that a browser sends, or that names another host than this machine.
pub(crate) fn refuse_browser<B>(request: &Request<B>) -> Option<HttpResponse> {
    let headers = request.headers();
    let is_browser = OF_BROWSERS.iter().any(|name| headers.contains_key(*name));
    let is_allowed = !is_browser && names_loopback(headers) && is_for_loopback(request);
    (!is_allowed).then(refusal)
}

/// Exactly one `Host`, and it is this machine's: after a rebinding a browser still sends the name that it looked up.
fn names_loopback(headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    host.to_str().is_ok_and(|host| {
        host.parse::<Authority>().is_ok_and(|authority| is_loopback(authority.host()))
    })
}

/// A request's target in absolute form takes the place of its `Host`.
fn is_for_loopback<B>(request: &Request<B>) -> bool {
    request.uri().host().is_none_or(is_loopback)
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

fn refusal() -> HttpResponse {
    let body = r#"{"__type":"AccessDeniedException","message":"only programs of this machine may call this port"}"#;
    let mut answer = Response::new(Full::new(Bytes::from_static(body.as_bytes())));
    *answer.status_mut() = StatusCode::FORBIDDEN;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_refused(headers: &[(&str, &str)]) -> bool {
        let request = headers
            .iter()
            .fold(Request::get("/"), |request, (name, value)| request.header(*name, *value));
        refuse_browser(&request.body(()).unwrap()).is_some()
    }

    #[test]
    fn a_program_of_this_machine_is_let_through() {
        for host in ["127.0.0.1:4703", "127.9.9.9", "localhost:4703", "LOCALHOST", "[::1]:4703"] {
            assert!(!is_refused(&[("host", host)]), "{host}");
        }
    }

    #[test]
    fn another_host_is_refused_whatever_it_looks_like() {
        let others = [
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "evil.example:4703",
            "192.168.0.1",
            "[::2]:1",
            "0.0.0.0",
            "",
        ];
        for host in others {
            assert!(is_refused(&[("host", host)]), "{host}");
        }
        assert!(is_refused(&[]), "no host at all");
        assert!(is_refused(&[("host", "localhost"), ("host", "evil.example")]), "two hosts");
        let absolute = Request::get("http://evil.example/").header("host", "localhost");
        assert!(refuse_browser(&absolute.body(()).unwrap()).is_some());
    }

    #[test]
    fn whatever_a_browser_sends_is_refused() {
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("origin", "http://127.0.0.1:8080"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "none"),
        ] {
            assert!(is_refused(&[("host", "localhost"), (name, value)]), "{name}: {value}");
        }
    }
}
