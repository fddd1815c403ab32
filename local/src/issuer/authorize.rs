//! The front door: shows who can sign in, sends whoever was chosen back with a code.

use std::collections::HashMap;

use bytes::Bytes;
use http::{Response, StatusCode, Uri};

use super::grants::{Binding, Grant};
use super::{CLIENT, Issuer, Person, answer, now, page};

/// The parameters that the sign-in page carries from the request to the choice.
const CARRIED: [&str; 8] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
];

/// A request that may be answered by going back to whoever sent it.
struct Attempt {
    fields: HashMap<String, String>,
    redirect_uri: String,
    origin: String,
}

/// Answers a request to sign in: with the page, or with why not.
pub(super) fn ask(query: &str) -> Response<Bytes> {
    let attempt = match Attempt::parse(query.as_bytes()) {
        Ok(attempt) => attempt,
        Err(sentence) => {
            return answer::page(StatusCode::BAD_REQUEST, &page::trouble(sentence), None);
        }
    };
    if let Err((error, description)) = attempt.check() {
        return attempt.back(&[("error", error), ("error_description", description)]);
    }
    let fields: Vec<_> =
        CARRIED.into_iter().filter_map(|name| Some((name, attempt.field(name)?))).collect();
    answer::page(StatusCode::OK, &page::sign_in(&fields), Some(&attempt.origin))
}

/// Answers the choice of a person: back to the console with a code.
pub(super) fn admit(issuer: &Issuer, form: &[u8]) -> Response<Bytes> {
    let attempt = match Attempt::parse(form) {
        Ok(attempt) => attempt,
        Err(sentence) => {
            return answer::page(StatusCode::BAD_REQUEST, &page::trouble(sentence), None);
        }
    };
    if let Err((error, description)) = attempt.check() {
        return attempt.back(&[("error", error), ("error_description", description)]);
    }
    let Some(person) = attempt.field("person").and_then(Person::with_id) else {
        return attempt.back(&[
            ("error", "access_denied"),
            ("error_description", "Nobody of that name is here."),
        ]);
    };
    let binding = Binding {
        redirect_uri: attempt.redirect_uri.clone(),
        challenge: attempt.field("code_challenge").unwrap_or_default().to_owned(),
    };
    let grant = Grant {
        person,
        nonce: attempt.field("nonce").map(str::to_owned),
        is_offline: attempt.has_scope("offline_access"),
    };
    let code = issuer.state().grants.code(binding, grant, now());
    attempt.back(&[("code", &code), ("iss", issuer.url())])
}

/// Answers a request to sign out. Nothing is kept of a sign-in, so there is nothing to forget.
pub(super) fn leave(form: &[u8]) -> Response<Bytes> {
    let fields = parsed(form);
    let back = fields.get("post_logout_redirect_uri").filter(|uri| local_origin(uri).is_some());
    match back {
        Some(uri) => {
            let state = fields.get("state").map(|state| ("state", state.as_str()));
            answer::redirect(&with_query(uri, &state.into_iter().collect::<Vec<_>>()))
        }
        None => answer::page(StatusCode::OK, &page::signed_out(), None),
    }
}

impl Attempt {
    /// Reads the request as far as is needed to know that its answer may go back where it came from.
    fn parse(query: &[u8]) -> Result<Self, &'static str> {
        let fields = parsed(query);
        if fields.get("client_id").is_none_or(|client| client != CLIENT) {
            return Err(
                "The application that sent you here is not known: client_id must be firstline.",
            );
        }
        let redirect_uri = fields.get("redirect_uri").cloned().unwrap_or_default();
        let origin = local_origin(&redirect_uri)
            .ok_or("The demo signs people in on this machine only: redirect_uri must be http://127.0.0.1 or http://localhost.")?;
        Ok(Self { fields, redirect_uri, origin })
    }

    /// Whether the rest of the request is what a console sends; otherwise the standard's error and words for it.
    fn check(&self) -> Result<(), (&'static str, &'static str)> {
        if self.field("response_type") != Some("code") {
            return Err(("unsupported_response_type", "response_type must be code."));
        }
        if !self.has_scope("openid") {
            return Err(("invalid_scope", "scope must contain openid."));
        }
        let has_challenge =
            self.field("code_challenge").is_some_and(|challenge| challenge.len() == 43);
        if !has_challenge || self.field("code_challenge_method") != Some("S256") {
            return Err(("invalid_request", "PKCE with the method S256 is required."));
        }
        if self.field("prompt") == Some("none") {
            return Err(("login_required", "Nobody stays signed in here."));
        }
        Ok(())
    }

    fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    fn has_scope(&self, scope: &str) -> bool {
        self.field("scope").is_some_and(|scopes| scopes.split(' ').any(|one| one == scope))
    }

    /// Back to the console with an answer.
    fn back(&self, answer: &[(&str, &str)]) -> Response<Bytes> {
        let state = self.field("state").map(|state| ("state", state));
        let answer: Vec<_> = answer.iter().copied().chain(state).collect();
        answer::redirect(&with_query(&self.redirect_uri, &answer))
    }
}

fn parsed(form: &[u8]) -> HashMap<String, String> {
    form_urlencoded::parse(form).into_owned().collect()
}

fn with_query(uri: &str, fields: &[(&str, &str)]) -> String {
    if fields.is_empty() {
        return uri.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    format!("{uri}{}{query}", if uri.contains('?') { '&' } else { '?' })
}

/// The origin of a URL on this machine; none for any other, and for what only looks like one.
fn local_origin(url: &str) -> Option<String> {
    let is_plain =
        url.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'@' | b'#'));
    let uri: Uri = url.parse().ok().filter(|_| is_plain)?;
    let is_local =
        uri.scheme_str() == Some("http") && matches!(uri.host(), Some("127.0.0.1" | "localhost"));
    is_local
        .then(|| format!("http://{}", uri.authority().map_or("", |authority| authority.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_sent_to_this_machine_only() {
        let table = [
            ("http://127.0.0.1:4700/console/", Some("http://127.0.0.1:4700")),
            ("http://localhost:5173/console/?a=b", Some("http://localhost:5173")),
            ("http://localhost", Some("http://localhost")),
            ("https://localhost/", None),
            ("http://127.0.0.1.example/", None),
            ("http://localhost.example/", None),
            ("http://127.0.0.1@evil.example/", None),
            ("http://evil.example\\@127.0.0.1/", None),
            ("http://localhost/#fragment", None),
            ("//127.0.0.1/", None),
            ("javascript:alert(1)", None),
            ("", None),
        ];
        for (url, expected) in table {
            assert_eq!(local_origin(url).as_deref(), expected, "{url}");
        }
    }
}
