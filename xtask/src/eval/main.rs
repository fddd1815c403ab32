//! The evaluator: replays files of questions through triage and measures what it would have said.

mod args;
mod data;
mod embeddings;
mod judge;
mod kept_replays;
mod latency;
mod measure;
#[path = "../model2vec.rs"]
mod model2vec;
mod picture;
mod replay;
mod simulate;
mod stores;
mod table;
mod train;
mod unattended;
mod unattended_report;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, ensure};
use clap::Parser;
use indicatif::ProgressStyle;
use retrieval::weights::Weights;
use retrieval::{Classifier, RiskBound, Tier};

use crate::args::{Args, Name};
use crate::data::Data;
use crate::embeddings::Embeddings;
use crate::kept_replays::KeptReplays;
use crate::replay::Replay;

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    if let Some([tokenizer, weights]) = args.convert.as_deref() {
        let bytes = model2vec::convert(&args.model, tokenizer, weights)?;
        fs::write(&args.vectors, bytes)
            .with_context(|| format!("cannot write {}", args.vectors.display()))?;
        println!("wrote {}", args.vectors.display());
        return Ok(());
    }
    let data: Vec<Data> =
        args.files.iter().map(|path| data::read(path)).collect::<anyhow::Result<_>>()?;
    if args.latency {
        return latency::run(&data, 384);
    }
    let drawn = args.simulate.map(|count| simulate::stores(&data, count, args.seed));
    let embeddings = embeddings(&args, drawn.as_deref().unwrap_or(&data))?;
    let embeddings = embeddings.as_ref();
    match (&args.train, drawn) {
        (Some(path), Some(drawn)) => train(&args, &data, &drawn, embeddings, path),
        (Some(path), None) => train(&args, &data, &data, embeddings, path),
        (None, Some(drawn)) => simulated(&args, &data, &drawn, embeddings),
        (None, None) => evaluate(&args, &data, embeddings),
    }
}

/// Replays simulated stores, those of each file by weights that were trained without it.
fn simulated(
    args: &Args,
    files: &[Data],
    drawn: &[Data],
    embeddings: Option<&Embeddings>,
) -> anyhow::Result<()> {
    ensure!(
        files.len() > 1 || args.weights.is_some(),
        "stores of one file alone have nothing to be trained on but themselves: name --weights"
    );
    let replays = replays(args, drawn, embeddings)?;
    let is_of = |file: &Data, replay: &Replay| replay.data.sha256 == file.sha256;
    let (mut all, mut drafts) = (Vec::new(), Vec::new());
    for file in files {
        let weights = if args.weights.is_some() {
            weights(args)?
        } else {
            let others: Vec<&Replay> =
                replays.iter().filter(|replay| !is_of(file, replay)).collect();
            trained(args, files, &others, embeddings)?
        };
        let mut done = Vec::new();
        for replay in replays.iter().filter(|replay| is_of(file, replay)) {
            let judged = judge::judge(args.tier.tier(), &weights, replay);
            drafts.extend(judged.drafts);
            done.push(judged.outcomes);
        }
        stores::print(&file.name, &done);
        all.extend(done);
    }
    stores::print("all", &all);
    unattended_report::print(&all);
    unattended_report::print_precisions(&drafts);
    Ok(())
}

fn evaluate(args: &Args, data: &[Data], embeddings: Option<&Embeddings>) -> anyhow::Result<()> {
    let tier = args.tier.tier();
    let weights = weights(args)?;
    weights.provenance.iter().for_each(|line| println!("weights {line}"));
    let mut measured = Vec::new();
    for data in data {
        let replay = replay(args, data, embeddings)?;
        let outcomes = judge::judge(tier, &weights, &replay).outcomes;
        measured.push(measure::measure(&data.name, &outcomes, replay.time.as_secs_f64()));
        if weights.provenance.iter().any(|line| line.contains(&data.sha256)) {
            println!(
                "note: these weights were trained on {}; check with --weights trained elsewhere",
                data.name
            );
        }
    }
    println!();
    table::print(tier, &measured);
    if let Some(path) = &args.json {
        fs::write(path, serde_json::to_string_pretty(&measured)?)?;
    }
    if let Some(path) = &args.svg {
        fs::write(path, picture::draw(&format!("Triage, {tier:?}"), &measured))?;
    }
    Ok(())
}

/// Trains weights and writes them.
fn train(
    args: &Args,
    files: &[Data],
    data: &[Data],
    embeddings: Option<&Embeddings>,
    path: &PathBuf,
) -> anyhow::Result<()> {
    let replays = replays(args, data, embeddings)?;
    let weights = trained(args, files, &replays.iter().collect::<Vec<_>>(), embeddings)?;
    fs::write(path, weights.print()).with_context(|| format!("cannot write {}", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
}

/// Weights that these replays teach, with the threshold that goes with them.
fn trained(
    args: &Args,
    files: &[Data],
    replays: &[&Replay],
    embeddings: Option<&Embeddings>,
) -> anyhow::Result<Weights> {
    let tier = args.tier.tier();
    let simulate = args.simulate.map_or_else(String::new, |count| format!(" --simulate {count}"));
    let command = format!(
        "cargo xtask eval {} --tier {}{simulate} --train",
        files.iter().map(|data| data.name.clone()).collect::<Vec<_>>().join(" "),
        args.tier.as_typed()
    );
    let mut weights = train::train(replays, files, &command)?;
    if let Some(embeddings) = embeddings {
        weights.provenance.push(format!("embeddings: {}", embeddings.name()));
    }
    let outcomes = train::outcomes(tier, &weights, replays);
    weights.threshold = match args.simulate {
        Some(_) => train::threshold_of_stores(&outcomes),
        None => train::shipped_threshold(&outcomes),
    };
    Ok(weights)
}

fn replays(
    args: &Args,
    data: &[Data],
    embeddings: Option<&Embeddings>,
) -> anyhow::Result<Vec<Replay>> {
    let Some(path) = &args.replays else {
        return data.iter().map(|data| replay(args, data, embeddings)).collect();
    };
    let mut kept = KeptReplays::open(path)?;
    let mut replays = Vec::with_capacity(data.len());
    for data in data {
        replays.push(match kept.find(data) {
            Some(replay) => replay,
            None => {
                let replay = replay(args, data, embeddings)?;
                kept.keep(&replay)?;
                replay
            }
        });
    }
    Ok(replays)
}

fn replay(args: &Args, data: &Data, embeddings: Option<&Embeddings>) -> anyhow::Result<Replay> {
    let (tier, dimensions) = (args.tier.tier(), embeddings.map_or(0, Embeddings::dimensions));
    let mut tier_states = vec![(tier, train::blank(tier))];
    if tier == Tier::WithModel {
        tier_states.insert(0, (Tier::Both, train::blank(Tier::Both)));
    }
    let engine = Classifier::with_weights(tier_states, dimensions, RiskBound::STANDARD, args.seed);
    replay::replay(engine, tier, data, embeddings)
}

fn weights(args: &Args) -> anyhow::Result<Weights> {
    let text = args.weights.as_ref().map(fs::read_to_string).transpose()?;
    let shipped = || args.tier.tier().shipped(args.tier.model());
    let weights = text.map_or_else(shipped, |text| Weights::parse(&text));
    weights.context("the weights are damaged")
}

fn embeddings(args: &Args, data: &[Data]) -> anyhow::Result<Option<Embeddings>> {
    if matches!(args.tier, Name::L) {
        return Ok(None);
    }
    if matches!(args.tier, Name::S) {
        let bytes = fs::read(&args.vectors).with_context(|| {
            format!("cannot read {}; --convert writes it", args.vectors.display())
        })?;
        return Ok(Some(Embeddings::of_static(retrieval::StaticVectors::parse(bytes)?)));
    }
    let mut embeddings = Embeddings::open(&args.cache, &args.endpoint, &args.model)?;
    let texts: Vec<&str> =
        data.iter().flat_map(|data| &data.lines).map(|line| line.text.as_str()).collect();
    embeddings.prepare(&texts)?;
    ensure!(embeddings.dimensions() > 0, "the embeddings have no dimensions");
    Ok(Some(embeddings))
}

/// How long work shows its progress.
pub(crate) fn progress_style() -> ProgressStyle {
    let style = ProgressStyle::with_template("{msg:28} {wide_bar} {pos}/{len} {eta}");
    style.unwrap_or_else(|_| ProgressStyle::default_bar())
}
