//! How much a store's triage has learned.

use answering::Tier;
use domain::{StoreId, Timestamp};

use super::Knowledge;
use crate::Fault;

/// What a store's triage stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// The snapshot's number; 0 before the first.
    pub generation: u64,
    /// Verdicts that it was calibrated by.
    pub verdicts: usize,
    /// Questions that it remembers.
    pub remembered: usize,
    /// Whether its promise is certified at present.
    pub is_certified: bool,
}

impl Knowledge {
    /// What a store's triage stands on now.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn standing(&self, store: &StoreId, now: Timestamp) -> Result<Standing, Fault> {
        let shared = self.brain(store, 0, now).await?;
        let kept = shared.lock().await;
        let Some(brain) = kept.as_ref().map(|kept| &kept.brain) else {
            return Ok(Standing::default());
        };
        let seat = [Tier::Judged, Tier::Both, Tier::JudgedWords, Tier::Lexical]
            .into_iter()
            .find_map(|tier| brain.engine.seat(tier));
        let words = brain.engine.seat(Tier::Lexical);
        Ok(Standing {
            generation: brain.generation,
            verdicts: words.map_or(0, |seat| seat.judge.seen()),
            remembered: brain.engine.remembered().count(),
            is_certified: seat.is_some_and(|seat| seat.autonomy.is_certified()),
        })
    }
}
