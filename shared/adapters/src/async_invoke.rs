//! Work for later: a Lambda function is started with an event and nobody waits for it.

use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};

use crate::aws::{Access, Call, Endpoint};

/// A function that can be started.
#[derive(Clone)]
pub struct AsyncInvoker {
    endpoint: Arc<Endpoint>,
    path: Arc<str>,
}

/// The function may not have been started.
#[derive(Debug, thiserror::Error)]
#[error("the function was not started: {code}")]
pub struct NotStarted {
    code: String,
}

impl AsyncInvoker {
    /// The function of this name; nothing is opened before it is first started. Without an `endpoint` the region's own
    /// is used.
    pub fn new(access: &Access, endpoint: Option<&str>, function: &str) -> Self {
        let url = endpoint.map_or_else(|| regional(&access.region), str::to_owned);
        Self {
            endpoint: Arc::new(Endpoint::new(access, "lambda", &url)),
            path: format!("/2015-03-31/functions/{function}/invocations").into(),
        }
    }

    /// Starts it with an event, a JSON document of at most 256 KB. It may be started more than once.
    ///
    /// # Errors
    /// [`NotStarted`]: it may have been started all the same.
    pub async fn start(&self, event: Vec<u8>) -> Result<(), NotStarted> {
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (HeaderName::from_static("x-amz-invocation-type"), HeaderValue::from_static("Event")),
        ];
        let body = Bytes::from(event);
        let call = Call { method: Method::POST, path: &self.path, headers: &headers, body };
        let started = self.endpoint.call(&call).await;
        started.map(drop).map_err(|failure| NotStarted { code: failure.to_string() })
    }
}

fn regional(region: &str) -> String {
    let country = if region.starts_with("cn-") { ".cn" } else { "" };
    format!("https://lambda.{region}.amazonaws.com{country}")
}
