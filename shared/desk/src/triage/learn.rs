//! Learning from what people decide: their verdicts are heard with each batch and folded by one learner at a time.

use domain::StoreId;

use super::Triage;
use super::model::Purse;
use crate::{Batch, Fault, Folded, Heard};

/// Snapshots that one invocation writes at most: what is left waits for the next verdict.
const MOST_FOLDS: usize = 5;

impl Triage {
    /// Hears what people decided. Gives the store for whose learner there was a verdict.
    pub(super) async fn hear(&self, batch: &Batch) -> Result<Option<StoreId>, Fault> {
        let mut learned = None;
        for entry in &batch.entries {
            if self.knowledge.hear(&batch.case, entry).await? == Heard::Learned {
                learned = Some(entry.state.store.clone());
            }
        }
        Ok(learned)
    }

    /// Folds a store's verdicts where that is due. `learner` names this attempt among all.
    ///
    /// # Errors
    /// [`Fault`]: nothing is lost; the next verdict's learner does it.
    pub async fn learn(&self, store: &StoreId, learner: &str) -> Result<(), Fault> {
        for _ in 0..MOST_FOLDS {
            let embed = |texts| self.embed(store, texts);
            let folded = self.knowledge.fold(store, learner, embed, (self.clock)()).await?;
            if !matches!(folded, Folded::Folded(_)) {
                break;
            }
        }
        Ok(())
    }

    /// Vectors for the questions of a store's own staff.
    async fn embed(&self, store: &StoreId, texts: Vec<String>) -> Option<Vec<Vec<f32>>> {
        let model = self.model.as_ref()?;
        let settings = self.knowledge.settings(store).await.ok()?;
        let purse = Purse { store, case: None, settings: &settings };
        model.vectors(purse, &texts, &[]).await.ok()?
    }
}
