//! What a store's knowledge says about a question.

use adapters::dynamo::{AskedRow, PackedQuestion, UnattendedRow};
use domain::{
    Answer, AnswerId, CaseId, EarnedBy, Fit, FoundBy, ModelVote, Seq, StoreId, Timestamp,
    UnattendedReply,
};
use language::question::{is_same_question, question_key};
use retrieval::{Permission, Question};

use super::Knowledge;
use super::decided::{Decided, decide, found_by, permission};
use super::load::Shared;
use super::offered::AnswerSource;
use crate::ApplicationError;

/// Characters of a question that an agent is shown.
const LIKE: usize = 120;

/// What was found for a question.
pub struct SearchResult {
    /// What may happen with the candidate: an answer only where it has earned it. What the store allows, and the audit,
    /// are the caller's to add.
    pub permission: Permission,
    /// By what the candidate has earned to go out by itself.
    pub earned: Option<EarnedBy>,
    /// Whether the candidate is as sure as the store's threshold asks. Else it is guessed.
    pub is_sure: bool,
    /// The answer that fits best.
    pub candidate: Option<Answer>,
    /// Up to five answers that may fit, the candidate first.
    pub offers: Vec<Answer>,
    /// What it was found by.
    pub found_by: FoundBy,
    /// The start of the question that it answers.
    pub like: Option<String>,
    /// What people answered to questions that are hardly another one; none for words of their own.
    alike: Vec<Option<AnswerId>>,
    store: StoreId,
    question: Question,
    store_model: Shared,
}

impl SearchResult {
    /// The same search with the offer at this place as what is worth a draft, and no answer without a person.
    pub(crate) fn suggesting(mut self, place: usize) -> Self {
        self.offers[..=place].rotate_right(1);
        self.candidate = self.offers.first().cloned();
        self.like = self.candidate.as_ref().map(like);
        self.permission = Permission::Suggest;
        (self.earned, self.is_sure) = (None, false);
        self
    }

    /// The same search where the candidate's own question is the one that was asked, but for case, accents, signs,
    /// courtesies and numbers, and nobody answered one like it otherwise: it may go out by itself.
    pub(crate) fn repeating(self, text: &str) -> Self {
        let key = question_key(text);
        let is_asked = |answer: &Answer| question_key(answer.question.as_str()) == key;
        let is_alike = |answer: &Answer| is_same_question(answer.question.as_str(), text);
        let is_draft = self.permission == Permission::Suggest && !key.is_empty();
        let Some(answer) = self.candidate.as_ref().filter(|_| is_draft) else { return self };
        let is_alone = !is_contested(&self.alike, answer)
            && !self.offers.iter().any(|other| other.id != answer.id && is_alike(other));
        if !(is_asked(answer) && is_alone && answer.may_repeat()) {
            return self;
        }
        Self { permission: Permission::Answer, earned: Some(EarnedBy::SameQuestion), ..self }
    }

    /// The same search without anything to say.
    pub(crate) fn without_candidate(self) -> Self {
        let (permission, offers) = (Permission::Nothing, Vec::new());
        Self { permission, earned: None, candidate: None, like: None, offers, ..self }
    }
}

/// The start of the question that an answer answers.
fn like(answer: &Answer) -> String {
    answer.question.excerpt(LIKE)
}

/// A question as triage saw it, for a later verdict.
#[derive(Debug, Clone)]
pub struct QuestionContext {
    /// The question.
    pub question: Question,
    /// The answers that were offered.
    pub offers: Vec<AnswerId>,
    /// What a model chose among them.
    pub vote: ModelVote,
    /// Whether its answer might have gone out by itself, and was sent to a person to be audited.
    pub is_audit: bool,
    /// Whether triage is sure of its candidate.
    pub is_sure: bool,
    /// The reply to it that goes out by itself, or would where the store allowed that.
    pub unattended: Option<UnattendedReply>,
}

impl Knowledge {
    /// What fits a question. A cold process reads the store's snapshot first, a warm one only what changed.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn find(
        &self,
        store: &StoreId,
        question: &Question,
        now: Timestamp,
    ) -> Result<SearchResult, ApplicationError> {
        self.find_among(AnswerSource::Table, store, question, now).await
    }

    /// The same with answers from there.
    pub(crate) async fn find_among(
        &self,
        source: AnswerSource<'_>,
        store: &StoreId,
        question: &Question,
        now: Timestamp,
    ) -> Result<SearchResult, ApplicationError> {
        let dimensions = question.vector.as_ref().map_or(0, retrieval::Vector::dimensions);
        let store_model = self.store_model(store, dimensions, now).await?;
        let decided = store_model
            .lock()
            .await
            .as_ref()
            .map(|kept| decide(&kept.store_model, question, &ModelVote::NotAsked));
        let decided = decided.ok_or(ApplicationError::Contended)?;
        self.found(source, store.clone(), question.clone(), decided, store_model).await
    }

    /// The same once a language model has chosen among the offers, or none of them. It is decided anew: the store may
    /// have learned while the model was thinking.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn voted(
        &self,
        found: SearchResult,
        vote: &ModelVote,
    ) -> Result<SearchResult, ApplicationError> {
        let kept = found.store_model.lock().await;
        let decided = kept.as_ref().map(|kept| decide(&kept.store_model, &found.question, vote));
        drop(kept);
        match decided {
            Some(decided) => {
                let SearchResult { store, question, store_model, .. } = found;
                self.found(AnswerSource::Table, store, question, decided, store_model).await
            }
            None => Ok(found),
        }
    }

    /// Keeps the question of a message of this store for the verdict to come. The first one stands.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn asked(
        &self,
        store: &StoreId,
        (case, message, at): (&CaseId, Seq, Timestamp),
        asked: QuestionContext,
        now: Timestamp,
    ) -> Result<(), ApplicationError> {
        let row_of = |reply| UnattendedRow { case: case.clone(), seq: message, at, reply };
        let reply = asked.unattended.map(row_of);
        let row = AskedRow {
            question: self.packed(&asked.question),
            offers: asked.offers,
            vote: asked.vote,
            is_audit: asked.is_audit,
        };
        let unattended = reply.as_ref().map(|reply| (store, reply));
        Ok(self.asked.keep(case, message, (&row, asked.is_sure), unattended, now).await?)
    }

    /// A question as rows hold it.
    pub(super) fn packed(&self, question: &Question) -> PackedQuestion {
        let vector = question.vector.as_ref().map(retrieval::Vector::pack);
        let model = self.embeddings.model.clone().filter(|_| vector.is_some());
        let features = question.features.pack();
        PackedQuestion { features, vector: vector.unwrap_or_default(), model }
    }

    async fn found(
        &self,
        source: AnswerSource<'_>,
        store: StoreId,
        question: Question,
        Decided { decision, permits, is_sure, is_repeated, alike }: Decided,
        store_model: Shared,
    ) -> Result<SearchResult, ApplicationError> {
        let wanted = decision.candidate.as_ref().map(|candidate| candidate.answer.as_str());
        let ids = wanted.into_iter().chain(decision.offers.iter().map(String::as_str));
        let mut ids: Vec<AnswerId> = ids.filter_map(|id| id.parse().ok()).collect();
        let mut seen = std::collections::HashSet::new();
        ids.retain(|id| seen.insert(id.clone()));
        let offers = self.offered(source, &store, &ids).await?;
        let candidate = offers.first().filter(|offer| wanted == Some(offer.id.as_str())).cloned();
        let fit = |answer: &Answer| Fit {
            is_same_question: is_repeated && !is_contested(&alike, answer),
            is_sure,
            is_certified: permits == Permission::Answer,
        };
        let earned = candidate.as_ref().and_then(|answer| answer.earned_by(fit(answer)));
        Ok(SearchResult {
            permission: permission(permits, candidate.as_ref(), earned),
            earned,
            is_sure,
            like: candidate.as_ref().map(like),
            found_by: found_by(&decision),
            candidate,
            offers,
            alike,
            store,
            question,
            store_model,
        })
    }
}

/// Whether people answered a question like this one otherwise, with another answer or in words of their own.
fn is_contested(alike: &[Option<AnswerId>], answer: &Answer) -> bool {
    alike.iter().any(|other| other.as_ref() != Some(&answer.id))
}
