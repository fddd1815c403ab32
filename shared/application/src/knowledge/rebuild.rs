//! What triage has learned, made anew from logs and answers: after a loss, or when it is not to be trusted any more.
//!
//! First every case: [`Knowledge::relearn_case`] writes down again what is missing. Then every store: [`Knowledge::rebuild`] does
//! the same for its answers and makes a snapshot out of nothing but these rows. Nothing is removed before its successor is
//! there, so chats go on meanwhile and a run that was cut off is simply repeated.

use std::future::{Future, ready};

use adapters::dynamo::{ModelHead, TrainingExample};
use domain::{Answer, CaseId, Change, Seq, StoreId, Timestamp};

use super::compact::{LEASE, LESSONS, dimensions_of};
use super::{Folded, Knowledge};
use crate::{ApplicationError, Batch};

/// Events of a log that are read at once.
const PAGE: usize = 200;

impl Knowledge {
    /// Writes down again what people's decisions in a case teach, where it is missing, and counts its questions without an
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
            for verdict in self.hear(&batch).await?.verdicts {
                self.lessons.add(&verdict.store, &verdict.lesson).await?;
            }
            if !page.more {
                return Ok(store);
            }
        }
    }

    /// Writes down again what a store's answers teach, where it is missing, and makes its snapshot anew from all lessons.
    /// `learner` names this attempt among all.
    ///
    /// # Errors
    /// [`ApplicationError`]; the same again finishes it.
    pub async fn rebuild(
        &self,
        store: &StoreId,
        learner: &str,
        now: Timestamp,
    ) -> Result<Folded, ApplicationError> {
        let mut from = None;
        loop {
            let (answers, next) = self.answers.all(store, from).await?;
            for answer in &answers {
                self.relearn_answer(answer).await?;
            }
            from = next;
            if from.is_none() {
                // Whoever makes it anew asks no model: what has no vector is found by its words.
                return self.fold_anew(store, learner, |_| ready(None), now).await;
            }
        }
    }

    async fn relearn_answer(&self, answer: &Answer) -> Result<(), ApplicationError> {
        if answer.is_untouched() {
            return Ok(());
        }
        let at = answer.updated_at;
        let change = match (&answer.merged, answer.is_offered()) {
            (_, true) => return self.teach(std::slice::from_ref(answer), at).await,
            (Some(into), false) => Change::Merge { into: into.clone() },
            (None, false) => Change::Retire,
        };
        if answer.merged.is_some() {
            // Its own question went to the answer that it has become: it was taught before that.
            self.teach(std::slice::from_ref(answer), Timestamp(at.0 - 1)).await?;
        }
        self.tell(answer, &change, at).await
    }

    /// Makes the snapshot anew from the lessons' rows alone, those that wait included, whatever the one in force holds.
    pub(super) async fn fold_anew<F>(
        &self,
        store: &StoreId,
        learner: &str,
        embed: impl Fn(Vec<String>) -> F,
        now: Timestamp,
    ) -> Result<Folded, ApplicationError>
    where
        F: Future<Output = Option<Vec<Vec<f32>>>>,
    {
        let until = now.plus_seconds(LEASE);
        let Some(lease) = self.models.lease(store, learner, now, until).await? else {
            return Ok(Folded::Busy);
        };
        let head = self.models.head(store).await?;
        let mut lessons = self.lessons.all(store).await?;
        self.tell_unreadable(store, &lessons);
        self.embed_statically(&mut lessons);
        self.embed(&mut lessons, embed).await;
        let waits = |lesson: &&TrainingExample| lesson.folded.is_none() && lesson.teaches();
        let waiting = lessons.iter().filter(waits).take(LESSONS);
        let included: Vec<_> = waiting.map(|lesson| lesson.id.clone()).collect();
        let dimensions = lessons.iter().map(dimensions_of).max().unwrap_or_default();
        let is_wanted =
            |lesson: &TrainingExample| lesson.folded.is_some() || included.contains(&lesson.id);
        let lessons = lessons.into_iter().filter(is_wanted).collect();
        let generation = head.as_ref().map_or(0, |head| head.generation);
        let brain = self.learned_anew(store, generation, lessons, dimensions)?;
        let next = ModelHead {
            generation: generation + 1,
            writer: learner.to_owned(),
            chunks: 0,
            bytes: 0,
            model: brain.senses.model.clone(),
            at: now,
            included,
            is_reworked: head.is_some(),
            is_marked: false,
            newer: None,
        };
        let folded = self.publish(store, &brain, next, head.as_ref()).await?;
        let before = lease.before.filter(|before| before != learner);
        if let (Some(before), Folded::Folded(_)) = (before, folded) {
            self.models.remove(store, generation + 1, &before).await?;
        }
        self.models.release(store, learner).await?;
        Ok(folded)
    }
}
