//! Notes that call colleagues: who may be called, who hears of it, and the list that each has of them.

mod list;
mod note;
mod record;

use adapters::dynamo::{Log, Mentions, Summaries, Table};

/// The lists of what has called agents.
#[derive(Clone)]
pub struct MentionLists {
    /// Where the notes are.
    mentions: Mentions,
    /// What they say.
    log: Log,
    /// What their cases are about, and who may read them.
    summaries: Summaries,
}

impl MentionLists {
    /// The lists in this table.
    pub fn new(table: &Table) -> Self {
        Self {
            mentions: Mentions::new(table.clone()),
            log: Log::new(table.clone()),
            summaries: Summaries::new(table.clone()),
        }
    }
}
