//! The evaluator: replays files of questions through triage and measures what it would have said.

mod args;
mod data;
mod embeddings;
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
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use anyhow::{Context, ensure};
use clap::Parser;
use indicatif::ProgressStyle;
use retrieval::weights::Weights;
use retrieval::{Classifier, RiskBound, Tier, WeighedModel};

use crate::args::{Args, Name};
use crate::data::Data;
use crate::embeddings::Embeddings;
use crate::replay::Replay;

/// Chance begins here in every evaluation: the same files give the same digits.
const SEED: u64 = 7;

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
    let drawn = args.simulate.map(|count| simulate::stores(&data, count, SEED));
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
    let tier = args.tier.tier();
    ensure!(
        files.len() > 1 || args.weights.is_some(),
        "stores of one file alone have nothing to be trained on but themselves: name --weights"
    );
    let is_of = |file: &Data, store: &Data| store.sha256 == file.sha256;
    let (mut all, mut drafts) = (Vec::new(), Vec::new());
    let mut traced = args.trace.as_ref().map(fs::File::create).transpose()?.map(BufWriter::new);
    for file in files {
        let weights = if args.weights.is_some() {
            weights(args)?
        } else {
            let others: Vec<Data> =
                drawn.iter().filter(|store| !is_of(file, store)).cloned().collect();
            trained(args, files, &others, embeddings)?
        };
        let mut done = Vec::new();
        for store in drawn.iter().filter(|store| is_of(file, store)) {
            let replay = replay(tier, &weights, store, embeddings)?;
            if let Some(file) = &mut traced {
                for trace in &replay.traces {
                    let line = serde_json::json!({ "store": store.name, "trace": trace });
                    writeln!(file, "{line}")?;
                }
            }
            drafts.extend(replay.drafts);
            done.push(replay.outcomes);
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
        let done = replay(tier, &weights, data, embeddings)?;
        measured.push(measure::measure(&data.name, &done.outcomes, done.time.as_secs_f64()));
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
    let weights = trained(args, files, data, embeddings)?;
    fs::write(path, weights.print()).with_context(|| format!("cannot write {}", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
}

/// Trains on one replay of each, then replays again to find the threshold that goes with the weights.
fn trained(
    args: &Args,
    files: &[Data],
    data: &[Data],
    embeddings: Option<&Embeddings>,
) -> anyhow::Result<Weights> {
    let tier = args.tier.tier();
    let with = |weights: &Weights| -> anyhow::Result<Vec<(Data, Replay)>> {
        data.iter()
            .map(|data| Ok((data.clone(), replay(tier, weights, data, embeddings)?)))
            .collect()
    };
    let simulate = args.simulate.map_or_else(String::new, |count| format!(" --simulate {count}"));
    let command = format!(
        "cargo xtask eval {} --tier {}{simulate} --train",
        files.iter().map(|data| data.name.clone()).collect::<Vec<_>>().join(" "),
        args.tier.as_typed()
    );
    let mut weights = train::train(&with(&train::blank(tier))?, files, &command)?;
    if let Some(embeddings) = embeddings {
        weights.provenance.push(format!("embeddings: {}", embeddings.name()));
    }
    let replays = with(&weights)?;
    weights.threshold = match args.simulate {
        Some(_) => train::threshold_of_stores(&replays),
        None => train::shipped_threshold(&replays),
    };
    Ok(weights)
}

fn replay(
    tier: Tier,
    weights: &Weights,
    data: &Data,
    embeddings: Option<&Embeddings>,
) -> anyhow::Result<Replay> {
    let dimensions = embeddings.map_or(0, Embeddings::dimensions);
    let mut seats = vec![(tier, weights.clone())];
    if tier == Tier::WithModel {
        seats.insert(
            0,
            (
                Tier::Both,
                Tier::Both
                    .shipped(WeighedModel::MiniLm)
                    .context("the shipped weights are damaged")?,
            ),
        );
    }
    let engine = Classifier::with_weights(seats, dimensions, RiskBound::STANDARD, SEED);
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
