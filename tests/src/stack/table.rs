//! The stack's table, for tests that look or write past the front door.

use adapters::dynamo::{
    Attempts, ClaimRows, Erasures, Feeds, ListBacklogs, Listeners, Log, Models, SearchIndex, Spend,
    TrainingExamples,
};
use anyhow::Context as _;
use application::{Knowledge, KnowledgeConfig};
use domain::{CaseId, Entry, Seq};

use super::Stack;
use crate::people::{Case, fresh_id};

/// The table's name on this machine.
pub const TABLE: &str = "firstline-Table";

/// A case's whole log.
///
/// # Errors
/// The table did not answer.
pub async fn entries_of(log: &Log, case: &CaseId) -> anyhow::Result<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        let after = entries.last().map_or(Seq::NONE, |entry| entry.event.seq);
        let page = log.after(case, after, 200).await?;
        entries.extend(page.entries);
        if !page.more {
            return Ok(entries);
        }
    }
}

impl Stack {
    /// The whole log as the table holds it.
    ///
    /// # Errors
    /// The table did not answer.
    pub async fn log_of(&self, case: &CaseId) -> anyhow::Result<Vec<Entry>> {
        entries_of(&self.log(), case).await
    }

    /// The logs themselves, for tests that write past the front door.
    pub fn log(&self) -> Log {
        Log::new(self.table.clone())
    }

    /// Who is connected.
    pub fn listeners(&self) -> &Listeners {
        &self.cases.listeners
    }

    /// What agents are still to be told of their stores' lists.
    pub fn list_backlogs(&self) -> ListBacklogs {
        ListBacklogs::new(self.table.clone())
    }

    /// Lengthens a case's log by notes, past the front door.
    ///
    /// # Errors
    /// The table did not answer.
    pub async fn pile_up_notes(&self, case: &mut Case, count: usize) -> anyhow::Result<()> {
        let mut entry = self.log_of(&case.id).await?.pop().context("an empty log")?;
        entry.event.prev_visible = entry.state.visible;
        entry.event.body = domain::Body::Note { mentions: Default::default() };
        entry.event.author.role = domain::Role::Agent;
        for _ in 0..count {
            entry.event.seq = entry.event.seq.next();
            entry.event.id = fresh_id();
            self.log().put(&case.id, &entry).await?;
        }
        case.head = entry.event.seq;
        Ok(())
    }

    /// The knowledge of the stores, as a process of its own holds it.
    pub fn knowledge(&self) -> Knowledge {
        self.knowledge_by(KnowledgeConfig::default())
    }

    /// The same, read in this way.
    pub fn knowledge_by(&self, config: KnowledgeConfig) -> Knowledge {
        Knowledge::new(self.table.clone(), config)
    }

    /// The stores' feeds.
    pub fn feeds(&self) -> Feeds {
        Feeds::new(self.table.clone())
    }

    /// How often triage has begun with a message, for tests that count too.
    pub fn attempts(&self) -> Attempts {
        Attempts::new(self.table.clone())
    }

    /// What waits to be learned, for tests that write past the front door.
    pub fn examples(&self) -> TrainingExamples {
        TrainingExamples::new(self.table.clone())
    }

    /// The snapshots of what was learned, for tests that write past the front door.
    pub fn models(&self) -> Models {
        Models::new(self.table.clone())
    }

    /// By which words cases are found, for tests that lose them.
    pub fn search_index(&self) -> SearchIndex {
        SearchIndex::new(self.table.clone())
    }

    /// Who was claimed, for tests in which a claim is cut off.
    pub fn claims(&self) -> ClaimRows {
        ClaimRows::new(self.table.clone())
    }

    /// What is to be erased, for tests that turn its clock.
    pub fn erasures(&self) -> Erasures {
        Erasures::new(self.table.clone())
    }

    /// What language models have cost.
    pub fn spend(&self) -> Spend {
        Spend::new(self.table.clone())
    }

    /// How many connections of a store's agents are noted.
    ///
    /// # Errors
    /// The table did not answer.
    pub async fn agents_online(&self, store: &str) -> anyhow::Result<usize> {
        Ok(self.cases.listeners.agents(&store.parse()?).await?.len())
    }
}
