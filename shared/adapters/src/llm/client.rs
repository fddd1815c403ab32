//! One POST of JSON for one answer of JSON: no redirects, no proxies, a bound on time and size.

use std::time::Duration;

use serde::de::DeserializeOwned;

use super::Reason;
use super::key::KeyStores;
use crate::aws::SdkConfig;
use crate::http;

/// The largest answer, in bytes: 64 vectors of 1,536 numbers have about 1.3 MB.
const LARGEST: usize = 4 * 1024 * 1024;

/// How models are reached, and their keys.
pub(super) struct Client {
    keys: KeyStores,
}

/// A request, ready to be sent.
pub(super) struct Outgoing {
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    pub(super) timeout: Duration,
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

    /// Sends a request and reads its answer.
    pub(super) async fn post<T: DeserializeOwned>(&self, outgoing: Outgoing) -> Result<T, Reason> {
        let timeout = outgoing.timeout;
        let body = tokio::time::timeout(timeout, self.exchange(outgoing)).await;
        serde_json::from_slice(&body.map_err(|_| Reason::Slow)??).map_err(|_| Reason::Form)
    }

    async fn exchange(&self, outgoing: Outgoing) -> Result<Vec<u8>, Reason> {
        let client = http::client().ok_or(Reason::Connection)?;
        let mut request = client.post(outgoing.url).body(outgoing.body);
        for (name, value) in outgoing.headers {
            request = request.header(name, value);
        }
        let mut response = http::send(request).await.map_err(reason)?;
        if !response.status().is_success() {
            return Err(Reason::Status(response.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(reason)? {
            if body.len() + chunk.len() > LARGEST {
                return Err(Reason::Form);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// What of an error may be told: it can hold the URL, and with it a name or a key.
fn reason(error: reqwest::Error) -> Reason {
    if error.is_timeout() { Reason::Slow } else { Reason::Connection }
}
