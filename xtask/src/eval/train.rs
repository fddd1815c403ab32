//! Trains the initial weights of a tier from replays, and says where they come from.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use retrieval::Tier;
use retrieval::stacked_confidence::{Stack, TrainingRow};
use retrieval::weights::Weights;

use super::data::Data;
use super::judge::{Outcome, judge};
use super::measure::{shares, threshold_for};
use super::replay::Replay;
use super::stores;

/// Strength, in examples per thousand, with which trained weights are held to zero.
const RIDGE_PER_THOUSAND: f64 = 1.0;
/// Weights of a blank stack for a tier with so many features.
pub(crate) fn blank(tier: Tier) -> Weights {
    let size = match tier {
        Tier::Lexical | Tier::Dense => 19,
        Tier::WordsWithModel => 21,
        Tier::Both => 37,
        Tier::WithModel => 39,
    };
    let stack =
        Stack { mean: vec![0.0; size], spread: vec![1.0; size], weights: vec![0.0; 1 + 4 * size] };
    Weights { provenance: Vec::new(), stack, threshold: 0.97 }
}

/// The stack that the replays' examples teach, with its provenance.
///
/// `sources` are the files that the replays, or the stores drawn for them, come from.
pub(crate) fn train(
    replays: &[&Replay],
    sources: &[Data],
    command: &str,
) -> anyhow::Result<Weights> {
    let examples: Vec<TrainingRow> = replays.iter().flat_map(|replay| replay.examples()).collect();
    let ridge = RIDGE_PER_THOUSAND * examples.len() as f64 / 1000.0;
    let stack = Stack::train(&examples, ridge).context("the lessons determine no stack")?;
    let mut provenance = vec![format!("trained by: {command}"), format!("on: {}", today())];
    let source = |data: &Data| format!("data: {} sha256 {}", data.name, data.sha256);
    provenance.extend(sources.iter().map(source));
    Ok(Weights { provenance, stack, threshold: 0.97 })
}

/// The purity from which on these replays were 97 % right: what a store without verdicts suggests from.
pub(crate) fn shipped_threshold(stores: &[Vec<Outcome>]) -> f32 {
    threshold_for(&stores.concat(), 0.97).min(0.999)
}

/// The laxest purity from which on nine of ten of these stores kept the promise, each for itself.
pub(crate) fn threshold_of_stores(stores: &[Vec<Outcome>]) -> f32 {
    let keeps = |threshold: f32| {
        let shown = |outcome: &Outcome| outcome.confidence >= threshold;
        let kept = stores.iter().filter(|store| stores::is_kept(&shares(store, shown))).count();
        10 * kept >= 9 * stores.len()
    };
    (0..25).map(|step| 0.9 + 0.004 * step as f32).find(|at| keeps(*at)).unwrap_or(0.999)
}

/// What these weights make of each replay.
pub(crate) fn outcomes(tier: Tier, weights: &Weights, replays: &[&Replay]) -> Vec<Vec<Outcome>> {
    replays.iter().map(|replay| judge(tier, weights, replay).outcomes).collect()
}

/// Today's date in UTC, as year-month-day.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let now = jiff::Timestamp::from_second(seconds.cast_signed()).unwrap_or_default();
    jiff::tz::Offset::UTC.to_datetime(now).date().to_string()
}
