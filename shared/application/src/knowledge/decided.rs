//! What a store's engine says about a question, and what may happen with its candidate.

use domain::{Answer, AnswerId, EarnedBy, FoundBy, ModelVote};
use retrieval::{Decision, Permission, Question, Tier, Vote};

use super::store_model::StoreModel;

/// What the engine says about a question.
pub(super) struct Decided {
    pub(super) decision: Decision,
    pub(super) permits: Permission,
    /// Whether it is so sure of its candidate that the answer's own record may decide.
    pub(super) is_sure: bool,
    /// Whether people answered the very same words with its candidate before.
    pub(super) is_repeated: bool,
    /// What they answered to questions that are hardly another one; none for words of their own.
    pub(super) alike: Vec<Option<AnswerId>>,
}

/// What the engine decides and permits. A vote for what it does not offer is none.
pub(super) fn decide(store_model: &StoreModel, question: &Question, vote: &ModelVote) -> Decided {
    let mut decision = store_model.decide(question);
    let is_of_offers = |vote: &Vote<'_>| match vote {
        Vote::For(answer) => decision.offers.iter().any(|offer| offer == answer),
        Vote::None => true,
    };
    if let Some(vote) = counted(vote).filter(is_of_offers) {
        decision = store_model.engine.decide_with_vote(&decision, vote);
    }
    let permits = store_model.engine.permits(&decision);
    let is_sure = store_model.engine.is_sure(&decision);
    let candidate = decision.candidate.as_ref().map(|candidate| candidate.answer.as_str());
    let is_repeated =
        candidate.is_some() && store_model.engine.same_question(&decision) == candidate;
    let alike = store_model.engine.alike(&decision).into_iter();
    let alike = alike.map(|answer| answer.and_then(|id| id.parse().ok())).collect();
    Decided { decision, permits, is_sure, is_repeated, alike }
}

/// A vote as the engine counts it; none where no model was asked.
pub(super) fn counted(vote: &ModelVote) -> Option<Vote<'_>> {
    match vote {
        ModelVote::NotAsked => None,
        ModelVote::NoneFits => Some(Vote::None),
        ModelVote::For(answer) => Some(Vote::For(answer.as_str())),
    }
}

/// What may happen with a candidate.
pub(super) fn permission(
    permits: Permission,
    candidate: Option<&Answer>,
    earned: Option<EarnedBy>,
) -> Permission {
    match (permits, candidate) {
        (_, Some(_)) if earned.is_some() => Permission::Answer,
        (Permission::Answer | Permission::Suggest, Some(_)) => Permission::Suggest,
        _ => Permission::Nothing,
    }
}

pub(super) fn found_by(decision: &Decision) -> FoundBy {
    match decision.views.last().map(|view| view.tier) {
        Some(Tier::WithModel | Tier::WordsWithModel) => FoundBy::Model,
        Some(Tier::Dense | Tier::Both) => FoundBy::Meaning,
        Some(Tier::Lexical) | None => FoundBy::Words,
    }
}
