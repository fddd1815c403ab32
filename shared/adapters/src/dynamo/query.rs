//! Reading rows of one partition.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_dynamo::{AttributeValue, Item};

use super::TableError;
use super::table::{QUERY, Table};

/// An index: its name, and those of its keys.
pub(super) type Index = (&'static str, &'static str, &'static str);

/// A query, built up and then asked.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Query<'a> {
    #[serde(skip)]
    table: &'a Table,
    table_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    index_name: Option<&'a str>,
    consistent_read: bool,
    key_condition_expression: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    expression_attribute_names: BTreeMap<&'a str, &'a str>,
    expression_attribute_values: BTreeMap<&'a str, AttributeValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    projection_expression: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exclusive_start_key: Option<Item>,
    scan_index_forward: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<usize>,
}

/// The rows that were found, in order.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Rows {
    /// The rows.
    #[serde(default)]
    pub(super) items: Vec<Item>,
    /// Where the next page starts; none where this is the last.
    pub(super) last_evaluated_key: Option<Item>,
}

impl<'a> Query<'a> {
    /// Strongly consistent, in ascending order.
    pub(super) fn new(table: &'a Table, condition: &'a str) -> Self {
        Self {
            table,
            table_name: &table.name,
            index_name: None,
            consistent_read: true,
            key_condition_expression: condition,
            expression_attribute_names: BTreeMap::new(),
            expression_attribute_values: BTreeMap::new(),
            projection_expression: None,
            exclusive_start_key: None,
            scan_index_forward: true,
            limit: None,
        }
    }

    /// What an index has in one partition, in ascending order. It may be a moment behind: no index is consistent.
    pub(super) fn index(table: &'a Table, (name, key, _): Index, partition: String) -> Self {
        let mut query = Self::new(table, "#k = :k").eventual().value(":k", partition);
        query.expression_attribute_names.insert("#k", key);
        Self { index_name: Some(name), ..query }
    }

    /// What a value of the condition is.
    pub(super) fn value(mut self, name: &'a str, value: impl Into<String>) -> Self {
        self.expression_attribute_values.insert(name, AttributeValue::S(value.into()));
        self
    }

    /// Half as dear: rows that are a moment old do no harm.
    pub(super) fn eventual(self) -> Self {
        Self { consistent_read: false, ..self }
    }

    /// No more of each row than this attribute.
    pub(super) fn only(self, attribute: &'a str) -> Self {
        Self { projection_expression: Some(attribute), ..self }
    }

    /// From behind this row on.
    pub(super) fn from(self, start: Option<Item>) -> Self {
        Self { exclusive_start_key: start, ..self }
    }

    /// In ascending order or in the other.
    pub(super) fn ascending(self, is_ascending: bool) -> Self {
        Self { scan_index_forward: is_ascending, ..self }
    }

    /// So many rows at most.
    pub(super) fn limit(self, limit: usize) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// One page.
    ///
    /// # Errors
    /// [`TableError::Unavailable`].
    pub(super) async fn page(&self) -> Result<Rows, TableError> {
        self.table.call(QUERY, self).await
    }

    /// All pages.
    ///
    /// # Errors
    /// [`TableError::Unavailable`].
    pub(super) async fn all(mut self) -> Result<Vec<Item>, TableError> {
        let mut items = Vec::new();
        loop {
            let rows = self.page().await?;
            items.extend(rows.items);
            match rows.last_evaluated_key {
                Some(last) => self.exclusive_start_key = Some(last),
                None => return Ok(items),
            }
        }
    }
}
