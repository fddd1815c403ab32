//! What one store's triage knows: its questions, its neighbours' vectors, its heads.

use crate::evidence::Sources;
use crate::features::{Features, WIDTH};
use crate::index::{LexicalIndex, Weighted};
use crate::label::Label;
use crate::linear_classifier::{Beliefs, FEW, LinearClassifier};
use crate::nearest::{Nearest, Neighbour};
use crate::neighbour_votes::{VOTERS, Votes};
use crate::random::Random;
use crate::sparse::{Sparse, placed};
use crate::vector::Vector;
use crate::vectors::Vectors;

/// Remembered examples that are learned again with each verdict.
const REHEARSED: usize = 31;
/// Exponents of similarity in the vote: vectors crowd together, so theirs is steeper.
const LEXICAL_EXPONENT: i32 = 4;
const DENSE_EXPONENT: i32 = 8;
/// Each space's share in the joint head's input; the squares add up to about one.
const JOINT: f32 = 0.7;

/// The similarity from which on another question is so like this one that its answer counts as an answer to this one too.
const ALIKE: f32 = 0.9;

/// A question as triage reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Hashed features of its text.
    pub features: Features,
    /// Its embedding, when a model was there to make one.
    pub vector: Option<Vector>,
}

impl Question {
    /// A question without an embedding.
    pub fn lexical(text: &str) -> Self {
        Self { features: Features::of(text), vector: None }
    }

    /// The question with its embedding.
    #[must_use]
    pub fn with_vector(self, vector: Vector) -> Self {
        Self { vector: Some(vector), ..self }
    }
}

/// Memory and heads. Vectors of other than the first one's dimensions are left unread: they are another model's.
#[derive(Debug, Clone)]
pub struct ExampleIndex {
    pub(crate) index: LexicalIndex,
    pub(crate) vectors: Vectors,
    pub(crate) words: LinearClassifier,
    pub(crate) dense: LinearClassifier,
    pub(crate) joint: LinearClassifier,
}

/// A question seen through this mind: weighted, and with only a vector that it can read.
pub(crate) struct Seen {
    weighted: Weighted,
    words: Sparse,
    dense: Option<Sparse>,
    tokens: u32,
}

impl ExampleIndex {
    /// A mind that has seen nothing and will read vectors of this many dimensions (0: none).
    pub fn new(dimensions: usize) -> Self {
        let both = 2 * WIDTH as usize + dimensions;
        Self {
            index: LexicalIndex::default(),
            vectors: Vectors::of(dimensions),
            words: LinearClassifier::over(2 * WIDTH as usize),
            dense: LinearClassifier::over(dimensions),
            joint: LinearClassifier::over(if dimensions == 0 { 0 } else { both }),
        }
    }

    /// What speaks for which answer, by words alone.
    pub(crate) fn lexical(&self, question: &Question, seen: &Seen) -> Sources {
        let (neighbours, alike) = self.index.nearest_and_alike(&seen.weighted, VOTERS, ALIKE);
        Sources {
            same: self.same_words(question, &neighbours),
            alike,
            votes: vec![Votes::count(&neighbours, LEXICAL_EXPONENT)],
            beliefs: vec![self.words.judge(&seen.words)],
            novelty: seen.weighted.novelty,
            tokens: seen.tokens,
            remembered: self.index.len(),
        }
    }

    /// What speaks for which answer, by the vector alone; nothing without a vector, or where the question most like
    /// this one is remembered without its own: vectors are blind for what is as new as that.
    pub(crate) fn dense(&self, question: &Question, seen: &Seen) -> Option<Sources> {
        let (vector, values) = (question.vector.as_ref()?, seen.dense.as_ref()?);
        if self.vectors.are_some_missing() && !self.has_vector_nearby(seen) {
            return None;
        }
        let neighbours = self.nearest_vectors(vector);
        Some(Sources {
            votes: vec![Votes::count(&neighbours, DENSE_EXPONENT)],
            beliefs: vec![self.dense.judge(values)],
            novelty: seen.weighted.novelty,
            tokens: seen.tokens,
            remembered: self.index.len(),
            ..Sources::default()
        })
    }

    /// What the head over both spaces believes.
    pub(crate) fn joint(&self, seen: &Seen) -> Option<Beliefs> {
        Some(self.joint.judge(&joined(&seen.words, seen.dense.as_ref()?)))
    }

    /// Reads a question: weighs its features, sets a foreign vector aside.
    pub(crate) fn see(&self, question: &Question) -> Seen {
        let weighted = self.index.weigh(&question.features);
        let readable = question.vector.as_ref().filter(|vector| self.vectors.reads(vector));
        Seen {
            words: weighted.joined(),
            weighted,
            dense: readable.map(sparse),
            tokens: question.features.tokens,
        }
    }

    /// Learns that a question was answered so, and rehearses some of what it knew.
    pub(crate) fn learn(&mut self, question: &Question, label: Label, random: &mut Random) {
        let seen = self.see(question);
        self.words.meet(&seen.words, label);
        if let Some(dense) = &seen.dense {
            self.dense.meet(dense, label);
            self.joint.meet(&joined(&seen.words, dense), label);
        }
        self.index.remember(question.features.clone(), label);
        self.vectors.push(question.vector.as_ref());
        let older = self.index.len() - 1;
        for _ in 0..self.rehearsals().min(older) {
            self.rehearse(random.below(older));
        }
        self.rehearse(older);
    }

    /// How many examples are rehearsed. Each costs as much as there are classes, so that among thousands there are
    /// fewer: ten thousand answers are learned in ten times the time of one thousand.
    fn rehearsals(&self) -> usize {
        REHEARSED * FEW / self.words.classes.len().max(FEW)
    }

    /// Keeps questions as neighbours without teaching the heads: how a snapshot's mind gets its memory back.
    pub(crate) fn remember_all(&mut self, questions: impl Iterator<Item = (Question, Label)>) {
        let Self { index, vectors, .. } = self;
        index.remember_all(questions.map(|(question, label)| {
            vectors.push(question.vector.as_ref());
            (question.features, label)
        }));
    }

    /// Forgets an answer: its questions, its weights.
    pub(crate) fn forget(&mut self, label: Label) {
        self.index.forget(label);
        for head in [&mut self.words, &mut self.dense, &mut self.joint] {
            head.forget(label);
        }
    }

    /// The remembered question at a place.
    pub(crate) fn question(&self, place: usize) -> Question {
        let features = self.index.question(place).clone();
        Question { features, vector: self.vectors.vector(place) }
    }

    /// Makes one label's questions another's; the heads unlearn the first and rehearse the second.
    pub(crate) fn merge(&mut self, from: Label, into: Label) {
        let places = self.index.relabel(from, into);
        for head in [&mut self.words, &mut self.dense, &mut self.joint] {
            head.forget(from);
        }
        for place in places {
            self.rehearse(place);
        }
    }

    fn rehearse(&mut self, place: usize) {
        let Some(label) = self.index.label(place) else { return };
        let words = self.index.weigh_remembered(place).joined();
        self.words.learn(&words, label);
        if let Some(values) = self.vectors.values(place) {
            let dense: Sparse = (0..).zip(values).collect();
            self.dense.learn(&dense, label);
            self.joint.learn(&joined(&words, &dense), label);
        }
    }

    /// The answer of the nearest neighbour with the very same words.
    fn same_words(&self, question: &Question, neighbours: &[Neighbour]) -> Option<Label> {
        let is_same = |neighbour: &&Neighbour| {
            *self.index.question(neighbour.place as usize) == question.features
        };
        let same = neighbours.iter().find(is_same).filter(|_| !question.features.is_empty())?;
        Some(same.label)
    }

    fn has_vector_nearby(&self, seen: &Seen) -> bool {
        let nearest = self.index.nearest(&seen.weighted, 1);
        let is_blind = |neighbour: &Neighbour| {
            let place = neighbour.place as usize;
            neighbour.similarity > 0.0 && !self.vectors.holds(place)
        };
        !nearest.first().is_some_and(is_blind)
    }

    fn nearest_vectors(&self, vector: &Vector) -> Vec<Neighbour> {
        let mut nearest = Nearest::of(VOTERS);
        for (place, similarity) in self.vectors.cosines(vector) {
            if let Some(label) = self.index.label(place) {
                nearest.offer(Neighbour { similarity, place: place as u32, label });
            }
        }
        nearest.into_sorted()
    }
}

fn sparse(vector: &Vector) -> Sparse {
    (0..).zip(vector.values()).collect()
}

fn joined(words: &Sparse, dense: &Sparse) -> Sparse {
    placed(words, JOINT, 0).chain(placed(dense, JOINT, 2 * WIDTH)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::ESCALATE;

    fn trained() -> ExampleIndex {
        let (mut mind, mut random) = (ExampleIndex::new(2), Random::seeded(1));
        let asked = [("where is my parcel", [1.0, 0.0], 1), ("cancel my order", [0.0, 1.0], 2)];
        for (text, vector, label) in asked {
            let question = Question::lexical(text).with_vector(Vector::parse(&vector).unwrap());
            mind.learn(&question, Label(label), &mut random);
        }
        mind
    }

    #[test]
    fn a_paraphrase_is_found_by_its_vector_where_no_word_is_shared() {
        let question =
            Question::lexical("has it shipped").with_vector(Vector::parse(&[0.9, 0.1]).unwrap());
        let mind = trained();
        let sources = mind.dense(&question, &mind.see(&question)).unwrap();
        assert_eq!(sources.ranked()[0].0, Label(1));
    }

    #[test]
    fn a_vector_of_another_model_is_left_unread() {
        let question =
            Question::lexical("parcel").with_vector(Vector::parse(&[0.1, 0.2, 0.3]).unwrap());
        let mind = trained();
        assert!(mind.dense(&question, &mind.see(&question)).is_none());
        assert_eq!(mind.lexical(&question, &mind.see(&question)).ranked()[0].0, Label(1));
    }

    #[test]
    fn where_the_nearest_question_has_no_vector_words_decide() {
        let mut mind = trained();
        let fresh = Question::lexical("do you gift wrap my parcel");
        mind.learn(&fresh, Label(3), &mut Random::seeded(1));
        let see = |text: &str| {
            let vector = Vector::parse(&[1.0, 0.1]).unwrap();
            let question = Question::lexical(text).with_vector(vector);
            mind.dense(&question, &mind.see(&question)).is_some()
        };
        assert!(!see("gift wrap my parcel"));
        assert!(see("where is my parcel") && see("has it shipped"));
    }

    #[test]
    fn the_same_words_are_the_same_question_and_what_is_alike_is_told_beside() {
        let mut mind = trained();
        let told = |mind: &ExampleIndex, text: &str| {
            let question = Question::lexical(text);
            let sources = mind.lexical(&question, &mind.see(&question));
            (sources.same, sources.alike.into_iter().collect::<Vec<_>>())
        };
        let asked = "WHERE is my parcel?!";
        assert_eq!(told(&mind, asked), (Some(Label(1)), vec![Label(1)]), "case and signs aside");
        for other in ["where is my parcel now", "my parcel is where", "", "?!"] {
            assert_eq!(told(&mind, other).0, None, "{other}");
        }
        let far = Question::lexical("do you gift wrap parcels");
        mind.learn(&far, Label(2), &mut Random::seeded(1));
        assert_eq!(told(&mind, asked).1, [Label(1)], "not alike");
        let same = Question::lexical("where is my parcel");
        for _ in 0..2 * VOTERS {
            mind.learn(&same, Label(1), &mut Random::seeded(1));
        }
        mind.learn(&same, ESCALATE, &mut Random::seeded(1));
        assert_eq!(told(&mind, asked).1, [ESCALATE, Label(1)], "however many agree");
    }

    #[test]
    fn a_forgotten_answer_is_supported_by_nothing() {
        let mut mind = trained();
        mind.forget(Label(1));
        let question = Question::lexical("where is my parcel");
        let found = mind.lexical(&question, &mind.see(&question));
        assert_eq!(found.same, None);
        assert!(found.alike.is_empty());
        assert!(found.ranked().iter().all(|(label, _)| *label != Label(1)));
    }
}
