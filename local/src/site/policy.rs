//! The headers that protect the site's pages: the widget's frame and the console run under a strict policy.

use http::{HeaderMap, HeaderValue, header};

use super::Places;
use crate::template::Framing;

/// The policies of the site.
pub(super) struct ContentSecurityPolicy {
    /// All of it but who may frame a page.
    text: String,
    framing: Framing,
}

impl ContentSecurityPolicy {
    pub(super) fn new(places: &Places) -> Self {
        Self { text: text(places), framing: places.framing.clone() }
    }

    /// Adds what a path's answer needs; `store` is the one whose widget is asked for.
    pub(super) fn protect(&self, path: &str, store: &str, headers: &mut HeaderMap) {
        let ancestors = match path {
            _ if path.starts_with("/widget/") => Some(self.framing.of(store)),
            _ if path.starts_with("/console/") => Some(&[][..]),
            _ => None,
        };
        if let Some(policy) = ancestors.and_then(|ancestors| self.framed_by(ancestors)) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(
            header::REFERRER_POLICY,
            HeaderValue::from_static("strict-origin-when-cross-origin"),
        );
    }

    fn framed_by(&self, ancestors: &[String]) -> Option<HeaderValue> {
        let ancestors = match ancestors.is_empty() {
            true => "'none'".to_owned(),
            false => ancestors.join(" "),
        };
        HeaderValue::try_from(format!("{}; frame-ancestors {ancestors}", self.text)).ok()
    }
}

fn text(places: &Places) -> String {
    let connect = [&places.api, &places.socket, &places.files, &places.issuer];
    let connect = connect.map(|url| origin(url)).join(" ");
    let files = origin(&places.files);
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        &format!("img-src 'self' data: {files}"),
        &format!("media-src {files}"),
        "font-src 'self'",
        &format!("connect-src 'self' {connect}"),
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
            files: "http://127.0.0.1:6".to_owned(),
            issuer: "http://127.0.0.1:1/oidc".to_owned(),
            client: "firstline".to_owned(),
            framing: Framing::default(),
        };
        let policy = ContentSecurityPolicy::new(&places);
        let of = |path: &str| {
            let mut headers = HeaderMap::new();
            policy.protect(path, "demo", &mut headers);
            headers
                .get(header::CONTENT_SECURITY_POLICY)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        let widget = of("/widget/").unwrap();
        assert!(
            widget.contains(
                "connect-src 'self' http://127.0.0.1:2 ws://127.0.0.1:3 http://127.0.0.1:6 http://127.0.0.1:1;"
            ),
            "{widget}"
        );
        assert!(widget.ends_with("; frame-ancestors 'none'"), "{widget}");
        let framed = policy.framed_by(&["https://shop.example".to_owned()]).unwrap();
        assert!(framed.to_str().unwrap().ends_with("; frame-ancestors https://shop.example"));
        assert!(of("/console/app.js").unwrap().ends_with("; frame-ancestors 'none'"));
        assert_eq!(of("/"), None);
    }
}
