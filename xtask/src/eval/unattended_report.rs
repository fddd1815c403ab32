//! What simulated stores would have sent without a person, beside what was promised.

use domain::EarnedBy;

use super::judge::Outcome;
use super::measure::{Shares, shares};
use super::stores::coverage_at;
use super::unattended::FLOORS;

/// What a store may expect of replies that nobody has looked at: nine stores of ten keep both.
const PRECISION: f64 = 0.97;
const FALSE_SHARE: f64 = 0.01;
const STORES: f64 = 90.0;
/// Verdicts, and the share of repeated questions that are to be answered without a person by then.
const GOALS: [(usize, f64); 2] = [(300, 25.0), (1_000, 45.0)];
/// Drafts from which on an answer's precision is told.
const FEWEST: u32 = 20;
/// The precisions between which answers are told apart: those of the prior of an answer's record.
const LEVELS: [f64; 5] = [0.80, 0.90, 0.94, 0.97, 0.99];

/// Prints what would have gone out in some stores: by each of the reasons, by all of them, and by an answer's own record
/// from other confidences on.
pub(crate) fn print(stores: &[Vec<Outcome>]) {
    println!("\nwithout a person");
    for (name, reason) in [
        ("the same question", EarnedBy::SameQuestion),
        ("the answer has earned it", EarnedBy::Answer),
        ("the store is certified", EarnedBy::Store),
    ] {
        line(name, stores, |outcome| outcome.automatic == Some(reason));
    }
    line("all three", stores, |outcome| outcome.automatic.is_some());
    for (at, floor) in FLOORS.iter().enumerate() {
        let goes = |outcome: &Outcome| outcome.proven_from[at];
        line(&format!("its own record from {floor} on"), stores, goes);
    }
    let [(early, some), (late, more)] = GOALS;
    println!(
        "{:28} coverage {some:.0} at {early} verdicts, {more:.0} at {late}; both halves kept by {STORES:.0} % of stores",
        "goal of all three"
    );
}

fn line(name: &str, stores: &[Vec<Outcome>], goes: impl Fn(&Outcome) -> bool + Copy) {
    let all: Vec<Outcome> = stores.iter().flatten().copied().collect();
    let Shares { coverage, precision, false_share } = shares(&all, goes);
    let kept = stores.iter().filter(|store| is_kept(store, goes)).count();
    let at = |moment| coverage_at(stores, moment, goes);
    println!(
        "{name:28} coverage {:.1} precision {:.1} false {:.2}, both halves kept by {:.0} % of stores; coverage at {} verdicts {}, at {} {}",
        100.0 * coverage,
        100.0 * precision,
        100.0 * false_share,
        100.0 * kept as f64 / stores.len().max(1) as f64,
        GOALS[0].0,
        at(GOALS[0].0),
        GOALS[1].0,
        at(GOALS[1].0)
    );
}

/// Whether a store sent hardly anything wrong, and hardly anything to what has no answer. Where nothing goes out no
/// promise is broken.
fn is_kept(store: &[Outcome], goes: impl Fn(&Outcome) -> bool + Copy) -> bool {
    let share = shares(store, goes);
    let is_silent = !store.iter().any(goes);
    is_silent || (share.precision >= PRECISION && share.false_share <= FALSE_SHARE)
}

/// Prints how precise the sure drafts of single answers are: what the prior of an answer's record should say.
pub(crate) fn print_precisions(drafts: &[(u32, u32)]) {
    let told: Vec<f64> = drafts
        .iter()
        .filter(|(right, wrong)| right + wrong >= FEWEST)
        .map(|(right, wrong)| f64::from(*right) / f64::from(right + wrong))
        .collect();
    let shares = LEVELS.iter().enumerate().map(|(at, level)| {
        let count = told.iter().filter(|precision| nearest(**precision) == at).count();
        format!("{level:.2}: {:.0} %", 100.0 * count as f64 / told.len().max(1) as f64)
    });
    let shares: Vec<String> = shares.collect();
    println!(
        "precision of {} answers with {FEWEST} sure drafts or more, by the nearest level: {}",
        told.len(),
        shares.join(", ")
    );
}

/// The place of the level that is nearest.
fn nearest(precision: f64) -> usize {
    let distance = |at: &usize| (LEVELS[*at] - precision).abs();
    let closer = |one: &usize, other: &usize| distance(one).total_cmp(&distance(other));
    (0..LEVELS.len()).min_by(closer).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(right: bool, is_sent: bool) -> Outcome {
        Outcome {
            confidence: 1.0,
            right,
            repeat: true,
            unanswerable: false,
            shown: true,
            unsure: false,
            certified: false,
            automatic: is_sent.then_some(EarnedBy::Answer),
            proven_from: Default::default(),
        }
    }

    #[test]
    fn a_store_keeps_its_promise_where_hardly_anything_wrong_or_nothing_goes_out() {
        let is_kept = |wrong: usize, right: usize, is_sent| {
            let store = [vec![outcome(false, is_sent); wrong], vec![outcome(true, is_sent); right]];
            is_kept(&store.concat(), |outcome| outcome.automatic.is_some())
        };
        assert!(is_kept(3, 97, true) && !is_kept(4, 96, true));
        assert!(is_kept(4, 0, false) && !is_kept(4, 0, true));
    }

    #[test]
    fn an_answer_is_told_by_the_nearest_level() {
        assert_eq!([0.2, 0.86, 0.951, 1.0].map(nearest), [0, 1, 2, 4]);
    }
}
