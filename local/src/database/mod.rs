//! The table's engine: embedded, served over HTTP, or one that runs elsewhere (`DYNAMODB_ENDPOINT`).

mod client;
mod direct;
mod proxy;
mod stream_records;

use std::path::Path;
use std::time::Duration;

use dynoxide::Database;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) use client::DatabaseClient;
pub(crate) use proxy::{DatabaseEngine, DatabaseProxy};

use crate::clock;
use crate::template::Table;

/// How often expired rows are swept. The cloud promises a few days; tests should not have to wait.
const SWEEP: Duration = Duration::from_secs(30);

/// The embedded engine.
#[derive(Clone)]
pub(crate) struct EmbeddedDatabase(Database);

impl EmbeddedDatabase {
    /// The engine over a file, or in memory.
    ///
    /// # Errors
    /// A sentence: the file can't be opened.
    pub(crate) fn open(file: Option<&Path>) -> Result<Self, String> {
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
        Ok(Self(engine))
    }

    /// Serves the engine until the task is aborted.
    pub(crate) fn serve(&self, listener: TcpListener) -> JoinHandle<()> {
        tokio::spawn(dynoxide::server::serve_on(listener, self.0.clone()))
    }

    /// Sweeps expired rows until the task is aborted.
    pub(crate) fn sweep(&self) -> JoinHandle<()> {
        let engine = self.0.clone();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(SWEEP).await;
                let engine = engine.clone();
                // A sweep that fails is tried again with the next one.
                let _ = tokio::task::spawn_blocking(move || engine.sweep_ttl()).await;
            }
        })
    }
}

/// A database in memory that a second connection can open: one of its own, gone with its last connection.
fn in_memory() -> String {
    format!("file:{}?mode=memory&cache=shared", clock::uuid())
}

/// Makes the template's tables where they are missing.
///
/// # Errors
/// A sentence: the engine is not to be reached, or refuses.
pub(crate) async fn prepare(client: &DatabaseClient, tables: &[Table]) -> Result<(), String> {
    for table in tables {
        let known = client
            .call("DynamoDB_20120810.DescribeTable", &json!({ "TableName": table.name }))
            .await;
        if known.is_ok() {
            continue;
        }
        client.call("DynamoDB_20120810.CreateTable", &table.creation()).await?;
        if let Some(time_to_live) = table.time_to_live() {
            client.call("DynamoDB_20120810.UpdateTimeToLive", &time_to_live).await?;
        }
    }
    Ok(())
}
