//! The stacked confidence: logistic regression from a candidate's evidence to the chance that it is right.

use serde::{Deserialize, Serialize};

use crate::evidence::Evidence;
use crate::solve::Symmetric;

/// Newton steps in a fit; it converges in six or seven.
const STEPS: usize = 12;
/// Standardised features are clipped here before they are squared: one odd value must not decide.
const CLIP: f64 = 3.0;

/// A fitted stack. Features are standardised, then joined by themselves x youth and by the squares of both, so that
/// a young memory's evidence may mean something else and the response may bend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stack {
    /// Mean of each feature where the initial weights were trained.
    pub mean: Vec<f64>,
    /// Standard deviation of each feature there; never zero.
    pub spread: Vec<f64>,
    /// Weights: bias, features, features x youth, squares of both.
    pub weights: Vec<f64>,
}

/// One verdict on a candidate: its evidence, and whether the candidate was right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainingRow {
    /// What spoke for it.
    pub evidence: Evidence,
    /// Whether a person answered with it.
    pub right: bool,
}

impl Stack {
    /// The chance, 0..=1, that a candidate with this evidence is right.
    pub fn probability(&self, evidence: &Evidence) -> f32 {
        let row = self.expand(evidence);
        sigmoid(inner(&row, &self.weights)) as f32
    }

    /// A stack trained from nothing on these examples; nothing when they cannot determine one.
    ///
    /// `ridge` is the strength, in examples, with which every weight is held to zero.
    pub fn train(examples: &[TrainingRow], ridge: f64) -> Option<Self> {
        let size = examples.first()?.evidence.features.len();
        let column = |at: usize| {
            examples.iter().map(move |example| f64::from(example.evidence.features[at]))
        };
        let count = examples.len() as f64;
        let mean: Vec<f64> = (0..size).map(|at| column(at).sum::<f64>() / count).collect();
        let variance =
            |at: usize| column(at).map(|value| (value - mean[at]).powi(2)).sum::<f64>() / count;
        let spread = (0..size).map(|at| variance(at).sqrt().max(1e-3)).collect();
        let blank = Self { spread, weights: vec![0.0; 1 + 4 * size], mean };
        blank.refit(examples.iter(), ridge)
    }

    /// The stack fitted to these examples and held to its own weights with the strength of `ridge` examples.
    pub fn refit<'a>(
        &self,
        examples: impl Iterator<Item = &'a TrainingRow>,
        ridge: f64,
    ) -> Option<Self> {
        let rows: Vec<(Vec<f64>, f64)> = examples
            .map(|example| (self.expand(&example.evidence), f64::from(u8::from(example.right))))
            .collect();
        let mut weights = self.weights.clone();
        for _ in 0..STEPS {
            let step = self.newton(&rows, &weights, ridge)?;
            let next = self.downhill(&rows, &weights, &step, ridge);
            let moved = next
                .iter()
                .zip(&weights)
                .fold(0f64, |most, (to, from)| most.max((to - from).abs()));
            weights = next;
            if moved < 1e-6 {
                break;
            }
        }
        weights.iter().all(|weight| weight.is_finite()).then(|| Self { weights, ..self.clone() })
    }

    /// The stack for evidence with further features at its end, of these weights, young and old, near and far.
    #[must_use]
    pub fn widened(&self, further: &[f64]) -> Self {
        let (zeros, ones) = (vec![0.0; further.len()], vec![1.0; further.len()]);
        // The features themselves come first; what is made of them, by youth and by squares, weighs nothing.
        let weights = std::iter::once(further).chain(std::iter::repeat(&zeros[..]));
        let groups = self.weights[1..].chunks(self.mean.len().max(1)).zip(weights);
        let widened = groups.flat_map(|(group, further)| [group, further].concat());
        Self {
            mean: [&self.mean[..], &zeros].concat(),
            spread: [&self.spread[..], &ones].concat(),
            weights: std::iter::once(self.weights[0]).chain(widened).collect(),
        }
    }

    /// The weights after the step, halved until it leads downhill: far from the goal Newton's step overshoots.
    fn downhill(
        &self,
        rows: &[(Vec<f64>, f64)],
        from: &[f64],
        step: &[f64],
        ridge: f64,
    ) -> Vec<f64> {
        let before = self.loss(rows, from, ridge);
        let at = |scale: f64| {
            from.iter().zip(step).map(|(weight, step)| weight - scale * step).collect::<Vec<_>>()
        };
        let tries = (0..8).map(|halvings| at(0.5f64.powi(halvings)));
        tries
            .into_iter()
            .find(|weights| self.loss(rows, weights, ridge) <= before)
            .unwrap_or_else(|| from.to_vec())
    }

    fn loss(&self, rows: &[(Vec<f64>, f64)], weights: &[f64], ridge: f64) -> f64 {
        let away = weights.iter().zip(&self.weights).zip(held(ridge));
        let held: f64 = away.map(|((now, start), hold)| 0.5 * hold * (now - start).powi(2)).sum();
        let surprise = |(row, right): &(Vec<f64>, f64)| {
            let chance = sigmoid(inner(row, weights));
            -(right * chance.ln() + (1.0 - right) * (1.0 - chance).ln())
        };
        held + rows.iter().map(surprise).sum::<f64>()
    }

    fn newton(&self, rows: &[(Vec<f64>, f64)], weights: &[f64], ridge: f64) -> Option<Vec<f64>> {
        let hold: Vec<f64> = held(ridge).take(weights.len()).collect();
        let mut curvature = Symmetric::diagonal(&hold);
        let away = weights.iter().zip(&self.weights).zip(&hold);
        let mut slope: Vec<f64> = away.map(|((now, start), hold)| (now - start) * hold).collect();
        for (row, right) in rows {
            let chance = sigmoid(inner(row, weights));
            slope.iter_mut().zip(row).for_each(|(slope, value)| *slope += (chance - right) * value);
            curvature.add_outer(row, (chance * (1.0 - chance)).max(1e-6));
        }
        curvature.solve(&slope)
    }

    fn expand(&self, evidence: &Evidence) -> Vec<f64> {
        let centred = evidence.features.iter().zip(&self.mean).zip(&self.spread);
        let plain: Vec<f64> =
            centred.map(|((value, mean), spread)| (f64::from(*value) - mean) / spread).collect();
        let youth = f64::from(evidence.youth);
        let young: Vec<f64> = plain.iter().map(|value| value * youth).collect();
        let square = |value: &f64| value.clamp(-CLIP, CLIP).powi(2);
        let squares: Vec<f64> = plain.iter().chain(&young).map(square).collect();
        std::iter::once(1.0).chain(plain).chain(young).chain(squares).collect()
    }
}

/// How strongly each weight is held. The bias nearly goes free: how often candidates are right differs from store to
/// store.
fn held(ridge: f64) -> impl Iterator<Item = f64> {
    std::iter::once(ridge * 0.01).chain(std::iter::repeat(ridge))
}

fn inner(row: &[f64], weights: &[f64]) -> f64 {
    row.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

fn sigmoid(score: f64) -> f64 {
    1.0 / (1.0 + (-score.clamp(-30.0, 30.0)).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn examples(count: usize, chance: impl Fn(f32) -> f32) -> Vec<TrainingRow> {
        let mut random = Random::seeded(3);
        let mut example = || {
            let value = random.below(1000) as f32 / 1000.0;
            let right = (random.below(1000) as f32 / 1000.0) < chance(value);
            TrainingRow { evidence: Evidence { features: vec![value], youth: 0.0 }, right }
        };
        (0..count).map(|_| example()).collect()
    }

    fn at(stack: &Stack, value: f32) -> f32 {
        stack.probability(&Evidence { features: vec![value], youth: 0.0 })
    }

    #[test]
    fn a_trained_stack_says_how_often_candidates_are_right() {
        let stack = Stack::train(&examples(4000, |value| value), 1.0).unwrap();
        for value in [0.2, 0.5, 0.8] {
            assert!((at(&stack, value) - value).abs() < 0.06, "{value}: {}", at(&stack, value));
        }
    }

    #[test]
    fn few_examples_hardly_move_a_well_held_stack() {
        let stack = Stack::train(&examples(4000, |value| value), 1.0).unwrap();
        let refitted = stack.refit(examples(20, |_| 0.0).iter(), 1000.0).unwrap();
        assert!((at(&refitted, 0.8) - at(&stack, 0.8)).abs() < 0.15);
    }

    #[test]
    fn many_examples_move_it_to_where_they_are() {
        let stack = Stack::train(&examples(4000, |value| value), 1.0).unwrap();
        let refitted = stack.refit(examples(3000, |_| 0.3).iter(), 50.0).unwrap();
        assert!((at(&refitted, 0.8) - 0.3).abs() < 0.1);
    }

    #[test]
    fn a_widened_stack_judges_the_old_features_as_before_and_adds_the_new_ones_weight() {
        let stack = Stack::train(&examples(500, |value| value), 1.0).unwrap();
        let wide = |new| Evidence { features: vec![0.7, new, 0.0], youth: 0.5 };
        let narrow = stack.probability(&Evidence { features: vec![0.7], youth: 0.5 });
        let widened = stack.widened(&[1.0, 0.0]);
        assert_eq!(widened.probability(&wide(0.0)), narrow);
        let odds = |chance: f32| (chance / (1.0 - chance)).ln();
        assert!((odds(widened.probability(&wide(1.0))) - odds(narrow) - 1.0).abs() < 1e-3);
    }

    #[test]
    fn no_examples_train_nothing() {
        assert_eq!(Stack::train(&[], 1.0), None);
    }
}
