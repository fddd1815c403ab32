//! The table behind the SDK: what all rows have in common.
//!
//! The SDK's futures are boxed where they are awaited: each is several kilobytes and many layers deep, and a use case
//! that held a few of them in its own future would exceed the compiler's limit.

use std::collections::HashMap;
use std::str::FromStr;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::Builder;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::AttributeValue;

use super::query::{Index, Query};
use super::write::Write;
use super::{TableError, keys};
use crate::aws::{self, SdkConfig};

/// A row, or a part of one.
pub type Item = HashMap<String, AttributeValue>;

/// The table of one deployment.
#[derive(Clone)]
pub struct Table {
    /// The table's own name.
    pub(super) name: String,
    pub(super) client: Client,
}

impl Table {
    /// A handle; nothing is opened before the first request. Without an `endpoint` the region's own is used.
    pub fn new(config: &SdkConfig, endpoint: Option<&str>, name: String) -> Self {
        let mut builder = Builder::from(config);
        builder.set_endpoint_resolver(match endpoint {
            Some(url) => Some(aws::static_endpoint(url)),
            None => aws::regional_endpoint(config, "dynamodb"),
        });
        Self { name, client: Client::from_conf(builder.build()) }
    }

    /// The same for requests that would do harm if they were made twice: it makes one attempt.
    pub(super) fn without_retries(&self) -> Self {
        let config = self.client.config().to_builder().retry_config(RetryConfig::disabled());
        Self { name: self.name.clone(), client: Client::from_conf(config.build()) }
    }

    /// The rows of one partition that this key condition names.
    pub(super) fn query(&self, condition: &str) -> Query {
        Query::new(self, condition)
    }

    /// The keys of the rows that an index has in this partition.
    pub(super) fn index(&self, index: Index, partition: String) -> Query {
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

    async fn get_row(&self, key: Item, is_consistent: bool) -> Result<Option<Item>, TableError> {
        let get = self.client.get_item().table_name(&self.name).set_key(Some(key));
        let answer = Box::pin(get.consistent_read(is_consistent).send()).await;
        Ok(answer.map_err(|error| unavailable("GetItem", &error))?.item)
    }
}

/// Why a request came to nothing.
pub(super) fn unavailable<E: ProvideErrorMetadata, R>(
    operation: &'static str,
    error: &SdkError<E, R>,
) -> TableError {
    TableError::Unavailable { operation, code: aws::error_code(error) }
}

/// The key of a row.
pub(super) fn key(pk: String, sk: String) -> Item {
    item([(keys::PK, AttributeValue::S(pk)), (keys::SK, AttributeValue::S(sk))])
}

/// A row, or a part of one.
pub(super) fn item<const N: usize>(attributes: [(&str, AttributeValue); N]) -> Item {
    attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A text of a row.
pub(super) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.as_s().ok().map(String::as_str)
}

/// Bytes of a row.
pub(super) fn bytes<'a>(item: &'a Item, name: &str) -> Option<&'a [u8]> {
    item.get(name)?.as_b().ok().map(AsRef::as_ref)
}

/// A whole number of a row.
pub(super) fn number<T: FromStr>(item: &Item, name: &str) -> Option<T> {
    item.get(name)?.as_n().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use aws_smithy_runtime_api::client::endpoint::{EndpointResolverParams, ResolveEndpoint as _};

    use super::*;

    #[tokio::test]
    async fn a_table_is_asked_where_it_is_named_or_at_the_regions_own_endpoint() {
        for (endpoint, expected) in [
            (None, "https://dynamodb.eu-central-1.amazonaws.com"),
            (Some("http://127.0.0.1:9/base"), "http://127.0.0.1:9/base"),
        ] {
            let table = Table::new(&aws::test_config(), endpoint, "t".to_owned());
            for table in [table.without_retries(), table] {
                let resolver = table.client.config().endpoint_resolver();
                let params = EndpointResolverParams::new(());
                let resolved = resolver.resolve_endpoint(&params).await.unwrap();
                assert_eq!(resolved.url(), expected);
            }
        }
    }
}
