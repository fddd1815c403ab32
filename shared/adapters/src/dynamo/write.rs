//! Writing one row: whole, in parts, or away; on a condition or on none.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use std::collections::HashMap;

use super::table::{Item, Table, unavailable};
use super::{Put, TableError};

/// The code for a condition that did not hold.
const CONDITION: &str = "ConditionalCheckFailedException";

/// A write, built up and then sent.
pub(super) struct Write<'a> {
    table: &'a Table,
    change: Change,
    condition: Option<String>,
    names: Option<HashMap<String, String>>,
    values: Option<HashMap<String, AttributeValue>>,
    returns: Option<ReturnValue>,
}

enum Change {
    /// The whole row.
    Put(Item),
    /// The row's key, and the expression.
    Update(Item, String),
    /// The row's key.
    Delete(Item),
}

impl<'a> Write<'a> {
    fn new(table: &'a Table, change: Change) -> Self {
        Self { table, change, condition: None, names: None, values: None, returns: None }
    }

    pub(super) fn put(table: &'a Table, item: Item) -> Self {
        Self::new(table, Change::Put(item))
    }

    pub(super) fn update(table: &'a Table, key: Item, expression: String) -> Self {
        Self::new(table, Change::Update(key, expression))
    }

    pub(super) fn delete(table: &'a Table, key: Item) -> Self {
        Self::new(table, Change::Delete(key))
    }

    /// Only where this holds of the row as it is.
    pub(super) fn only_if(self, condition: &str) -> Self {
        Self { condition: Some(condition.to_owned()), ..self }
    }

    /// What a name of an expression stands for.
    pub(super) fn name(mut self, name: &str, stands_for: &str) -> Self {
        self.names.get_or_insert_default().insert(name.to_owned(), stands_for.to_owned());
        self
    }

    /// What a value of an expression is.
    pub(super) fn bind(mut self, name: impl Into<String>, value: AttributeValue) -> Self {
        self.values.get_or_insert_default().insert(name.into(), value);
        self
    }

    /// Makes the write. A condition that does not hold is an error.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was written is not known.
    pub(super) async fn done(self) -> Result<(), TableError> {
        self.send().await.map(drop)
    }

    /// Makes the write, or not; says whether the condition held.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was written is not known.
    pub(super) async fn done_if_so(self) -> Result<bool, TableError> {
        Ok(self.send_if_so().await?.is_some())
    }

    /// Makes the write, or not; says whether the condition held or another write was there first.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was written is not known.
    pub(super) async fn put_if_so(self) -> Result<Put, TableError> {
        Ok(if self.done_if_so().await? { Put::Written } else { Put::Collided })
    }

    /// Makes the write and gives the row after it; none where the condition did not hold.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was written is not known.
    pub(super) async fn row_after(self) -> Result<Option<Item>, TableError> {
        self.returning(ReturnValue::AllNew).await
    }

    /// Makes the write and gives the row before it, empty where there was none; none where the condition did not hold.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was written is not known.
    pub(super) async fn row_before(self) -> Result<Option<Item>, TableError> {
        self.returning(ReturnValue::AllOld).await
    }

    /// Makes the update and gives what it changed, as it is now; none where the condition did not hold.
    ///
    /// # Errors
    /// [`TableError::Unavailable`]: whether it was written is not known.
    pub(super) async fn changed(self) -> Result<Option<Item>, TableError> {
        self.returning(ReturnValue::UpdatedNew).await
    }

    async fn returning(self, what: ReturnValue) -> Result<Option<Item>, TableError> {
        Self { returns: Some(what), ..self }.send_if_so().await
    }

    async fn send_if_so(self) -> Result<Option<Item>, TableError> {
        match self.send().await {
            Ok(attributes) => Ok(Some(attributes)),
            Err(TableError::Unavailable { code, .. }) if code == CONDITION => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Sends the request; gives the attributes that its answer holds.
    async fn send(self) -> Result<Item, TableError> {
        /// The SDK's three requests have these setters in common, but no trait.
        macro_rules! send {
            ($operation:literal, $request:expr) => {{
                let request = $request
                    .table_name(&self.table.name)
                    .set_condition_expression(self.condition)
                    .set_expression_attribute_names(self.names)
                    .set_expression_attribute_values(self.values)
                    .set_return_values(self.returns);
                let answer = Box::pin(request.send()).await;
                answer.map_err(|error| unavailable($operation, &error))?.attributes
            }};
        }
        let client = &self.table.client;
        let attributes = match self.change {
            Change::Put(item) => send!("PutItem", client.put_item().set_item(Some(item))),
            Change::Update(key, expression) => {
                let update = client.update_item().set_key(Some(key));
                send!("UpdateItem", update.update_expression(expression))
            }
            Change::Delete(key) => send!("DeleteItem", client.delete_item().set_key(Some(key))),
        };
        Ok(attributes.unwrap_or_default())
    }
}
