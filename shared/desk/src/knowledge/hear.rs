//! Hearing what people did: an event of a case is judged, written down to be learned, and counted, once.

use adapters::dynamo::{AskedRow, Lesson, LessonId, PackedQuestion, What};
use answering::Question;
use answering::autonomy::AUDIT_SHARE;
use domain::{
    AnswerId, CaseId, Entry, Judgement, Refusal, Seq, StoreId, Tally, Text, Timestamp, judge,
    judged_from,
};

use super::Knowledge;
use crate::Fault;

/// Events behind the first that one judgement looks at; what comes later changes nothing in what a verdict is on.
const LOOK_BACK: usize = 200;

/// What an event came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It says nothing about triage's work.
    Nothing,
    /// It was written down, now or before.
    Learned,
}

/// A judgement on its way into rows.
pub(super) struct Hearing<'a> {
    pub(super) case: &'a CaseId,
    pub(super) store: &'a StoreId,
    pub(super) entry: &'a Entry,
    pub(super) entries: &'a [Entry],
}

/// What is to be written for an event: something to learn, and what counts for which answers.
pub(super) struct Outcome {
    pub(super) what: What,
    pub(super) tallies: Vec<(AnswerId, Tally)>,
}

impl Knowledge {
    /// Takes in an event by a person. Hearing it again changes nothing.
    ///
    /// # Errors
    /// [`Fault`]: the event is to be heard again.
    pub async fn hear(&self, case: &CaseId, entry: &Entry) -> Result<Heard, Fault> {
        let Some(from) = judged_from(entry) else { return Ok(Heard::Nothing) };
        let mut entries = self.log.after(case, from.previous(), LOOK_BACK).await?.entries;
        entries.retain(|other| other.event.seq < entry.event.seq);
        entries.push(entry.clone());
        let Some(judgement) = judge(&entries) else { return Ok(Heard::Nothing) };
        let store = &entry.state.store;
        let hearing = Hearing { case, store, entry, entries: &entries };
        let id = LessonId::event(case, entry.event.seq);
        let known = self.lessons.some(store, [&id]).await?.pop();
        if known.as_ref().is_some_and(|lesson| lesson.is_counted) {
            return Ok(Heard::Learned);
        }
        let Some(outcome) = self.weigh(&hearing, judgement).await? else {
            return Ok(Heard::Nothing);
        };
        let at = entry.event.at;
        let what = outcome.what;
        let lesson = Lesson { id: id.clone(), at, what, is_counted: false, folded: None };
        if known.is_none() {
            self.lessons.add(store, &lesson).await?;
        }
        for (answer, tally) in outcome.tallies {
            self.count(store, &answer, tally, &mark(case, entry.event.seq)).await?;
        }
        self.lessons.mark_counted(store, &id).await?;
        Ok(Heard::Learned)
    }

    /// Counts something for an answer, once for each event. An answer that is not there counts nothing.
    pub(super) async fn count(
        &self,
        store: &StoreId,
        answer: &AnswerId,
        tally: Tally,
        event: &str,
    ) -> Result<(), Fault> {
        let step = |answer: &domain::Answer| Ok(answer.counted(tally, event));
        match self.rewrite(store, answer, step).await? {
            Ok(_) | Err(Refusal::NotFound) => Ok(()),
            Err(_) => Err(Fault::Contended),
        }
    }

    async fn weigh(
        &self,
        hearing: &Hearing<'_>,
        judgement: Judgement,
    ) -> Result<Option<Outcome>, Fault> {
        let counted = |tallies| Some(Outcome { what: What::Counted, tallies });
        match judgement {
            Judgement::Right { question, answer, as_written } => {
                let what = self.verdict(hearing, question, Some(answer.clone())).await?;
                let tally = if as_written { Tally::Approved } else { Tally::Fitted };
                Ok(Some(Outcome { what, tallies: vec![(answer, tally)] }))
            }
            Judgement::Wrong { question, answer } => {
                let what = self.verdict(hearing, question, None).await?;
                Ok(Some(Outcome { what, tallies: vec![(answer, Tally::Rejected)] }))
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
            Judgement::Own { question, was_judged } => {
                self.own_words(hearing, question, was_judged).await
            }
        }
    }

    /// A verdict on a question; without a trace of its words there is nothing to learn.
    async fn verdict(
        &self,
        hearing: &Hearing<'_>,
        question: Seq,
        answer: Option<AnswerId>,
    ) -> Result<What, Fault> {
        let asked = self.question(hearing, question).await?;
        Ok(asked.map_or(What::Counted, |asked| verdict_on(asked, answer)))
    }

    /// The question as triage saw it, else as its message says it.
    pub(super) async fn question(
        &self,
        hearing: &Hearing<'_>,
        question: Seq,
    ) -> Result<Option<AskedRow>, Fault> {
        if let Some(asked) = self.asked.get(hearing.case, question).await? {
            return Ok(Some(asked));
        }
        let words = self.words(hearing, question).await?;
        Ok(words.map(|words| AskedRow {
            question: self.packed(&Question::lexical(words.as_str())),
            offers: Vec::new(),
            vote: None,
            is_audit: false,
        }))
    }

    /// The words of a message; none once erased.
    pub(super) async fn words(
        &self,
        hearing: &Hearing<'_>,
        message: Seq,
    ) -> Result<Option<Text>, Fault> {
        if let Some(entry) = hearing.entries.iter().find(|entry| entry.event.seq == message) {
            return Ok(entry.event.text.clone());
        }
        let entry = self.log.event(hearing.case, message).await?;
        Ok(entry.and_then(|entry| entry.event.text))
    }
}

impl Hearing<'_> {
    /// When the judging event was.
    pub(super) fn at(&self) -> Timestamp {
        self.entry.event.at
    }
}

/// An audited question stands for all that went out unattended beside it.
pub(super) fn verdict_on(asked: AskedRow, answer: Option<AnswerId>) -> What {
    let weight = if asked.is_audit { 1.0 / AUDIT_SHARE } else { 1.0 };
    What::Verdict { question: asked.question, answer, weight, vote: asked.vote }
}

/// A question without a verdict of its own: the words alone are taught.
pub(super) fn taught_by(question: PackedQuestion, answer: AnswerId) -> What {
    What::Taught { question, words: None, answer }
}

/// A short name for an event among those of an answer: 60 bits of its case's id, and its place.
pub(super) fn mark(case: &CaseId, seq: Seq) -> String {
    format!("{}.{seq}", &case.as_str()[14..])
}
