//! Ingesting what people did: an event of a case is judged, counted, and written down to be learned, once.
//!
//! What a whole batch counts for an answer is written to it in one go: many agents may send the same words at once. The
//! example is written last, so that one that is there says that all of its event is done.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use adapters::dynamo::{
    AskedRow, ExampleId, ExampleKind, KeptQuestion, TrainingExample, UnattendedRow,
};
use domain::{
    AnswerId, CaseId, Entry, Judgement, ModelVote, ReplyOutcome, Seq, StoreId, Tally, Text,
    Timestamp, judge, judged_from, outcome_of,
};
use futures_util::future::join_all;
use retrieval::autonomy::AUDIT_SHARE;

use super::Knowledge;
use super::learn_from_replies::OwnWords;
use super::tallies::{approval, rejection};
use super::unattended;
use crate::{ApplicationError, Batch};

/// Events behind the first that one judgement looks at; what comes later changes nothing in what a verdict is on.
const LOOK_BACK: usize = 200;
/// Verdicts that are counted before their examples are written: far below the events that an answer remembers, for other
/// processes count at the same time.
const AT_ONCE: usize = 8;

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
    tallies: Vec<(AnswerId, Tally)>,
    mark: String,
    /// What it makes of a reply that was sent by itself, or would have been.
    unattended: Option<(UnattendedRow, ReplyOutcome)>,
}

/// An event with what it says.
struct Judged<'a> {
    entry: &'a Entry,
    judgement: Judgement,
    /// What it makes of triage's reply to which message.
    outcome: Option<(Seq, ReplyOutcome)>,
}

/// A judgement on its way into rows.
pub(super) struct FeedbackContext<'a> {
    pub(super) case: &'a CaseId,
    pub(super) store: &'a StoreId,
    pub(super) entry: &'a Entry,
    /// The case's questions as triage saw them, as far as its judgements are on them.
    pub(super) asked: &'a [KeptQuestion],
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
        let mut judged = self.judged(batch).await?;
        let Some(store) = judged.first().map(|one| one.entry.state.store.clone()) else {
            return Ok(IngestResult::default());
        };
        let case = &batch.case;
        let id = |one: &Judged<'_>| ExampleId::event(case, one.entry.event.seq);
        let ids: Vec<ExampleId> = judged.iter().map(id).collect();
        let known = self.examples.some(&store, &ids).await?;
        judged.retain(|one| !known.iter().any(|example| example.id == id(one)));
        // Two verdicts may be on one question, and no row may be asked for twice.
        let replied = |one: &Judged<'_>| one.outcome.map(|(message, _)| message);
        let questions: BTreeSet<Seq> = judged
            .iter()
            .flat_map(|one| [one.judgement.question(), replied(one)])
            .flatten()
            .collect();
        let asked = self.asked.some(case, questions).await?;
        let mut verdicts = Vec::new();
        for Judged { entry, judgement, outcome: of_reply } in judged {
            let context = FeedbackContext { case, store: &store, entry, asked: &asked };
            if let Some(outcome) = self.weigh(&context, judgement).await? {
                verdicts.push(context.verdict(outcome, of_reply));
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
            if let Some(judgement) = judge(&entries) {
                judged.push(Judged { entry, judgement, outcome: outcome_of(&entries) });
            }
        }
        Ok(judged)
    }

    /// Counts verdicts for their answers and writes them down to be learned. Repeating it changes nothing. Gives the
    /// cases whose events are to be ingested again, with the reason.
    pub async fn keep(&self, verdicts: &[Feedback]) -> Vec<(CaseId, Arc<ApplicationError>)> {
        let mut failed = Vec::new();
        for some in verdicts.chunks(AT_ONCE) {
            let mut counts: BTreeMap<_, Vec<_>> = BTreeMap::new();
            for verdict in some {
                for (answer, tally) in &verdict.tallies {
                    let count = (*tally, verdict.mark.as_str());
                    counts.entry((&verdict.store, answer)).or_default().push(count);
                }
            }
            let counted = counts.iter().map(async |((store, answer), events)| {
                self.count(store, answer, events)
                    .await
                    .err()
                    .map(|error| (*answer, Arc::new(error)))
            });
            let uncounted: Vec<_> = join_all(counted).await.into_iter().flatten().collect();
            let kept = join_all(some.iter().map(|verdict| self.keep_one(verdict, &uncounted)));
            failed.extend(kept.await.into_iter().filter_map(Result::err));
        }
        failed
    }

    async fn keep_one(
        &self,
        verdict: &Feedback,
        uncounted: &[(&AnswerId, Arc<ApplicationError>)],
    ) -> Result<(), (CaseId, Arc<ApplicationError>)> {
        let is_meant = |answer: &AnswerId| verdict.tallies.iter().any(|(own, _)| own == answer);
        if let Some((_, error)) = uncounted.iter().find(|(answer, _)| is_meant(answer)) {
            return Err((verdict.case.clone(), Arc::clone(error)));
        }
        if let Some((row, outcome)) = &verdict.unattended {
            let recorded = self.unattended.record_outcome(row, *outcome).await;
            recorded
                .map_err(|error| (verdict.case.clone(), Arc::new(ApplicationError::from(error))))?;
        }
        let added = self.examples.add(&verdict.store, &verdict.example).await;
        added.map(drop).map_err(|error| (verdict.case.clone(), Arc::new(error.into())))
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
                let tally = approval(as_written, context.is_sure(question));
                Ok(Some(Outcome { what, tallies: vec![(answer, tally)] }))
            }
            Judgement::Wrong { question, answer } => {
                let what = self.verdict(context, question, None).await?;
                let tally = rejection(context.is_sure(question));
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
        if let Some(kept) = context.asked.iter().find(|kept| kept.seq == question) {
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
        let entry = self.log.event(context.case, message).await?;
        Ok(entry.and_then(|entry| entry.event.text))
    }
}

impl FeedbackContext<'_> {
    /// When the judging event was.
    pub(super) fn at(&self) -> Timestamp {
        self.entry.event.at
    }

    /// Whether triage was sure of what it found for this question; none where it has kept nothing of it.
    fn is_sure(&self, question: Seq) -> Option<bool> {
        self.asked.iter().find(|kept| kept.seq == question).and_then(|kept| kept.is_sure)
    }

    fn verdict(&self, outcome: Outcome, of_reply: Option<(Seq, ReplyOutcome)>) -> Feedback {
        let seq = self.entry.event.seq;
        let unattended = of_reply
            .and_then(|of_reply| unattended::made_of(self.asked, of_reply, &outcome.tallies));
        let id = ExampleId::event(self.case, seq);
        Feedback {
            case: self.case.clone(),
            store: self.store.clone(),
            example: TrainingExample { id, at: self.at(), what: outcome.what, compacted: None },
            tallies: outcome.tallies,
            mark: mark(self.case, seq),
            unattended,
        }
    }
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
