//! Scores a replay: coverage, precision, false answers, at chosen thresholds and under the online policy.

use retrieval::certify::certify;
use retrieval::random::Random;
use retrieval::{RiskBound, Scored};
use serde::Serialize;

use super::judge::Outcome;

/// Repeats over which coverage is watched, and the coverage waited for.
const WATCHED: usize = 500;
const AWAITED: f64 = 0.80;
/// Draws to see how often a certified target is missed, and verdicts in each.
const DRAWS: usize = 200;
const DRAWN: usize = 3000;

/// Shares of a stretch of questions under some rule about what is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub(crate) struct Shares {
    /// Right suggestions among repeated questions.
    pub(crate) coverage: f64,
    /// Right suggestions among suggestions.
    pub(crate) precision: f64,
    /// Suggestions among unanswerable questions.
    pub(crate) false_share: f64,
}

/// Everything measured on one file.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Measured {
    /// The file.
    pub(crate) name: String,
    /// Questions in it.
    pub(crate) questions: usize,
    /// Threshold chosen on the first half for 97 % precision, measured on the second.
    pub(crate) p97: Shares,
    /// The same for 99 %.
    pub(crate) p99: Shares,
    /// The online policy over the whole file.
    pub(crate) online: Shares,
    /// The online policy over the second half.
    pub(crate) online_late: Shares,
    /// Share of questions asked while certified.
    pub(crate) certified: f64,
    /// Questions until 80 % coverage over the last 500 repeats, at the P97 threshold; nothing if never.
    pub(crate) until_80: Option<usize>,
    /// Share of draws in which a certified threshold missed 97 %.
    pub(crate) missed: f64,
    /// Seconds of deciding and learning.
    pub(crate) seconds: f64,
    /// Coverage over time: (question, coverage of the 500 repeats before it) at the P97 threshold.
    pub(crate) over_time: Vec<(usize, f64)>,
    /// Coverage against precision on the second half, over all thresholds.
    pub(crate) curve: Vec<(f64, f64)>,
}

/// Measures a replay.
pub(crate) fn measure(name: &str, outcomes: &[Outcome], seconds: f64) -> Measured {
    let (first, second) = outcomes.split_at(outcomes.len() / 2);
    let at = |target: f64| {
        let threshold = threshold_for(first, target);
        shares(second, |outcome| outcome.confidence >= threshold)
    };
    let threshold = threshold_for(first, 0.97);
    let over_time = over_time(outcomes, threshold);
    Measured {
        name: name.to_owned(),
        questions: outcomes.len(),
        p97: at(0.97),
        p99: at(0.99),
        online: shares(outcomes, |outcome| outcome.shown),
        online_late: shares(second, |outcome| outcome.shown),
        certified: share(
            outcomes.iter().filter(|outcome| outcome.certified).count(),
            outcomes.len(),
        ),
        until_80: over_time.iter().find(|(_, coverage)| *coverage >= AWAITED).map(|(at, _)| *at),
        missed: missed(second),
        seconds,
        over_time: over_time.into_iter().step_by(50).collect(),
        curve: curve(second),
    }
}

/// The laxest threshold whose precision on these outcomes reaches the target; above all when none does.
pub(crate) fn threshold_for(outcomes: &[Outcome], target: f64) -> f32 {
    let mut sorted: Vec<&Outcome> =
        outcomes.iter().filter(|outcome| outcome.confidence > 0.0).collect();
    sorted.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    let mut right = 0;
    let mut chosen = f32::MAX;
    for (at, outcome) in sorted.iter().enumerate() {
        right += usize::from(outcome.right);
        let ends_here = sorted.get(at + 1).is_none_or(|next| next.confidence < outcome.confidence);
        if ends_here && share(right, at + 1) >= target {
            chosen = outcome.confidence;
        }
    }
    chosen
}

pub(crate) fn shares(outcomes: &[Outcome], shows: impl Fn(&Outcome) -> bool) -> Shares {
    let count =
        |keep: &dyn Fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| keep(outcome)).count();
    let right = count(&|outcome| shows(outcome) && outcome.right);
    Shares {
        coverage: share(right, count(&|outcome| outcome.repeat)),
        precision: share(right, count(&|outcome| shows(outcome))),
        false_share: share(
            count(&|outcome| shows(outcome) && outcome.unanswerable),
            count(&|outcome| outcome.unanswerable),
        ),
    }
}

fn over_time(outcomes: &[Outcome], threshold: f32) -> Vec<(usize, f64)> {
    let repeats: Vec<(usize, bool)> = outcomes
        .iter()
        .enumerate()
        .filter(|(_, outcome)| outcome.repeat)
        .map(|(at, outcome)| (at, outcome.right && outcome.confidence >= threshold))
        .collect();
    repeats
        .windows(WATCHED)
        .map(|window| {
            (window[WATCHED - 1].0, share(window.iter().filter(|(_, hit)| *hit).count(), WATCHED))
        })
        .collect()
}

fn curve(outcomes: &[Outcome]) -> Vec<(f64, f64)> {
    let mut thresholds: Vec<f32> = outcomes.iter().map(|outcome| outcome.confidence).collect();
    thresholds.sort_by(f32::total_cmp);
    let step = (thresholds.len() / 200).max(1);
    let at = |threshold: &f32| {
        let shares = shares(outcomes, |outcome| outcome.confidence >= *threshold);
        (shares.coverage, shares.precision)
    };
    thresholds.iter().step_by(step).map(at).collect()
}

/// Certifies on verdicts drawn from the second half: how often is the promise broken on the whole of it?
fn missed(outcomes: &[Outcome]) -> f64 {
    let mut random = Random::seeded(97);
    let promise = RiskBound { false_share: 1.0, ..RiskBound::STANDARD };
    let precision =
        |threshold| shares(outcomes, |outcome| outcome.confidence >= threshold).precision;
    let mut draw = || -> Vec<Scored> {
        (0..DRAWN).map(|_| scored(&outcomes[random.below(outcomes.len())])).collect()
    };
    let wrong = (0..DRAWS).filter(|_| {
        certify(&draw(), promise).is_some_and(|threshold| precision(threshold) < promise.precision)
    });
    share(wrong.count(), DRAWS)
}

fn scored(outcome: &Outcome) -> Scored {
    Scored {
        confidence: outcome.confidence,
        right: outcome.right,
        answerable: outcome.repeat,
        weight: 1.0,
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(confidence: f32, right: bool) -> Outcome {
        Outcome {
            confidence,
            right,
            repeat: right,
            unanswerable: !right,
            shown: true,
            unsure: false,
            certified: false,
            automatic: None,
            proven_from: Default::default(),
        }
    }

    #[test]
    fn the_laxest_threshold_that_reaches_the_target_is_chosen() {
        let outcomes =
            [outcome(0.9, true), outcome(0.8, false), outcome(0.7, true), outcome(0.6, true)];
        assert_eq!(threshold_for(&outcomes, 0.75), 0.6);
        assert_eq!(threshold_for(&outcomes, 1.0), 0.9);
    }

    #[test]
    fn equal_confidences_pass_or_fail_together() {
        let outcomes = [outcome(0.9, true), outcome(0.9, false)];
        assert_eq!(threshold_for(&outcomes, 0.97), f32::MAX);
    }

    #[test]
    fn shares_divide_by_what_they_are_shares_of() {
        let outcomes =
            [outcome(0.9, true), outcome(0.8, false), outcome(0.1, true), outcome(0.1, false)];
        let shares = shares(&outcomes, |outcome| outcome.confidence > 0.5);
        assert_eq!(shares, Shares { coverage: 0.5, precision: 0.5, false_share: 0.5 });
    }
}
