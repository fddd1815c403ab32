//! The stack's own requests to the engine: making tables, reading streams.

use bytes::Bytes;
use http::{Request, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use super::{DatabaseEngine, operation};

/// As whom the stack and its functions come to an engine. On one's own machine they want a signature and don't check it;
/// but some keep other tables for each key and region.
pub(super) const SIGNATURE: &str = "AWS4-HMAC-SHA256 \
     Credential=local/20260101/eu-central-1/dynamodb/aws4_request, \
     SignedHeaders=host;x-amz-date, Signature=local";

/// A client of one engine.
#[derive(Clone)]
pub(crate) struct DatabaseClient {
    http: HttpClient<HttpConnector, Full<Bytes>>,
    engine: DatabaseEngine,
}

impl DatabaseClient {
    /// A client of this engine.
    pub(crate) fn new(engine: DatabaseEngine) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self { http: HttpClient::builder(TokioExecutor::new()).build(connector), engine }
    }

    /// One request of DynamoDB's or its streams' API.
    ///
    /// # Errors
    /// A sentence: the engine is not to be reached, or what it refused with.
    pub(crate) async fn call(&self, target: &str, body: &Value) -> Result<Value, String> {
        let document = self.document(target, body).await?;
        Ok(serde_json::from_slice(&document).unwrap_or(Value::Null))
    }

    /// The same with the answer as it came.
    ///
    /// # Errors
    /// As with [`DatabaseClient::call`].
    pub(crate) async fn document(&self, target: &str, body: &Value) -> Result<Bytes, String> {
        let answer = match &self.engine {
            DatabaseEngine::Embedded(engine) => {
                let answer = engine.answer(operation(target), body.to_string().as_bytes());
                (answer.status().is_success(), answer.into_body())
            }
            DatabaseEngine::Remote(url) => {
                self.send(url, target, body).await.map_err(|reason| format!("{url}: {reason}"))?
            }
        };
        match answer {
            (true, document) => Ok(document),
            (false, document) => {
                let document: Value = serde_json::from_slice(&document).unwrap_or(Value::Null);
                let kind = document["__type"]
                    .as_str()
                    .and_then(|kind| kind.rsplit('#').next())
                    .unwrap_or("unknown");
                let message = document["message"]
                    .as_str()
                    .or(document["Message"].as_str())
                    .unwrap_or_default();
                Err(format!("{target}: {kind} {message}"))
            }
        }
    }

    async fn send(&self, url: &Uri, target: &str, body: &Value) -> Result<(bool, Bytes), String> {
        let request = Request::post(url)
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-target", target)
            .header("x-amz-date", "20260101T000000Z")
            .header("authorization", SIGNATURE)
            .body(Full::from(body.to_string()))
            .map_err(|error| error.to_string())?;
        let answer = self.http.request(request).await.map_err(|error| error.to_string())?;
        let is_done = answer.status().is_success();
        let bytes =
            answer.into_body().collect().await.map_err(|error| error.to_string())?.to_bytes();
        Ok((is_done, bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::REGION;

    #[test]
    fn the_stack_and_its_functions_are_of_one_region() {
        assert!(SIGNATURE.contains(&format!("/{REGION}/dynamodb/")));
    }
}
