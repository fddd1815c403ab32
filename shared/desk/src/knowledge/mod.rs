//! A store's knowledge: its answers, what triage learns from people's verdicts, its settings.

mod add;
mod brain;
mod change;
mod find;
mod fold;
mod hear;
mod list;
mod load;
mod own_words;
mod pack;
mod received;
mod search;
mod settle;
mod standing;
mod teach;
mod wonder;

use std::sync::Arc;

use adapters::dynamo::{
    Answers, AskedRows, Lessons, Log, Models, Questions, Recipients, SettingsRows, Table,
};

use brain::Senses;
use load::Brains;
use search::Searches;

pub use find::{Asked, Found};
pub use fold::Folded;
pub use hear::{Heard, Verdict};
pub use list::WantedAnswers;
pub use settle::Unsettled;
pub use standing::Standing;

/// The knowledge of a deployment's stores. One per process: it keeps what it has read.
#[derive(Clone)]
pub struct Knowledge {
    answers: Answers,
    asked: AskedRows,
    lessons: Lessons,
    log: Log,
    models: Models,
    questions: Questions,
    recipients: Recipients,
    settings: SettingsRows,
    senses: Senses,
    brains: Arc<Brains>,
    searches: Arc<Searches>,
}

impl Knowledge {
    /// The knowledge in this table, read by words alone.
    pub fn new(table: Table) -> Self {
        Self {
            answers: Answers::new(table.clone()),
            asked: AskedRows::new(table.clone()),
            lessons: Lessons::new(table.clone()),
            log: Log::new(table.clone()),
            models: Models::new(table.clone()),
            questions: Questions::new(table.clone()),
            recipients: Recipients::new(table.clone()),
            settings: SettingsRows::new(table),
            senses: Senses::default(),
            brains: Arc::default(),
            searches: Arc::default(),
        }
    }

    /// The same read by meaning too, where a question brings a vector of this embeddings model.
    #[must_use]
    pub fn with_embeddings(mut self, model: &str) -> Self {
        self.senses.model = Some(model.to_owned());
        self
    }

    /// The same with a language model that votes among the nearest answers.
    #[must_use]
    pub fn with_judge(mut self) -> Self {
        self.senses.is_judged = true;
        self
    }
}
