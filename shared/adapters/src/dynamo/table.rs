//! The table's API: typed requests in, typed answers out.

use std::sync::{Arc, LazyLock};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, IdentityCache, Region, SharedCredentialsProvider,
    StalledStreamProtectionConfig,
};
use http::Method;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_dynamo::{AttributeValue, Item};

use super::query::Query;
use super::write::Write;
use super::{StoreError, keys};
use crate::aws::{Access, Call, Endpoint, Failure, http_client, retries, timeouts};

/// The table of one deployment.
#[derive(Clone)]
pub struct Table {
    /// The SDK's client, for what is asked of it seldom. Made when it is first needed.
    pub(super) client: Arc<LazyLock<Client, Box<dyn FnOnce() -> Client + Send>>>,
    /// The table's own name.
    pub(super) name: String,
    api: Arc<Endpoint>,
}

/// An operation of the API, as its header names it.
#[derive(Clone, Copy)]
pub(super) struct Operation(&'static str);

pub(super) const QUERY: Operation = Operation("DynamoDB_20120810.Query");
pub(super) const GET: Operation = Operation("DynamoDB_20120810.GetItem");
pub(super) const PUT: Operation = Operation("DynamoDB_20120810.PutItem");
pub(super) const UPDATE: Operation = Operation("DynamoDB_20120810.UpdateItem");
pub(super) const DELETE: Operation = Operation("DynamoDB_20120810.DeleteItem");

impl Operation {
    fn name(self) -> &'static str {
        self.0.split_once('.').map_or(self.0, |(_, name)| name)
    }
}

impl Table {
    /// A handle; nothing is opened before the first request. Without an `endpoint` the region's own is used.
    pub fn new(name: String, access: &Access, endpoint: Option<&str>) -> Self {
        let url = endpoint.map_or_else(|| regional(&access.region), str::to_owned);
        let api = Arc::new(Endpoint::new(access, "dynamodb", &url));
        let (access, endpoint) = (access.clone(), endpoint.map(str::to_owned));
        let client = Box::new(move || sdk_client(&access, endpoint.as_deref()));
        Self { client: Arc::new(LazyLock::new(client)), name, api }
    }

    /// The rows of one partition that this key condition names.
    pub(super) fn query<'a>(&'a self, condition: &'a str) -> Query<'a> {
        Query::new(self, condition)
    }

    /// Writes a whole row.
    pub(super) fn put(&self, item: Item) -> Write<'_> {
        Write::put(self, item)
    }

    /// Changes a row as this expression says, or makes it.
    pub(super) fn update(&self, key: Item, expression: impl Into<String>) -> Write<'_> {
        Write::update(self, key, expression.into())
    }

    /// Removes a row.
    pub(super) fn delete(&self, key: Item) -> Write<'_> {
        Write::delete(self, key)
    }

    /// One row, strongly consistent.
    pub(super) async fn get(&self, key: Item) -> Result<Option<Item>, StoreError> {
        self.get_row(key, true).await
    }

    /// One row for half the price, where one that is a moment old does no harm.
    pub(super) async fn get_eventual(&self, key: Item) -> Result<Option<Item>, StoreError> {
        self.get_row(key, false).await
    }

    async fn get_row(&self, key: Item, consistent_read: bool) -> Result<Option<Item>, StoreError> {
        #[derive(Serialize)]
        #[serde(rename_all = "PascalCase")]
        struct Get<'a> {
            table_name: &'a str,
            key: Item,
            consistent_read: bool,
        }
        #[derive(serde::Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Got {
            item: Option<Item>,
        }
        let get = Get { table_name: &self.name, key, consistent_read };
        Ok(self.call::<Got>(GET, &get).await?.item)
    }

    /// Makes a request.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub(super) async fn call<A: DeserializeOwned>(
        &self,
        operation: Operation,
        request: &impl Serialize,
    ) -> Result<A, StoreError> {
        let failed = |code: String| StoreError::Unavailable { operation: operation.name(), code };
        let body =
            serde_json::to_vec(request).map_err(|_| failed("no usable request".to_owned()))?;
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("application/x-amz-json-1.0")),
            (HeaderName::from_static("x-amz-target"), HeaderValue::from_static(operation.0)),
        ];
        let call = Call { method: Method::POST, path: "/", headers: &headers, body: body.into() };
        let answer = self.api.call(&call).await;
        let answer = answer.map_err(|failure: Failure| failed(failure.to_string()))?;
        serde_json::from_slice(&answer).map_err(|_| failed("no usable answer".to_owned()))
    }
}

fn sdk_client(access: &Access, endpoint: Option<&str>) -> Client {
    let mut config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(access.region.clone()))
        .credentials_provider(SharedCredentialsProvider::new(access.credentials.clone()))
        .identity_cache(IdentityCache::no_cache())
        .http_client(http_client(endpoint))
        .retry_config(retries())
        .timeout_config(timeouts())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
    if let Some(url) = endpoint {
        config = config.endpoint_url(url);
    }
    Client::from_conf(config.build())
}

/// Where a region's tables are.
fn regional(region: &str) -> String {
    let country = if region.starts_with("cn-") { ".cn" } else { "" };
    format!("https://dynamodb.{region}.amazonaws.com{country}")
}

/// The key of a row.
pub(super) fn key(pk: String, sk: String) -> Item {
    item([(keys::PK, AttributeValue::S(pk)), (keys::SK, AttributeValue::S(sk))])
}

/// A row, or a part of one.
pub(super) fn item<const N: usize>(attributes: [(&str, AttributeValue); N]) -> Item {
    let own = attributes.map(|(name, value)| (name.to_owned(), value));
    std::collections::HashMap::from(own).into()
}

/// A text of a row.
pub(super) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    match item.get(name) {
        Some(AttributeValue::S(text)) => Some(text),
        _ => None,
    }
}

/// A whole number of a row.
pub(super) fn number<T: std::str::FromStr>(item: &Item, name: &str) -> Option<T> {
    match item.get(name) {
        Some(AttributeValue::N(digits)) => digits.parse().ok(),
        _ => None,
    }
}
