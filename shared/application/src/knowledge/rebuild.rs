//! What triage has learned, made anew from logs and answers: after a loss, or when it is not to be trusted any more.
//!
//! First every case: [`Knowledge::relearn_case`] writes down again what is missing. Then every store: [`Knowledge::rebuild`] does
//! the same for its answers and makes a snapshot out of nothing but these rows. Nothing is removed before its successor is
//! there, so chats go on meanwhile and a run that was cut off is simply repeated.

use std::future::{Future, ready};

use adapters::dynamo::{ModelHead, TrainingExample};
use domain::{Answer, CaseId, Change, Seq, StoreId, Timestamp};

use super::compact::{EXAMPLES, LEASE, dimensions_of};
use super::{Compaction, Knowledge};
use crate::{ApplicationError, Batch};

/// Events of a log that are read at once.
const PAGE: usize = 200;

impl Knowledge {
    /// Writes down again what there is to learn from people's decisions in a case, where it is missing, and counts its questions without an
    /// answer. Nothing is counted for answers: their rows are the truth about that, and remember the newest events only.
    /// Gives the case's store; none where there is no log.
    ///
    /// # Errors
    /// [`ApplicationError`]; the same again finishes it.
    pub async fn relearn_case(&self, case: &CaseId) -> Result<Option<StoreId>, ApplicationError> {
        let (mut after, mut store) = (Seq::NONE, None);
        loop {
            let page = self.log.after(case, after, PAGE).await?;
            let Some(last) = page.entries.last() else { return Ok(store) };
            after = last.event.seq;
            store = Some(last.state.store.clone());
            let batch = Batch { case: case.clone(), entries: page.entries };
            for verdict in self.ingest(&batch).await?.verdicts {
                self.examples.add(&verdict.store, &verdict.example).await?;
            }
            if !page.more {
                return Ok(store);
            }
        }
    }

    /// Writes down again what there is to learn from a store's answers, where it is missing, and makes its snapshot anew from all examples.
    /// `learner` names this attempt among all.
    ///
    /// # Errors
    /// [`ApplicationError`]; the same again finishes it.
    pub async fn rebuild(
        &self,
        store: &StoreId,
        learner: &str,
        now: Timestamp,
    ) -> Result<Compaction, ApplicationError> {
        let mut from = None;
        loop {
            let (answers, next) = self.answers.all(store, from).await?;
            for answer in &answers {
                self.relearn_answer(answer).await?;
            }
            from = next;
            if from.is_none() {
                // Whoever makes it anew asks no model: what has no vector is found by its words.
                return self.compact_anew(store, learner, |_| ready(None), now).await;
            }
        }
    }

    async fn relearn_answer(&self, answer: &Answer) -> Result<(), ApplicationError> {
        if answer.is_untouched() {
            return Ok(());
        }
        let at = answer.updated_at;
        let change = match (&answer.merged, answer.is_offered()) {
            (_, true) => return self.train(std::slice::from_ref(answer), at).await,
            (Some(into), false) => Change::Merge { into: into.clone() },
            (None, false) => Change::Retire,
        };
        if answer.merged.is_some() {
            // Its own question went to the answer that it has become: it was learned before that.
            self.train(std::slice::from_ref(answer), Timestamp(at.0 - 1)).await?;
        }
        self.train_change(answer, &change, at).await
    }

    /// Makes the snapshot anew from the examples' rows alone, those that wait included, whatever the one in force holds.
    pub(super) async fn compact_anew<F>(
        &self,
        store: &StoreId,
        learner: &str,
        embed: impl Fn(Vec<String>) -> F,
        now: Timestamp,
    ) -> Result<Compaction, ApplicationError>
    where
        F: Future<Output = Option<Vec<Vec<f32>>>>,
    {
        let until = now.plus_seconds(LEASE);
        let Some(lease) = self.models.lease(store, learner, now, until).await? else {
            return Ok(Compaction::Busy);
        };
        let head = self.models.head(store).await?;
        let mut examples = self.examples.all(store).await?;
        self.report_unreadable(store, &examples);
        self.embed_statically(&mut examples);
        self.embed(&mut examples, embed).await;
        let waits =
            |example: &&TrainingExample| example.compacted.is_none() && example.is_trainable();
        let waiting = examples.iter().filter(waits).take(EXAMPLES);
        let included: Vec<_> = waiting.map(|example| example.id.clone()).collect();
        let dimensions = examples.iter().map(dimensions_of).max().unwrap_or_default();
        let is_wanted = |example: &TrainingExample| {
            example.compacted.is_some() || included.contains(&example.id)
        };
        let examples = examples.into_iter().filter(is_wanted).collect();
        let generation = head.as_ref().map_or(0, |head| head.generation);
        let store_model = self.learned_anew(store, generation, examples, dimensions)?;
        let next = ModelHead {
            generation: generation + 1,
            writer: learner.to_owned(),
            chunks: 0,
            bytes: 0,
            model: store_model.embeddings.model.clone(),
            at: now,
            included,
            is_reworked: head.is_some(),
            is_marked: false,
            newer: None,
        };
        let compacted = self.publish(store, &store_model, next, head.as_ref()).await?;
        let before = lease.before.filter(|before| before != learner);
        if let (Some(before), Compaction::Done(_)) = (before, compacted) {
            self.models.remove(store, generation + 1, &before).await?;
        }
        self.models.release(store, learner).await?;
        Ok(compacted)
    }
}
