//! Searching all cases of a store.
//!
//! `projections` has a case found by the terms of its log: of what people wrote, of tags, of its customer's name. A case has a bounded
//! number of them, each a row; only those that are new cost something. What is withdrawn, erased or untagged is taken out by
//! a look at the whole log. A search reads the rows of the term that is likely the rarest, newest case first, and keeps
//! those cases that have the other terms too and that the agent may read.

mod candidates;
mod find;
mod index_words;

use adapters::dynamo::{Log, SearchIndex, Summaries, Table};

pub use find::SearchQuery;

/// Keeps the index of searches, and searches.
#[derive(Clone)]
pub struct CaseSearch {
    log: Log,
    index: SearchIndex,
    summaries: Summaries,
}

impl CaseSearch {
    /// The index in this table.
    pub fn new(table: &Table) -> Self {
        Self {
            log: Log::new(table.clone()),
            index: SearchIndex::new(table.clone()),
            summaries: Summaries::new(table.clone()),
        }
    }
}
