//! One store's engine as a process holds it, and how it takes in what was learned elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher as _;

use adapters::dynamo::{
    ExampleId, ExampleKind, ModelHead, PackedQuestion, TableError, TrainingExample,
};
use domain::{AnswerId, ModelVote, StoreId};
use fnv::FnvHasher;
use retrieval::calibrator::FIRST_REFIT;
use retrieval::features::Features;
use retrieval::snapshot::HeadName;
use retrieval::{
    Classifier, Decision, Feedback, Part, Question, RiskBound, Tier, Vector, WeighedModel,
};

use super::Embeddings;
use super::decided::counted;
use super::pack::Snapshot;

/// The embeddings that a model reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct EmbeddingConfig {
    /// The model; none for words alone.
    pub(super) model: Option<String>,
    /// The length of its vectors, 0 while that is not known.
    pub(super) dimensions: usize,
    /// Whether a language model votes.
    pub(super) has_model_vote: bool,
}

impl EmbeddingConfig {
    /// What embeddings from there are read as. A service tells its vectors' length with the first of them.
    pub(super) fn of(embeddings: &Embeddings, has_model_vote: bool) -> Self {
        let (model, dimensions) = match embeddings {
            Embeddings::Off => (None, 0),
            Embeddings::Service(model) => (Some(model.clone()), 0),
            Embeddings::Table(table) => (Some(table.name().to_owned()), table.dimensions()),
        };
        Self { model, dimensions, has_model_vote }
    }

    /// The model, if weights ship for its vectors.
    fn weighed(&self) -> Option<WeighedModel> {
        WeighedModel::of(self.model.as_deref()?)
    }
}

/// A store's engine, the snapshot that it stands on, and what it has learned since.
pub(super) struct StoreModel {
    pub(super) engine: Classifier,
    pub(super) embeddings: EmbeddingConfig,
    /// The snapshot's number; 0 before the first.
    pub(super) generation: u64,
    /// Examples learned that the snapshot does not hold.
    learned: BTreeSet<ExampleId>,
    merged: BTreeMap<String, String>,
    retired: BTreeSet<String>,
}

impl StoreModel {
    /// A model that knows nothing. Chance starts from the store's name, so that each process draws the same.
    pub(super) fn blank(store: &StoreId, embeddings: EmbeddingConfig) -> Result<Self, TableError> {
        let tier = match (&embeddings.model, embeddings.has_model_vote) {
            (Some(_), true) if embeddings.dimensions > 0 => Tier::WithModel,
            (Some(_), false) if embeddings.dimensions > 0 => Tier::Both,
            (_, true) => Tier::WordsWithModel,
            (_, false) => Tier::Lexical,
        };
        let mut seed = FnvHasher::default();
        seed.write(store.as_str().as_bytes());
        let dimensions = if tier.is_of_words() { 0 } else { embeddings.dimensions };
        let model = embeddings.weighed().unwrap_or_default();
        let engine =
            Classifier::reading(model, tier, dimensions, RiskBound::STANDARD, seed.finish());
        let damaged = || TableError::Corrupt {
            kind: "model",
            reason: "the shipped weights are damaged".to_owned(),
        };
        Ok(Self {
            engine: engine.ok_or_else(damaged)?,
            embeddings,
            generation: 0,
            learned: BTreeSet::new(),
            merged: BTreeMap::new(),
            retired: BTreeSet::new(),
        })
    }

    /// The model of a snapshot. One of another embeddings model gives what it knows of words.
    pub(super) fn resumed(
        store: &StoreId,
        embeddings: EmbeddingConfig,
        head: &ModelHead,
        bytes: &[u8],
    ) -> Result<Self, TableError> {
        let mut snapshot = Snapshot::unpack(bytes)?;
        let mut parts = std::mem::take(&mut snapshot.parts);
        let is_same_model = head.model == embeddings.model;
        let dimensions = if is_same_model { stored_dimensions(&parts) } else { 0 };
        let dimensions = if dimensions > 0 { dimensions } else { embeddings.dimensions };
        if dimensions != stored_dimensions(&parts) {
            parts = words_only(parts, dimensions);
        }
        let blank = Self::blank(store, EmbeddingConfig { dimensions, ..embeddings })?;
        let engine = snapshot.resume(blank.engine, parts);
        let (merged, retired) = (snapshot.merged, snapshot.retired);
        Ok(Self { engine, generation: head.generation, merged, retired, ..blank })
    }

    /// What it says about a question: by words alone while it can't tell yet what the vectors are worth.
    pub(super) fn decide(&self, question: &Question) -> Decision {
        if question.vector.is_none() || self.weighs_vectors() {
            return self.engine.decide(question);
        }
        self.engine.decide(&Question { vector: None, ..question.clone() })
    }

    /// Whether vectors may decide. The shipped weights and thresholds hold for one embeddings model's; those of another
    /// are learned, and decide once verdicts on them have made a threshold or weights of their own.
    fn weighs_vectors(&self) -> bool {
        self.embeddings.weighed().is_some()
            || self.engine.tier_state(Tier::Both).is_some_and(|tier_state| {
                tier_state.autonomy.is_certified() || tier_state.calibrator.seen() >= FIRST_REFIT
            })
    }

    /// What a snapshot of this model holds.
    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot::of(&self.engine, self.merged.clone(), self.retired.clone())
    }

    /// Whether an example is in it, by the snapshot or since.
    pub(super) fn knows(&self, example: &ExampleId) -> bool {
        self.learned.contains(example)
    }

    /// How many examples it has learned that its snapshot does not hold.
    pub(super) fn surplus(&self) -> usize {
        self.learned.len()
    }

    /// Stands on the next snapshot, whose examples it has all learned.
    pub(super) fn advance(&mut self, head: &ModelHead) {
        self.generation = head.generation;
        head.included.iter().for_each(|example| {
            self.learned.remove(example);
        });
    }

    /// Stands on a snapshot, or on none, whose examples it has learned from their rows.
    pub(super) fn stand_on(&mut self, generation: u64) {
        self.generation = generation;
        self.learned.clear();
    }

    /// Learns an example, once.
    pub(super) fn learn(&mut self, example: &TrainingExample) {
        if !self.learned.insert(example.id.clone()) {
            return;
        }
        match &example.what {
            ExampleKind::Feedback { question, answer, weight, vote } => {
                self.learn_feedback(question, answer.as_ref(), *weight, vote);
            }
            ExampleKind::Curated { question, answer, .. } => {
                if let (Some(question), Some(answer)) =
                    (self.read(question), self.merged_into(answer))
                {
                    self.engine.train(&question, &answer);
                }
            }
            ExampleKind::Retired { answer } => {
                self.engine.forget(answer.as_str());
                self.retired.insert(answer.to_string());
            }
            ExampleKind::Merged { from, into } => {
                self.engine.merge(from.as_str(), into.as_str());
                self.merged.insert(from.to_string(), into.to_string());
            }
            ExampleKind::Counted | ExampleKind::Unreadable { .. } => {}
        }
    }

    /// Learns a verdict. Every question is decided first, so that each calibrates, shown or not.
    fn learn_feedback(
        &mut self,
        question: &PackedQuestion,
        answer: Option<&AnswerId>,
        weight: f32,
        vote: &ModelVote,
    ) {
        let Some(question) = self.read(question) else { return };
        let mut decision = self.engine.decide(&question);
        if let Some(vote) = counted(vote) {
            decision = self.engine.decide_with_vote(&decision, vote);
        }
        let answer = answer.and_then(|answer| self.merged_into(answer));
        let verdict = answer.as_deref().map_or(Feedback::Escalate, Feedback::Answer);
        self.engine.learn(&question, &decision, verdict, weight);
    }

    /// The answer that stands for this one now; none once it is retired.
    fn merged_into(&self, answer: &AnswerId) -> Option<String> {
        let mut merged_into = answer.as_str();
        // As many steps as there are mergers: two that were made into each other at once form a circle.
        for _ in 0..self.merged.len() {
            let Some(next) = self.merged.get(merged_into) else { break };
            merged_into = next;
        }
        let is_gone = self.retired.contains(merged_into) || self.merged.contains_key(merged_into);
        (!is_gone).then(|| merged_into.to_owned())
    }

    /// A question as this model reads it: another model's vector is none.
    fn read(&self, packed: &PackedQuestion) -> Option<Question> {
        let features = Features::unpack(&packed.features)?;
        let is_own = packed.model.is_some() && packed.model == self.embeddings.model;
        let vector = is_own.then(|| Vector::unpack(&packed.vector)).flatten();
        Some(Question { features, vector })
    }
}

fn stored_dimensions(parts: &[Part]) -> usize {
    let find = |part: &Part| match part {
        Part::Store { dimensions, .. } => Some(*dimensions as usize),
        _ => None,
    };
    parts.iter().find_map(find).unwrap_or_default()
}

/// The parts that hold without vectors, for an engine of vectors of another length.
fn words_only(parts: Vec<Part>, dimensions: usize) -> Vec<Part> {
    let keep = |part: Part| match part {
        Part::Store { random, .. } => Some(Part::Store { dimensions: dimensions as u32, random }),
        Part::Class(class) if class.head != HeadName::Words => None,
        Part::TierState { tier, .. } | Part::TrainingRows { tier, .. } if !tier.is_of_words() => {
            None
        }
        part => Some(part),
    };
    parts.into_iter().filter_map(keep).collect()
}

#[cfg(test)]
mod tests {
    use domain::{CaseId, Seq, Timestamp, UserId};

    use super::*;

    fn store() -> StoreId {
        "demo".parse().unwrap()
    }

    fn question(text: &str, vector: [f32; 2]) -> Question {
        Question::lexical(text).with_vector(Vector::parse(&vector).unwrap())
    }

    fn verdict(
        model: &str,
        number: u64,
        text: &str,
        vector: [f32; 2],
        answer: &str,
    ) -> TrainingExample {
        let Question { features, vector } = question(text, vector);
        let question = PackedQuestion {
            features: features.pack(),
            vector: vector.unwrap().pack(),
            model: Some(model.to_owned()),
        };
        let answer = Some(AnswerId::derive(&store(), answer));
        let what =
            ExampleKind::Feedback { question, answer, weight: 1.0, vote: ModelVote::NotAsked };
        let case =
            CaseId::derive(&store(), &UserId::visitor([1; 16]), &"opening-1".parse().unwrap());
        let id = ExampleId::event(&case, Seq::try_from(number).unwrap());
        TrainingExample { id, at: Timestamp(0), what, compacted: None }
    }

    /// A model that has ingested so many verdicts on questions with vectors of this model, on two answers in turn.
    fn store_model(model: &str, verdicts: u64) -> StoreModel {
        let embeddings =
            EmbeddingConfig { model: Some(model.to_owned()), dimensions: 2, has_model_vote: false };
        let mut store_model = StoreModel::blank(&store(), embeddings).unwrap();
        for number in 1..=verdicts {
            store_model.learn(&match number % 2 {
                0 => verdict(model, number, "where is my parcel", [1.0, 0.0], "on its way"),
                _ => verdict(model, number, "cancel my order", [0.0, 1.0], "until it is packed"),
            });
        }
        store_model
    }

    /// By what a model decides on a question that shares no word with what it knows.
    fn tier(store_model: &StoreModel) -> Option<Tier> {
        let decision = store_model.decide(&question("has the shipment left", [1.0, 0.1]));
        decision.views.last().map(|view| view.tier)
    }

    #[test]
    fn vectors_of_a_model_that_weights_ship_for_decide_at_once() {
        for name in [
            "all-MiniLM-L6-v2",
            "sentence-transformers/all-MiniLM-L6-v2",
            "all-minilm",
            "wordllama-l2-supercat-256",
        ] {
            assert_eq!(tier(&store_model(name, 4)), Some(Tier::Both), "{name}");
        }
    }

    #[test]
    fn vectors_of_another_model_are_learned_and_decide_once_verdicts_have_weighed_them() {
        let young = store_model("all-MiniLM-L12-v2", 40);
        assert_eq!(tier(&young), Some(Tier::Lexical));
        let seen = |store_model: &StoreModel| {
            store_model.engine.tier_state(Tier::Both).unwrap().calibrator.seen()
        };
        assert!(seen(&young) > 30, "each verdict calibrates");
        let grown = store_model("all-MiniLM-L12-v2", FIRST_REFIT as u64 + 10);
        assert_eq!(tier(&grown), Some(Tier::Both));
    }
}
