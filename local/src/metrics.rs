//! What the stack counts while it runs: requests and units of the table, invocations, pushes, processes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;

/// Counts since the start or the last [`Metrics::reset`]. Clones count together.
#[derive(Debug, Clone, Default)]
pub struct Metrics(Arc<Mutex<MetricsSnapshot>>);

/// The counts of one moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MetricsSnapshot {
    /// By DynamoDB operation; only filled when the stack is metered.
    pub operations: BTreeMap<String, OperationUsage>,
    /// The same by the binary that asked; what tests ask themselves is under no name.
    pub callers: BTreeMap<String, BTreeMap<String, OperationUsage>>,
    /// Invocations by binary.
    pub invocations: BTreeMap<String, u64>,
    /// Bytes of the lines that functions wrote to their logs, by binary.
    pub logged: BTreeMap<String, u64>,
    /// Frames that functions posted to connections that were there.
    pub pushes: u64,
    /// Posts to connections that were gone.
    pub gone: u64,
    /// Processes that live now: binary and process id.
    pub processes: Vec<(String, u32)>,
    /// From a process's start to its first request for an event, by binary, in order of their starts.
    pub starts: BTreeMap<String, Vec<Duration>>,
}

/// What the requests of one operation cost.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OperationUsage {
    /// How many reached the engine.
    pub requests: u64,
    /// How many of them the engine refused (a condition that failed included).
    pub refused: u64,
    /// Capacity units in all; of reads or writes, as the operation is.
    pub units: f64,
    /// The part of tables.
    pub table_units: f64,
    /// The part of indexes, by name.
    pub index_units: BTreeMap<String, f64>,
}

impl OperationUsage {
    fn add(&mut self, consumed: &ConsumedCapacity) {
        self.units += consumed.capacity_units;
        self.table_units += consumed.table.capacity_units;
        for (name, part) in &consumed.global_secondary_indexes {
            *self.index_units.entry(name.clone()).or_default() += part.capacity_units;
        }
    }
}

impl MetricsSnapshot {
    /// What one binary's requests were and cost.
    #[must_use]
    pub fn of(&self, binary: &str) -> MetricsSnapshot {
        let operations = self.callers.get(binary).cloned().unwrap_or_default();
        MetricsSnapshot { operations, ..MetricsSnapshot::default() }
    }

    /// Read units of all operations.
    pub fn read_units(&self) -> f64 {
        self.units(reads)
    }

    /// Write units of all operations.
    pub fn write_units(&self) -> f64 {
        self.units(|operation| !reads(operation))
    }

    fn units(&self, wanted: impl Fn(&str) -> bool) -> f64 {
        self.operations.iter().filter(|(name, _)| wanted(name)).map(|(_, usage)| usage.units).sum()
    }
}

fn reads(operation: &str) -> bool {
    ["Query", "GetItem", "BatchGetItem", "TransactGetItems", "Scan"].contains(&operation)
}

/// `ConsumedCapacity` of an answer.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct ConsumedCapacity {
    capacity_units: f64,
    table: CapacityPart,
    global_secondary_indexes: BTreeMap<String, CapacityPart>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct CapacityPart {
    capacity_units: f64,
}

impl Metrics {
    /// The counts as they are now.
    pub fn read(&self) -> MetricsSnapshot {
        self.state().clone()
    }

    /// Counts anew from zero; processes that live stay listed.
    pub fn reset(&self) {
        let mut state = self.state();
        *state = MetricsSnapshot {
            processes: std::mem::take(&mut state.processes),
            ..MetricsSnapshot::default()
        };
    }

    fn state(&self) -> MutexGuard<'_, MetricsSnapshot> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn used(
        &self,
        caller: &str,
        operation: &str,
        is_refused: bool,
        consumed: &[ConsumedCapacity],
    ) {
        let mut state = self.state();
        let count = |operations: &mut BTreeMap<String, OperationUsage>| {
            let usage = operations.entry(operation.to_owned()).or_default();
            usage.requests += 1;
            usage.refused += u64::from(is_refused);
            for part in consumed {
                usage.add(part);
            }
        };
        count(&mut state.operations);
        count(state.callers.entry(caller.to_owned()).or_default());
    }

    /// The living processes of a binary.
    pub(crate) fn pids(&self, binary: &str) -> Vec<u32> {
        let state = self.state();
        let own = state.processes.iter().filter(|(name, _)| name == binary);
        own.map(|(_, pid)| *pid).collect()
    }

    pub(crate) fn invoked(&self, binary: &str) {
        count(&mut self.state().invocations, binary);
    }

    pub(crate) fn logged(&self, binary: &str, bytes: usize) {
        *self.state().logged.entry(binary.to_owned()).or_default() += bytes as u64;
    }

    pub(crate) fn pushed(&self) {
        self.state().pushes += 1;
    }

    pub(crate) fn was_gone(&self) {
        self.state().gone += 1;
    }

    pub(crate) fn process_started(&self, binary: &str, pid: u32) {
        self.state().processes.push((binary.to_owned(), pid));
    }

    pub(crate) fn process_ready(&self, binary: &str, after: Duration) {
        self.state().starts.entry(binary.to_owned()).or_default().push(after);
    }

    pub(crate) fn process_ended(&self, binary: &str, pid: u32) {
        self.state().processes.retain(|process| *process != (binary.to_owned(), pid));
    }
}

/// Names are few and stay: no allocation but the first.
fn count(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(times) => *times += 1,
        None => {
            counts.insert(name.to_owned(), 1);
        }
    }
}
