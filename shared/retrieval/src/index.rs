//! The lexical memory: every question with its label, behind an inverted index.

use std::collections::BTreeSet;

use crate::features::{Features, WIDTH};
use crate::label::Label;
use crate::nearest::{Nearest, Neighbour};
use crate::sparse::{Sparse, length};

/// Norms are brought up to date with the document frequencies whenever the memory has grown by this factor.
const REFRESH_GROWTH: f32 = 1.1;

/// A feature's occurrences: (question's place, sublinear term frequency).
type Postings = Vec<(u32, f32)>;

/// Questions in the two lexical spaces; similarity is the mean of the spaces' TF-IDF cosines.
#[derive(Debug, Clone, Default)]
pub struct LexicalIndex {
    spaces: [Space; 2],
    questions: Vec<Features>,
    labels: Vec<Option<Label>>,
    norms: Vec<[f32; 2]>,
    refreshed_at: usize,
}

/// The occurrences of each feature of a space. A small index is made for a comparison and thrown away, so that features which
/// nothing has share the first, empty list.
#[derive(Debug, Clone)]
struct Space {
    lists: Vec<Postings>,
    /// By feature, the place of its list.
    places: Vec<u32>,
}

impl Default for Space {
    fn default() -> Self {
        Self { lists: vec![Postings::new()], places: vec![0; WIDTH as usize] }
    }
}

impl Space {
    fn of(&self, feature: u32) -> &Postings {
        &self.lists[self.places[feature as usize] as usize]
    }

    fn add(&mut self, feature: u32, occurrence: (u32, f32)) {
        let place = &mut self.places[feature as usize];
        if *place == 0 {
            *place = self.lists.len() as u32;
            self.lists.push(Postings::new());
        }
        self.lists[*place as usize].push(occurrence);
    }
}

/// A question weighted by how telling each of its features is in this memory.
#[derive(Debug, Clone)]
pub struct Weighted {
    spaces: [Sparse; 2],
    /// Share of each space's weight (0..=1) that lies on features never seen before.
    pub novelty: [f32; 2],
}

impl LexicalIndex {
    /// The `count` most similar questions that still have a label, nearest first; ties go to the older.
    pub fn nearest(&self, question: &Weighted, count: usize) -> Vec<Neighbour> {
        let mut nearest = Nearest::of(count);
        self.similarities(question).for_each(|neighbour| nearest.offer(neighbour));
        nearest.into_sorted()
    }

    /// The same, and the labels of all questions that are at least this similar, however many there are.
    pub fn nearest_and_alike(
        &self,
        question: &Weighted,
        count: usize,
        least: f32,
    ) -> (Vec<Neighbour>, BTreeSet<Label>) {
        let (mut nearest, mut alike) = (Nearest::of(count), BTreeSet::new());
        for neighbour in self.similarities(question) {
            if neighbour.similarity >= least {
                alike.insert(neighbour.label);
            }
            nearest.offer(neighbour);
        }
        (nearest.into_sorted(), alike)
    }

    /// How similar each question is that still has a label, oldest first.
    fn similarities(&self, question: &Weighted) -> impl Iterator<Item = Neighbour> {
        let mut scores = vec![[0f32; 2]; self.questions.len()];
        for (space, weights) in question.spaces.iter().enumerate() {
            let unit = 0.5 / length(weights);
            for &(feature, weight) in weights {
                let factor = weight * unit * self.idf(space, feature);
                for &(place, frequency) in self.spaces[space].of(feature) {
                    scores[place as usize][space] += factor * frequency;
                }
            }
        }
        let weighed = scores.into_iter().zip(&self.norms).zip(&self.labels).enumerate();
        weighed.filter_map(|(place, ((score, norm), label))| {
            let similarity = score[0] * norm[0] + score[1] * norm[1];
            Some(Neighbour { similarity, place: place as u32, label: (*label)? })
        })
    }

    /// Weights a question by the inverse document frequencies of this moment.
    pub fn weigh(&self, question: &Features) -> Weighted {
        let weigh = |space: usize, features: &Sparse| -> Sparse {
            features
                .iter()
                .map(|&(index, weight)| (index, weight * self.idf(space, index)))
                .collect()
        };
        let spaces = [weigh(0, &question.words), weigh(1, &question.shapes)];
        let novelty = [0, 1].map(|space| self.novelty(space, &spaces[space]));
        Weighted { spaces, novelty }
    }

    /// The remembered question at a place, weighted by today's frequencies.
    pub fn weigh_remembered(&self, place: usize) -> Weighted {
        self.weigh(&self.questions[place])
    }

    /// Remembers a question and what it was answered with.
    pub fn remember(&mut self, question: Features, label: Label) {
        self.place(question, label);
        let grown = self.questions.len() as f32 > self.refreshed_at as f32 * REFRESH_GROWTH;
        if grown {
            self.refresh_norms();
        } else {
            self.norms.extend(self.questions.last().map(|question| self.norm(question)));
        }
    }

    /// Remembers many questions, oldest first: they are weighed once, when all of them are there.
    pub fn remember_all(&mut self, questions: impl Iterator<Item = (Features, Label)>) {
        questions.for_each(|(question, label)| self.place(question, label));
        self.refresh_norms();
    }

    fn place(&mut self, question: Features, label: Label) {
        let place = self.questions.len() as u32;
        for (space, features) in [&question.words, &question.shapes].into_iter().enumerate() {
            for &(feature, frequency) in features {
                self.spaces[space].add(feature, (place, frequency));
            }
        }
        self.questions.push(question);
        self.labels.push(Some(label));
    }

    /// Forgets all questions with this label; their places stay, empty of meaning.
    pub fn forget(&mut self, label: Label) {
        self.labels.iter_mut().filter(|held| **held == Some(label)).for_each(|held| *held = None);
    }

    /// Gives all questions with one label another, and says which they are.
    pub fn relabel(&mut self, from: Label, into: Label) -> Vec<usize> {
        let has_label = |place: &usize| self.labels[*place] == Some(from);
        let places: Vec<usize> = (0..self.labels.len()).filter(has_label).collect();
        for place in &places {
            self.labels[*place] = Some(into);
        }
        places
    }

    /// Forgets that this very question once had this label.
    pub fn unsay(&mut self, question: &Features, label: Label) {
        let questions = self.questions.iter().zip(&mut self.labels);
        let same = questions.filter(|(held, of)| **of == Some(label) && *held == question);
        same.for_each(|(_, of)| *of = None);
    }

    /// The question at a place.
    pub fn question(&self, place: usize) -> &Features {
        &self.questions[place]
    }

    /// The label of the question at a place, unless it was forgotten.
    pub fn label(&self, place: usize) -> Option<Label> {
        self.labels[place]
    }

    /// How many questions were ever remembered.
    pub fn len(&self) -> usize {
        self.questions.len()
    }

    /// Whether nothing was remembered yet.
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    /// `ln((1+N)/(1+df))+1`: a feature in every question weighs 1, a new one most.
    fn idf(&self, space: usize, feature: u32) -> f32 {
        let all = 1.0 + self.questions.len() as f32;
        (all / (1.0 + self.spaces[space].of(feature).len() as f32)).ln() + 1.0
    }

    fn novelty(&self, space: usize, weights: &Sparse) -> f32 {
        let unseen = |&&(feature, _): &&(u32, f32)| self.spaces[space].of(feature).is_empty();
        let new: f32 = weights.iter().filter(unseen).map(|(_, weight)| weight * weight).sum();
        new / length(weights).powi(2)
    }

    fn refresh_norms(&mut self) {
        self.norms = self.questions.iter().map(|question| self.norm(question)).collect();
        self.refreshed_at = self.questions.len();
    }

    /// One over the length of a question's weights, in each space.
    fn norm(&self, question: &Features) -> [f32; 2] {
        let weighted = self.weigh(question);
        [0, 1].map(|space| 1.0 / length(&weighted.spaces[space]))
    }
}

impl Weighted {
    /// Both spaces as one unit vector, the words in front: what a head reads.
    pub fn joined(&self) -> Sparse {
        let half = std::f32::consts::FRAC_1_SQRT_2;
        let parts = [0, 1].map(|space| {
            let factor = half / length(&self.spaces[space]);
            crate::sparse::placed(&self.spaces[space], factor, space as u32 * WIDTH)
        });
        parts.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::ESCALATE;

    fn index_of(texts: &[(&str, u32)]) -> LexicalIndex {
        let mut index = LexicalIndex::default();
        for (text, label) in texts {
            index.remember(Features::of(text), Label(*label));
        }
        index
    }

    fn nearest(index: &LexicalIndex, text: &str) -> Vec<Neighbour> {
        index.nearest(&index.weigh(&Features::of(text)), 3)
    }

    #[test]
    fn the_same_question_is_its_own_nearest_at_similarity_one() {
        let index =
            index_of(&[("where is my parcel", 1), ("I want a refund", 2), ("lost my card", 3)]);
        let found = nearest(&index, "I want a refund!");
        assert_eq!(found[0].label, Label(2));
        assert!((found[0].similarity - 1.0).abs() < 0.05, "{found:?}");
    }

    #[test]
    fn a_misspelt_word_still_finds_its_question() {
        let index = index_of(&[("when does my parcel arrive", 1), ("how to change my address", 2)]);
        assert_eq!(nearest(&index, "parcl arival?")[0].label, Label(1));
    }

    #[test]
    fn a_forgotten_answer_is_nobodys_neighbour() {
        let mut index = index_of(&[("where is my parcel", 1), ("where is my order", 0)]);
        index.forget(Label(1));
        let found = nearest(&index, "where is my parcel");
        assert_eq!(found.iter().map(|found| found.label).collect::<Vec<_>>(), [ESCALATE]);
    }

    #[test]
    fn novelty_is_the_share_of_weight_on_unseen_features() {
        let index = index_of(&[("where is my parcel", 1)]);
        assert_eq!(index.weigh(&Features::of("where is my parcel")).novelty[0], 0.0);
        assert!((index.weigh(&Features::of("quantum flux")).novelty[0] - 1.0).abs() < 1e-5);
    }

    #[test]
    fn the_joined_vector_has_length_one() {
        let index = index_of(&[("where is my parcel", 1)]);
        assert!(
            (length(&index.weigh(&Features::of("my parcel, please")).joined()) - 1.0).abs() < 1e-5
        );
    }
}
