//! One POST of JSON for one answer of JSON: no redirects, no proxies, a bound on time and size.

use std::time::{Duration, UNIX_EPOCH};

use domain::Timestamp;
use reqwest::Response;
use reqwest::header::RETRY_AFTER;
use serde::de::DeserializeOwned;

use super::Reason;
use super::key::KeyStores;
use super::provider::{Advice, Failed};
use crate::aws::SdkConfig;
use crate::http;

/// The largest answer, in bytes: 64 vectors of 1,536 numbers have about 1.3 MB.
const LARGEST: usize = 4 * 1024 * 1024;
/// The field that newer models want in place of `max_tokens`; their refusal names it.
pub(super) const NEWER_LIMIT: &str = "max_completion_tokens";

/// How models are reached, and their keys.
pub(super) struct Client {
    keys: KeyStores,
}

/// A request, ready to be sent.
pub(super) struct Outgoing {
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    pub(super) now: Timestamp,
}

impl Client {
    /// A client that has opened nothing yet.
    pub(super) fn new(config: SdkConfig, variable: impl Fn(&str) -> Option<String>) -> Self {
        Self { keys: KeyStores::new(config, variable) }
    }

    /// Where stored keys are.
    pub(super) fn keys(&self) -> &KeyStores {
        &self.keys
    }

    /// Sends a request and reads its answer. How long that may take is the caller's to say.
    pub(super) async fn post<T: DeserializeOwned>(&self, outgoing: Outgoing) -> Result<T, Failed> {
        let client = http::client().ok_or(Reason::Connection)?;
        let mut request = client.post(outgoing.url).body(outgoing.body);
        for (name, value) in outgoing.headers {
            request = request.header(name, value);
        }
        let response = http::send(request).await.map_err(reason)?;
        if response.status().is_success() {
            let body = read(response).await?;
            return serde_json::from_slice(&body).map_err(|_| Reason::Form.into());
        }
        let reason = Reason::Status(response.status().as_u16());
        let wait = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        // What one prompt caused is no reason to leave the provider alone.
        let wait = wait.filter(|_| reason.is_passing());
        let advice = match wait.and_then(|value| retry_after(value, outgoing.now)) {
            Some(wait) => Some(Advice::RetryAfter(wait)),
            None if wants_newer_limit(reason, response).await => Some(Advice::NewerLimit),
            None => None,
        };
        Err(Failed { reason, advice })
    }
}

async fn read(mut response: Response) -> Result<Vec<u8>, Reason> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(reason)? {
        if body.len() + chunk.len() > LARGEST {
            return Err(Reason::Form);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Whether the model refuses the request for its field `max_tokens`.
async fn wants_newer_limit(reason: Reason, response: Response) -> bool {
    if !matches!(reason, Reason::Status(400 | 422)) {
        return false;
    }
    let body = read(response).await.unwrap_or_default();
    // A prompt that is too long may be refused with both names: only "unsupported" is about the field itself.
    let body = String::from_utf8_lossy(&body).to_lowercase();
    body.contains(NEWER_LIMIT)
        && ["unsupported", "not supported"].iter().any(|word| body.contains(word))
}

/// How long the server wants to be left alone: `Retry-After` in seconds or as a date.
pub(super) fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?.duration_since(UNIX_EPOCH).ok()?;
    let now = Duration::from_millis(u64::try_from(now.0).ok()?);
    Some(date.saturating_sub(now))
}

/// What of an error may be told: it can hold the URL, and with it a name or a key.
fn reason(error: reqwest::Error) -> Reason {
    if error.is_timeout() { Reason::Slow } else { Reason::Connection }
}
