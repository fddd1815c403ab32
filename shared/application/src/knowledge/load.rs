//! The brains of a process: loaded once, then kept up to date by reading only what changed.

use std::collections::HashMap;
use std::sync::Arc;

use adapters::dynamo::{ExampleKind, LessonId, ModelHead, TableError, TrainingExample};
use domain::{StoreId, Timestamp};
use tokio::sync::Mutex;

use super::Knowledge;
use super::compact::ENOUGH;
use super::store_model::{EmbeddingConfig, StoreModel};
use crate::ApplicationError;

/// TrainingExamples that a reader takes in on top of a snapshot. The learner folds long before there are so many.
const TAIL: usize = 2_000;
/// Verdicts from which a snapshot that can't be read is made anew: the newest. More would take a small function too long.
const RELEARNED: usize = 2_000;
/// Milliseconds for which a brain is taken to be up to date.
const FRESH: i64 = 500;

/// What a process holds of one store.
pub(super) type Shared = Arc<Mutex<Option<CachedModel>>>;

/// The stores that a process has decided for.
#[derive(Default)]
pub(super) struct Brains(std::sync::Mutex<HashMap<StoreId, Shared>>);

/// A brain, and when it was brought up to date.
pub(super) struct CachedModel {
    pub(super) brain: StoreModel,
    at: Timestamp,
}

impl Brains {
    fn of(&self, store: &StoreId) -> Shared {
        let mut stores = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(stores.entry(store.clone()).or_default())
    }
}

impl Knowledge {
    /// The store's brain, up to date and able to read vectors of this length.
    pub(super) async fn brain(
        &self,
        store: &StoreId,
        dimensions: usize,
        now: Timestamp,
    ) -> Result<Shared, ApplicationError> {
        let shared = self.brains.of(store);
        let mut kept = shared.lock().await;
        let is_fresh = kept.as_ref().is_some_and(|kept| {
            can_read(&kept.brain, dimensions) && (0..FRESH).contains(&(now.0 - kept.at.0))
        });
        if !is_fresh {
            // What fails half-way is loaded anew: a brain that has learned some of a lesson is none.
            let before = kept.take().map(|kept| kept.brain);
            let before = before.filter(|brain| can_read(brain, dimensions));
            let brain = self.refreshed(store, before, dimensions).await?;
            *kept = Some(CachedModel { brain, at: now });
        }
        drop(kept);
        Ok(shared)
    }

    /// Whether this process has had to learn so much on top of a store's snapshot that a learner should be told, also
    /// where no verdict came: a list of answers was taken in.
    pub async fn is_behind(&self, store: &StoreId) -> bool {
        let shared = self.brains.of(store);
        let kept = shared.lock().await;
        kept.as_ref().is_some_and(|kept| kept.brain.surplus() >= ENOUGH)
    }

    async fn refreshed(
        &self,
        store: &StoreId,
        before: Option<StoreModel>,
        dimensions: usize,
    ) -> Result<StoreModel, ApplicationError> {
        let head = self.models.head(store).await?;
        let mut brain = match (before, &head) {
            (Some(brain), None) if brain.generation == 0 => brain,
            (Some(brain), Some(head)) if follows(&brain, head) => {
                self.follow(store, brain, head).await?
            }
            _ => self.loaded(store, head.as_ref(), dimensions).await?,
        };
        let waiting = self.lessons.waiting(store, TAIL).await?;
        let included = head.map(|head| head.included).unwrap_or_default();
        let is_new = |id: &&LessonId| !brain.knows(id) && !included.contains(id);
        let ids: Vec<_> = waiting.iter().map(|(_, id)| id).filter(is_new).cloned().collect();
        let lessons = self.examples(store, &ids).await?;
        // A lesson that was folded meanwhile comes with the next snapshot.
        let unfolded = lessons.iter().filter(|lesson| lesson.folded.is_none());
        unfolded.for_each(|lesson| brain.learn(lesson));
        Ok(brain)
    }

    /// The brain of the snapshot in force. One that is replaced while it is read is read again; one that this release
    /// can't read, as after a roll-back, is made anew from the rows that it was learned from.
    pub(super) async fn loaded(
        &self,
        store: &StoreId,
        head: Option<&ModelHead>,
        dimensions: usize,
    ) -> Result<StoreModel, ApplicationError> {
        let senses = self.reading(dimensions);
        let Some(head) = head else { return Ok(StoreModel::blank(store, senses)?) };
        let unreadable = if let Some(version) = head.newer {
            TableError::Newer { kind: "model", version }
        } else {
            let bytes = self.models.read(store, head).await?;
            match StoreModel::resumed(store, senses, head, &bytes) {
                Ok(brain) => return Ok(brain),
                Err(error) => error,
            }
        };
        (self.on_unreadable)(store, &unreadable);
        self.relearned(store, head, dimensions).await
    }

    /// A brain that learns again what the rows have that snapshots held. Those that wait are the caller's.
    async fn relearned(
        &self,
        store: &StoreId,
        head: &ModelHead,
        dimensions: usize,
    ) -> Result<StoreModel, ApplicationError> {
        let mut lessons = self.lessons.all(store).await?;
        self.embed_statically(&mut lessons);
        lessons.retain(|lesson| lesson.folded.is_some());
        self.learned_anew(store, head.generation, lessons, dimensions)
    }

    /// A brain that knows these lessons, oldest first, and nothing else; of verdicts the newest.
    pub(super) fn learned_anew(
        &self,
        store: &StoreId,
        generation: u64,
        mut lessons: Vec<TrainingExample>,
        dimensions: usize,
    ) -> Result<StoreModel, ApplicationError> {
        let mut brain = StoreModel::blank(store, self.reading(dimensions))?;
        let verdicts = lessons.iter().filter(|lesson| is_verdict(lesson)).count();
        let mut surplus = verdicts.saturating_sub(RELEARNED);
        lessons.retain(|lesson| {
            let is_too_old = is_verdict(lesson) && surplus > 0;
            surplus -= usize::from(is_too_old);
            !is_too_old
        });
        lessons.iter().for_each(|lesson| brain.learn(lesson));
        brain.stand_on(generation);
        Ok(brain)
    }

    /// The embeddings that a brain reads which has met vectors of this length, or none yet: 0.
    fn reading(&self, dimensions: usize) -> EmbeddingConfig {
        let known = if dimensions > 0 { dimensions } else { self.senses.dimensions };
        EmbeddingConfig { dimensions: known, ..self.senses.clone() }
    }

    /// These lessons as this process reads them. Tells of those that this release can't read.
    pub(super) async fn examples(
        &self,
        store: &StoreId,
        ids: impl IntoIterator<Item = &LessonId>,
    ) -> Result<Vec<TrainingExample>, TableError> {
        let mut lessons = self.lessons.some(store, ids).await?;
        self.tell_unreadable(store, &lessons);
        self.embed_statically(&mut lessons);
        Ok(lessons)
    }

    /// Gives the staff's own questions their vectors where a table has them: whoever wrote the row may have had none.
    pub(super) fn embed_statically(&self, lessons: &mut [TrainingExample]) {
        let Some(vectors) = &self.vectors else { return };
        for lesson in lessons {
            if let ExampleKind::Taught { question, words: Some(words), .. } = &mut lesson.what
                && let Some(vector) = vectors.embed(words.as_str())
            {
                question.vector = vector.pack();
                question.model = Some(vectors.name().to_owned());
            }
        }
    }

    pub(super) fn tell_unreadable(&self, store: &StoreId, lessons: &[TrainingExample]) {
        for lesson in lessons {
            if let ExampleKind::Unreadable { newer } = lesson.what {
                let reason = || "it is damaged".to_owned();
                let error = newer.map_or_else(
                    || TableError::Corrupt { kind: "lesson", reason: reason() },
                    |version| TableError::Newer { kind: "lesson", version },
                );
                (self.on_unreadable)(store, &error);
            }
        }
    }

    /// Takes in what the next snapshot holds beyond what this brain has learned.
    async fn follow(
        &self,
        store: &StoreId,
        mut brain: StoreModel,
        head: &ModelHead,
    ) -> Result<StoreModel, TableError> {
        if head.generation > brain.generation {
            let missing: Vec<_> = head.included.iter().filter(|id| !brain.knows(id)).collect();
            let lessons = self.examples(store, missing).await?;
            lessons.iter().for_each(|lesson| brain.learn(lesson));
            brain.advance(head);
        }
        Ok(brain)
    }
}

/// Whether what a brain lacks of a snapshot is the lessons that came in with it.
fn follows(brain: &StoreModel, head: &ModelHead) -> bool {
    let is_same = head.generation == brain.generation;
    is_same || (head.generation == brain.generation + 1 && !head.is_reworked)
}

fn is_verdict(lesson: &TrainingExample) -> bool {
    matches!(lesson.what, ExampleKind::Feedback { .. })
}

fn can_read(brain: &StoreModel, dimensions: usize) -> bool {
    dimensions == 0 || brain.senses.model.is_none() || brain.senses.dimensions == dimensions
}
