//! Events for programs outside, put on a bus by `projections` after the lists are up to date.

use std::collections::BTreeMap;
use std::time::Duration;

use adapters::events::{Bus, Notice};
use contract::{DomainEvent, EVENT_SOURCE, EVENT_TYPE, Words};

use crate::Batch;
use crate::outside::Lag;

/// The bus of a deployment that has one.
#[derive(Clone)]
pub struct Publisher {
    /// Where events go.
    pub bus: Bus,
    /// Whether people's words and names go with them.
    pub words: Words,
}

impl Publisher {
    /// Puts every event of these batches on the bus, each case's in the order of its log.
    ///
    /// # Errors
    /// [`Lag`]; what it does not name is on the bus.
    pub async fn publish(&self, batches: &[Batch], within: Duration) -> Result<(), Lag> {
        let entries = batches
            .iter()
            .flat_map(|batch| batch.entries.iter().map(move |entry| (&batch.case, entry)));
        let entries: Vec<_> = entries.collect();
        let notices = entries
            .iter()
            .map(|(case, entry)| Self::notice(&DomainEvent::of(case, entry, self.words)));
        let Err(untaken) = self.bus.put(&notices.collect::<Vec<_>>(), within).await else {
            return Ok(());
        };
        let mut cases = BTreeMap::new();
        for (case, entry) in untaken.places.iter().map(|at| entries[*at]) {
            cases.entry(case.clone()).or_insert(entry.event.seq);
        }
        Err(Lag { cases, reason: untaken.to_string() })
    }

    fn notice(event: &DomainEvent) -> Notice {
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
