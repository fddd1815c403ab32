//! The table's API: typed requests in, typed answers out.

use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_dynamo::{AttributeValue, Item};

use super::query::{Index, Query};
use super::write::Write;
use super::{TableError, keys};
use crate::aws::{Access, Call, Endpoint, Failure};

/// The table of one deployment.
#[derive(Clone)]
pub struct Table {
    /// The table's own name.
    pub(super) name: String,
    pub(super) api: Arc<Endpoint>,
}

/// An operation of the API, as its header names it.
#[derive(Clone, Copy)]
pub(super) struct Operation(&'static str);

pub(super) const QUERY: Operation = Operation("DynamoDB_20120810.Query");
pub(super) const GET: Operation = Operation("DynamoDB_20120810.GetItem");
pub(super) const GET_MANY: Operation = Operation("DynamoDB_20120810.BatchGetItem");
pub(super) const PUT_MANY: Operation = Operation("DynamoDB_20120810.BatchWriteItem");
pub(super) const PUT: Operation = Operation("DynamoDB_20120810.PutItem");
pub(super) const UPDATE: Operation = Operation("DynamoDB_20120810.UpdateItem");
pub(super) const DELETE: Operation = Operation("DynamoDB_20120810.DeleteItem");

impl Operation {
    /// Why it came to nothing.
    pub(super) fn failed(self, code: impl ToString) -> TableError {
        let operation = self.0.split_once('.').map_or(self.0, |(_, name)| name);
        TableError::Unavailable { operation, code: code.to_string() }
    }
}

impl Table {
    /// A handle; nothing is opened before the first request. Without an `endpoint` the region's own is used.
    pub fn new(name: String, access: &Access, endpoint: Option<&str>) -> Self {
        let url = endpoint.map_or_else(|| regional(&access.region), str::to_owned);
        Self { name, api: Arc::new(Endpoint::new(access, "dynamodb", &url)) }
    }

    /// The rows of one partition that this key condition names.
    pub(super) fn query<'a>(&'a self, condition: &'a str) -> Query<'a> {
        Query::new(self, condition)
    }

    /// The keys of the rows that an index has in this partition.
    pub(super) fn index(&self, index: Index, partition: String) -> Query<'_> {
        Query::index(self, index, partition)
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
    pub(super) async fn get(&self, key: Item) -> Result<Option<Item>, TableError> {
        self.get_row(key, true).await
    }

    /// One row for half the price, where one that is a moment old does no harm.
    pub(super) async fn get_eventual(&self, key: Item) -> Result<Option<Item>, TableError> {
        self.get_row(key, false).await
    }

    async fn get_row(&self, key: Item, consistent_read: bool) -> Result<Option<Item>, TableError> {
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
    /// [`TableError::Unavailable`].
    pub(super) async fn call<A: DeserializeOwned>(
        &self,
        operation: Operation,
        request: &impl Serialize,
    ) -> Result<A, TableError> {
        let ask = async |call: Call<'_>| self.api.call(&call).await;
        answer(operation, request, ask).await
    }

    /// Makes a request that would do harm if it were done twice: it is tried once.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was done is not known.
    pub(super) async fn call_once<A: DeserializeOwned>(
        &self,
        operation: Operation,
        request: &impl Serialize,
    ) -> Result<A, TableError> {
        let ask = async |call: Call<'_>| self.api.call_once(&call).await;
        answer(operation, request, ask).await
    }
}

async fn answer<A: DeserializeOwned>(
    operation: Operation,
    request: &impl Serialize,
    ask: impl AsyncFnOnce(Call<'_>) -> Result<Bytes, Failure>,
) -> Result<A, TableError> {
    let body = serde_json::to_vec(request).map_err(|_| operation.failed(Failure::Malformed))?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/x-amz-json-1.0")),
        (HeaderName::from_static("x-amz-target"), HeaderValue::from_static(operation.0)),
    ];
    let call = Call { method: Method::POST, path: "/", headers: &headers, body: body.into() };
    let answer = ask(call).await.map_err(|failure| operation.failed(failure))?;
    serde_json::from_slice(&answer).map_err(|_| operation.failed("no usable answer"))
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

/// Bytes of a row.
pub(super) fn bytes<'a>(item: &'a Item, name: &str) -> Option<&'a [u8]> {
    match item.get(name) {
        Some(AttributeValue::B(bytes)) => Some(bytes),
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
