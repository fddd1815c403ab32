//! The answers that are offered, as triage reads them before it says anything: each once for a batch, or anew for what goes out
//! by itself.

use std::collections::HashMap;

use domain::{Answer, AnswerId, StoreId};
use tokio::sync::Mutex;

use super::Knowledge;
use crate::ApplicationError;

/// The answers that were read for a batch. It lives no longer than that, so that a draft rests on nothing old.
#[derive(Default)]
pub(crate) struct OfferedAnswers(Mutex<HashMap<(StoreId, AnswerId), Option<Answer>>>);

/// From where answers are read.
#[derive(Clone, Copy)]
pub(crate) enum AnswerSource<'a> {
    /// From the table as the last write left it.
    Table,
    /// From what the batch has read; what it has not, for half the price: what a person looks at may be a moment old.
    Batch(&'a OfferedAnswers),
}

impl Knowledge {
    /// The answers with these ids, in this order, without those that are offered no more.
    pub(super) async fn offered(
        &self,
        source: AnswerSource<'_>,
        store: &StoreId,
        ids: &[AnswerId],
    ) -> Result<Vec<Answer>, ApplicationError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut answers = match source {
            AnswerSource::Table => self.answers.some(store, ids).await?,
            AnswerSource::Batch(read) => self.read_once(read, store, ids).await?,
        };
        answers.retain(Answer::is_offered);
        Ok(answers)
    }

    /// Who comes while another reads waits for it: many ask the same at once.
    async fn read_once(
        &self,
        read: &OfferedAnswers,
        store: &StoreId,
        ids: &[AnswerId],
    ) -> Result<Vec<Answer>, ApplicationError> {
        let key = |id: &AnswerId| (store.clone(), id.clone());
        let mut held = read.0.lock().await;
        let missing: Vec<AnswerId> =
            ids.iter().filter(|id| !held.contains_key(&key(id))).cloned().collect();
        if !missing.is_empty() {
            let found = self.answers.some_eventual(store, &missing).await?;
            held.extend(missing.iter().map(|id| (key(id), None)));
            held.extend(found.into_iter().map(|answer| (key(&answer.id), Some(answer))));
        }
        Ok(ids.iter().filter_map(|id| held.get(&key(id))?.clone()).collect())
    }
}
