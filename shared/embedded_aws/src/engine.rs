//! The engine: DynamoDB's operations on a database in memory.

use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;

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

/// The status and the body with which the engine answers a request.
pub(super) fn answer(engine: &Database, operation: &str, body: &[u8]) -> (u16, Vec<u8>) {
    match operation {
        "Query" => run(body, |request| engine.query(request)),
        "GetItem" => run(body, |request| engine.get_item(request)),
        "PutItem" => run(body, |request| engine.put_item(request)),
        "UpdateItem" => run(body, |request| engine.update_item(request)),
        "DeleteItem" => run(body, |request| engine.delete_item(request)),
        "BatchGetItem" => run(body, |request| engine.batch_get_item(request)),
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
