//! A store's statistics: what its cases come to, by the day on which they were opened.
//!
//! `projections` counts a case from its log when something of it counts: when it is opened, first answered by a person, resolved,
//! brought back, rated. Each time the whole log is counted, so what stands there equals a recount, however often and in whatever
//! order records come. Leads read the figures of days.
//!
//! Whether a case reached its targets follows from its log and from what its store has set as its events are counted. A target that
//! is set later, or changed, does not count for what was counted before.

mod read_statistics;
mod record_facts;

use adapters::dynamo::{Listeners, Log, Statistics, Table};

/// Counts cases, and reads what was counted.
#[derive(Clone)]
pub struct CaseStatistics {
    log: Log,
    rows: Statistics,
    /// What stores have set, for a recount.
    desks: Listeners,
}

impl CaseStatistics {
    /// The statistics in this table.
    pub fn new(table: &Table) -> Self {
        Self {
            log: Log::new(table.clone()),
            rows: Statistics::new(table.clone()),
            desks: Listeners::new(table.clone()),
        }
    }
}
