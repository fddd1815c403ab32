//! What came of the drafts of an answer that triage was sure of, and what that proves of its precision.

use serde::{Deserialize, Serialize};

/// Precisions that an answer's sure drafts may have, each with how often it has it: measured on simulated stores
/// (docs/evaluation.md). Of those that triage only guesses, a third is wrong one time in five or more.
const PRIOR: [(f64, f64); 5] =
    [(0.80, 0.01), (0.90, 0.02), (0.94, 0.04), (0.97, 0.22), (0.99, 0.71)];
/// How often people are wrong who object to a draft that is right. One as likely as another.
const SLIPS: [f64; 4] = [0.01, 0.03, 0.05, 0.07];
/// The precision above which an answer may go out by itself on its own record, and how probable that must be.
const PROVEN: f64 = 0.95;
const SURE: f64 = 0.95;
/// Verdicts at which all count half: what an answer was worth a year ago says less than what it is worth now.
const LONGEST: u32 = 400;

/// How many drafts of an answer people sent as they were, and to how many they or a customer objected. Rows of earlier
/// releases count drafts too that triage was not sure of: they prove less.
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

    /// How probable it is that the precision is above [`PROVEN`]: Bayes' rule over [`PRIOR`] and [`SLIPS`]. However often
    /// it is looked at, it holds for the verdicts so far, so that nobody has to decide beforehand after how many to look.
    fn chance(self) -> f64 {
        let (right, wrong) = (f64::from(self.right), f64::from(self.wrong));
        let weight = |(precision, share): (f64, f64), slips: f64| {
            let approved = precision * (1.0 - slips);
            share.ln() + right * approved.ln() + wrong * (1.0 - approved).ln()
        };
        let rows = PRIOR.iter().flat_map(|row| SLIPS.map(|slips| (row.0, weight(*row, slips))));
        let rows: Vec<(f64, f64)> = rows.collect();
        let most = rows.iter().map(|(_, weight)| *weight).fold(f64::MIN, f64::max);
        let sum = |least: f64| -> f64 {
            let counted = rows.iter().filter(|(precision, _)| *precision > least);
            counted.map(|(_, weight)| (weight - most).exp()).sum()
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
        assert!((chance(0, 0) - 0.93).abs() < 1e-9, "{}", chance(0, 0));
        for (right, wrong) in [(1, 0), (9, 1), (1_000, 0), (0, 1_000), (4_000_000, 1)] {
            let so_far = chance(right, wrong);
            assert!((0.0..=1.0).contains(&so_far), "{right} {wrong}: {so_far}");
            assert!(chance(right + 1, wrong) >= so_far, "{right} {wrong}");
            assert!(chance(right, wrong + 1) <= so_far, "{right} {wrong}");
        }
    }

    #[test]
    fn what_a_record_must_show_grows_with_what_people_objected_to() {
        let needed = |wrong| (0..400).find(|right| Record { right: *right, wrong }.is_proof());
        assert_eq!([0, 1, 2, 3].map(needed), [Some(5), Some(18), Some(30), Some(43)]);
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
