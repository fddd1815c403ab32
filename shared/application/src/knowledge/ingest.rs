//! Ingesting what people did: an event of a case is judged, counted, and written down to be learned, once.
//!
//! What the judgements of a batch rest on is read at once for all of its cases.

use std::sync::Arc;

use adapters::dynamo::{
    AskedRow, ExampleId, ExampleKind, Held, KeptQuestion, TrainingExample, UnattendedRow,
};
use domain::{
    AnswerId, CaseId, Entry, Judgement, ModelVote, ReplyOutcome, Seq, StoreId, Tally, Text,
    Timestamp, judge, judged_from, outcome_of,
};
use futures_util::future::join_all;
use language::question::is_holding;
use retrieval::autonomy::AUDIT_SHARE;

use super::Knowledge;
use super::judged_rows::BatchRows;
use super::learn_from_replies::OwnWords;
use super::tallies::{approval, rejection};
use super::unattended;
use crate::{ApplicationError, Batch};

/// Events behind the first that one judgement looks at; what comes later changes nothing in what a verdict is on.
const LOOK_BACK: usize = 200;

/// What a case's events came to.
#[derive(Debug, Default)]
pub struct IngestResult {
    /// What is to be kept.
    pub verdicts: Vec<Feedback>,
    /// The store that has learned something, now or before.
    pub store: Option<StoreId>,
}

/// A judgement that is not kept yet.
#[derive(Debug)]
pub struct Feedback {
    /// The case whose event it is on.
    pub case: CaseId,
    pub(super) store: StoreId,
    pub(super) example: TrainingExample,
    pub(super) tallies: Vec<(AnswerId, Tally)>,
    /// The answers that it counts for, as they were read with it.
    pub(super) seen: Vec<Arc<Held>>,
    pub(super) mark: String,
    /// What it makes of a reply that was sent by itself, or would have been.
    pub(super) unattended: Option<(UnattendedRow, ReplyOutcome)>,
}

/// An event with what it says.
pub(super) struct Judged<'a> {
    pub(super) entry: &'a Entry,
    pub(super) judgement: Judgement,
    /// What it makes of triage's reply to which message.
    outcome: Option<(Seq, ReplyOutcome)>,
}

/// A judgement on its way into rows.
pub(super) struct FeedbackContext<'a> {
    pub(super) case: &'a CaseId,
    pub(super) store: &'a StoreId,
    pub(super) entry: &'a Entry,
    /// What was read for the whole batch.
    pub(super) rows: &'a BatchRows,
}

/// What is to be written for an event: something to learn, and what counts for which answers.
pub(super) struct Outcome {
    pub(super) what: ExampleKind,
    pub(super) tallies: Vec<(AnswerId, Tally)>,
}

impl Knowledge {
    /// Takes in what people did in a case. It is for [`Knowledge::keep`] to count it and write it down.
    ///
    /// # Errors
    /// [`ApplicationError`]: the events are to be ingested again.
    pub async fn ingest(&self, batch: &Batch) -> Result<IngestResult, ApplicationError> {
        let ingested = self.ingest_all(&[batch]).await.pop();
        ingested.unwrap_or_else(|| Ok(IngestResult::default()))
    }

    /// The same for many cases at once, each with a result of its own.
    pub async fn ingest_all(
        &self,
        batches: &[&Batch],
    ) -> Vec<Result<IngestResult, ApplicationError>> {
        let judged = join_all(batches.iter().map(|batch| self.judged(batch))).await;
        let of_cases = batches.iter().zip(&judged);
        let of_cases = of_cases.filter_map(|(batch, judged)| Some((batch, judged.as_ref().ok()?)));
        let all: Vec<_> = of_cases
            .flat_map(|(batch, judged)| judged.iter().map(|one| (&batch.case, one)))
            .collect();
        let rows = self.batch_rows(&all).await;
        let ingest = async |(batch, judged): (&&Batch, Result<Vec<Judged<'_>>, _>)| {
            let judged = judged?;
            if judged.is_empty() {
                return Ok(IngestResult::default());
            }
            let rows = rows.as_ref().map_err(|error| ApplicationError::from(error.clone()))?;
            self.ingest_case(&batch.case, judged, rows).await
        };
        join_all(batches.iter().zip(judged).map(ingest)).await
    }

    async fn ingest_case(
        &self,
        case: &CaseId,
        judged: Vec<Judged<'_>>,
        rows: &BatchRows,
    ) -> Result<IngestResult, ApplicationError> {
        let Some(store) = judged.first().map(|one| one.store().clone()) else {
            return Ok(IngestResult::default());
        };
        let (known, new): (Vec<_>, Vec<_>) =
            judged.into_iter().partition(|one| rows.is_known(&one.example(case)));
        let mut verdicts = Vec::new();
        for Judged { entry, judgement, outcome: of_reply } in new {
            let context = FeedbackContext { case, store: &store, entry, rows };
            if let Some(outcome) = self.weigh(&context, judgement).await? {
                verdicts.push(context.verdict(outcome, of_reply)?);
            }
        }
        let has_learned = !known.is_empty() || !verdicts.is_empty();
        Ok(IngestResult { verdicts, store: has_learned.then_some(store) })
    }

    /// Those of a case's new events that say something about triage's work, oldest first.
    async fn judged<'a>(&self, batch: &'a Batch) -> Result<Vec<Judged<'a>>, ApplicationError> {
        let mut judged = Vec::new();
        for entry in &batch.entries {
            let Some(from) = judged_from(entry) else { continue };
            let mut entries = match between(batch, from, entry.event.seq) {
                Some(entries) => entries,
                None => self.log.after(&batch.case, from.previous(), LOOK_BACK).await?.entries,
            };
            entries.retain(|other| other.event.seq < entry.event.seq);
            entries.push(entry.clone());
            if let Some(judgement) = judge(&entries).filter(|judgement| says(judgement, entry)) {
                judged.push(Judged { entry, judgement, outcome: outcome_of(&entries) });
            }
        }
        Ok(judged)
    }

    async fn weigh(
        &self,
        context: &FeedbackContext<'_>,
        judgement: Judgement,
    ) -> Result<Option<Outcome>, ApplicationError> {
        let counted = |tallies| Some(Outcome { what: ExampleKind::Counted, tallies });
        match judgement {
            Judgement::Right { question, answer, as_written } => {
                let what = self.verdict(context, question, Some(answer.clone())).await?;
                let tally = approval(as_written, context.is_sure(question)?);
                Ok(Some(Outcome { what, tallies: vec![(answer, tally)] }))
            }
            Judgement::Wrong { question, answer } => {
                let what = self.verdict(context, question, None).await?;
                let tally = rejection(context.is_sure(question)?);
                Ok(Some(Outcome { what, tallies: vec![(answer, tally)] }))
            }
            Judgement::Unwanted { answer, for_its_words: true } => {
                Ok(counted(vec![(answer, Tally::Rejected)]))
            }
            Judgement::Unwanted { answer, for_its_words: false } => {
                Ok(counted(vec![(answer, Tally::Unwanted)]))
            }
            Judgement::NotHelped { answers } => {
                let tallies = answers.into_iter().map(|answer| (answer, Tally::Rejected));
                Ok(counted(tallies.collect()))
            }
            Judgement::Own { question, was_judged, had_draft } => {
                let own = OwnWords { question, was_judged, had_draft };
                self.own_words(context, own).await
            }
        }
    }

    /// A verdict on a question; without a trace of its words there is nothing to learn.
    async fn verdict(
        &self,
        context: &FeedbackContext<'_>,
        question: Seq,
        answer: Option<AnswerId>,
    ) -> Result<ExampleKind, ApplicationError> {
        let asked = self.question(context, question).await?;
        Ok(asked.map_or(ExampleKind::Counted, |asked| verdict_on(asked, answer)))
    }

    /// The question as triage saw it, else as its message says it.
    pub(super) async fn question(
        &self,
        context: &FeedbackContext<'_>,
        question: Seq,
    ) -> Result<Option<AskedRow>, ApplicationError> {
        if let Some(kept) = context.asked(question)? {
            return Ok(Some(kept.asked.clone()));
        }
        let words = self.words(context, question).await?;
        Ok(words.map(|words| AskedRow {
            question: self.packed(&self.read_question(words.as_str())),
            offers: Vec::new(),
            vote: ModelVote::NotAsked,
            is_audit: false,
        }))
    }

    /// The words of a message as its log has them now, not as the stream brought them: what was taken back meanwhile is
    /// not to be kept anywhere. None once erased.
    pub(super) async fn words(
        &self,
        context: &FeedbackContext<'_>,
        message: Seq,
    ) -> Result<Option<Text>, ApplicationError> {
        if let Some(words) = context.rows.words(context.case, message) {
            return Ok(words?);
        }
        let entry = self.log.event(context.case, message).await?;
        Ok(entry.and_then(|entry| entry.event.text))
    }
}

impl Judged<'_> {
    pub(super) fn store(&self) -> &StoreId {
        &self.entry.state.store
    }

    /// The example that says that all of it is done.
    pub(super) fn example(&self, case: &CaseId) -> (StoreId, ExampleId) {
        (self.store().clone(), ExampleId::event(case, self.entry.event.seq))
    }

    /// The messages whose questions it is on.
    pub(super) fn questions(&self) -> impl Iterator<Item = Seq> {
        let replied = self.outcome.map(|(message, _)| message);
        [self.judgement.question(), replied].into_iter().flatten()
    }
}

impl FeedbackContext<'_> {
    /// When the judging event was.
    pub(super) fn at(&self) -> Timestamp {
        self.entry.event.at
    }

    /// A question of the case as triage saw it; none where it has kept nothing of it.
    fn asked(&self, question: Seq) -> Result<Option<&KeptQuestion>, ApplicationError> {
        Ok(self.rows.asked(self.case, question)?)
    }

    /// Whether triage was sure of what it found for this question; none where it has kept nothing of it.
    fn is_sure(&self, question: Seq) -> Result<Option<bool>, ApplicationError> {
        Ok(self.asked(question)?.and_then(|kept| kept.is_sure))
    }

    fn verdict(
        &self,
        outcome: Outcome,
        of_reply: Option<(Seq, ReplyOutcome)>,
    ) -> Result<Feedback, ApplicationError> {
        let seq = self.entry.event.seq;
        let unattended = match of_reply {
            Some((message, made)) => self
                .asked(message)?
                .and_then(|asked| unattended::made_of(asked, made, &outcome.tallies)),
            None => None,
        };
        let id = ExampleId::event(self.case, seq);
        let held = |(answer, _): &(AnswerId, Tally)| self.rows.held(self.store, answer);
        Ok(Feedback {
            seen: outcome.tallies.iter().filter_map(held).collect(),
            case: self.case.clone(),
            store: self.store.clone(),
            example: TrainingExample { id, at: self.at(), what: outcome.what, compacted: None },
            tallies: outcome.tallies,
            mark: mark(self.case, seq),
            unattended,
        })
    }
}

/// Whether a judgement is one to keep: "One moment, please" and "Which order?" are no answers, neither to keep nor to learn
/// from.
fn says(judgement: &Judgement, entry: &Entry) -> bool {
    let is_own = matches!(judgement, Judgement::Own { .. });
    !is_own || entry.event.text.as_ref().is_some_and(|reply| !is_holding(reply.as_str()))
}

/// An audited question stands for all that went out unattended beside it.
pub(super) fn verdict_on(asked: AskedRow, answer: Option<AnswerId>) -> ExampleKind {
    let weight = if asked.is_audit { 1.0 / AUDIT_SHARE } else { 1.0 };
    ExampleKind::Feedback { question: asked.question, answer, weight, vote: asked.vote }
}

/// The events of a case from one to before another, if the batch holds all of them.
fn between(batch: &Batch, from: Seq, to: Seq) -> Option<Vec<Entry>> {
    let is_between = |entry: &&Entry| (from..to).contains(&entry.event.seq);
    let entries: Vec<Entry> = batch.entries.iter().filter(is_between).cloned().collect();
    (entries.len() as u64 == to.get() - from.get()).then_some(entries)
}

/// A short name for an event among those of an answer: 60 bits of its case's id, and its place.
pub(super) fn mark(case: &CaseId, seq: Seq) -> String {
    format!("{}.{seq}", &case.as_str()[14..])
}
