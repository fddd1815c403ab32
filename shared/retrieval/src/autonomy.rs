//! The online policy: what triage may do now, earned by verdicts and lost by drift.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::certify::{RiskBound, Scored, binomial_tail, certify};

/// Verdicts that certify.
pub const WINDOW: usize = 3000;
/// Verdicts between certifications.
const CERTIFY_EVERY: usize = 100;
/// Suggestions that drift is looked for in, and the level of its test.
const DRIFT_WINDOW: usize = 200;
const DRIFT_LEVEL: f64 = 0.01;
/// A store's first drafts are more likely right than wrong; from so many verdicts on they must pass the shipped
/// threshold, and in between ever more of the way to it. Otherwise a shop that begins with a list of answers gets drafts
/// for next to none of its questions.
const FIRST_DRAFTS: f32 = 0.5;
const GROWN_UP: usize = 1000;
/// Share of unattended answers that goes to an agent instead, so that verdicts keep coming.
pub const AUDIT_SHARE: f32 = 0.05;

/// What may happen with a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Permission {
    /// Sure enough, and certified: it may go out unattended, where the store allows that.
    Answer,
    /// Worth an agent's look.
    Suggest,
    /// Not worth anybody's time.
    Nothing,
}

/// A store's standing: its recent verdicts and the threshold they support.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Autonomy {
    promise: RiskBound,
    shipped: f32,
    certified: Option<f32>,
    verdicts: VecDeque<Scored>,
    suggested: VecDeque<bool>,
    seen: usize,
}

impl Autonomy {
    /// A store without verdicts: it suggests from the shipped threshold on.
    pub fn new(promise: RiskBound, shipped: f32) -> Self {
        Self {
            promise,
            shipped,
            certified: None,
            verdicts: VecDeque::new(),
            suggested: VecDeque::new(),
            seen: 0,
        }
    }

    /// What a candidate of this confidence (purity) may do.
    pub fn permits(&self, confidence: f32) -> Permission {
        match self.certified {
            Some(threshold) if confidence >= threshold => Permission::Answer,
            _ if confidence >= self.shipped => Permission::Suggest,
            _ => Permission::Nothing,
        }
    }

    /// The confidence from which on a person may be shown a draft.
    pub fn draft_threshold(&self) -> f32 {
        let age = (self.seen as f32 / GROWN_UP as f32).min(1.0);
        FIRST_DRAFTS.min(self.shipped) * (1.0 - age) + self.shipped * age
    }

    /// The threshold in force: certified, else shipped.
    pub fn threshold(&self) -> f32 {
        self.certified.unwrap_or(self.shipped)
    }

    /// Whether the promise is certified at present.
    pub fn is_certified(&self) -> bool {
        self.certified.is_some()
    }

    /// Takes in a verdict: every question counts, whether or not anything was shown.
    pub fn learn(&mut self, scored: Scored) {
        self.watch(scored);
        if self.verdicts.len() == WINDOW {
            self.verdicts.pop_front();
        }
        self.verdicts.push_back(scored);
        self.seen += 1;
        if self.seen.is_multiple_of(CERTIFY_EVERY) {
            self.certified = certify(self.verdicts.make_contiguous(), self.promise);
        }
    }

    /// Falls back to the shipped threshold when the last suggestions refute the promise, and starts counting anew.
    fn watch(&mut self, scored: Scored) {
        if self.certified.is_none_or(|threshold| scored.confidence < threshold) {
            return;
        }
        if self.suggested.len() == DRIFT_WINDOW {
            self.suggested.pop_front();
        }
        self.suggested.push_back(scored.right);
        if drifted(self.suggested.iter().copied(), self.promise.precision) {
            self.certified = None;
            self.verdicts.clear();
            self.suggested.clear();
        }
    }
}

/// Whether so many wrong ones among these suggestions would be rarer than the test's level if the target held.
pub fn drifted(suggestions: impl Iterator<Item = bool>, target: f64) -> bool {
    let (count, right) =
        suggestions.fold((0, 0), |(count, right), ok| (count + 1, right + u64::from(ok)));
    binomial_tail(count, right, target) < DRIFT_LEVEL
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(confidence: f32, right: bool) -> Scored {
        Scored { confidence, right, answerable: right, weight: 1.0 }
    }

    fn trusted() -> Autonomy {
        let mut autonomy = Autonomy::new(RiskBound::STANDARD, 0.9);
        (0..1500).for_each(|at| {
            autonomy.learn(if at % 3 == 0 { verdict(0.1, false) } else { verdict(0.95, true) });
        });
        autonomy
    }

    #[test]
    fn a_new_store_only_suggests() {
        let autonomy = Autonomy::new(RiskBound::STANDARD, 0.9);
        assert_eq!(autonomy.permits(0.99), Permission::Suggest);
        assert_eq!(autonomy.permits(0.5), Permission::Nothing);
    }

    #[test]
    fn drafts_begin_where_right_is_likelier_than_wrong_and_end_at_the_shipped_threshold() {
        let mut autonomy = Autonomy::new(RiskBound::STANDARD, 0.9);
        let mut before = 0.0;
        for verdicts in [0, 500, 1000, 2000] {
            (autonomy.seen..verdicts).for_each(|_| autonomy.learn(verdict(0.1, false)));
            let expected = 0.5 + 0.4 * (verdicts as f32 / 1000.0).min(1.0);
            assert!((autonomy.draft_threshold() - expected).abs() < 1e-6);
            assert!(autonomy.draft_threshold() >= before);
            before = autonomy.draft_threshold();
        }
    }

    #[test]
    fn clean_verdicts_earn_answers() {
        assert!(trusted().is_certified());
        assert_eq!(trusted().permits(0.95), Permission::Answer);
    }

    #[test]
    fn a_run_of_wrong_suggestions_takes_the_certificate_back() {
        let mut autonomy = trusted();
        (0..25).for_each(|_| autonomy.learn(verdict(0.95, false)));
        assert!(!autonomy.is_certified());
        assert_eq!(autonomy.permits(0.95), Permission::Suggest);
    }

    #[test]
    fn a_few_wrong_ones_among_many_are_no_drift() {
        let suggestions = |wrong: usize| (0..200).map(move |at| at >= wrong);
        assert!(!drifted(suggestions(6), 0.97));
        assert!(!drifted(suggestions(11), 0.97));
        assert!(drifted(suggestions(13), 0.97));
    }
}
