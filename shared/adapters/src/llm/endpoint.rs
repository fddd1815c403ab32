//! A provider's URL, asked with JSON under its key.

use domain::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::client::{Client, Outgoing};
use super::key::Key;
use super::provider::{Advice, Failed};
use super::{CallContext, Reason};

/// Where requests go by HTTP, and what they carry beside their body.
pub(super) struct Endpoint {
    pub(super) url: String,
    pub(super) key: Key,
    /// The header for the key, and what stands before the key in it.
    pub(super) key_header: (&'static str, &'static str),
    pub(super) headers: &'static [(&'static str, &'static str)],
}

impl Endpoint {
    /// The key's text, if there is one.
    pub(super) async fn reveal_key(
        &self,
        client: &Client,
        moment: CallContext,
    ) -> Result<Option<String>, Reason> {
        self.key.reveal(client.keys(), moment).await
    }

    /// Sends this body under this key and reads the answer. A stored key that was refused is forgotten: it may have been rotated.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        client: &Client,
        body: String,
        key: Option<String>,
        now: Timestamp,
    ) -> Result<T, Failed> {
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        headers.extend(
            self.headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let (name, before) = self.key_header;
        headers.extend(key.map(|key| (name.to_owned(), format!("{before}{key}"))));
        let outgoing = Outgoing { url: self.url.clone(), headers, body, now };
        let mut outcome = client.post(outgoing).await;
        if let Err(failed) = &mut outcome
            && matches!(failed.reason, Reason::Status(401 | 403))
            && self.key.forget().await
        {
            failed.advice = Some(Advice::NewKey);
        }
        outcome
    }
}

/// The body with the operator's own fields; a null takes one out.
pub(super) fn with_extra(mut body: Map<String, Value>, extra: &Map<String, Value>) -> String {
    for (name, value) in extra {
        match value {
            Value::Null => body.remove(name),
            value => body.insert(name.clone(), value.clone()),
        };
    }
    Value::Object(body).to_string()
}
