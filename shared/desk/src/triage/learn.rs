//! Learning from what people decide: their verdicts are heard with each batch and folded by one learner at a time.

use domain::StoreId;

use super::Triage;
use crate::{Batch, Fault, Folded, Heard};

/// Snapshots that one invocation writes at most: what is left waits for the next verdict.
const MOST_FOLDS: usize = 5;

/// What a batch led to besides what is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Nothing.
    Done,
    /// A verdict for this store's learner.
    Learned(StoreId),
}

impl Triage {
    /// Hears what people decided.
    pub(super) async fn hear(&self, batch: &Batch) -> Result<Taken, Fault> {
        let mut taken = Taken::Done;
        for entry in &batch.entries {
            if self.knowledge.hear(&batch.case, entry).await? == Heard::Learned {
                taken = Taken::Learned(entry.state.store.clone());
            }
        }
        Ok(taken)
    }

    /// Folds a store's verdicts where that is due. `learner` names this attempt among all.
    ///
    /// # Errors
    /// [`Fault`]: nothing is lost; the next verdict's learner does it.
    pub async fn learn(&self, store: &StoreId, learner: &str) -> Result<(), Fault> {
        for _ in 0..MOST_FOLDS {
            let embed = async |_| None;
            let folded = self.knowledge.fold(store, learner, embed, (self.clock)()).await?;
            if !matches!(folded, Folded::Folded(_)) {
                break;
            }
        }
        Ok(())
    }
}
