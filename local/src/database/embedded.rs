//! The embedded engine, asked in this process. It has no port of its own: its server would let pages of every origin
//! read the table.

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use dynoxide::{Database, DynoxideError};
use http::{Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::task::JoinHandle;

use super::json;
use super::stream_records;
use crate::clock;
use crate::storage_health::StorageHealth;

/// How often expired rows are swept. The cloud promises a few days; tests should not have to wait.
const SWEEP: Duration = Duration::from_secs(30);
/// What fails when the engine can't write.
const TABLE: &str = "the table";

/// The embedded engine.
#[derive(Clone)]
pub(crate) struct EmbeddedDatabase {
    engine: Database,
    health: StorageHealth,
}

impl EmbeddedDatabase {
    /// The engine over a file, or in memory.
    ///
    /// # Errors
    /// A sentence: the file can't be opened.
    pub(crate) fn open(file: Option<&Path>, health: StorageHealth) -> Result<Self, String> {
        let name = file.map_or_else(in_memory, |path| path.to_string_lossy().into_owned());
        let opened = Database::new(&name).and_then(|engine| {
            // No sync to disk per write: the end of the process loses nothing, the end of the machine may.
            engine.enable_bulk_loading()?;
            Ok(engine)
        });
        let reason = |error: &dyn std::fmt::Display| {
            format!("the database can't be opened: {error} (`--fresh` starts with an empty one)")
        };
        let engine = opened.map_err(|error| reason(&error))?;
        stream_records::put_in_order(&name).map_err(|error| reason(&error))?;
        Ok(Self { engine, health })
    }

    /// Sweeps expired rows until the task is aborted.
    pub(crate) fn sweep(&self) -> JoinHandle<()> {
        let engine = self.engine.clone();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(SWEEP).await;
                let engine = engine.clone();
                // A sweep that fails is tried again with the next one.
                let _ = tokio::task::spawn_blocking(move || engine.sweep_ttl()).await;
            }
        })
    }

    /// Answers one operation of DynamoDB's or its streams' API.
    pub(super) fn answer(&self, operation: &str, request: &[u8]) -> Response<Bytes> {
        let done = self.dispatch(operation, request);
        match &done {
            Ok(_) if is_write(operation) => self.health.written(TABLE),
            Err(error) if error.status_code() == 500 => self.health.failed(TABLE, error),
            _ => {}
        }
        match done {
            Ok(document) => json(StatusCode::OK, document.into()),
            Err(error) => {
                let status = StatusCode::from_u16(error.status_code());
                json(status.unwrap_or(StatusCode::BAD_REQUEST), error.to_json().into())
            }
        }
    }

    fn dispatch(&self, operation: &str, request: &[u8]) -> dynoxide::Result<Vec<u8>> {
        let engine = &self.engine;
        match operation {
            "Query" => run(request, |request| engine.query(request)),
            "GetItem" => run(request, |request| engine.get_item(request)),
            "PutItem" => run(request, |request| engine.put_item(request)),
            "UpdateItem" => run(request, |request| engine.update_item(request)),
            "DeleteItem" => run(request, |request| engine.delete_item(request)),
            "BatchGetItem" => run(request, |request| engine.batch_get_item(request)),
            "BatchWriteItem" => run(request, |request| engine.batch_write_item(request)),
            "TransactGetItems" => run(request, |request| engine.transact_get_items(request)),
            "TransactWriteItems" => run(request, |request| engine.transact_write_items(request)),
            "Scan" => run(request, |request| engine.scan(request)),
            "CreateTable" => run(request, |request| engine.create_table(request)),
            "UpdateTable" => run(request, |request| engine.update_table(request)),
            "DeleteTable" => run(request, |request| engine.delete_table(request)),
            "DescribeTable" => run(request, |request| engine.describe_table(request)),
            "ListTables" => run(request, |request| engine.list_tables(request)),
            "UpdateTimeToLive" => run(request, |request| engine.update_time_to_live(request)),
            "DescribeTimeToLive" => run(request, |request| engine.describe_time_to_live(request)),
            "ListStreams" => run(request, |request| engine.list_streams(request)),
            "DescribeStream" => run(request, |request| engine.describe_stream(request)),
            "GetShardIterator" => run(request, |request| engine.get_shard_iterator(request)),
            "GetRecords" => run(request, |request| engine.get_records(request)),
            other => Err(DynoxideError::ValidationException(format!(
                "the local stack's table does not know the operation {other:?}"
            ))),
        }
    }
}

fn run<Request: DeserializeOwned, Answer: Serialize>(
    request: &[u8],
    ask: impl FnOnce(Request) -> dynoxide::Result<Answer>,
) -> dynoxide::Result<Vec<u8>> {
    let request = serde_json::from_slice(request)
        .map_err(|error| DynoxideError::SerializationException(error.to_string()))?;
    serde_json::to_vec(&ask(request)?)
        .map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

fn is_write(operation: &str) -> bool {
    matches!(
        operation,
        "PutItem" | "UpdateItem" | "DeleteItem" | "BatchWriteItem" | "TransactWriteItems"
    )
}

/// A database in memory that a second connection can open: one of its own, gone with its last connection.
pub(super) fn in_memory() -> String {
    format!("file:{}?mode=memory&cache=shared", clock::uuid())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn ask(engine: &EmbeddedDatabase, operation: &str, request: &Value) -> (u16, Value) {
        let answer = engine.answer(operation, request.to_string().as_bytes());
        (answer.status().as_u16(), serde_json::from_slice(answer.body()).unwrap())
    }

    fn with_a_table() -> EmbeddedDatabase {
        let engine = EmbeddedDatabase::open(None, StorageHealth::default()).unwrap();
        let table = json!({
            "TableName": "rows",
            "AttributeDefinitions": [{ "AttributeName": "pk", "AttributeType": "S" }],
            "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }],
            "BillingMode": "PAY_PER_REQUEST",
        });
        assert_eq!(ask(&engine, "CreateTable", &table).0, 200);
        engine
    }

    #[test]
    fn two_databases_in_memory_know_nothing_of_each_others_rows() {
        let (one, other) = (with_a_table(), with_a_table());
        let row = json!({ "TableName": "rows", "Item": { "pk": { "S": "a" } } });
        assert_eq!(ask(&one, "PutItem", &row).0, 200);
        let read = json!({ "TableName": "rows", "Key": { "pk": { "S": "a" } } });
        assert_eq!(ask(&one, "GetItem", &read).1["Item"]["pk"]["S"], "a");
        assert!(ask(&other, "GetItem", &read).1.get("Item").is_none());
    }

    #[test]
    fn a_refusal_carries_the_status_and_the_type_that_the_sdk_reads() {
        let engine = with_a_table();
        let row = json!({ "TableName": "rows", "Item": { "pk": { "S": "a" } }, "ConditionExpression": "attribute_not_exists(pk)" });
        assert_eq!(ask(&engine, "PutItem", &row).0, 200);
        for (operation, request, kind) in [
            ("PutItem", row, "ConditionalCheckFailedException"),
            ("GetItem", json!({ "TableName": 7 }), "SerializationException"),
            (
                "GetItem",
                json!({ "TableName": "nowhere", "Key": { "pk": { "S": "a" } } }),
                "ResourceNotFoundException",
            ),
            ("Vanish", json!({}), "ValidationException"),
        ] {
            let (status, document) = ask(&engine, operation, &request);
            let told = document["__type"].as_str().unwrap();
            assert!(status == 400 && told.ends_with(kind), "{operation}: {status} {document}");
        }
    }
}
