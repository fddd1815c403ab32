//! What the judgements of a batch rest on, read at once for all of its cases: which events are known already, the questions
//! as triage saw them, their words, the answers that are meant. It lives as long as the batch is ingested.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use adapters::dynamo::{ExampleId, FoundJudged, Held, KeptQuestion, MessageWords, Put, TableError};
use domain::{Answer, AnswerId, CaseId, Judgement, Seq, StoreId, Text};

use super::Knowledge;
use super::ingest::Judged;
use super::learn_from_replies::id_of;

/// An answer as a read found it; none where there is none.
type HeldAnswer = Result<Option<Arc<Held>>, TableError>;

/// The rows behind a batch's judgements.
#[derive(Default)]
pub(super) struct BatchRows {
    judged: FoundJudged,
    words: MessageWords,
    answers: Mutex<HashMap<(StoreId, AnswerId), HeldAnswer>>,
}

impl Knowledge {
    /// Reads what these judgements rest on, three requests for all of them at most.
    pub(super) async fn batch_rows(
        &self,
        judged: &[(&CaseId, &Judged<'_>)],
    ) -> Result<BatchRows, TableError> {
        if judged.is_empty() {
            return Ok(BatchRows::default());
        }
        let events = judged.iter().map(|(case, one)| one.example(case)).collect();
        let questions = judged
            .iter()
            .flat_map(|(case, one)| one.questions().map(|question| ((*case).clone(), question)));
        let mut rows = BatchRows {
            judged: self.judged_rows.judged(&events, &questions.collect()).await?,
            ..BatchRows::default()
        };
        let is_new =
            |(case, one): &&(&CaseId, &Judged<'_>)| !rows.judged.known.contains(&one.example(case));
        let new: Vec<_> = judged.iter().filter(is_new).collect();
        // Of a question that triage did not see the words are read.
        let unseen = new.iter().filter_map(|(case, one)| {
            let question = ((*case).clone(), one.judgement.question()?);
            (!rows.judged.asked.contains_key(&question)).then_some(question)
        });
        let unseen: BTreeSet<_> = unseen.collect();
        if !unseen.is_empty() {
            rows.words = self.judged_rows.words(&unseen).await?;
        }
        let meant: BTreeSet<_> = new.iter().flat_map(|(case, one)| rows.meant(case, one)).collect();
        if !meant.is_empty() {
            let mut held = self.answers.held(&meant).await?;
            let answers = meant.into_iter().map(|answer| {
                let held = held.remove(&answer).transpose();
                (answer, held.map(|held| held.map(Arc::new)))
            });
            rows.answers = Mutex::new(answers.collect());
        }
        Ok(rows)
    }

    /// These answers, in this order, as far as there are some: as the batch read them, or where it has not, as they are.
    pub(super) async fn meant_answers(
        &self,
        rows: &BatchRows,
        store: &StoreId,
        ids: &[AnswerId],
    ) -> Result<Vec<Arc<Held>>, TableError> {
        let missing = {
            let answers = rows.answers();
            let is_missing = |answer: &(StoreId, AnswerId)| !answers.contains_key(answer);
            let wanted = ids.iter().map(|id| (store.clone(), id.clone()));
            wanted.filter(is_missing).collect::<BTreeSet<_>>()
        };
        if !missing.is_empty() {
            let mut held = self.answers.held(&missing).await?;
            let mut answers = rows.answers();
            for answer in missing {
                let found = held.remove(&answer).transpose();
                answers.insert(answer, found.map(|held| held.map(Arc::new)));
            }
        }
        let answers = rows.answers();
        let find = |id: &AnswerId| answers.get(&(store.clone(), id.clone())).cloned();
        ids.iter().filter_map(|id| find(id).and_then(Result::transpose)).collect()
    }

    /// Proposes an answer. Later judgements of the batch find it.
    pub(super) async fn add_proposed(
        &self,
        rows: &BatchRows,
        answer: Answer,
    ) -> Result<(), TableError> {
        let key = (answer.store.clone(), answer.id.clone());
        let put = self.answers.add(answer.clone()).await?;
        let mut answers = rows.answers();
        match put {
            Put::Written => {
                answers.insert(key, Ok(Some(Arc::new(Held { answer, revision: 1 }))));
            }
            // Whoever needs it reads what is there.
            Put::Collided => drop(answers.remove(&key)),
        }
        Ok(())
    }
}

impl BatchRows {
    /// Whether an event is written down: all of it is done.
    pub(super) fn is_known(&self, example: &(StoreId, ExampleId)) -> bool {
        self.judged.known.contains(example)
    }

    /// The question of a message as triage saw it.
    pub(super) fn asked(
        &self,
        case: &CaseId,
        message: Seq,
    ) -> Result<Option<&KeptQuestion>, TableError> {
        let asked = self.judged.asked.get(&(case.clone(), message));
        asked.map(|asked| asked.as_ref().map_err(Clone::clone)).transpose()
    }

    /// The words of a message, where they were read; none of those that are erased.
    pub(super) fn words(
        &self,
        case: &CaseId,
        message: Seq,
    ) -> Option<Result<Option<Text>, TableError>> {
        self.words.get(&(case.clone(), message)).cloned()
    }

    /// The answer as this batch has read it.
    pub(super) fn held(&self, store: &StoreId, id: &AnswerId) -> Option<Arc<Held>> {
        self.answers().get(&(store.clone(), id.clone()))?.clone().ok()?
    }

    /// The answers that a judgement is on, or that its reply may repeat.
    fn meant(&self, case: &CaseId, judged: &Judged<'_>) -> Vec<(StoreId, AnswerId)> {
        let ids = match &judged.judgement {
            Judgement::Right { answer, .. }
            | Judgement::Wrong { answer, .. }
            | Judgement::Unwanted { answer, .. } => vec![answer.clone()],
            Judgement::NotHelped { answers } => answers.clone(),
            Judgement::Own { question, .. } => {
                let asked = self.judged.asked.get(&(case.clone(), *question));
                let offers = asked.and_then(|asked| asked.as_ref().ok());
                let offers = offers.map(|kept| kept.asked.offers.clone()).unwrap_or_default();
                let own = judged.entry.event.text.as_ref();
                offers.into_iter().chain(own.map(|own| id_of(judged.store(), own))).collect()
            }
        };
        ids.into_iter().map(|id| (judged.store().clone(), id)).collect()
    }

    fn answers(&self) -> MutexGuard<'_, HashMap<(StoreId, AnswerId), HeldAnswer>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
