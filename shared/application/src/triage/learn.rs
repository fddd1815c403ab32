//! Learning from what people decide: their verdicts are ingested with each batch and compacted by one learner at a time.

use domain::StoreId;

use super::Triage;
use super::model::Budget;
use crate::{ApplicationError, Compaction};

/// Milliseconds after which an invocation begins no other snapshot: well below the function's time-out, however slow one
/// is. What is left waits for the next verdict.
const LONGEST: i64 = 15_000;

impl Triage {
    /// Compacts a store's verdicts where that is due. `learner` names this attempt among all.
    ///
    /// # Errors
    /// [`ApplicationError`]: nothing is lost; the next verdict's learner does it.
    pub async fn learn(&self, store: &StoreId, learner: &str) -> Result<(), ApplicationError> {
        let ends = (self.clock)().0 + LONGEST;
        while (self.clock)().0 < ends {
            let embed = |texts| self.embed(store, texts);
            let compacted = self.knowledge.compact(store, learner, embed, (self.clock)()).await?;
            if !matches!(compacted, Compaction::Done(_)) {
                break;
            }
        }
        Ok(())
    }

    /// Vectors for the questions of a store's own staff.
    pub(crate) async fn embed(&self, store: &StoreId, texts: Vec<String>) -> Option<Vec<Vec<f32>>> {
        let model = self.model.as_ref()?;
        let settings = self.knowledge.settings(store).await.ok()?;
        let budget = Budget { store, case: None, settings: &settings };
        model.vectors(budget, &texts, &[]).await.ok()?
    }
}
