//! A store's knowledge: its answers, what triage learns from people's verdicts, its settings.

mod add;
mod change;
mod compact;
mod find;
mod ingest;
mod learn_from_replies;
mod list;
mod load;
mod model_status;
mod pack;
mod received;
mod record_unanswered;
mod search;
mod store_model;
mod train;
mod update_settings;

use std::sync::Arc;

use adapters::dynamo::{
    Answers, AskedRows, Log, Models, Questions, Recipients, SettingsRows, Table, TableError,
    TrainingExamples,
};
use domain::StoreId;
use retrieval::{Question, StaticVectors};

use load::Brains;
use search::Searches;
use store_model::EmbeddingConfig;

use crate::Stores;
use crate::browse::CaseReader;

pub use compact::Folded;
pub use find::{QuestionContext, SearchResult};
pub use ingest::{Feedback, IngestResult};
pub use list::WantedAnswers;
pub use model_status::ModelStatus;
pub use update_settings::SettingsError;

/// The knowledge of a deployment's stores. One per process: it keeps what it has read.
#[derive(Clone)]
pub struct Knowledge {
    answers: Answers,
    asked: AskedRows,
    lessons: TrainingExamples,
    log: Log,
    models: Models,
    questions: Questions,
    recipients: Recipients,
    settings: SettingsRows,
    senses: EmbeddingConfig,
    vectors: Option<Arc<StaticVectors>>,
    brains: Arc<Brains>,
    searches: Arc<Searches>,
    on_unreadable: fn(&StoreId, &TableError),
}

impl Knowledge {
    /// The knowledge in this table, read by words alone.
    pub fn new(table: Table) -> Self {
        Self {
            answers: Answers::new(table.clone()),
            asked: AskedRows::new(table.clone()),
            lessons: TrainingExamples::new(table.clone()),
            log: Log::new(table.clone()),
            models: Models::new(table.clone()),
            questions: Questions::new(table.clone()),
            recipients: Recipients::new(table.clone()),
            settings: SettingsRows::new(table),
            senses: EmbeddingConfig::default(),
            vectors: None,
            brains: Arc::default(),
            searches: Arc::default(),
            on_unreadable: |_, _| {},
        }
    }

    /// Reads the cases that answers were saved from and questions were asked in.
    fn case_reader<'a>(&'a self, stores: &'a Stores) -> CaseReader<'a> {
        CaseReader { log: &self.log, stores }
    }

    /// The same that tells of rows and snapshots which this release can't read, and does without.
    #[must_use]
    pub fn telling(mut self, on_unreadable: fn(&StoreId, &TableError)) -> Self {
        self.on_unreadable = on_unreadable;
        self
    }

    /// The same read by meaning too, where a question brings a vector of this embeddings model.
    #[must_use]
    pub fn with_embeddings(mut self, model: &str) -> Self {
        self.senses.model = Some(model.to_owned());
        self
    }

    /// The same read by meaning too, by a table of static vectors that every process which learns or decides must have.
    #[must_use]
    pub fn with_static_vectors(mut self, vectors: StaticVectors) -> Self {
        self.senses.model = Some(vectors.name().to_owned());
        self.senses.dimensions = vectors.dimensions();
        self.vectors = Some(Arc::new(vectors));
        self
    }

    /// A question as this process reads it by itself: its words, and its vector where it has a table for that.
    pub(crate) fn read_question(&self, words: &str) -> Question {
        let vector = self.vectors.as_ref().and_then(|vectors| vectors.embed(words));
        Question { vector, ..Question::lexical(words) }
    }

    /// The same with a language model that votes among the nearest answers.
    #[must_use]
    pub fn with_model_vote(mut self) -> Self {
        self.senses.is_judged = true;
        self
    }
}
