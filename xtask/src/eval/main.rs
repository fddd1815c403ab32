//! The evaluator: replays files of questions through triage and measures what it would have said.

mod data;
mod embeddings;
mod latency;
mod measure;
mod picture;
mod replay;
mod static_vectors;
mod table;
mod train;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, ensure};
use clap::{Parser, ValueEnum};
use indicatif::ProgressStyle;
use retrieval::weights::Weights;
use retrieval::{Classifier, RiskBound, Tier};

use crate::data::Data;
use crate::embeddings::Embeddings;
use crate::replay::Replay;

/// Chance begins here in every evaluation: the same files give the same digits.
const SEED: u64 = 7;

/// Replay questions through triage; measure coverage, precision and false answers.
#[derive(Parser)]
#[command(name = "cargo xtask eval", bin_name = "cargo xtask eval")]
struct Args {
    /// Files of JSON lines, gzipped or plain: {"id","text","answer","kind"} in replay order
    #[arg(required_unless_present = "convert")]
    files: Vec<PathBuf>,
    /// L: words; S: words and static vectors; E: embeddings; LE: both; J: both and a scripted judge
    #[arg(long, value_enum, default_value_t = Name::L, ignore_case = true)]
    tier: Name,
    /// Train initial weights from these files and write them to this path
    #[arg(long, value_name = "PATH")]
    train: Option<PathBuf>,
    /// Start from these weights instead of the shipped ones
    #[arg(long, value_name = "PATH")]
    weights: Option<PathBuf>,
    /// Write everything measured to this path
    #[arg(long, value_name = "PATH")]
    json: Option<PathBuf>,
    /// Draw coverage against precision and over time to this path
    #[arg(long, value_name = "PATH")]
    svg: Option<PathBuf>,
    /// Time decisions with 10,000 and 100,000 remembered questions instead
    #[arg(long)]
    latency: bool,
    /// OpenAI-compatible endpoint for embeddings (key in EMBEDDINGS_KEY)
    #[arg(long, default_value = "http://127.0.0.1:8088/v1")]
    endpoint: String,
    /// Embeddings model
    #[arg(long, default_value = "all-MiniLM-L6-v2")]
    model: String,
    /// Static vectors for tier S, as --convert writes them
    #[arg(long, value_name = "PATH", default_value = ".data/static.vectors")]
    vectors: PathBuf,
    /// Convert a tokenizer and a table of vectors (WordLlama's, or a Model2Vec model's) to --vectors instead
    #[arg(long, num_args = 2, value_names = ["TOKENIZER", "SAFETENSORS"])]
    convert: Option<Vec<PathBuf>>,
    /// Where fetched embeddings are kept
    #[arg(long, default_value = ".data/embeddings")]
    cache: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Name {
    #[value(name = "L")]
    L,
    #[value(name = "E")]
    E,
    #[value(name = "LE")]
    LE,
    #[value(name = "J")]
    J,
    #[value(name = "S")]
    S,
}

impl Name {
    /// The tier as it is written on the command line.
    fn as_typed(self) -> &'static str {
        match self {
            Self::L => "L",
            Self::E => "E",
            Self::LE => "LE",
            Self::J => "J",
            Self::S => "S",
        }
    }

    fn tier(self) -> Tier {
        match self {
            Self::L => Tier::Lexical,
            Self::E => Tier::Dense,
            Self::LE | Self::S => Tier::Both,
            Self::J => Tier::WithModel,
        }
    }
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    if let Some([tokenizer, weights]) = args.convert.as_deref() {
        let bytes = static_vectors::convert(&args.model, tokenizer, weights)?;
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
    let embeddings = embeddings(&args, &data)?;
    match &args.train {
        Some(path) => train(&args, data, embeddings.as_ref(), path),
        None => evaluate(&args, &data, embeddings.as_ref()),
    }
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

/// Trains on one replay of each file, then replays again to find the threshold that goes with the weights.
fn train(
    args: &Args,
    data: Vec<Data>,
    embeddings: Option<&Embeddings>,
    path: &PathBuf,
) -> anyhow::Result<()> {
    let tier = args.tier.tier();
    let blank = train::blank(tier);
    let with = |weights: &Weights, data: &[Data]| -> anyhow::Result<Vec<(Data, Replay)>> {
        data.iter()
            .map(|data| Ok((data.clone(), replay(tier, weights, data, embeddings)?)))
            .collect()
    };
    let command = format!(
        "cargo xtask eval {} --tier {} --train",
        data.iter().map(|data| data.name.clone()).collect::<Vec<_>>().join(" "),
        args.tier.as_typed()
    );
    let mut weights = train::train(&with(&blank, &data)?, &command)?;
    if embeddings.is_some() {
        weights.provenance.push(format!("embeddings: {}", args.model));
    }
    weights.threshold = train::shipped_threshold(&with(&weights, &data)?);
    fs::write(path, weights.print()).with_context(|| format!("cannot write {}", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
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
            (Tier::Both, Tier::Both.shipped().context("the shipped weights are damaged")?),
        );
    }
    let engine = Classifier::with_weights(seats, dimensions, RiskBound::STANDARD, SEED);
    replay::replay(engine, tier, data, embeddings)
}

fn weights(args: &Args) -> anyhow::Result<Weights> {
    let text = args.weights.as_ref().map(fs::read_to_string).transpose()?;
    ensure!(
        text.is_some() || !matches!(args.tier, Name::S),
        "no weights ship for tier S: train some with --train, then name them with --weights"
    );
    let weights = text.map_or_else(|| args.tier.tier().shipped(), |text| Weights::parse(&text));
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
