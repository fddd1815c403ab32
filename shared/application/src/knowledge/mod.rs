//! A store's knowledge: its answers, what triage learns from people's verdicts, its settings.

mod add;
mod change;
mod compact;
mod decided;
mod find;
mod forget;
mod help;
mod ingest;
mod judged_rows;
mod keep;
mod learn_from_replies;
mod list;
mod load;
mod model_status;
mod offered;
mod pack;
mod rebuild;
mod received;
mod record_unanswered;
mod search;
mod store_model;
mod tallies;
mod train;
mod unattended;
mod update_settings;

use std::sync::Arc;

use adapters::dynamo::{
    Answers, AskedRows, JudgedRows, Log, Models, Questions, Recipients, SettingsRows, Summaries,
    Table, TableError, TrainingExamples, UnattendedReplies,
};
use domain::StoreId;
use retrieval::{Question, StaticVectors};

use help::HelpIndexes;
use load::StoreModels;
use search::Searches;
use store_model::EmbeddingConfig;

use crate::Stores;
use crate::browse::CaseReader;

pub use compact::Compaction;
pub use find::{QuestionContext, SearchResult};
pub(crate) use forget::Staying;
pub use ingest::{Feedback, IngestResult};
pub use list::WantedAnswers;
pub use model_status::ModelStatus;
pub(crate) use offered::{AnswerSource, OfferedAnswers};
pub use update_settings::SettingsError;

/// The knowledge of a deployment's stores. One per process: it keeps what it has read.
#[derive(Clone)]
pub struct Knowledge {
    answers: Answers,
    asked: AskedRows,
    unattended: UnattendedReplies,
    examples: TrainingExamples,
    judged_rows: JudgedRows,
    log: Log,
    models: Models,
    questions: Questions,
    recipients: Recipients,
    settings: SettingsRows,
    summaries: Summaries,
    embeddings: EmbeddingConfig,
    vectors: Option<Arc<StaticVectors>>,
    store_models: Arc<StoreModels>,
    searches: Arc<Searches>,
    help: Arc<HelpIndexes>,
    on_unreadable: fn(&StoreId, &TableError),
}

/// Where the embeddings of questions come from. With them answers are found by meaning too.
#[derive(Clone, Default)]
pub enum Embeddings {
    /// From nowhere: questions are read by their words alone.
    #[default]
    Off,
    /// From a service, by the name of its model; each question brings its own.
    Service(String),
    /// From a table in this process. Every process that learns or decides must have the same.
    Table(Arc<StaticVectors>),
}

impl Embeddings {
    /// Those of this table.
    pub fn of_table(table: StaticVectors) -> Self {
        Self::Table(Arc::new(table))
    }

    fn table(&self) -> Option<Arc<StaticVectors>> {
        match self {
            Self::Table(table) => Some(Arc::clone(table)),
            Self::Off | Self::Service(_) => None,
        }
    }
}

/// How knowledge is read. By default by words alone, and silently.
#[derive(Clone)]
pub struct KnowledgeConfig {
    /// Where embeddings come from.
    pub embeddings: Embeddings,
    /// Whether a language model votes among the nearest answers.
    pub has_model_vote: bool,
    /// Told of rows and snapshots that this release can't read and does without.
    pub on_unreadable: fn(&StoreId, &TableError),
}

impl Default for KnowledgeConfig {
    fn default() -> Self {
        Self { embeddings: Embeddings::Off, has_model_vote: false, on_unreadable: |_, _| {} }
    }
}

impl Knowledge {
    /// The knowledge in this table.
    pub fn new(table: Table, config: KnowledgeConfig) -> Self {
        let KnowledgeConfig { embeddings, has_model_vote, on_unreadable } = config;
        Self {
            answers: Answers::new(table.clone()),
            asked: AskedRows::new(table.clone()),
            unattended: UnattendedReplies::new(table.clone()),
            examples: TrainingExamples::new(table.clone()),
            judged_rows: JudgedRows::new(table.clone()),
            log: Log::new(table.clone()),
            models: Models::new(table.clone()),
            questions: Questions::new(table.clone()),
            recipients: Recipients::new(table.clone()),
            settings: SettingsRows::new(table.clone()),
            summaries: Summaries::new(table),
            embeddings: EmbeddingConfig::of(&embeddings, has_model_vote),
            vectors: embeddings.table(),
            store_models: Arc::default(),
            searches: Arc::default(),
            help: Arc::default(),
            on_unreadable,
        }
    }

    /// Reads the cases that answers were saved from and questions were asked in.
    fn case_reader<'a>(&'a self, stores: &'a Stores) -> CaseReader<'a> {
        CaseReader { log: &self.log, stores }
    }

    /// A question as this process reads it by itself: its words, and its vector where it has a table for that.
    pub(crate) fn read_question(&self, words: &str) -> Question {
        let vector = self.vectors.as_ref().and_then(|vectors| vectors.embed(words));
        Question { vector, ..Question::lexical(words) }
    }
}
