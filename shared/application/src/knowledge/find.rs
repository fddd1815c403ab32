//! What a store's knowledge says about a question.

use adapters::dynamo::{AskedRow, PackedQuestion};
use domain::{Answer, AnswerId, CaseId, FoundBy, Seq, StoreId, Timestamp};
use retrieval::{Decision, Permission, Question, Tier, Vote};

use super::Knowledge;
use super::load::Shared;
use super::store_model::StoreModel;
use crate::ApplicationError;

/// Characters of a question that an agent is shown.
const LIKE: usize = 120;

/// What was found for a question.
pub struct SearchResult {
    /// What may happen with the candidate: an answer only where that is certified and the candidate has earned it.
    /// What the store allows, and the audit, are the caller's to add.
    pub permission: Permission,
    /// The answer that fits best.
    pub candidate: Option<Answer>,
    /// Up to five answers that may fit, the candidate first.
    pub offers: Vec<Answer>,
    /// What it was found by.
    pub found_by: FoundBy,
    /// The start of the question that it answers.
    pub like: Option<String>,
    store: StoreId,
    question: Question,
    brain: Shared,
}

impl SearchResult {
    /// The same search with the offer at this place as what is worth a draft, and no answer without a person.
    pub(crate) fn suggesting(mut self, place: usize) -> Self {
        self.offers[..=place].rotate_right(1);
        self.candidate = self.offers.first().cloned();
        self.like = self.candidate.as_ref().map(like);
        self.permission = Permission::Suggest;
        self
    }

    /// The same search without anything to say.
    pub(crate) fn without_candidate(self) -> Self {
        let (permission, offers) = (Permission::Nothing, Vec::new());
        Self { permission, candidate: None, like: None, offers, ..self }
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
    /// What a model chose among them, where one was asked.
    pub vote: Option<Option<AnswerId>>,
    /// Whether its answer might have gone out by itself, and was sent to a person to be audited.
    pub is_audit: bool,
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
        let dimensions = question.vector.as_ref().map_or(0, retrieval::Vector::dimensions);
        let brain = self.brain(store, dimensions, now).await?;
        let decided = brain.lock().await.as_ref().map(|kept| decide(&kept.brain, question, None));
        let decided = decided.ok_or(ApplicationError::Contended)?;
        self.found(store.clone(), question.clone(), decided, brain).await
    }

    /// The same once a language model has chosen among the offers, or none of them. It is decided anew: the store may
    /// have learned while the model was thinking.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn voted(
        &self,
        found: SearchResult,
        choice: Option<&AnswerId>,
    ) -> Result<SearchResult, ApplicationError> {
        let vote = choice.map_or(Vote::None, |answer| Vote::For(answer.as_str()));
        let kept = found.brain.lock().await;
        let decided = kept.as_ref().map(|kept| decide(&kept.brain, &found.question, Some(vote)));
        drop(kept);
        match decided {
            Some(decided) => self.found(found.store, found.question, decided, found.brain).await,
            None => Ok(found),
        }
    }

    /// Keeps a question for the verdict to come. The first one stands.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn asked(
        &self,
        case: &CaseId,
        message: Seq,
        asked: QuestionContext,
        now: Timestamp,
    ) -> Result<(), ApplicationError> {
        let row = AskedRow {
            question: self.packed(&asked.question),
            offers: asked.offers,
            vote: asked.vote,
            is_audit: asked.is_audit,
        };
        Ok(self.asked.keep(case, message, &row, now).await?)
    }

    /// A question as rows hold it.
    pub(super) fn packed(&self, question: &Question) -> PackedQuestion {
        let vector = question.vector.as_ref().map(retrieval::Vector::pack);
        let model = self.senses.model.clone().filter(|_| vector.is_some());
        let features = question.features.pack();
        PackedQuestion { features, vector: vector.unwrap_or_default(), model }
    }

    async fn found(
        &self,
        store: StoreId,
        question: Question,
        (decision, permits): (Decision, Permission),
        brain: Shared,
    ) -> Result<SearchResult, ApplicationError> {
        let wanted = decision.candidate.as_ref().map(|candidate| candidate.answer.as_str());
        let ids = wanted.into_iter().chain(decision.offers.iter().map(String::as_str));
        let mut ids: Vec<AnswerId> = ids.filter_map(|id| id.parse().ok()).collect();
        let mut seen = std::collections::HashSet::new();
        ids.retain(|id| seen.insert(id.clone()));
        let offers = self.offered(&store, &ids).await?;
        let candidate = offers.first().filter(|offer| wanted == Some(offer.id.as_str())).cloned();
        Ok(SearchResult {
            permission: permission(permits, candidate.as_ref()),
            like: candidate.as_ref().map(like),
            found_by: found_by(&decision),
            candidate,
            offers,
            store,
            question,
            brain,
        })
    }

    /// The answers with these ids as they are now, without those that are offered no more.
    async fn offered(
        &self,
        store: &StoreId,
        ids: &[AnswerId],
    ) -> Result<Vec<Answer>, ApplicationError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut answers = self.answers.some(store, ids).await?;
        answers.retain(Answer::is_offered);
        Ok(answers)
    }
}

/// What the engine decides and permits. A vote for what it does not offer is none.
fn decide(
    brain: &StoreModel,
    question: &Question,
    vote: Option<Vote<'_>>,
) -> (Decision, Permission) {
    let mut decision = brain.decide(question);
    let is_of_offers = |vote: &Vote<'_>| match vote {
        Vote::For(answer) => decision.offers.iter().any(|offer| offer == answer),
        Vote::None => true,
    };
    if let Some(vote) = vote.filter(is_of_offers) {
        decision = brain.engine.decide_with_vote(&decision, vote);
    }
    let permits = brain.engine.permits(&decision);
    (decision, permits)
}

/// What the engine permits, as far as the answer has earned it.
fn permission(permits: Permission, candidate: Option<&Answer>) -> Permission {
    match (permits, candidate) {
        (Permission::Answer, Some(answer)) if answer.is_earned() => Permission::Answer,
        (Permission::Answer | Permission::Suggest, Some(_)) => Permission::Suggest,
        _ => Permission::Nothing,
    }
}

fn found_by(decision: &Decision) -> FoundBy {
    match decision.views.last().map(|view| view.tier) {
        Some(Tier::WithModel | Tier::JudgedWords) => FoundBy::Model,
        Some(Tier::Dense | Tier::Both) => FoundBy::Meaning,
        Some(Tier::Lexical) | None => FoundBy::Words,
    }
}
