//! The demo's OpenID issuer: one click signs a demo person in, by the same protocol as a real provider.
//!
//! It asks for no password and is safe only because it sends people back to this machine alone. Keys, codes and refresh
//! tokens live in memory; a restart signs everybody out.

mod answer;
mod authorize;
mod grants;
mod keys;
mod page;
mod people;
mod token;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, header};
use serde_json::{Value, json};

pub use people::Person;

use grants::Grants;
use keys::Keys;

/// The only client: the console, which can keep no secret.
const CLIENT: &str = "firstline";

/// How long an ID token lasts, in seconds: short, since the console renews it.
const TOKEN_LIFE: i64 = 60 * 60;

/// Signs demo agents in. Clones share their keys.
#[derive(Clone)]
pub struct Issuer {
    url: Arc<str>,
    state: Arc<Mutex<State>>,
}

struct State {
    keys: Keys,
    grants: Grants,
}

impl Issuer {
    /// An issuer whose tokens name this URL, with a fresh key.
    pub fn new(issuer_url: String) -> Self {
        let state = State { keys: Keys::new(), grants: Grants::default() };
        Self { url: issuer_url.into(), state: Arc::new(Mutex::new(state)) }
    }

    /// Answers a request below the issuer's URL; whatever stands before the last part of the path doesn't matter.
    #[allow(clippy::unused_async)] // as the server calls it
    pub async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        let path = request.uri().path().trim_end_matches('/').to_owned();
        let (_, door) = path.rsplit_once('/').unwrap_or_default();
        match (request.method(), door) {
            (&Method::OPTIONS, _) => answer::preflight(),
            (&Method::GET, "openid-configuration") => {
                answer::json(StatusCode::OK, &self.discovery())
            }
            (&Method::GET, "jwks") => answer::json(StatusCode::OK, &self.state().keys.published()),
            (&Method::GET, "authorize") => {
                authorize::ask(request.uri().query().unwrap_or_default())
            }
            (&Method::POST, "authorize") => authorize::admit(self, request.body()),
            (&Method::GET, "authorize.css") => answer::style(page::STYLE),
            (&Method::POST, "token") => token::exchange(self, request.body()),
            (&Method::GET, "end_session") => {
                authorize::leave(request.uri().query().unwrap_or_default().as_bytes())
            }
            (&Method::POST, "end_session") => authorize::leave(request.body()),
            (_, "openid-configuration" | "jwks" | "token") => answer::refusal(
                StatusCode::METHOD_NOT_ALLOWED,
                "invalid_request",
                "this address takes another method",
            ),
            _ if wants_json(request.headers()) => {
                answer::refusal(StatusCode::NOT_FOUND, "not_found", "there is nothing here")
            }
            _ => {
                answer::page(StatusCode::NOT_FOUND, &page::trouble("There is nothing here."), None)
            }
        }
    }

    /// An ID token of this person, as the code flow would give it.
    pub fn sign(&self, person: Person) -> String {
        self.sign_claims(&self.claims(person))
    }

    /// A token that says whatever `claims` say: what a test of refusals needs.
    pub fn sign_claims(&self, claims: &Value) -> String {
        self.state().keys.sign(claims)
    }

    /// What an ID token of this person says now.
    pub fn claims(&self, person: Person) -> Value {
        let now = now();
        json!({
            "iss": &*self.url,
            "aud": CLIENT,
            "sub": person.id(),
            "iat": now,
            "exp": now + TOKEN_LIFE,
            "name": person.name(),
            "role": person.role(),
            "stores": person.stores(),
        })
    }

    /// Signs with a new key from now on. Earlier tokens stay good: their keys remain published.
    pub fn rotate(&self) {
        self.state().keys.rotate();
    }

    /// Publishes the newest key only, so that tokens of earlier ones are not good any more.
    pub fn withdraw(&self) {
        self.state().keys.withdraw();
    }

    fn discovery(&self) -> Value {
        let url = &*self.url;
        json!({
            "issuer": url,
            "authorization_endpoint": format!("{url}/authorize"),
            "token_endpoint": format!("{url}/token"),
            "end_session_endpoint": format!("{url}/end_session"),
            "jwks_uri": format!("{url}/jwks"),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "scopes_supported": ["openid", "profile", "offline_access"],
            "claims_supported": ["iss", "aud", "sub", "iat", "exp", "nonce", "name", "role", "stores"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "authorization_response_iss_parameter_supported": true,
        })
    }

    fn url(&self) -> &str {
        &self.url
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing here leaves the state half-changed, so a panic elsewhere doesn't spoil it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuer").field("url", &self.url).finish_non_exhaustive()
    }
}

/// The answer to a body that is longer than any request to the issuer.
pub(crate) fn too_long() -> Response<Bytes> {
    answer::refusal(StatusCode::PAYLOAD_TOO_LARGE, "invalid_request", "the body is too long")
}

/// Whether a client reads JSON: it says so and does not ask for a page.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("json") && !accepted.contains("text/html"))
}

/// Seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
