//! What simulated stores came to: how many of them kept the promise, not the mean of all.

use super::judge::Outcome;
use super::measure::{Shares, shares};

/// What a store that nobody has seen may expect of suggestions that are shown as sure.
const PRECISION: f64 = 0.96;
const FALSE_SHARE: f64 = 0.01;
/// Questions around a moment at which coverage is looked at.
const AROUND: usize = 100;

/// Whether a store kept both halves of the promise. Where nothing is shown no promise is broken.
pub(crate) fn is_kept(shares: &Shares) -> bool {
    is_precise(shares) && shares.false_share <= FALSE_SHARE
}

fn is_precise(shares: &Shares) -> bool {
    shares.precision >= PRECISION || (shares.precision == 0.0 && shares.false_share == 0.0)
}

/// Prints what the online policy did in some stores.
pub(crate) fn print(name: &str, stores: &[Vec<Outcome>]) {
    let sure: Vec<Shares> =
        stores.iter().map(|store| shares(store, |outcome| outcome.shown)).collect();
    let share = |keep: &dyn Fn(&Shares) -> bool| {
        100.0 * sure.iter().filter(|shares| keep(shares)).count() as f64 / sure.len().max(1) as f64
    };
    let all: Vec<Outcome> = stores.iter().flatten().copied().collect();
    let (sure_ones, unsure) =
        (shares(&all, |outcome| outcome.shown), shares(&all, |outcome| outcome.unsure));
    println!(
        "{name:28} {:>3} stores: {:.0} % keep precision, {:.0} % false, {:.0} % both",
        stores.len(),
        share(&is_precise),
        share(&|shares| shares.false_share <= FALSE_SHARE),
        share(&is_kept)
    );
    println!(
        "{:28} sure: coverage {:.1} precision {:.1} false {:.2}; at 500 verdicts {}, at 1,500 {}",
        "",
        100.0 * sure_ones.coverage,
        100.0 * sure_ones.precision,
        100.0 * sure_ones.false_share,
        coverage_at(stores, 500, |outcome| outcome.shown),
        coverage_at(stores, 1500, |outcome| outcome.shown)
    );
    println!(
        "{:28} drafts marked as unsure: coverage {:.1} precision {:.1}",
        "",
        100.0 * unsure.coverage,
        100.0 * unsure.precision
    );
}

/// Coverage of the questions around a moment, over the stores that are so old.
pub(crate) fn coverage_at(
    stores: &[Vec<Outcome>],
    moment: usize,
    goes: impl Fn(&Outcome) -> bool,
) -> String {
    let around =
        |store: &Vec<Outcome>| store.get(moment - AROUND..moment + AROUND).map(<[Outcome]>::to_vec);
    let all: Vec<Outcome> = stores.iter().filter_map(around).flatten().collect();
    if all.is_empty() {
        return "none is so old".to_owned();
    }
    format!("{:.1}", 100.0 * shares(&all, goes).coverage)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_keeps_its_promise_by_both_halves_or_by_silence() {
        let kept =
            |precision, false_share| is_kept(&Shares { coverage: 0.5, precision, false_share });
        assert!(kept(0.97, 0.01) && kept(0.0, 0.0));
        assert!(!kept(0.95, 0.0) && !kept(0.99, 0.02) && !kept(0.0, 0.001));
    }
}
