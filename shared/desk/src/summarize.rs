//! The views for lists, kept by `views` from the stream, and the hint to a store's agents that a list has changed.

use adapters::dynamo::{Change, Summary};
use adapters::push::Delivery;
use domain::{Body, Case, CaseId, Entry, Role, Timestamp, may_read};
use futures_util::future::join_all;
use wire::ServerFrame;

use crate::{Fault, Views, encode, list};

/// Characters of a message that a list shows.
const EXCERPT: usize = 120;

/// New events of one case, oldest first.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The case.
    pub case: CaseId,
    /// Its events; at least one.
    pub entries: Vec<Entry>,
}

impl Views {
    /// Brings a case's summary up to date and tells the agents of its store; notes who got which answer. Repeating a
    /// batch changes nothing.
    ///
    /// # Errors
    /// [`Fault`]: the batch is to be delivered again.
    pub async fn summarize(&self, batch: &Batch, now: Timestamp) -> Result<(), Fault> {
        let Some(change) = change(batch) else { return Ok(()) };
        for entry in &batch.entries {
            self.knowledge.sent(&batch.case, entry).await?;
        }
        let changed = self.summaries.advance(&batch.case, &change).await?;
        for entry in &batch.entries {
            if let Body::Withdrawn { of, .. } = entry.event.body {
                // Whoever took it back may have been cut off between the event and this.
                self.log.take_text(&batch.case, of).await?;
                self.summaries.forget_text(&batch.case, of).await?;
            }
        }
        let Some(summary) = changed else { return Ok(()) };
        let has_withdrawn =
            batch.entries.iter().any(|e| matches!(e.event.body, Body::Withdrawn { .. }));
        // The row as it was written still held the words that a withdrawal takes out.
        let summary = match has_withdrawn {
            true => self.summaries.one(&batch.case).await?.unwrap_or(summary),
            false => summary,
        };
        self.announce(summary, now).await
    }

    async fn announce(&self, summary: Summary, now: Timestamp) -> Result<(), Fault> {
        let store = summary.state.store.clone();
        let policy = self.stores.policy(&store);
        let case = Case {
            head: summary.seq,
            state: Some(summary.state.clone()),
            participants: Vec::new(),
        };
        let mut agents = self.listeners.agents(&store).await?;
        agents.retain(|agent| {
            agent.principal.expires > now && may_read(&agent.principal, &case, policy).is_ok()
        });
        if agents.is_empty() {
            return Ok(());
        }
        let summary = list::show(summary, Role::Agent);
        let frame = encode(&ServerFrame::Worklist { store, summary });
        let posts = agents.iter().map(async |agent| {
            let posted = self.push.post(&agent.connection, &frame).await;
            if matches!(posted, Ok(Delivery::Gone)) {
                // What is left of a connection whose end nobody told us.
                let _ = self.listeners.leave(&agent.connection).await;
            }
        });
        join_all(posts).await;
        Ok(())
    }
}

/// What a batch changes in its case's summary; none for an empty one.
pub(crate) fn change(batch: &Batch) -> Option<Change> {
    let head = batch.entries.last()?;
    let excerpt = |entry: &Entry| entry.event.text.as_ref().map(|text| text.excerpt(EXCERPT));
    let opening =
        batch.entries.iter().find(|entry| matches!(entry.event.body, Body::Opened { .. }));
    let is_said = |entry: &&Entry| {
        matches!(
            entry.event.body,
            Body::Opened { .. } | Body::Message { .. } | Body::Approved { .. }
        )
    };
    let last = batch.entries.iter().rfind(is_said);
    let assigned = batch.entries.iter().rev().find_map(|entry| match &entry.event.body {
        Body::Assigned { name, .. } => Some(name.clone()),
        _ => None,
    });
    let visible = batch.entries.iter().rfind(|entry| entry.event.body.is_visible());
    Some(Change {
        seq: head.event.seq,
        at: head.event.at,
        state: head.state.clone(),
        opening: opening.map(|entry| (excerpt(entry), entry.event.author.name.clone())),
        last: last.map(|entry| (entry.event.seq, entry.event.author.role, excerpt(entry))),
        assigned,
        visible_at: visible.map(|entry| entry.event.at),
    })
}
