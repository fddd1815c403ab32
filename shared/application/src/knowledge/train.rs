//! Telling triage of answers: their own questions, that they are gone, that they have become others.

use adapters::dynamo::{ExampleId, ExampleKind, TrainingExample};
use domain::{Answer, Change, CommandId, Text, Timestamp};
use retrieval::Question;

use futures_util::future::try_join_all;

use super::Knowledge;
use crate::ApplicationError;

impl Knowledge {
    /// Has answers' own questions learned, once, and closes the open questions that they settle.
    ///
    /// It is called before the answer is written: a crash in between leaves triage with an answer that nobody finds,
    /// which is harmless, and the command sent again finds the example there.
    pub(super) async fn train(
        &self,
        answers: &[Answer],
        at: Timestamp,
    ) -> Result<(), ApplicationError> {
        let questions: Vec<_> =
            answers.iter().map(|answer| Question::lexical(answer.question.as_str())).collect();
        let notes = answers.iter().zip(&questions).map(|(answer, question)| {
            let what = ExampleKind::Curated {
                question: self.packed(question),
                words: Some(answer.question.clone()),
                answer: answer.id.clone(),
            };
            let id = ExampleId::curated(&answer.id, answer.question.as_str());
            self.note(answer, id, what, at)
        });
        try_join_all(notes).await?;
        let Some(first) = answers.first() else { return Ok(()) };
        let features: Vec<_> = questions.into_iter().map(|question| question.features).collect();
        self.close_questions(&first.store, &features).await
    }

    /// Has a change of an answer learned, once. It is called after the change is written; triage's answers are read
    /// before they are used, so that what it has not learned yet does no harm.
    pub(super) async fn train_change(
        &self,
        answer: &Answer,
        change: &Change,
        at: Timestamp,
    ) -> Result<(), ApplicationError> {
        let what = match change {
            Change::Edit { question: None, .. } => return Ok(()),
            Change::Approve | Change::Edit { .. } => {
                return self.train(std::slice::from_ref(answer), at).await;
            }
            Change::Retire => ExampleKind::Retired { answer: answer.id.clone() },
            Change::Merge { into } => {
                ExampleKind::Merged { from: answer.id.clone(), into: into.clone() }
            }
        };
        self.note(answer, ExampleId::gone(&answer.id), what, at).await
    }

    async fn note(
        &self,
        answer: &Answer,
        id: ExampleId,
        what: ExampleKind,
        at: Timestamp,
    ) -> Result<(), ApplicationError> {
        let example = TrainingExample { id, at, what, compacted: None };
        self.examples.add(&answer.store, &example).await?;
        Ok(())
    }
}

/// What an added answer is derived from: repeating the command names the same answer.
pub(super) fn key_of(command: &CommandId) -> String {
    command.to_string()
}

/// What an imported answer is derived from: its question, however it is spaced and capitalised. No command's id holds
/// a colon.
pub(super) fn key_of_question(question: &Text) -> String {
    let words: Vec<_> = question.as_str().split_whitespace().map(str::to_lowercase).collect();
    format!("import:{}", words.join(" "))
}
