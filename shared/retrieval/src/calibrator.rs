//! A tier's judgement: evidence in, confidence out, recalibrated by verdicts.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::evidence::Evidence;
use crate::stacked_confidence::{Stack, TrainingRow};

/// Verdicts that calibrate: older ones come from a memory that no longer exists.
pub const WINDOW: usize = 3000;
/// Verdicts before the first refit: from there on the weights are the store's own.
pub const FIRST_REFIT: usize = 1000;
/// Verdicts between refits.
const REFIT_EVERY: usize = 500;
/// The shipped weights count as this many examples in a refit.
const SHIPPED_STRENGTH: f64 = 150.0;
/// Recent candidates over which purity is averaged.
const COMPANY: usize = 1000;
/// A candidate's own probability counts as this many of its company.
const OWN_VOICE: f32 = 5.0;
/// A candidate's own probability makes up this share of its purity. Without it, thresholds chosen on a memory's first
/// half missed their target by a few tenths of a percent on the second; it leans to the strict side.
const OWN_SHARE: f32 = 0.1;

/// How sure triage is of a candidate.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Confidence {
    /// The expected share of right ones among all recent candidates at least as sure as this: what thresholds cut.
    ///
    /// Precision is a promise about all suggestions together. A cut on a single candidate's probability grows
    /// stricter than promised as the memory improves; a cut on purity does not (Storey's q-value, causally).
    pub purity: f32,
    /// The chance that this very candidate is right.
    pub probability: f32,
}

/// Stack, window of examples and recent company of one tier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibrator {
    shipped: Stack,
    fitted: Stack,
    examples: VecDeque<TrainingRow>,
    company: VecDeque<f32>,
    seen: usize,
}

impl Calibrator {
    /// A calibrator with the shipped weights and no verdicts of its own.
    pub fn shipped(stack: Stack) -> Self {
        let (examples, company) = (VecDeque::new(), VecDeque::new());
        Self { fitted: stack.clone(), shipped: stack, examples, company, seen: 0 }
    }

    /// Continues with what a snapshot holds; a stack of another shape than the shipped one is not taken.
    pub(crate) fn resume(&mut self, fitted: Stack, company: Vec<f32>, seen: usize) {
        if fitted.weights.len() == self.shipped.weights.len() {
            (self.fitted, self.company, self.seen) = (fitted, company.into(), seen);
        }
    }

    /// Takes examples of the window back in, oldest first, without learning them again.
    pub(crate) fn recall(&mut self, examples: Vec<TrainingRow>) {
        let fitting = examples
            .into_iter()
            .filter(|example| example.evidence.features.len() == self.shipped.mean.len());
        fitting.for_each(|example| push_capped(&mut self.examples, example, WINDOW));
    }

    /// How sure to be of a candidate with this evidence.
    pub fn confidence(&self, evidence: &Evidence) -> Confidence {
        let probability = self.fitted.probability(evidence);
        let surer = self.company.iter().filter(|other| **other >= probability);
        let (sum, count) = surer.fold((0.0, 0.0), |(sum, count), other| (sum + other, count + 1.0));
        let company = (sum + OWN_VOICE * probability) / (count + OWN_VOICE);
        Confidence { purity: (1.0 - OWN_SHARE) * company + OWN_SHARE * probability, probability }
    }

    /// Learns from a verdict on a candidate; refits the stack when it is time.
    pub fn learn(&mut self, example: TrainingRow) {
        push_capped(&mut self.company, self.fitted.probability(&example.evidence), COMPANY);
        push_capped(&mut self.examples, example, WINDOW);
        self.seen += 1;
        let due = self.seen >= FIRST_REFIT && self.seen.is_multiple_of(REFIT_EVERY);
        if due && self.examples.len() >= REFIT_EVERY {
            let refitted = self.shipped.refit(self.examples.iter(), SHIPPED_STRENGTH);
            self.fitted = refitted.unwrap_or_else(|| self.shipped.clone());
        }
    }

    /// The stack in force.
    pub fn fitted(&self) -> &Stack {
        &self.fitted
    }

    /// Probabilities of the recent candidates, oldest first.
    pub fn company(&self) -> impl Iterator<Item = f32> {
        self.company.iter().copied()
    }

    /// The examples of the window, oldest first.
    pub fn examples(&self) -> impl Iterator<Item = &TrainingRow> {
        self.examples.iter()
    }

    /// Verdicts learned in all.
    pub fn seen(&self) -> usize {
        self.seen
    }
}

fn push_capped<T>(queue: &mut VecDeque<T>, item: T, cap: usize) {
    if queue.len() == cap {
        queue.pop_front();
    }
    queue.push_back(item);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn evidence(value: f32) -> Evidence {
        Evidence { features: vec![value], youth: 0.0 }
    }

    /// A calibrator whose probability is the sigmoid of ten times the only feature.
    fn calibrator() -> Calibrator {
        let weights = vec![0.0, 10.0, 0.0, 0.0, 0.0];
        Calibrator::shipped(Stack { mean: vec![0.0], spread: vec![1.0], weights })
    }

    #[test]
    fn without_company_purity_is_the_candidates_own_probability() {
        let confidence = calibrator().confidence(&evidence(0.1));
        assert!((confidence.purity - confidence.probability).abs() < 1e-6);
    }

    #[test]
    fn sure_company_lifts_a_candidates_purity() {
        let mut calibrator = calibrator();
        (0..50)
            .for_each(|_| calibrator.learn(TrainingRow { evidence: evidence(1.0), right: true }));
        let confidence = calibrator.confidence(&evidence(0.1));
        assert!(confidence.purity > confidence.probability + 0.1);
    }

    #[test]
    fn a_judge_that_keeps_being_wrong_loses_confidence() {
        let mut calibrator = calibrator();
        let before = calibrator.confidence(&evidence(0.3)).probability;
        (0..FIRST_REFIT)
            .for_each(|_| calibrator.learn(TrainingRow { evidence: evidence(0.3), right: false }));
        assert!(calibrator.confidence(&evidence(0.3)).probability < before / 2.0);
    }

    proptest! {
        #[test]
        fn who_is_surer_is_never_less_pure(
            company in prop::collection::vec(-0.5f32..0.5, 0..60), one in -0.5f32..0.5, other in -0.5f32..0.5,
        ) {
            let mut calibrator = calibrator();
            for value in &company { calibrator.learn(TrainingRow { evidence: evidence(*value), right: true }); }
            let (low, high) = (one.min(other), one.max(other));
            let purity = |value| calibrator.confidence(&evidence(value)).purity;
            prop_assert!(purity(high) >= purity(low) - 1e-5);
        }
    }
}
