//! Writing one row: whole, in parts, or away; on a condition or on none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_dynamo::{AttributeValue, Item};

use super::table::{DELETE, Operation, PUT, Table, UPDATE};
use super::{Put, TableError};

/// The code for a condition that did not hold.
const CONDITION: &str = "ConditionalCheckFailedException";

/// A write, built up and then made.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Write<'a> {
    #[serde(skip)]
    table: &'a Table,
    #[serde(skip)]
    operation: Operation,
    table_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<Item>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Item>,
    #[serde(skip_serializing_if = "Option::is_none")]
    update_expression: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition_expression: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    expression_attribute_names: BTreeMap<&'static str, &'static str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    expression_attribute_values: BTreeMap<String, AttributeValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_values: Option<&'static str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Written {
    attributes: Option<Item>,
}

impl<'a> Write<'a> {
    fn new(table: &'a Table, operation: Operation) -> Self {
        Self {
            table,
            operation,
            table_name: &table.name,
            item: None,
            key: None,
            update_expression: None,
            condition_expression: None,
            expression_attribute_names: BTreeMap::new(),
            expression_attribute_values: BTreeMap::new(),
            return_values: None,
        }
    }

    pub(super) fn put(table: &'a Table, item: Item) -> Self {
        Self { item: Some(item), ..Self::new(table, PUT) }
    }

    pub(super) fn update(table: &'a Table, key: Item, expression: String) -> Self {
        let update_expression = Some(expression);
        Self { key: Some(key), update_expression, ..Self::new(table, UPDATE) }
    }

    pub(super) fn delete(table: &'a Table, key: Item) -> Self {
        Self { key: Some(key), ..Self::new(table, DELETE) }
    }

    /// Only where this holds of the row as it is.
    pub(super) fn only_if(self, condition: &'a str) -> Self {
        Self { condition_expression: Some(condition), ..self }
    }

    /// What a name of an expression stands for.
    pub(super) fn name(mut self, name: &'static str, stands_for: &'static str) -> Self {
        self.expression_attribute_names.insert(name, stands_for);
        self
    }

    /// What a value of an expression is.
    pub(super) fn value(mut self, name: impl Into<String>, value: AttributeValue) -> Self {
        self.expression_attribute_values.insert(name.into(), value);
        self
    }

    /// Makes the write. A condition that does not hold is an error.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was written is not known.
    pub(super) async fn done(self) -> Result<(), TableError> {
        self.table.call::<Written>(self.operation, &self).await.map(drop)
    }

    /// Makes the write, or not; says whether the condition held.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was written is not known.
    pub(super) async fn done_if_so(self) -> Result<bool, TableError> {
        Ok(self.written().await?.is_some())
    }

    /// Makes the write, or not; says whether the condition held or another write was there first.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was written is not known.
    pub(super) async fn put_if_so(self) -> Result<Put, TableError> {
        Ok(if self.done_if_so().await? { Put::Written } else { Put::Collided })
    }

    /// Makes a write that would do harm if it were made twice: it is tried once.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was written is not known.
    pub(super) async fn done_once(self) -> Result<(), TableError> {
        self.table.call_once::<Written>(self.operation, &self).await.map(drop)
    }

    /// Makes the write and gives the row after it; none where the condition did not hold.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was written is not known.
    pub(super) async fn row_after(self) -> Result<Option<Item>, TableError> {
        self.returning("ALL_NEW").await
    }

    /// Makes the write and gives the row before it, empty where there was none; none where the condition did not hold.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was written is not known.
    pub(super) async fn row_before(self) -> Result<Option<Item>, TableError> {
        self.returning("ALL_OLD").await
    }

    /// Makes the update and gives what it changed, as it is now; none where the condition did not hold.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was written is not known.
    pub(super) async fn changed(self) -> Result<Option<Item>, TableError> {
        self.returning("UPDATED_NEW").await
    }

    async fn returning(self, what: &'static str) -> Result<Option<Item>, TableError> {
        let asking = Self { return_values: Some(what), ..self };
        Ok(asking.written().await?.map(|written| written.attributes.unwrap_or_default()))
    }

    async fn written(self) -> Result<Option<Written>, TableError> {
        match self.table.call(self.operation, &self).await {
            Ok(written) => Ok(Some(written)),
            Err(TableError::Unavailable { code, .. }) if code == CONDITION => Ok(None),
            Err(error) => Err(error),
        }
    }
}
