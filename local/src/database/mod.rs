//! The table's engine: embedded, served over HTTP, or one that runs elsewhere (`DYNAMODB_ENDPOINT`).

mod client;
mod proxy;

use std::path::Path;
use std::time::Duration;

use dynoxide::Database;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) use client::Client;
pub(crate) use proxy::Proxy;

use crate::template::Table;

/// How often expired rows are swept. The cloud promises a few days; tests should not have to wait.
const SWEEP: Duration = Duration::from_secs(30);

/// The embedded engine.
#[derive(Clone)]
pub(crate) struct Embedded(Database);

impl Embedded {
    /// The engine over a file, or in memory.
    ///
    /// # Errors
    /// A sentence: the file can't be opened.
    pub(crate) fn open(file: Option<&Path>) -> Result<Self, String> {
        let opened = match file {
            Some(path) => Database::new(&path.to_string_lossy()),
            None => Database::memory(),
        };
        let opened = opened.and_then(|engine| {
            // No sync to disk per write: the end of the process loses nothing, the end of the machine may.
            engine.enable_bulk_loading()?;
            Ok(engine)
        });
        let reason = |error| {
            format!("the database can't be opened: {error} (`--fresh` starts with an empty one)")
        };
        opened.map(Self).map_err(reason)
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

/// Makes the template's tables where they are missing.
///
/// # Errors
/// A sentence: the engine is not to be reached, or refuses.
pub(crate) async fn prepare(client: &Client, tables: &[Table]) -> Result<(), String> {
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
