//! The models of a process: loaded once, then kept up to date by reading only what changed.

use std::collections::HashMap;
use std::sync::Arc;

use adapters::dynamo::{ExampleId, ExampleKind, ModelHead, TableError, TrainingExample};
use domain::{StoreId, Timestamp};
use tokio::sync::Mutex;

use super::Knowledge;
use super::compact::ENOUGH;
use super::store_model::{EmbeddingConfig, StoreModel};
use crate::ApplicationError;

/// Examples that a reader takes in on top of a snapshot. The learner compacts long before there are so many.
const TAIL: usize = 2_000;
/// Verdicts from which a snapshot that can't be read is made anew: the newest. More would take a small function too long.
const RELEARNED: usize = 2_000;
/// Milliseconds for which a model is taken to be up to date.
const FRESH: i64 = 500;

/// What a process holds of one store.
pub(super) type Shared = Arc<Mutex<Option<CachedModel>>>;

/// The stores that a process has decided for.
#[derive(Default)]
pub(super) struct StoreModels(std::sync::Mutex<HashMap<StoreId, Shared>>);

/// A model, and when it was brought up to date.
pub(super) struct CachedModel {
    pub(super) store_model: StoreModel,
    at: Timestamp,
}

impl StoreModels {
    fn of(&self, store: &StoreId) -> Shared {
        let mut stores = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(stores.entry(store.clone()).or_default())
    }
}

impl Knowledge {
    /// The store's model, up to date and able to read vectors of this length.
    pub(super) async fn store_model(
        &self,
        store: &StoreId,
        dimensions: usize,
        now: Timestamp,
    ) -> Result<Shared, ApplicationError> {
        let shared = self.store_models.of(store);
        let mut kept = shared.lock().await;
        let is_fresh = kept.as_ref().is_some_and(|kept| {
            can_read(&kept.store_model, dimensions) && (0..FRESH).contains(&(now.0 - kept.at.0))
        });
        if !is_fresh {
            // What fails half-way is loaded anew: a model that has learned some of an example is none.
            let before = kept.take().map(|kept| kept.store_model);
            let before = before.filter(|store_model| can_read(store_model, dimensions));
            let store_model = self.refreshed(store, before, dimensions).await?;
            *kept = Some(CachedModel { store_model, at: now });
        }
        drop(kept);
        Ok(shared)
    }

    /// Whether this process has decided for the store before, so that what is left to read is little.
    pub(crate) async fn is_warm(&self, store: &StoreId) -> bool {
        self.store_models.of(store).lock().await.is_some()
    }

    /// Whether this process has had to learn so much on top of a store's snapshot that a learner should be told, also
    /// where no verdict came: a list of answers was taken in.
    pub async fn is_behind(&self, store: &StoreId) -> bool {
        let shared = self.store_models.of(store);
        let kept = shared.lock().await;
        kept.as_ref().is_some_and(|kept| kept.store_model.surplus() >= ENOUGH)
    }

    async fn refreshed(
        &self,
        store: &StoreId,
        before: Option<StoreModel>,
        dimensions: usize,
    ) -> Result<StoreModel, ApplicationError> {
        let head = self.head_for(store, before.as_ref()).await?;
        let mut store_model = match (before, &head) {
            (Some(store_model), None) if store_model.generation == 0 => store_model,
            (Some(store_model), Some(head)) if follows(&store_model, head) => {
                self.catch_up(store, store_model, head).await?
            }
            _ => self.loaded(store, head.as_ref(), dimensions).await?,
        };
        let waiting = self.examples.waiting(store, TAIL).await?;
        let included = head.map(|head| head.included).unwrap_or_default();
        let is_new = |id: &&ExampleId| !store_model.knows(id) && !included.contains(id);
        let ids: Vec<_> = waiting.iter().map(|(_, id)| id).filter(is_new).cloned().collect();
        let examples = self.read_examples(store, &ids).await?;
        // An example that was compacted meanwhile comes with the next snapshot.
        let uncompacted = examples.iter().filter(|example| example.compacted.is_none());
        uncompacted.for_each(|example| store_model.learn(example));
        Ok(store_model)
    }

    /// The head of the store's snapshots: a moment old where this model follows it, else the newest, for the chunks of an older
    /// one are removed.
    async fn head_for(
        &self,
        store: &StoreId,
        before: Option<&StoreModel>,
    ) -> Result<Option<ModelHead>, TableError> {
        if let Some(store_model) = before {
            let head = self.models.head_eventual(store).await?;
            let is_enough = match &head {
                None => store_model.generation == 0,
                Some(head) => follows(store_model, head),
            };
            if is_enough {
                return Ok(head);
            }
        }
        self.models.head(store).await
    }

    /// The model of the snapshot in force. One that is replaced while it is read is read again; one that this release
    /// can't read, as after a roll-back, is made anew from the rows that it was learned from.
    pub(super) async fn loaded(
        &self,
        store: &StoreId,
        head: Option<&ModelHead>,
        dimensions: usize,
    ) -> Result<StoreModel, ApplicationError> {
        let embeddings = self.reading(dimensions);
        let Some(head) = head else { return Ok(StoreModel::blank(store, embeddings)?) };
        let unreadable = if let Some(version) = head.newer {
            TableError::Newer { kind: "model", version }
        } else {
            let bytes = self.models.read(store, head).await?;
            match StoreModel::resumed(store, embeddings, head, &bytes) {
                Ok(store_model) => return Ok(store_model),
                Err(error) => error,
            }
        };
        (self.on_unreadable)(store, &unreadable);
        self.relearned(store, head, dimensions).await
    }

    /// A model that learns again what the rows have that snapshots held. Those that wait are the caller's.
    async fn relearned(
        &self,
        store: &StoreId,
        head: &ModelHead,
        dimensions: usize,
    ) -> Result<StoreModel, ApplicationError> {
        let mut examples = self.examples.all(store).await?;
        self.embed_statically(&mut examples);
        examples.retain(|example| example.compacted.is_some());
        self.learned_anew(store, head.generation, examples, dimensions)
    }

    /// A model that knows these examples, oldest first, and nothing else; of verdicts the newest.
    pub(super) fn learned_anew(
        &self,
        store: &StoreId,
        generation: u64,
        mut examples: Vec<TrainingExample>,
        dimensions: usize,
    ) -> Result<StoreModel, ApplicationError> {
        let mut store_model = StoreModel::blank(store, self.reading(dimensions))?;
        let verdicts = examples.iter().filter(|example| is_verdict(example)).count();
        let mut surplus = verdicts.saturating_sub(RELEARNED);
        examples.retain(|example| {
            let is_too_old = is_verdict(example) && surplus > 0;
            surplus -= usize::from(is_too_old);
            !is_too_old
        });
        for example in &examples {
            store_model.learn(example);
        }
        store_model.stand_on(generation);
        Ok(store_model)
    }

    /// The embeddings that a model reads which has met vectors of this length, or none yet: 0.
    fn reading(&self, dimensions: usize) -> EmbeddingConfig {
        let known = if dimensions > 0 { dimensions } else { self.embeddings.dimensions };
        EmbeddingConfig { dimensions: known, ..self.embeddings.clone() }
    }

    /// These examples as this process reads them. Tells of those that this release can't read.
    pub(super) async fn read_examples(
        &self,
        store: &StoreId,
        ids: impl IntoIterator<Item = &ExampleId>,
    ) -> Result<Vec<TrainingExample>, TableError> {
        let mut examples = self.examples.some(store, ids).await?;
        self.report_unreadable(store, &examples);
        self.embed_statically(&mut examples);
        Ok(examples)
    }

    /// Gives the staff's own questions their vectors where a table has them: whoever wrote the row may have had none.
    pub(super) fn embed_statically(&self, examples: &mut [TrainingExample]) {
        let Some(vectors) = &self.vectors else { return };
        for example in examples {
            if let ExampleKind::Curated { question, words: Some(words), .. } = &mut example.what
                && let Some(vector) = vectors.embed(words.as_str())
            {
                question.vector = vector.pack();
                question.model = Some(vectors.name().to_owned());
            }
        }
    }

    pub(super) fn report_unreadable(&self, store: &StoreId, examples: &[TrainingExample]) {
        for example in examples {
            if let ExampleKind::Unreadable { newer } = example.what {
                let reason = || "it is damaged".to_owned();
                let error = newer.map_or_else(
                    || TableError::Corrupt { kind: "lesson", reason: reason() },
                    |version| TableError::Newer { kind: "lesson", version },
                );
                (self.on_unreadable)(store, &error);
            }
        }
    }

    /// Takes in what the next snapshot holds beyond what this model has learned.
    async fn catch_up(
        &self,
        store: &StoreId,
        mut store_model: StoreModel,
        head: &ModelHead,
    ) -> Result<StoreModel, TableError> {
        if head.generation > store_model.generation {
            let missing: Vec<_> =
                head.included.iter().filter(|id| !store_model.knows(id)).collect();
            let examples = self.read_examples(store, missing).await?;
            for example in &examples {
                store_model.learn(example);
            }
            store_model.advance(head);
        }
        Ok(store_model)
    }
}

/// Whether what a model lacks of a snapshot is the examples that came in with it.
fn follows(store_model: &StoreModel, head: &ModelHead) -> bool {
    let is_same = head.generation == store_model.generation;
    is_same || (head.generation == store_model.generation + 1 && !head.is_reworked)
}

fn is_verdict(example: &TrainingExample) -> bool {
    matches!(example.what, ExampleKind::Feedback { .. })
}

fn can_read(store_model: &StoreModel, dimensions: usize) -> bool {
    dimensions == 0
        || store_model.embeddings.model.is_none()
        || store_model.embeddings.dimensions == dimensions
}
