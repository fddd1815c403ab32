//! Reading rows of one partition.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Select};

use super::TableError;
use super::table::{Item, Table, unavailable};

/// An index: its name, and those of its keys.
pub(super) type Index = (&'static str, &'static str, &'static str);

/// A query, built up and then sent.
pub(super) struct Query(QueryFluentBuilder);

/// The rows that were found, in order.
pub(super) struct Rows {
    /// The rows.
    pub(super) items: Vec<Item>,
    /// How many they are.
    count: u32,
    /// Where the next page starts; none where this is the last.
    pub(super) last_evaluated_key: Option<Item>,
}

impl Query {
    /// Strongly consistent, in ascending order.
    pub(super) fn new(table: &Table, condition: &str) -> Self {
        let query = table.client.query().table_name(&table.name).consistent_read(true);
        Self(query.key_condition_expression(condition))
    }

    /// What an index has in one partition, in ascending order. It may be a moment behind: no index is consistent.
    pub(super) fn index(table: &Table, (name, key, _): Index, partition: String) -> Self {
        let Self(query) = Self::new(table, "#k = :k").eventually_consistent().bind(":k", partition);
        Self(query.index_name(name).expression_attribute_names("#k", key))
    }

    /// What a value of the condition is.
    pub(super) fn bind(self, name: &str, value: impl Into<String>) -> Self {
        Self(self.0.expression_attribute_values(name, AttributeValue::S(value.into())))
    }

    /// Half as dear: rows that are a moment old do no harm.
    pub(super) fn eventually_consistent(self) -> Self {
        Self(self.0.consistent_read(false))
    }

    /// No more of each row than this attribute.
    pub(super) fn projection(self, attribute: &str) -> Self {
        Self(self.0.projection_expression(attribute))
    }

    /// From behind this row on.
    pub(super) fn exclusive_start_key(self, start: Option<Item>) -> Self {
        Self(self.0.set_exclusive_start_key(start))
    }

    /// In ascending order or in the other.
    pub(super) fn ascending(self, is_ascending: bool) -> Self {
        Self(self.0.scan_index_forward(is_ascending))
    }

    /// So many rows at most.
    pub(super) fn limit(self, limit: usize) -> Self {
        Self(self.0.limit(limit.try_into().unwrap_or(i32::MAX)))
    }

    /// One page.
    ///
    /// # Errors
    /// [`TableError::Unavailable`].
    pub(super) async fn page(self) -> Result<Rows, TableError> {
        let page = Box::pin(self.0.send()).await.map_err(|error| unavailable("Query", &error))?;
        Ok(Rows {
            items: page.items.unwrap_or_default(),
            count: page.count.try_into().unwrap_or_default(),
            last_evaluated_key: page.last_evaluated_key,
        })
    }

    /// How many rows there are, up to this many.
    ///
    /// # Errors
    /// [`TableError::Unavailable`].
    pub(super) async fn count_up_to(self, most: u32) -> Result<u32, TableError> {
        let Self(query) = self;
        let (mut count, mut start) = (0, None);
        // A page ends at 1 MB as well, so a count may take more than one.
        while count < most {
            let limit = (most - count).try_into().unwrap_or(i32::MAX);
            let query = query.clone().select(Select::Count).limit(limit);
            let page = Self(query.set_exclusive_start_key(start)).page().await?;
            count += page.count;
            start = page.last_evaluated_key;
            if start.is_none() {
                break;
            }
        }
        Ok(count)
    }

    /// All pages.
    ///
    /// # Errors
    /// [`TableError::Unavailable`].
    pub(super) async fn all(self) -> Result<Vec<Item>, TableError> {
        let items = self.0.into_paginator().items().send().collect::<Result<_, _>>();
        let items = Box::pin(items).await;
        items.map_err(|error| unavailable("Query", &error))
    }
}
