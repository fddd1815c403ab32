//! The engine: DynamoDB's operations on a database in memory.

use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::template;

/// The name of the table.
pub(super) const TABLE: &str = "firstline";

/// An engine with an empty table.
pub(super) fn start() -> Result<Database, DynoxideError> {
    let engine = Database::memory()?;
    let definition = serde_json::from_value(template::table(TABLE));
    let definition = definition
        .map_err(|error| DynoxideError::ValidationException(format!("the template: {error}")))?;
    engine.create_table(definition)?;
    Ok(engine)
}

/// Every row of the table, in the order of their keys.
pub(super) fn rows(engine: &Database) -> Result<Vec<Value>, String> {
    let scan = serde_json::from_value(json!({ "TableName": TABLE }));
    let scan = scan.map_err(|error| error.to_string())?;
    let answer = engine.scan(scan).map_err(|error| error.to_string())?;
    let answer = serde_json::to_value(&answer).map_err(|error| error.to_string())?;
    if answer.get("LastEvaluatedKey").is_some_and(|key| !key.is_null()) {
        return Err("the table is larger than one page".to_owned());
    }
    let mut rows = answer["Items"].as_array().cloned().unwrap_or_default();
    let key = |row: &Value| [row["pk"].to_string(), row["sk"].to_string()];
    rows.sort_by_key(key);
    Ok(rows)
}

/// Puts these rows into the table.
pub(super) fn put_rows<'a>(
    engine: &Database,
    rows: impl IntoIterator<Item = &'a Value>,
) -> Result<(), String> {
    rows.into_iter().try_for_each(|row| {
        let put = serde_json::from_value(json!({ "TableName": TABLE, "Item": row }));
        let put = put.map_err(|error| error.to_string())?;
        engine.put_item(put).map(drop).map_err(|error| error.to_string())
    })
}

/// The status and the body with which the engine answers a request.
pub(super) fn answer(engine: &Database, operation: &str, body: &[u8]) -> (u16, Vec<u8>) {
    match operation {
        "Query" => run(body, |request| engine.query(request)),
        "GetItem" => run(body, |request| engine.get_item(request)),
        "PutItem" => run(body, |request| engine.put_item(request)),
        "UpdateItem" => run(body, |request| engine.update_item(request)),
        "DeleteItem" => run(body, |request| engine.delete_item(request)),
        "BatchGetItem" => run(body, |request| engine.batch_get_item(request)),
        "TransactWriteItems" => run(body, |request| engine.transact_write_items(request)),
        "BatchWriteItem" => run(body, |request| engine.batch_write_item(request)),
        _ => (400, br#"{"__type":"UnknownOperationException"}"#.to_vec()),
    }
}

fn run<Request: DeserializeOwned, Answer: Serialize>(
    body: &[u8],
    ask: impl FnOnce(Request) -> dynoxide::Result<Answer>,
) -> (u16, Vec<u8>) {
    let request = serde_json::from_slice(body)
        .map_err(|error| DynoxideError::SerializationException(error.to_string()));
    match request.and_then(ask) {
        Ok(answer) => (200, serde_json::to_vec(&answer).unwrap_or_default()),
        Err(error) => (error.status_code(), error.to_json().into_bytes()),
    }
}
