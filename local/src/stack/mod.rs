//! The whole stack: started in one call, stopped in one call.

mod start;

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::bus::Buses;
use crate::crash;
use crate::data_folder::DataFolder;
use crate::fault_injection::Faults;
use crate::issuer::Issuer;
use crate::metrics::Metrics;
use crate::runtime::{Functions, InvocationResult, Log};
use crate::storage_health::StorageHealth;
use crate::stream::{Queues, RunningMappings};
use crate::template::TemplateError;

/// Why a stack did not start, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The template or its parameters.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A port, a folder, a binary, the engine.
    #[error("{0}")]
    Other(String),
}

impl From<String> for StartError {
    fn from(sentence: String) -> Self {
        Self::Other(sentence)
    }
}

/// A running stack. It ends with [`Stack::shutdown`], and at once when it is dropped.
pub struct Stack {
    urls: Urls,
    parameters: BTreeMap<String, String>,
    tables: BTreeMap<String, String>,
    metrics: Metrics,
    faults: Faults,
    queues: Queues,
    buses: Buses,
    functions: Functions,
    mappings: RunningMappings,
    issuer: Issuer,
    log: Log,
    health: StorageHealth,
    /// Locked as long as the stack lives.
    data: Option<DataFolder>,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

/// Where everything is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urls {
    /// The site, without a slash at its end.
    pub site: String,
    /// The HTTP API, likewise.
    pub api: String,
    /// The WebSocket API with its stage.
    pub socket: String,
    /// The table's engine, as functions reach it.
    pub database: String,
    /// The Lambda Runtime API.
    pub runtime: String,
    /// S3: below it each bucket by its name.
    pub files: String,
}

impl Stack {
    /// Where everything is.
    pub fn urls(&self) -> &Urls {
        &self.urls
    }

    /// The value of a local parameter, secrets included, for tests that forge tokens.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// The physical name of a table, by its logical id.
    pub fn table(&self, id: &str) -> Option<&str> {
        self.tables.get(id).map(String::as_str)
    }

    /// The demo issuer, which signs tokens for tests without a browser.
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// What was counted.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// What goes wrong; between functions and engine only in a stack that is metered.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// The messages in a queue that failed batches go to, by its logical id.
    pub fn queue(&self, name: &str) -> Vec<Value> {
        self.queues.messages(name)
    }

    /// The events on a bus, by its name, as the targets of a rule would get them; oldest first.
    pub fn events(&self, bus: &str) -> Vec<Value> {
        self.buses.events(bus)
    }

    /// Invokes a function by its logical id, past the gateways.
    ///
    /// # Errors
    /// The function's failure, as Lambda tells it.
    pub async fn invoke(&self, function: &str, event: impl Into<Bytes>) -> InvocationResult {
        self.functions.invoke(function, event.into()).await
    }

    /// Kills a function's processes, by its binary, whatever they are at.
    pub async fn crash(&self, binary: &str) {
        crash::kill(&self.metrics.pids(binary)).await;
    }

    /// Stops everything: no new requests, processes ended, places in streams saved.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        self.mappings = RunningMappings::default();
        self.functions.stop();
        while self.tasks.join_next().await.is_some() {}
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        self.functions.stop();
    }
}
