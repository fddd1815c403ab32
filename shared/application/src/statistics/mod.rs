//! A store's statistics: what its cases come to, by the day on which they were opened.
//!
//! `projections` counts a case from its log when something of it counts: when it is opened, first answered by a person, resolved,
//! brought back, rated. Each time the whole log is counted, so what stands there equals a recount, however often and in whatever
//! order records come. Leads read the figures of days.

mod read_statistics;
mod record_facts;

use adapters::dynamo::{Log, Statistics, Table};

/// Counts cases, and reads what was counted.
#[derive(Clone)]
pub struct CaseStatistics {
    log: Log,
    rows: Statistics,
}

impl CaseStatistics {
    /// The statistics in this table.
    pub fn new(table: &Table) -> Self {
        Self { log: Log::new(table.clone()), rows: Statistics::new(table.clone()) }
    }
}
