//! Taking out of a store's knowledge what came from cases that are erased: answers that still say what was written there,
//! open questions, examples, and the snapshot that was learned from these.
//!
//! An answer that a lead has put in words of their own stays: which words were the case's is seen only as long as the log
//! has them, so answers go first.

use std::collections::HashSet;
use std::future::Future;

use adapters::dynamo::{ExampleKind, Received, TrainingExample};
use domain::{Answer, AnswerId, AnswerStatus, Body, CaseId, Change, Seq, StoreId, Text, Timestamp};

use super::{Compaction, Knowledge};
use crate::ApplicationError;

/// Events of a log that are read at once.
const PAGE: usize = 200;

/// Which answers stay that were saved from a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Staying {
    /// Those that a lead stands behind and has put in other words: nothing that the customer may have written.
    Reworded,
    /// All that a lead stands behind: they are the store's own, however old the case is.
    Approved,
}

/// What knowledge holds of the words of cases.
#[derive(Debug, Default)]
pub(crate) struct SavedWords {
    /// Answers that say what was written there.
    pub(crate) answers: Vec<AnswerId>,
    /// Questions of other answers that were once asked in these words.
    pub(crate) examples: Vec<TrainingExample>,
}

impl SavedWords {
    /// Whether there is nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.examples.is_empty()
    }
}

impl Knowledge {
    /// What was saved from these cases, and does not say something else by now.
    pub(crate) async fn saved_from(
        &self,
        store: &StoreId,
        cases: &[CaseId],
        staying: Staying,
    ) -> Result<SavedWords, ApplicationError> {
        let mut saved = SavedWords::default();
        let mut from = None;
        loop {
            let (answers, next) = self.answers.all(store, from).await?;
            let may_go = |answer: &Answer| {
                let stays = staying == Staying::Approved && answer.status == AnswerStatus::Approved;
                !answer.is_erased() && !stays
            };
            for answer in answers.into_iter().filter(may_go) {
                let of = answer.from.as_ref().map(|(case, _)| case);
                if let Some(case) = of.filter(|case| cases.contains(case)) {
                    self.look_at(&answer, case, &mut saved).await?;
                }
            }
            from = next;
            if from.is_none() {
                return Ok(saved);
            }
        }
    }

    /// Notes what of an answer was written in a case: all of one that nobody stands behind, else where its words are those of
    /// the case; of any other the questions it had before it got words of its own.
    async fn look_at(
        &self,
        answer: &Answer,
        case: &CaseId,
        saved: &mut SavedWords,
    ) -> Result<(), ApplicationError> {
        let words = match self.words_of(case).await {
            Ok(words) => words,
            // The erasure tries such a case again by itself.
            Err(error) if error.is_unreadable() => return Ok(()),
            Err(error) => return Err(error),
        };
        let is_of_case = |text: &Text| words.contains(text.as_str());
        let is_approved = answer.status == AnswerStatus::Approved;
        if !is_approved || is_of_case(&answer.question) || is_of_case(&answer.text) {
            saved.answers.push(answer.id.clone());
            return Ok(());
        }
        let curated = self.examples.curated_for(&answer.store, &answer.id).await?;
        saved.examples.extend(curated.into_iter().filter(|example| match &example.what {
            ExampleKind::Curated { words, .. } => words.as_ref().is_some_and(is_of_case),
            _ => false,
        }));
        Ok(())
    }

    /// All texts of a case.
    async fn words_of(&self, case: &CaseId) -> Result<HashSet<String>, ApplicationError> {
        let (mut words, mut after) = (HashSet::new(), Seq::NONE);
        loop {
            let page = self.log.after(case, after, PAGE).await?;
            let Some(last) = page.entries.last() else { return Ok(words) };
            after = last.event.seq;
            let texts = page.entries.into_iter().filter_map(|entry| entry.event.text);
            words.extend(texts.map(String::from));
            if !page.more {
                return Ok(words);
            }
        }
    }

    /// Takes the words out of an answer, and out of what triage has learned for it: it is offered no more. Repeating it
    /// changes nothing.
    pub(crate) async fn erase_answer(
        &self,
        store: &StoreId,
        id: &AnswerId,
        now: Timestamp,
    ) -> Result<(), ApplicationError> {
        let step = |answer: &Answer| Ok((!answer.is_erased()).then(|| answer.erased(now)));
        let answer = match self.rewrite(store, id, step).await {
            Ok(answer) => answer,
            // There is nothing to erase.
            Err(error) => return error.into_refusal().map(drop),
        };
        for example in self.examples.curated_for(store, id).await? {
            if example.has_question() {
                self.examples.erase(store, &example).await?;
            }
        }
        self.train_change(&answer, &Change::Retire, now).await
    }

    /// Closes the open questions that show words of these cases.
    pub(crate) async fn erase_questions(
        &self,
        store: &StoreId,
        cases: &[CaseId],
    ) -> Result<(), ApplicationError> {
        for row in self.questions.all(store).await? {
            if row.first_case().is_some_and(|case| cases.contains(&case)) {
                self.questions.close(store, &row.name).await?;
            }
        }
        Ok(())
    }

    /// What was learned from a case until this time, as far as it can be taken back.
    pub(crate) async fn learned_from(
        &self,
        store: &StoreId,
        case: &CaseId,
        until: Timestamp,
    ) -> Result<Vec<TrainingExample>, ApplicationError> {
        let mut examples = self.examples.of_case(store, case).await?;
        examples.retain(|example| example.has_question() && example.at <= until);
        Ok(examples)
    }

    /// Takes out of an example what there was to learn.
    pub(crate) async fn erase_example(
        &self,
        store: &StoreId,
        example: &TrainingExample,
    ) -> Result<(), ApplicationError> {
        Ok(self.examples.erase(store, example).await?)
    }

    /// Takes the words of an answer out of a page of the messages that rest on it, and of the drafts that they were. Gives
    /// where the next page starts.
    pub(crate) async fn uncite(
        &self,
        answer: &AnswerId,
        from: Option<String>,
    ) -> Result<Option<String>, ApplicationError> {
        let (received, next) = self.recipients.list(answer, from).await?;
        for Received { case, seq, .. } in received {
            if let Some(Body::Approved { suggestion, .. }) =
                self.log.uncite(&case, seq, answer).await?
            {
                self.log.uncite(&case, suggestion, answer).await?;
            }
        }
        Ok(next)
    }

    /// Takes out of a case what triage had made of its questions.
    pub(crate) async fn erase_asked(
        &self,
        case: &CaseId,
        newest: Vec<Seq>,
        now: Timestamp,
    ) -> Result<(), ApplicationError> {
        Ok(self.asked.erase(case, newest, now).await?)
    }

    /// Makes a store's snapshot anew from the examples that are left; false where another learner is at it.
    pub(crate) async fn unlearn<F>(
        &self,
        store: &StoreId,
        learner: &str,
        embed: impl Fn(Vec<String>) -> F,
        now: Timestamp,
    ) -> Result<bool, ApplicationError>
    where
        F: Future<Output = Option<Vec<Vec<f32>>>>,
    {
        if self.models.head(store).await?.is_none() {
            return Ok(true);
        }
        let compacted = self.compact_anew(store, learner, embed, now).await?;
        Ok(matches!(compacted, Compaction::Done(_)))
    }
}
