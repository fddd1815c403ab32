//! What came of an answer's drafts, and what that proves of its precision.

use serde::{Deserialize, Serialize};

/// Precisions that an answer's drafts may have, each with how often it is taken to have it before there is any verdict on
/// it. Three of ten answers are taken to be wrong more often than one time in twenty.
const PRIOR: [(f64, f64); 5] =
    [(0.80, 0.05), (0.90, 0.10), (0.94, 0.15), (0.97, 0.35), (0.99, 0.35)];
/// The precision above which an answer may go out by itself on its own record, and how probable that must be.
const PROVEN: f64 = 0.95;
const SURE: f64 = 0.9;
/// Verdicts at which all count half: what an answer was worth a year ago says less than what it is worth now.
const LONGEST: u32 = 400;

/// How many drafts of an answer people sent as they were, and to how many they or a customer objected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Record {
    /// Those that were sent.
    pub right: u32,
    /// Those that somebody objected to.
    pub wrong: u32,
}

impl Record {
    pub(crate) fn with_right(self) -> Self {
        Self { right: self.right + 1, ..self }.bounded()
    }

    pub(crate) fn with_wrong(self) -> Self {
        Self { wrong: self.wrong + 1, ..self }.bounded()
    }

    fn bounded(self) -> Self {
        let Self { right, wrong } = self;
        if right.saturating_add(wrong) < LONGEST {
            return self;
        }
        Self { right: right / 2, wrong: wrong.div_ceil(2) }
    }

    /// Whether it shows that hardly one draft of twenty is wrong. It may be asked after each verdict.
    pub(crate) fn is_proof(self) -> bool {
        self.chance() >= SURE
    }

    /// How probable it is that the precision is above [`PROVEN`]: Bayes' rule over [`PRIOR`]. However often it is looked
    /// at, it holds for the verdicts so far, so that nobody has to settle beforehand after how many to look.
    fn chance(self) -> f64 {
        let (right, wrong) = (f64::from(self.right), f64::from(self.wrong));
        let weight = |(precision, share): &(f64, f64)| {
            share.ln() + right * precision.ln() + wrong * (1.0 - precision).ln()
        };
        let most = PRIOR.iter().map(weight).fold(f64::MIN, f64::max);
        let sum = |least: f64| -> f64 {
            let counted = PRIOR.iter().filter(|(precision, _)| *precision > least);
            counted.map(|row| (weight(row) - most).exp()).sum()
        };
        sum(PROVEN) / sum(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chance(right: u32, wrong: u32) -> f64 {
        Record { right, wrong }.chance()
    }

    #[test]
    fn the_chance_of_a_precision_is_a_chance_and_grows_with_what_is_right_alone() {
        assert!((chance(0, 0) - 0.7).abs() < 1e-9, "{}", chance(0, 0));
        for (right, wrong) in [(1, 0), (9, 1), (1_000, 0), (0, 1_000), (4_000_000, 1)] {
            let so_far = chance(right, wrong);
            assert!((0.0..=1.0).contains(&so_far), "{right} {wrong}: {so_far}");
            assert!(chance(right + 1, wrong) >= so_far, "{right} {wrong}");
            assert!(chance(right, wrong + 1) <= so_far, "{right} {wrong}");
        }
    }

    #[test]
    fn of_answers_that_are_too_often_wrong_few_ever_have_a_record_that_proves_them_right() {
        let mut state = 7u64;
        let mut unit = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as f64 / (1u64 << 31) as f64
        };
        let mut is_ever_proven = |precision: f64| {
            let mut record = Record::default();
            (0..500).any(|_| {
                record = if unit() < precision { record.with_right() } else { record.with_wrong() };
                record.is_proof()
            })
        };
        let mut share =
            |precision| (0..400).filter(|_| is_ever_proven(precision)).count() as f64 / 400.0;
        assert!(share(0.8) < 0.05, "one time in five");
        assert!(share(0.9) < 0.25, "one time in ten");
        assert!(share(0.99) > 0.9, "hardly ever");
    }

    #[test]
    fn what_is_long_ago_counts_less_and_an_objection_never_less_than_half() {
        let mut record = Record { right: LONGEST - 2, wrong: 1 };
        record = record.with_right();
        assert_eq!(record, Record { right: (LONGEST - 1) / 2, wrong: 1 });
        let aged = (0..40).fold(record, |record, _| record.with_wrong());
        assert!(record.is_proof() && !aged.is_proof());
    }
}
