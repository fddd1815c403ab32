//! Asking a language model: only while the store's day has room for what it may cost, and every call is told.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use adapters::dynamo::Spend;
use adapters::llm::{Answered, CallContext, Llm, ModelError, Reason, Usage};
use domain::{CaseId, Settings, StoreId, Timestamp};
use language::drafting::{Draft, Task};
use language::redaction::Private;
use retrieval::Vector;

use crate::ApplicationError;

/// How long a draft may take, retries and fallbacks included: nobody waits for it but its own case.
const DRAFT: Duration = Duration::from_secs(25);
/// How long vectors may take: without them words decide.
const VECTORS: Duration = Duration::from_secs(5);
/// Millionths of a cent.
const CENT: u64 = 1_000_000;

/// The language models of a deployment, and what keeps their bill small.
#[derive(Clone)]
pub struct Model {
    /// How they are reached.
    pub llm: Arc<Llm>,
    /// What they have cost.
    pub spend: Spend,
    /// What time it is.
    pub clock: fn() -> Timestamp,
    /// A number from 0 up to 1 by chance: it sets apart who tries again.
    pub jitter: fn() -> f64,
    /// Is told of each call once it is over.
    pub on_call: fn(&Call),
}

/// One call of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// For whom.
    pub store: StoreId,
    /// How long it took, in milliseconds.
    pub took: i64,
    /// What it cost.
    pub usage: Usage,
    /// Why it gave nothing, where it did.
    pub failed: Option<Reason>,
}

/// Who pays for a call, and up to how much a day.
#[derive(Clone, Copy)]
pub(super) struct Budget<'a> {
    pub(super) store: &'a StoreId,
    /// The case for which it is; none where a store learns.
    pub(super) case: Option<&'a CaseId>,
    pub(super) settings: &'a Settings,
}

impl Budget<'_> {
    fn cap(&self) -> u64 {
        u64::from(self.settings.model_cents_a_day) * CENT
    }
}

/// What a model has made of the answers that it was offered.
pub(super) enum ModelDraft {
    /// Nothing: there is no model, the cap is reached, or what it said can't be believed.
    NoReply,
    /// It says that none of them fits.
    NoneFits,
    /// A reply made of some of them.
    Draft(Draft),
}

impl Model {
    /// A reply made of the task's offers.
    pub(super) async fn draft(
        &self,
        budget: Budget<'_>,
        task: &Task<'_>,
    ) -> Result<ModelDraft, ApplicationError> {
        if !self.llm.can_chat() {
            return Ok(ModelDraft::NoReply);
        }
        let most = self.llm.draft_at_most(task);
        let reply = self.within(budget, most, self.llm.draft(task, self.moment(DRAFT))).await?;
        Ok(match reply {
            None => ModelDraft::NoReply,
            Some(None) => ModelDraft::NoneFits,
            Some(Some(draft)) => ModelDraft::Draft(draft),
        })
    }

    /// A vector for each of these texts, without the personal data in them; none where the cap is reached or the
    /// vectors can't be used.
    pub(super) async fn vectors(
        &self,
        budget: Budget<'_>,
        texts: &[String],
        private: &[Private<'_>],
    ) -> Result<Option<Vec<Vec<f32>>>, ApplicationError> {
        if !self.llm.can_embed() || texts.is_empty() {
            return Ok(None);
        }
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let most = self.llm.embed_at_most(&texts);
        let vectors = self.llm.embed(&texts, private, self.moment(VECTORS));
        let vectors = self.within(budget, most, vectors).await?;
        Ok(vectors.filter(|vectors| vectors.iter().all(|vector| Vector::parse(vector).is_ok())))
    }

    /// What a call gives, if the day has room for the most that it may cost.
    async fn within<T>(
        &self,
        budget: Budget<'_>,
        most: u64,
        call: impl Future<Output = Result<Answered<T>, ModelError>>,
    ) -> Result<Option<T>, ApplicationError> {
        let begun = (self.clock)();
        let hold = self.spend.hold(budget.store, begun, most, budget.cap()).await?;
        let Some(hold) = hold else { return Ok(None) };
        let (given, usage, failed) = match call.await {
            Ok(Answered { value, usage }) => (Some(value), usage, None),
            Err(ModelError { reason, usage }) => (None, usage, Some(reason)),
        };
        let took = (self.clock)().0 - begun.0;
        (self.on_call)(&Call { store: budget.store.clone(), took, usage, failed });
        // What is paid for is used, also where it could not be written down: too much stays set aside then.
        let _ = self.spend.settle(hold, usage.micro_cents).await;
        if let Some(case) = budget.case.filter(|_| usage.micro_cents > 0) {
            let _ = self.spend.count(case, usage.micro_cents).await;
        }
        Ok(given)
    }

    fn moment(&self, timeout: Duration) -> CallContext {
        CallContext { now: (self.clock)(), jitter: (self.jitter)(), timeout }
    }
}
