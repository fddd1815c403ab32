//! Events for programs outside, put on a bus by `views` after the lists are up to date.

use std::collections::BTreeSet;

use adapters::bus::{Bus, Notice, Untaken};
use domain::CaseId;
use wire::{DomainEvent, EVENT_SOURCE, EVENT_TYPE, Words};

use crate::Batch;

/// The bus of a deployment that has one.
#[derive(Clone)]
pub struct Publisher {
    /// Where events go.
    pub bus: Bus,
    /// Whether people's words and names go with them.
    pub words: Words,
}

/// Events that are not on the bus.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub struct Unpublished {
    /// The cases whose batches are to be delivered again.
    pub cases: BTreeSet<CaseId>,
    /// What the bus said.
    #[source]
    pub reason: Untaken,
}

impl Publisher {
    /// Puts every event of these batches on the bus, each case's in the order of its log. A repeated batch is published
    /// again: whoever hears it knows an event by its case and place.
    ///
    /// # Errors
    /// [`Unpublished`]; the cases that it does not name are on the bus.
    pub async fn publish(&self, batches: &[Batch]) -> Result<(), Unpublished> {
        let entries = batches
            .iter()
            .flat_map(|batch| batch.entries.iter().map(move |entry| (&batch.case, entry)));
        let notices: Vec<_> = entries
            .map(|(case, entry)| self.notice(&DomainEvent::of(case, entry, self.words)))
            .collect();
        let reason = match self.bus.put(&notices).await {
            Ok(()) => return Ok(()),
            Err(untaken) => untaken,
        };
        let cases = reason.places.iter().filter_map(|at| notices[*at].key.parse().ok()).collect();
        Err(Unpublished { cases, reason })
    }

    fn notice(&self, event: &DomainEvent) -> Notice {
        Notice {
            key: event.case.to_string(),
            source: EVENT_SOURCE,
            kind: EVENT_TYPE,
            at: event.event.at.0,
            // Texts and numbers only: it can't fail.
            detail: serde_json::to_string(event).unwrap_or_default(),
        }
    }
}
