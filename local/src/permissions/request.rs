//! What a request of DynamoDB's API does to what, in IAM's words.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::template::{ACCOUNT, REGION, Table};

/// One action on one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IamCall {
    /// Such as `dynamodb:Query`.
    pub(super) action: String,
    /// The ARN of a table, an index or a connection.
    pub(super) resource: String,
    /// The partition keys of the rows that are named.
    pub(super) leading: Vec<String>,
}

/// The names of the partition keys, by table and by index.
pub(super) struct PartitionKeys(BTreeMap<(String, Option<String>), String>);

impl PartitionKeys {
    pub(super) fn new(tables: &[Table]) -> Self {
        Self(tables.iter().flat_map(Table::partition_keys).collect())
    }

    /// The calls that a request comes to: one, or one for each table of a batch.
    pub(super) fn calls(&self, operation: &str, body: &[u8]) -> Vec<IamCall> {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        if let Some(parts) = body.get("TransactItems").and_then(Value::as_array) {
            let parts = parts.iter().filter_map(Value::as_object).flatten();
            return parts.map(|part| self.part(part)).collect();
        }
        let batch = body.get("RequestItems").and_then(Value::as_object);
        match batch {
            Some(tables) => tables
                .iter()
                .map(|(table, wanted)| self.call(operation, table, None, keys_of_batch(wanted)))
                .collect(),
            None => vec![self.single(operation, &body)],
        }
    }

    /// A part of a transaction: IAM asks for what it would ask for if it were a request of its own.
    fn part(&self, (kind, part): (&String, &Value)) -> IamCall {
        let operation = match kind.as_str() {
            "Put" => "PutItem",
            "Update" => "UpdateItem",
            "Delete" => "DeleteItem",
            "Get" => "GetItem",
            _ => "ConditionCheckItem",
        };
        self.single(operation, part)
    }

    fn single(&self, operation: &str, body: &Value) -> IamCall {
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        let table = text("TableName").unwrap_or_default();
        let index = text("IndexName");
        let item = body.get("Item").or_else(|| body.get("Key"));
        match text("KeyConditionExpression") {
            Some(expression) => {
                let mut call = self.call(operation, table, index, Vec::new());
                let name = self.0.get(&(table.to_owned(), index.map(str::to_owned)));
                call.leading.extend(name.and_then(|name| queried(body, expression, name)));
                call
            }
            None => self.call(operation, table, index, item.into_iter().collect()),
        }
    }

    fn call(
        &self,
        operation: &str,
        table: &str,
        index: Option<&str>,
        rows: Vec<&Value>,
    ) -> IamCall {
        let name = self.0.get(&(table.to_owned(), None)).map(String::as_str).unwrap_or_default();
        let leading = rows.iter().filter_map(|row| row.get(name)?.get("S")?.as_str());
        let index = index.map(|index| format!("/index/{index}")).unwrap_or_default();
        IamCall {
            action: format!("dynamodb:{operation}"),
            leading: leading.map(str::to_owned).collect(),
            resource: format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}{index}"),
        }
    }
}

/// The keys or items of one table in a batch, to be read or to be written.
fn keys_of_batch(wanted: &Value) -> Vec<&Value> {
    let read = wanted.get("Keys").and_then(Value::as_array).into_iter().flatten();
    let written = wanted.as_array().into_iter().flatten().filter_map(|write| {
        write.pointer("/PutRequest/Item").or_else(|| write.pointer("/DeleteRequest/Key"))
    });
    read.chain(written).collect()
}

/// The value that a query's condition sets equal to the partition key of this name.
fn queried(body: &Value, expression: &str, name: &str) -> Option<String> {
    let words: Vec<&str> = expression.split_whitespace().collect();
    let real = |word: &str| {
        let names = body.get("ExpressionAttributeNames");
        names.and_then(|names| names.get(word)?.as_str()) == Some(name) || word == name
    };
    let value =
        words.windows(3).find(|part| part[1] == "=" && real(part[0])).map(|part| part[2])?;
    let values = body.get("ExpressionAttributeValues")?;
    values.get(value)?.get("S")?.as_str().map(str::to_owned)
}
