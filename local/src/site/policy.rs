//! The headers that protect the site's pages: the widget's frame and the console run under a strict policy.

use http::{HeaderMap, HeaderValue, header};

use super::Places;

/// The policies of the site.
pub(super) struct Policy {
    widget: Option<HeaderValue>,
    console: Option<HeaderValue>,
}

impl Policy {
    pub(super) fn new(places: &Places) -> Self {
        let framing = match places.framing.is_empty() {
            true => "'none'".to_owned(),
            false => places.framing.join(" "),
        };
        let strict = |ancestors: &str| HeaderValue::try_from(text(places, ancestors)).ok();
        Self { widget: strict(&framing), console: strict("'none'") }
    }

    /// Adds what a path's answer needs.
    pub(super) fn protect(&self, path: &str, headers: &mut HeaderMap) {
        let policy = match path {
            _ if path.starts_with("/widget/") => self.widget.as_ref(),
            _ if path.starts_with("/console/") => self.console.as_ref(),
            _ => None,
        };
        if let Some(policy) = policy {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
        }
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(
            header::REFERRER_POLICY,
            HeaderValue::from_static("strict-origin-when-cross-origin"),
        );
    }
}

fn text(places: &Places, ancestors: &str) -> String {
    let connect = [&places.api, &places.socket, &places.issuer].map(|url| origin(url)).join(" ");
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        &format!("connect-src 'self' {connect}"),
        &format!("frame-ancestors {ancestors}"),
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
    ]
    .join("; ")
}

/// Scheme, host and port of a URL.
fn origin(url: &str) -> &str {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let end = url[after_scheme..].find('/').map_or(url.len(), |at| after_scheme + at);
    &url[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_and_console_are_strict_and_only_the_widget_may_be_framed() {
        let places = Places {
            api: "http://127.0.0.1:2".to_owned(),
            socket: "ws://127.0.0.1:3/live".to_owned(),
            issuer: "http://127.0.0.1:1/oidc".to_owned(),
            client: "firstline".to_owned(),
            framing: vec!["https://shop.example".to_owned()],
        };
        let policy = Policy::new(&places);
        let of = |path: &str| {
            let mut headers = HeaderMap::new();
            policy.protect(path, &mut headers);
            headers
                .get(header::CONTENT_SECURITY_POLICY)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        let widget = of("/widget/").unwrap();
        assert!(
            widget.contains(
                "connect-src 'self' http://127.0.0.1:2 ws://127.0.0.1:3 http://127.0.0.1:1;"
            ),
            "{widget}"
        );
        assert!(widget.contains("frame-ancestors https://shop.example;"), "{widget}");
        assert!(of("/console/app.js").unwrap().contains("frame-ancestors 'none'"));
        assert_eq!(of("/"), None);
    }
}
