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
        let shared = self.store_model(store, 0, now).await?;
        let kept = shared.lock().await;
        let Some(store_model) = kept.as_ref().map(|kept| &kept.store_model) else {
            return Ok(ModelStatus::default());
        };
        let tier_state = [Tier::WithModel, Tier::Both, Tier::WordsWithModel, Tier::Lexical]
            .into_iter()
            .find_map(|tier| store_model.engine.tier_state(tier));
        let words = store_model.engine.tier_state(Tier::Lexical);
        Ok(ModelStatus {
            generation: store_model.generation,
            verdicts: words.map_or(0, |tier_state| tier_state.calibrator.seen()),
            remembered: store_model.engine.remembered().count(),
            is_certified: tier_state.is_some_and(|tier_state| tier_state.autonomy.is_certified()),
        })
    }
}
