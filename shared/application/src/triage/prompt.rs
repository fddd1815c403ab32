//! Asking a model about the answers that were found. One call gives both: a draft, and by the answers that it names, or
//! by there being none, a vote.

use adapters::dynamo::Read;
use domain::{Answer, AnswerId, CaseId, Entry, ModelVote, Seq};
use language::drafting::{Draft, Offer, Reader, Task};
use retrieval::Permission;

use super::Triage;
use super::model::ModelDraft;
use super::question::{before, locale, private, wordings};
use super::triage_message::{TriageContext, is_open};
use crate::{ApplicationError, SearchResult};

/// What a model made of the answers that it was offered.
pub(super) struct ModelReply {
    /// The answers, in the order in which it knew them.
    pub(super) offers: Vec<Answer>,
    /// A reply made of some of them; none where it says that none of them fits.
    pub(super) draft: Option<Draft>,
}

impl ModelReply {
    /// The answer that it takes for right: the nearest of those that its reply rests on.
    fn choice(&self) -> Option<&AnswerId> {
        let used = self.draft.as_ref()?.used.first()?;
        self.offers.get(used.offer).map(|answer| &answer.id)
    }
}

impl Triage {
    /// What a model makes of what was found; nothing without one, or where its reply can't be believed.
    pub(super) async fn prompt_model(
        &self,
        context: &TriageContext<'_>,
        found: &SearchResult,
    ) -> Result<Option<ModelReply>, ApplicationError> {
        let TriageContext { message, read, .. } = context;
        let Some(model) = context.model.filter(|_| !found.offers.is_empty()) else {
            return Ok(None);
        };
        // Looked at again right before a model is paid.
        let head = self.cases.log.read(&message.case, message.seq).await?;
        let Some(question) = wordings(&read.entries, message.seq).into_iter().next() else {
            return Ok(None);
        };
        if !is_open(&head, message) {
            return Ok(None);
        }
        let opening = self.opening(&message.case, read).await?;
        let offers = found.offers.iter();
        let offers = offers
            .map(|offer| Offer { question: offer.question.as_str(), text: offer.text.as_str() });
        let task = Task {
            question: &question,
            locale: locale(&read.entries),
            history: &before(&read.entries, message.seq),
            offers: &offers.collect::<Vec<_>>(),
            private: &private(read, opening.as_ref()),
            reader: Reader::Agent,
        };
        let offers = found.offers.clone();
        Ok(match model.draft(context.budget(), &task).await? {
            ModelDraft::NoReply => None,
            ModelDraft::NoneFits => Some(ModelReply { offers, draft: None }),
            ModelDraft::Draft(draft) => Some(ModelReply { offers, draft: Some(draft) }),
        })
    }

    /// The case's opening, where it was not read with the message: whoever wrote it may have said there what they are called.
    pub(super) async fn opening(
        &self,
        case: &CaseId,
        read: &Read,
    ) -> Result<Option<Entry>, ApplicationError> {
        let first = Seq::NONE.next();
        match read.entries.first() {
            Some(held) if held.event.seq > first => Ok(self.cases.log.event(case, first).await?),
            _ => Ok(None),
        }
    }

    /// What was found once the model's vote is counted, and the vote. What is sure enough to go out by itself is not
    /// put to it.
    pub(super) async fn count(
        &self,
        found: SearchResult,
        said: Option<&ModelReply>,
    ) -> Result<(SearchResult, ModelVote), ApplicationError> {
        let Some(said) = said.filter(|_| found.permission != Permission::Answer) else {
            return Ok((found, ModelVote::NotAsked));
        };
        let vote = said.choice().cloned().map_or(ModelVote::NoneFits, ModelVote::For);
        let found = self.knowledge.voted(found, &vote).await?;
        Ok((found, vote))
    }
}
