//! How much a store's triage has learned.

use domain::{StoreId, Timestamp};
use retrieval::Tier;

use super::Knowledge;
use crate::ApplicationError;

/// What a store's triage stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ModelStatus {
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
    /// [`ApplicationError`].
    pub async fn standing(
        &self,
        store: &StoreId,
        now: Timestamp,
    ) -> Result<ModelStatus, ApplicationError> {
        let shared = self.brain(store, 0, now).await?;
        let kept = shared.lock().await;
        let Some(brain) = kept.as_ref().map(|kept| &kept.brain) else {
            return Ok(ModelStatus::default());
        };
        let seat = [Tier::WithModel, Tier::Both, Tier::JudgedWords, Tier::Lexical]
            .into_iter()
            .find_map(|tier| brain.engine.seat(tier));
        let words = brain.engine.seat(Tier::Lexical);
        Ok(ModelStatus {
            generation: brain.generation,
            verdicts: words.map_or(0, |seat| seat.judge.seen()),
            remembered: brain.engine.remembered().count(),
            is_certified: seat.is_some_and(|seat| seat.autonomy.is_certified()),
        })
    }
}
