//! One POST of JSON for one answer of JSON: no redirects, no proxies, a bound on time and size.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::redirect::Policy;
use serde::de::DeserializeOwned;

use super::Reason;
use crate::aws::Access;

/// How long a connection may take to stand.
const CONNECT: Duration = Duration::from_secs(2);
/// The largest answer, in bytes: 64 vectors of 1,536 numbers have about 1.3 MB.
const LARGEST: usize = 4 * 1024 * 1024;
/// The variables by which the SDKs are told of other endpoints.
const STORES: [(&str, &str); 2] =
    [("ssm", "AWS_ENDPOINT_URL_SSM"), ("secretsmanager", "AWS_ENDPOINT_URL_SECRETS_MANAGER")];

/// The HTTP client, set up at its first use, and what AWS's own services are reached with.
pub(super) struct Client {
    http: OnceLock<Option<reqwest::Client>>,
    access: Access,
    endpoints: Vec<(&'static str, String)>,
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
    pub(super) fn new(access: Access, variable: impl Fn(&str) -> Option<String>) -> Self {
        let endpoint = |(service, name)| variable(name).map(|url| (service, url));
        Self {
            http: OnceLock::new(),
            access,
            endpoints: STORES.into_iter().filter_map(endpoint).collect(),
        }
    }

    /// How AWS is reached.
    pub(super) fn access(&self) -> &Access {
        &self.access
    }

    /// Where this service of AWS is.
    pub(super) fn store_url(&self, service: &str) -> String {
        let other = self.endpoints.iter().find(|(name, _)| *name == service);
        let region = &self.access.region;
        let suffix = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        other
            .map_or_else(|| format!("https://{service}.{region}.{suffix}/"), |(_, url)| url.clone())
    }

    /// Sends a request and reads its answer.
    pub(super) async fn post<T: DeserializeOwned>(&self, outgoing: Outgoing) -> Result<T, Reason> {
        let timeout = outgoing.timeout;
        let body = tokio::time::timeout(timeout, self.exchange(outgoing)).await;
        serde_json::from_slice(&body.map_err(|_| Reason::Slow)??).map_err(|_| Reason::Form)
    }

    async fn exchange(&self, outgoing: Outgoing) -> Result<Vec<u8>, Reason> {
        let http = self.http.get_or_init(build).as_ref().ok_or(Reason::Connection)?;
        let mut request = http.post(outgoing.url).body(outgoing.body);
        for (name, value) in outgoing.headers {
            request = request.header(name, value);
        }
        let mut response = request.send().await.map_err(reason)?;
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

/// The roots that browsers trust are compiled in, so nothing is read from disk.
fn build() -> Option<reqwest::Client> {
    reqwest::Client::builder()
        .user_agent("firstline")
        .connect_timeout(CONNECT)
        .redirect(Policy::none())
        .no_proxy()
        .http1_only()
        .build()
        .ok()
}

/// What of an error may be told: it can hold the URL, and with it a name or a key.
fn reason(error: reqwest::Error) -> Reason {
    if error.is_timeout() { Reason::Slow } else { Reason::Connection }
}
