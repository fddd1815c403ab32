//! What the evaluator is told.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use retrieval::{Tier, WeighedModel};

/// Replay questions through triage; measure coverage, precision and false answers.
#[derive(Parser)]
#[command(name = "cargo xtask eval", bin_name = "cargo xtask eval")]
pub(crate) struct Args {
    /// Files of JSON lines, gzipped or plain: {"id","text","answer","kind"} in replay order
    #[arg(required_unless_present = "convert")]
    pub(crate) files: Vec<PathBuf>,
    /// L: words; S: words and static vectors; E: embeddings; LE: both; J: both and a scripted judge
    #[arg(long, value_enum, default_value_t = Name::L, ignore_case = true)]
    pub(crate) tier: Name,
    /// Train initial weights from these files and write them to this path
    #[arg(long, value_name = "PATH")]
    pub(crate) train: Option<PathBuf>,
    /// Draw so many stores from the files, and say how many of them kept the promise: each by weights trained on stores
    /// of the other files, unless --weights names some
    #[arg(long, value_name = "STORES")]
    pub(crate) simulate: Option<usize>,
    /// Where chance begins: the same files and the same seed give the same digits
    #[arg(long, value_name = "NUMBER", default_value_t = 7)]
    pub(crate) seed: u64,
    /// Start from these weights instead of the shipped ones
    #[arg(long, value_name = "PATH")]
    pub(crate) weights: Option<PathBuf>,
    /// Keep simulated stores' replays in this file, and replay only those that it lacks: JSON lines with what was known of
    /// each question, for whoever wants to try other weights or another policy. Of no use once triage reads otherwise
    #[arg(long, value_name = "PATH", requires = "simulate")]
    pub(crate) replays: Option<PathBuf>,
    /// Write everything measured to this path
    #[arg(long, value_name = "PATH")]
    pub(crate) json: Option<PathBuf>,
    /// Draw coverage against precision and over time to this path
    #[arg(long, value_name = "PATH")]
    pub(crate) svg: Option<PathBuf>,
    /// Time decisions with 10,000 and 100,000 remembered questions instead
    #[arg(long)]
    pub(crate) latency: bool,
    /// OpenAI-compatible endpoint for embeddings (key in EMBEDDINGS_KEY)
    #[arg(long, default_value = "http://127.0.0.1:8088/v1")]
    pub(crate) endpoint: String,
    /// Embeddings model
    #[arg(long, default_value = "all-MiniLM-L6-v2")]
    pub(crate) model: String,
    /// Static vectors for tier S, as --convert writes them
    #[arg(long, value_name = "PATH", default_value = "target/xtask/vectors/static.vectors")]
    pub(crate) vectors: PathBuf,
    /// Convert a tokenizer and a table of vectors (WordLlama's, or a Model2Vec model's) to --vectors instead
    #[arg(long, num_args = 2, value_names = ["TOKENIZER", "SAFETENSORS"])]
    pub(crate) convert: Option<Vec<PathBuf>>,
    /// Where fetched embeddings are kept
    #[arg(long, default_value = ".data/embeddings")]
    pub(crate) cache: PathBuf,
}

/// A tier as documents name it.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Name {
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
    pub(crate) fn as_typed(self) -> &'static str {
        match self {
            Self::L => "L",
            Self::E => "E",
            Self::LE => "LE",
            Self::J => "J",
            Self::S => "S",
        }
    }

    /// Whose vectors the shipped weights are for.
    pub(crate) fn model(self) -> WeighedModel {
        match self {
            Self::S => WeighedModel::WordLlama,
            Self::L | Self::E | Self::LE | Self::J => WeighedModel::MiniLm,
        }
    }

    /// The tier that it stands for.
    pub(crate) fn tier(self) -> Tier {
        match self {
            Self::L => Tier::Lexical,
            Self::E => Tier::Dense,
            Self::LE | Self::S => Tier::Both,
            Self::J => Tier::WithModel,
        }
    }
}
