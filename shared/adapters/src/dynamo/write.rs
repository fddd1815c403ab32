//! Writing one row: whole, in parts, or away; on a condition or on none.

use serde::Serialize;
use serde::de::IgnoredAny;
use serde_dynamo::Item;

use super::StoreError;
use super::table::{DELETE, Operation, PUT, Table, UPDATE};

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

    /// Makes the write. A condition that does not hold is an error.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: whether it was written is not known.
    pub(super) async fn done(self) -> Result<(), StoreError> {
        self.table.call::<IgnoredAny>(self.operation, &self).await.map(drop)
    }

    /// Makes the write, or not; says whether the condition held.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: whether it was written is not known.
    pub(super) async fn done_if_so(self) -> Result<bool, StoreError> {
        match self.done().await {
            Ok(()) => Ok(true),
            Err(StoreError::Unavailable { code, .. }) if code == CONDITION => Ok(false),
            Err(error) => Err(error),
        }
    }
}
