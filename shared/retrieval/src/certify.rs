//! Thresholds that keep a promise: Learn-then-Test over scored verdicts.
//!
//! An empirical threshold misses its target half of the time. Here a threshold counts only when an exact binomial
//! test refutes that its precision is below the target, tested in a fixed sequence from strict to lax, which holds
//! the chance of a wrong certificate under `delta` (Angelopoulos et al. 2021).

use serde::{Deserialize, Serialize};

/// What a certificate promises.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RiskBound {
    /// Least share of right suggestions among all suggestions.
    pub precision: f64,
    /// Chance that a certificate is wrong.
    pub delta: f64,
    /// Largest expected share of suggestions among questions that no stored answer fits: the cap F.
    pub false_share: f64,
}

impl RiskBound {
    /// 97 % right, wrong once in ten certificates, 1 % of unanswerable questions answered.
    pub const STANDARD: Self = Self { precision: 0.97, delta: 0.1, false_share: 0.01 };
}

/// A question with its verdict: what triage would have said, and whether that was so.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scored {
    /// The candidate's confidence; 0 when there was none.
    pub confidence: f32,
    /// Whether the candidate was what a person answered.
    pub right: bool,
    /// Whether a stored answer fitted at all.
    pub answerable: bool,
    /// How many questions this one stands for: 1, or 1/rate when only a sample was audited.
    pub weight: f32,
}

/// The sequence of tests starts where this share of traffic passes...
const FIRST_TRAFFIC: f64 = 0.30;
/// ...and goes on in steps of this share of traffic.
const STEP_TRAFFIC: f64 = 0.01;

/// The laxest threshold that keeps the promise on these verdicts; nothing when none can be certified.
pub fn certify(verdicts: &[Scored], promise: RiskBound) -> Option<f32> {
    let mut sorted: Vec<&Scored> =
        verdicts.iter().filter(|scored| scored.confidence.is_finite()).collect();
    sorted.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    let mut certified = None;
    for end in stages(sorted.len()) {
        let threshold = sorted[end - 1].confidence;
        let passing = sorted.partition_point(|scored| scored.confidence >= threshold);
        if !(precise(&sorted[..passing], promise) && rarely_false(&sorted, passing, promise)) {
            break;
        }
        certified = Some(threshold);
    }
    certified
}

/// How many of the surest verdicts each test looks at.
fn stages(count: usize) -> impl Iterator<Item = usize> {
    let steps = ((1.0 - FIRST_TRAFFIC) / STEP_TRAFFIC).round() as usize;
    let share = |step: usize| FIRST_TRAFFIC + STEP_TRAFFIC * step as f64;
    (0..=steps).map(move |step| (count as f64 * share(step)) as usize).filter(|end| *end > 0)
}

/// Refutes "precision is below the target" at level delta.
fn precise(passing: &[&Scored], promise: RiskBound) -> bool {
    let (trials, wrong) = effective(passing, |scored| !scored.right);
    binomial_tail(trials, wrong, 1.0 - promise.precision) <= promise.delta
}

/// Conformal risk control: the share counted with one more mishap stays under the cap, so its expectation does.
fn rarely_false(sorted: &[&Scored], passing: usize, promise: RiskBound) -> bool {
    let unanswerable = |all: &[&Scored]| -> f64 {
        all.iter().filter(|scored| !scored.answerable).map(|scored| f64::from(scored.weight)).sum()
    };
    let largest = sorted.iter().map(|scored| f64::from(scored.weight)).fold(1.0, f64::max);
    (unanswerable(&sorted[..passing]) + largest)
        <= promise.false_share * (unanswerable(sorted) + largest)
}

/// Trials and hits, where audited verdicts stand for others: weighted shares at the effective sample size (Kish).
fn effective(verdicts: &[&Scored], hit: impl Fn(&Scored) -> bool) -> (u64, u64) {
    let weight = |scored: &&&Scored| f64::from(scored.weight);
    let (total, squares) = verdicts
        .iter()
        .map(|scored| weight(&scored))
        .fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    let hits: f64 =
        verdicts.iter().filter(|scored| hit(scored)).map(|scored| weight(&scored)).sum();
    let trials = if squares > 0.0 { total * total / squares } else { 0.0 };
    let share = if total > 0.0 { hits / total } else { 0.0 };
    ((trials + 1e-6).floor() as u64, (share * trials - 1e-6).ceil().max(0.0) as u64)
}

/// P(X <= hits) for X binomial over `trials` with this `chance`: exact, summed in logarithms.
pub fn binomial_tail(trials: u64, hits: u64, chance: f64) -> f64 {
    if hits >= trials {
        return 1.0;
    }
    let (success, failure) = (chance.ln(), (1.0 - chance).ln());
    let mut log_choose = 0.0;
    let mut tail = 0.0;
    for k in 0..=hits {
        if k > 0 {
            log_choose += ((trials - k + 1) as f64 / k as f64).ln();
        }
        tail += (log_choose + k as f64 * success + (trials - k) as f64 * failure).exp();
    }
    tail.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn verdict(confidence: f32, right: bool) -> Scored {
        Scored { confidence, right, answerable: true, weight: 1.0 }
    }

    /// Verdicts whose candidates are right with the chance 0.9 + 0.1 x confidence.
    fn draw(random: &mut Random, count: usize) -> Vec<Scored> {
        let mut uniform = || random.below(1_000_000) as f32 / 1e6;
        let mut scored = || {
            let sure = uniform();
            verdict(sure, uniform() < 0.9 + 0.1 * sure)
        };
        (0..count).map(|_| scored()).collect()
    }

    #[test]
    fn the_binomial_tail_is_exact() {
        assert!((binomial_tail(10, 2, 0.5) - 56.0 / 1024.0).abs() < 1e-12);
        assert!((binomial_tail(98, 0, 0.03) - 0.97f64.powi(98)).abs() < 1e-12);
        assert_eq!(binomial_tail(0, 0, 0.03), 1.0);
    }

    #[test]
    fn too_few_verdicts_certify_nothing_however_right() {
        assert_eq!(certify(&vec![verdict(0.9, true); 60], RiskBound::STANDARD), None);
        assert_eq!(certify(&[], RiskBound::STANDARD), None);
    }

    #[test]
    fn always_right_and_always_answerable_certifies_everything() {
        assert_eq!(
            certify(
                &vec![verdict(0.4, true); 2000],
                RiskBound { false_share: 1.0, ..RiskBound::STANDARD }
            ),
            Some(0.4)
        );
    }

    #[test]
    fn unanswerable_questions_lift_the_threshold_though_precision_would_hold() {
        let sure = (0..2000).map(|at| verdict(0.9 - at as f32 * 1e-5, true));
        let trap =
            (0..20).map(|_| Scored { answerable: false, right: false, ..verdict(0.87, false) });
        let rest =
            (0..1000).map(|_| Scored { answerable: false, right: false, ..verdict(0.1, false) });
        let threshold =
            certify(&sure.chain(trap).chain(rest).collect::<Vec<_>>(), RiskBound::STANDARD)
                .unwrap();
        assert!(threshold > 0.8701, "{threshold}");
    }

    #[test]
    fn certificates_are_wrong_in_at_most_a_tenth_of_draws() {
        let mut random = Random::seeded(11);
        let promise = RiskBound { precision: 0.97, delta: 0.1, false_share: 1.0 };
        // Above a threshold t the true precision is 0.9 + 0.1 (1 + t) / 2: 0.97 holds from t = 0.4 on.
        let wrong = (0..300)
            .filter(|_| certify(&draw(&mut random, 1500), promise).is_some_and(|t| t < 0.4))
            .count();
        assert!(wrong <= 40, "{wrong} of 300");
    }

    #[test]
    fn audited_verdicts_count_for_those_not_audited() {
        let audited = |right| Scored { weight: 20.0, ..verdict(0.9, right) };
        let verdicts: Vec<Scored> =
            (0..400).map(|_| verdict(0.9, true)).chain((0..10).map(|_| audited(false))).collect();
        assert_eq!(certify(&verdicts, RiskBound { false_share: 1.0, ..RiskBound::STANDARD }), None);
    }
}
