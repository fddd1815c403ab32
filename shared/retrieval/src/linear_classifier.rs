//! The online linear head: a softmax over answers that learns from every verdict.
//!
//! A class is an answer. What no answer fits is not one class but many: "no reusable answer" covers unrelated
//! matters, and a single direction cannot. So ESCALATE is a mixture of up to [`MIXTURE`] hidden classes; each
//! opens with a question the head did not yet see as unanswerable, and learns in proportion to its share of the
//! blame (expectation maximisation, one step at a time).

use crate::feature_row::{LANES, Row};
use crate::label::{ESCALATE, Label, RETIRED};

/// Hidden classes that make up ESCALATE.
pub const MIXTURE: usize = 60;
/// Adagrad's step.
const STEP: f32 = 0.5;
/// Adagrad's floor under the sum of squared gradients.
const FLOOR: f32 = 0.01;
/// The first example of a class is written into its weights with this factor.
const IMPRINT: f32 = 2.0;
/// An example whose largest error is below this gives nothing to learn that is worth the time.
const LEARNT: f32 = 0.02;
/// Blocks of classes whose errors are all below this are left alone.
const NEGLIGIBLE: f32 = 1e-4;
/// The same in a head of more than [`FEW`] classes. Among thousands every one errs a little; moving them all would fill
/// each row with every class, and each answer more would slow all others down.
const NEGLIGIBLE_AMONG_MANY: f32 = 2e-3;
/// Up to so many classes a head is small.
pub(crate) const FEW: usize = 256;

/// Class weights over sparse features.
#[derive(Debug, Clone, Default)]
pub struct LinearClassifier {
    pub(crate) rows: Vec<Row>,
    pub(crate) classes: Vec<Label>,
}

/// What a head believes about one question.
#[derive(Debug, Clone, Default)]
pub struct Beliefs {
    by_class: Vec<(Label, f32)>,
    /// The probability that no stored answer fits.
    pub escalate: f32,
}

impl Beliefs {
    /// Probability that this answer fits.
    pub fn of(&self, label: Label) -> f32 {
        self.answers().find(|(class, _)| *class == label).map_or(0.0, |(_, share)| share)
    }

    /// Each answer known to the head with its probability.
    pub fn answers(&self) -> impl Iterator<Item = (Label, f32)> {
        self.by_class.iter().copied().filter(|(label, _)| *label != ESCALATE && *label != RETIRED)
    }
}

impl LinearClassifier {
    /// A head over `features` feature indices that has seen nothing.
    pub fn over(features: usize) -> Self {
        Self { rows: vec![Row::default(); features], classes: Vec::new() }
    }

    /// The head's beliefs about a question.
    pub fn judge(&self, question: &[(u32, f32)]) -> Beliefs {
        let shares = self.softmax(question);
        let by_class: Vec<_> = self.classes.iter().copied().zip(shares).collect();
        let escalate =
            by_class.iter().filter(|(label, _)| *label == ESCALATE).map(|(_, share)| share).sum();
        Beliefs { by_class, escalate }
    }

    /// Opens a class for a label never seen, or a hidden class for an ESCALATE the head did not expect.
    pub fn meet(&mut self, question: &[(u32, f32)], label: Label) {
        let known = self.classes.iter().filter(|class| **class == label).count();
        let open = match label {
            ESCALATE => known < MIXTURE && self.judge(question).escalate < 0.5,
            _ => known == 0,
        };
        if open {
            let class = self.classes.len();
            self.classes.push(label);
            for &(feature, value) in question {
                self.rows[feature as usize].add(class, IMPRINT * value);
            }
        }
    }

    /// One gradient step on one verdict.
    pub fn learn(&mut self, question: &[(u32, f32)], label: Label) {
        let mut errors = self.softmax(question);
        let blame: f32 = self.sum_over(&errors, label).max(1e-9);
        for (error, class) in errors.iter_mut().zip(&self.classes) {
            if *class == label {
                *error -= *error / blame;
            }
        }
        let largest = errors.iter().fold(0f32, |most, error| most.max(error.abs()));
        if largest < LEARNT {
            return;
        }
        let moved = self.worth_moving(&errors);
        for &(feature, value) in question {
            self.rows[feature as usize].descend(&moved, value, STEP, FLOOR);
        }
    }

    /// Takes an answer out: its class keeps its place, without weight and without a vote.
    pub fn forget(&mut self, label: Label) {
        for class in (0..self.classes.len())
            .filter(|class| self.classes[*class] == label)
            .collect::<Vec<_>>()
        {
            self.rows.iter_mut().for_each(|row| row.clear(class));
            self.classes[class] = RETIRED;
        }
    }

    /// The blocks of classes that err enough, by their numbers.
    fn worth_moving(&self, errors: &[f32]) -> Vec<(usize, [f32; LANES])> {
        let least = if self.classes.len() <= FEW { NEGLIGIBLE } else { NEGLIGIBLE_AMONG_MANY };
        let (blocks, _) = errors.as_chunks::<LANES>();
        let errs =
            |(_, block): &(usize, &[f32; LANES])| block.iter().any(|error| error.abs() >= least);
        blocks.iter().enumerate().filter(errs).map(|(number, block)| (number, *block)).collect()
    }

    fn sum_over(&self, shares: &[f32], label: Label) -> f32 {
        self.classes
            .iter()
            .zip(shares)
            .filter(|(class, _)| **class == label)
            .map(|(_, share)| share)
            .sum()
    }

    /// Probabilities by class, padded with zeros to whole blocks of lanes.
    fn softmax(&self, question: &[(u32, f32)]) -> Vec<f32> {
        let mut scores = vec![0f32; self.classes.len().next_multiple_of(LANES)];
        for &(feature, value) in question {
            self.rows[feature as usize].accumulate(value, &mut scores);
        }
        let (used, padding) = scores.split_at_mut(self.classes.len());
        padding.fill(0.0);
        let retired = used.iter_mut().zip(&self.classes).filter(|(_, class)| **class == RETIRED);
        retired.for_each(|(score, _)| *score = f32::MIN);
        let most = used.iter().fold(f32::MIN, |most, score| most.max(*score));
        for score in &mut *used {
            *score = (*score - most).exp();
        }
        let total: f32 = used.iter().sum();
        for score in &mut *used {
            *score /= total;
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trained(pairs: &[(u32, u32)]) -> LinearClassifier {
        let mut head = LinearClassifier::over(8);
        for &(feature, label) in pairs.iter().cycle().take(pairs.len() * 20) {
            let question = [(feature, 1.0)];
            head.meet(&question, Label(label));
            head.learn(&question, Label(label));
        }
        head
    }

    #[test]
    fn it_learns_to_tell_answers_apart() {
        let head = trained(&[(0, 1), (1, 2), (2, 3)]);
        for (feature, label) in [(0, 1), (1, 2), (2, 3)] {
            assert!(head.judge(&[(feature, 1.0)]).of(Label(label)) > 0.8);
        }
    }

    #[test]
    fn unrelated_unanswerable_matters_get_hidden_classes_of_their_own() {
        let head = trained(&[(0, 1), (3, 2), (1, 0), (2, 0)]);
        assert!(head.classes.iter().filter(|class| **class == ESCALATE).count() > 1);
        assert!(head.judge(&[(1, 1.0)]).escalate > 0.8);
        assert!(head.judge(&[(2, 1.0)]).escalate > 0.8);
    }

    #[test]
    fn among_thousands_of_answers_an_example_moves_only_those_that_err() {
        let mut head = LinearClassifier::over(2001);
        (1..=2000).for_each(|label| head.meet(&[(label, 1.0)], Label(label)));
        let question = [(0, 1.0), (1, 1.0)];
        let before = head.judge(&question).of(Label(1));
        head.learn(&question, Label(1));
        assert!(head.judge(&question).of(Label(1)) > 2.0 * before);
        assert!(head.rows[0].filled().count() <= LANES);
    }

    #[test]
    fn beliefs_add_up_to_one() {
        let beliefs = trained(&[(0, 1), (1, 0), (2, 2)]).judge(&[(0, 0.5), (1, 0.5)]);
        let all: f32 = beliefs.answers().map(|(_, share)| share).sum::<f32>() + beliefs.escalate;
        assert!((all - 1.0).abs() < 1e-5);
    }

    #[test]
    fn a_head_that_knows_nothing_believes_nothing() {
        let beliefs = LinearClassifier::over(8).judge(&[(0, 1.0)]);
        assert_eq!((beliefs.escalate, beliefs.of(Label(1))), (0.0, 0.0));
    }

    #[test]
    fn a_forgotten_answer_loses_its_weight() {
        let mut head = trained(&[(0, 1), (1, 2)]);
        head.forget(Label(1));
        assert_eq!(head.judge(&[(0, 1.0)]).of(Label(1)), 0.0);
        assert_eq!(head.judge(&[(0, 1.0)]).of(Label(2)), 1.0);
    }
}
