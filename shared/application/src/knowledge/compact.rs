//! Compaction: one learner at a time takes the examples that wait into a new snapshot.
//!
//! Each example gets into exactly one snapshot. The head is turned on the condition that it still names the snapshot
//! that this one was made from, and lists the examples that came in with it; only then are they marked. Whoever finds
//! a head whose examples are not all marked marks them first. So a crash between any two writes loses nothing and
//! counts nothing twice, and of two learners at once one has worked for nothing.

use std::future::Future;

use adapters::dynamo::{ExampleId, ExampleKind, ModelHead, Put, TrainingExample};
use domain::{StoreId, Timestamp};
use retrieval::Vector;

use super::Knowledge;
use super::store_model::StoreModel;
use crate::ApplicationError;

/// Examples that one snapshot takes in at most: what a head can list. A whole list of answers in a few steps, for each
/// writes the snapshot anew; and few enough for one run of a small function.
pub(super) const EXAMPLES: usize = 1_000;
/// Examples from which on a snapshot is worth writing however large it is.
pub(super) const ENOUGH: usize = 200;
/// Examples from which on a small snapshot is worth writing.
const WORTH: usize = 20;
/// Bytes of a snapshot for which one example more is waited: the larger, the dearer to write.
const BYTES_PER_EXAMPLE: u64 = 50_000;
/// Seconds after which even one example is compacted.
const LONGEST_WAIT: i64 = 15 * 60;
/// Seconds for which a learner has the lease: longer than a function may run.
pub(super) const LEASE: i64 = 120;

/// What became of compaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compaction {
    /// It is not worth it yet.
    NotDue,
    /// Another learner is at it.
    Busy,
    /// So many examples are in a new snapshot; there may be more.
    Done(usize),
    /// Another learner was faster: nothing was changed.
    Conflict,
}

impl Knowledge {
    /// Compacts the examples that wait, if there are enough of them or they have waited long. `learner` names this
    /// attempt among all. `embed` gives a vector for each of some texts, in order; nothing where no model does.
    ///
    /// # Errors
    /// [`ApplicationError`]: what was not done is done by the next one.
    pub async fn compact<F>(
        &self,
        store: &StoreId,
        learner: &str,
        embed: impl Fn(Vec<String>) -> F,
        now: Timestamp,
    ) -> Result<Compaction, ApplicationError>
    where
        F: Future<Output = Option<Vec<Vec<f32>>>>,
    {
        let waiting = self.examples.waiting(store, EXAMPLES).await?;
        // Whoever learns looks after every verdict: the head is read only where it can make a difference.
        if !is_due(&waiting, None, now) {
            return Ok(Compaction::NotDue);
        }
        let head = self.models.head(store).await?;
        if !is_due(&waiting, head.as_ref(), now) {
            return Ok(Compaction::NotDue);
        }
        let until = now.plus_seconds(LEASE);
        let Some(lease) = self.models.lease(store, learner, now, until).await? else {
            return Ok(Compaction::Busy);
        };
        let compacted =
            self.compact_leased(store, learner, embed, lease.before.as_deref(), now).await;
        // A lease that is not given back runs out.
        self.models.release(store, learner).await?;
        compacted
    }

    async fn compact_leased<F>(
        &self,
        store: &StoreId,
        learner: &str,
        embed: impl Fn(Vec<String>) -> F,
        before: Option<&str>,
        now: Timestamp,
    ) -> Result<Compaction, ApplicationError>
    where
        F: Future<Output = Option<Vec<Vec<f32>>>>,
    {
        let head = self.models.head(store).await?;
        let generation = head.as_ref().map_or(0, |head| head.generation);
        if let Some(head) = head.as_ref().filter(|head| !head.is_marked) {
            self.mark_all(store, head).await?;
        }
        let mut examples = self.uncompacted(store, head.as_ref()).await?;
        if examples.is_empty() {
            return Ok(Compaction::NotDue);
        }
        let is_embedded = self.embed(&mut examples, embed).await;
        let dimensions = examples.iter().map(dimensions_of).max().unwrap_or_default();
        let mut store_model = self.loaded(store, head.as_ref(), dimensions).await?;
        let is_new_model =
            head.as_ref().is_some_and(|head| head.model != store_model.embeddings.model);
        for example in &examples {
            store_model.learn(example);
        }
        let next = ModelHead {
            generation: generation + 1,
            writer: learner.to_owned(),
            chunks: 0,
            bytes: 0,
            model: store_model.embeddings.model.clone(),
            at: now,
            included: examples.into_iter().map(|example| example.id).collect(),
            is_reworked: is_embedded || is_new_model,
            is_marked: false,
            newer: None,
        };
        let compacted = self.publish(store, &store_model, next, head.as_ref()).await?;
        let is_turned = matches!(compacted, Compaction::Done(_));
        // Only now is it sure that the one who had the lease before cannot turn the head to what it wrote.
        if let Some(before) = before.filter(|before| is_turned && *before != learner) {
            self.models.remove(store, generation + 1, before).await?;
        }
        Ok(compacted)
    }

    /// Writes the chunks, turns the head to them, marks the examples, removes the old chunks: in this order.
    pub(super) async fn publish(
        &self,
        store: &StoreId,
        store_model: &StoreModel,
        next: ModelHead,
        before: Option<&ModelHead>,
    ) -> Result<Compaction, ApplicationError> {
        let bytes = store_model.snapshot().pack()?;
        let chunks = bytes.len().div_ceil(adapters::dynamo::CHUNK_BYTES) as u32;
        let next = ModelHead { chunks, bytes: bytes.len() as u64, ..next };
        self.models.write(store, &next, &bytes).await?;
        let is_turned = self.models.turn(store, &next).await? == Put::Written;
        if !is_turned && !self.is_own(store, &next).await? {
            self.models.remove(store, next.generation, &next.writer).await?;
            return Ok(Compaction::Conflict);
        }
        self.mark_all(store, &next).await?;
        if let Some(before) = before {
            self.models.remove(store, before.generation, &before.writer).await?;
        }
        Ok(Compaction::Done(next.included.len()))
    }

    /// Whether the head names this snapshot: a turn whose answer was lost collides with itself when it is tried again.
    async fn is_own(&self, store: &StoreId, next: &ModelHead) -> Result<bool, ApplicationError> {
        let head = self.models.head(store).await?;
        Ok(head
            .is_some_and(|head| (head.generation, &head.writer) == (next.generation, &next.writer)))
    }

    /// The examples that no snapshot holds, oldest first, as far as one takes them in.
    async fn uncompacted(
        &self,
        store: &StoreId,
        head: Option<&ModelHead>,
    ) -> Result<Vec<TrainingExample>, ApplicationError> {
        let waiting = self.examples.waiting(store, EXAMPLES).await?;
        let ids: Vec<ExampleId> = waiting.into_iter().map(|(_, id)| id).collect();
        let mut examples = self.read_examples(store, &ids).await?;
        examples.retain(|example| {
            // It goes on waiting for a release that reads it.
            let is_readable = !matches!(example.what, ExampleKind::Unreadable { .. });
            let is_included = head.is_some_and(|head| head.included.contains(&example.id));
            example.compacted.is_none() && !is_included && is_readable
        });
        Ok(examples)
    }

    async fn mark_all(&self, store: &StoreId, head: &ModelHead) -> Result<(), ApplicationError> {
        self.examples.mark_compacted(store, &head.included, head.generation).await?;
        Ok(self.models.mark(store, head.generation).await?)
    }

    /// Gives the staff's own questions their vectors, where a model can. Says whether it did.
    pub(super) async fn embed<F>(
        &self,
        examples: &mut [TrainingExample],
        embed: impl Fn(Vec<String>) -> F,
    ) -> bool
    where
        F: Future<Output = Option<Vec<Vec<f32>>>>,
    {
        let Some(model) = &self.embeddings.model else { return false };
        let mut bare: Vec<_> = examples
            .iter_mut()
            .filter_map(|example| match &mut example.what {
                ExampleKind::Curated { question, words: Some(words), .. }
                    if question.model.is_none() =>
                {
                    Some((question, words.as_str().to_owned()))
                }
                _ => None,
            })
            .collect();
        if bare.is_empty() {
            return false;
        }
        let words = bare.iter().map(|(_, words)| words.clone()).collect();
        let Some(vectors) = embed(words).await else { return false };
        for ((question, _), values) in bare.iter_mut().zip(vectors) {
            if let Ok(vector) = Vector::parse(&values) {
                question.vector = vector.pack();
                question.model = Some(model.clone());
            }
        }
        true
    }
}

pub(super) fn dimensions_of(example: &TrainingExample) -> usize {
    match &example.what {
        ExampleKind::Feedback { question, .. } | ExampleKind::Curated { question, .. } => {
            question.vector.len()
        }
        _ => 0,
    }
}

/// Whether a snapshot is worth writing now.
fn is_due(waiting: &[(Timestamp, ExampleId)], head: Option<&ModelHead>, now: Timestamp) -> bool {
    let Some((oldest, _)) = waiting.first() else { return false };
    let bytes = head.map_or(0, |head| head.bytes);
    let worth = (WORTH + (bytes / BYTES_PER_EXAMPLE) as usize).min(ENOUGH);
    let since = head.map_or(*oldest, |head| head.at.max(*oldest));
    waiting.len() >= worth || since.plus_seconds(LONGEST_WAIT) <= now
}
