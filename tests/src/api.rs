//! REST as a client uses it.

use anyhow::{Context as _, bail};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use crate::description;
use crate::socket::PATIENCE;
use crate::stack::EntryPoints;

/// The REST API in someone's name.
#[derive(Clone)]
pub struct Api {
    base: String,
    token: Option<String>,
    client: Client,
}

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The content type, without parameters.
    pub kind: String,
    /// Every header.
    pub headers: HeaderMap,
    /// The body, as JSON where it is some.
    pub body: Value,
}

impl Api {
    /// Without a token.
    pub fn anonymous(entry_points: &EntryPoints) -> Self {
        Self { base: entry_points.api.clone(), token: None, client: Client::new() }
    }

    /// With this token.
    pub fn bearing(entry_points: &EntryPoints, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..Self::anonymous(entry_points) }
    }

    /// What a GET gives.
    ///
    /// # Errors
    /// A problem, or a document of another form.
    pub async fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> anyhow::Result<T> {
        self.expect(Method::GET, path, None).await
    }

    /// What a POST gives.
    ///
    /// # Errors
    /// A problem, or a document of another form.
    pub async fn post<T: serde::de::DeserializeOwned>(
        &self,
        path: &str,
        body: &Value,
    ) -> anyhow::Result<T> {
        self.expect(Method::POST, path, Some(body)).await
    }

    /// The answer to any request, problems included.
    ///
    /// # Errors
    /// No answer came.
    pub async fn request(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<Answer> {
        self.answer(self.build(method.parse()?, path, body)).await
    }

    /// The answer to a POST of these bytes, which are said to be of this type.
    ///
    /// # Errors
    /// No answer came.
    pub async fn post_bytes(
        &self,
        path: &str,
        kind: Option<&str>,
        body: Vec<u8>,
    ) -> anyhow::Result<Answer> {
        let request = self.build(Method::POST, path, None).body(body);
        let request = match kind {
            Some(kind) => request.header("content-type", kind),
            None => request,
        };
        self.answer(request).await
    }

    /// The answer to a frame that is sent as a form, as by a page that is going away: the token is one of its fields.
    ///
    /// # Errors
    /// No answer came.
    pub async fn submit(&self, frame: &str) -> anyhow::Result<Answer> {
        let token = self.token.as_deref().unwrap_or_default();
        let request = self.client.post(format!("{}/frames", self.base)).timeout(PATIENCE);
        self.answer(request.form(&[("access_token", token), ("frame", frame)])).await
    }

    /// Sends a request. Whatever a test asks for: an answer that the API's description does not have is an error.
    async fn answer(&self, request: RequestBuilder) -> anyhow::Result<Answer> {
        let request = request.build()?;
        let (method, path) = (request.method().to_string(), request.url().path().to_owned());
        let sent = self.client.execute(request).await?;
        let status = sent.status().as_u16();
        let headers = sent.headers().clone();
        let kind =
            headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().to_owned();
        let text = sent.text().await?;
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        let answer = Answer { status, kind, headers, body };
        description::check(&method, &path, &answer)?;
        Ok(answer)
    }

    async fn expect<T: serde::de::DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<T> {
        let answer = self.request(method.as_str(), path, body).await?;
        if answer.status >= 400 {
            bail!("{method} {path}: {} {}", answer.status, answer.body);
        }
        serde_json::from_value(answer.body).with_context(|| format!("{method} {path}"))
    }

    fn build(&self, method: Method, path: &str, body: Option<&Value>) -> RequestBuilder {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        request = request.timeout(PATIENCE);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        match body {
            Some(body) => request.json(body),
            None => request,
        }
    }
}
