//! Work that the stream must not wait for: messages for a model, and learning that asks one.
//!
//! The function starts itself with it and nobody waits. One start holds all messages of a batch, which wait for the
//! model at the same time: fifty customers and a slow model cost one run, and delay nobody else.

use std::collections::BTreeSet;

use adapters::async_invoke::AsyncInvoker;
use application::{Message, Triage};
use domain::StoreId;
use futures_util::future::join_all;
use lambda_runtime::Error;
use serde::{Deserialize, Serialize};
use tracing::{error, warn};

/// What is to be done, as the function is told by itself.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// Messages to be considered.
    consider: Vec<Message>,
    /// Stores whose verdicts are to be compacted.
    learn: BTreeSet<StoreId>,
}

impl Work {
    pub(crate) fn new(
        consider: impl Iterator<Item = Message>,
        learn: impl Iterator<Item = StoreId>,
    ) -> Self {
        Self { consider: consider.collect(), learn: learn.collect() }
    }

    /// Whether the function was started for it. There may be nothing to be started for.
    pub(crate) async fn is_started(&self, invoker: &AsyncInvoker) -> bool {
        if *self == Self::default() {
            return true;
        }
        let Ok(event) = serde_json::to_vec(self) else { return false };
        let started = invoker.start(event).await;
        started.inspect_err(|error| warn!(%error, "triage goes on without a model")).is_ok()
    }

    /// Does it. `learner` names this attempt among all.
    ///
    /// # Errors
    /// A message was not considered: all of it is to be tried again, which harms nothing.
    pub(crate) async fn run(self, triage: &Triage, learner: &str) -> Result<(), Error> {
        let considered = self.consider.iter().map(|message| triage.consider(message));
        let considered = join_all(considered).await;
        let mut stores = self.learn;
        for Message { store, .. } in &self.consider {
            if triage.knowledge.is_behind(store).await {
                stores.insert(store.clone());
            }
        }
        for store in &stores {
            learn(triage, store, learner).await;
        }
        let mut failed = Ok(());
        for (error, message) in considered.into_iter().zip(&self.consider) {
            let Err(error) = error else { continue };
            error!(%error, case = %message.case, "triage did not come to an end");
            failed = Err(Error::from(error));
        }
        failed
    }
}

/// Compacts the verdicts of a store. What fails here fails nothing: the verdicts are written down.
pub(crate) async fn learn(triage: &Triage, store: &StoreId, learner: &str) {
    if let Err(error) = triage.learn(store, learner).await {
        error!(%error, %store, "verdicts were not compacted");
    }
}
