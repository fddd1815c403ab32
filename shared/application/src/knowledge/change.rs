//! Changing an answer: other words, an approval, retirement, a merger. Whoever has not seen the newest version is told.

use std::sync::Arc;
use std::time::Duration;

use adapters::dynamo::{Held, Put};
use contract::AnswerView;
use domain::{Answer, AnswerId, Change, CommandError, KnowledgeAction, StoreId, may_tend};

use super::Knowledge;
use crate::{ApplicationError, Caller, UseCaseError};

/// How often a write is made afresh after another one was faster.
const ATTEMPTS: u32 = 16;

impl Knowledge {
    /// Makes a lead's change to the version that they have seen. The same change sent again changes nothing more.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn change(
        &self,
        caller: &Caller,
        store: &StoreId,
        id: &AnswerId,
        seen: u32,
        change: Change,
    ) -> Result<AnswerView, UseCaseError> {
        may_tend(&caller.principal, store, KnowledgeAction::Manage)?;
        if let Change::Merge { into } = &change {
            let target = self.answers.get(store, into).await?;
            if !target.is_some_and(|held| held.answer.is_offered()) {
                return Err(CommandError::NotFound.into());
            }
        }
        let by = caller.principal.name.clone();
        let step = |answer: &Answer| {
            if was_made(answer, seen, &change) {
                return Ok(None);
            }
            if answer.version != seen {
                return Err(CommandError::Conflict);
            }
            let changed = answer.changed(&change, by.clone(), caller.now);
            changed.map(Some).ok_or(CommandError::WrongState)
        };
        let answer = self.rewrite(store, id, step).await?;
        self.train_change(&answer, &change, caller.now).await?;
        Ok(answer.into())
    }

    /// Rewrites an answer from what it is to what `step` makes of it, afresh after each collision. A step that makes
    /// nothing of it leaves it as it is.
    pub(super) async fn rewrite(
        &self,
        store: &StoreId,
        id: &AnswerId,
        step: impl Fn(&Answer) -> Result<Option<Answer>, CommandError>,
    ) -> Result<Answer, UseCaseError> {
        let held = self.rewrite_seen(store, id, None, step).await?;
        Ok(Arc::unwrap_or_clone(held).answer)
    }

    /// The same, beginning with what was read of the answer before, if anything.
    pub(super) async fn rewrite_seen(
        &self,
        store: &StoreId,
        id: &AnswerId,
        mut seen: Option<Arc<Held>>,
        step: impl Fn(&Answer) -> Result<Option<Answer>, CommandError>,
    ) -> Result<Arc<Held>, UseCaseError> {
        for attempt in 0..ATTEMPTS {
            let held = match seen.take() {
                Some(held) => held,
                None => match self.answers.get(store, id).await? {
                    Some(held) => Arc::new(held),
                    None => return Err(CommandError::NotFound.into()),
                },
            };
            let Some(answer) = step(&held.answer)? else { return Ok(held) };
            if self.answers.replace(&held, answer.clone()).await? == Put::Written {
                return Ok(Arc::new(Held { answer, revision: held.revision + 1 }));
            }
            tokio::time::sleep(Duration::from_millis(u64::from(attempt) * 3)).await;
        }
        Err(ApplicationError::Contended.into())
    }
}

/// Whether an answer is what this change has made of the version seen: then it was sent again.
fn was_made(answer: &Answer, seen: u32, change: &Change) -> bool {
    let holds = |wanted: &Option<domain::Text>, is: &domain::Text| {
        wanted.as_ref().is_none_or(|wanted| wanted == is)
    };
    let has_effect = match change {
        Change::Edit { question, text, language, drafts_only } => {
            drafts_only.is_none_or(|wanted| wanted == answer.drafts_only)
                && holds(question, &answer.question)
                && holds(text, &answer.text)
                && language.as_ref().is_none_or(|wanted| Some(wanted) == answer.language.as_ref())
        }
        Change::Approve => answer.status == domain::AnswerStatus::Approved,
        Change::Retire => !answer.is_offered() && answer.merged.is_none(),
        Change::Merge { into } => answer.merged.as_ref() == Some(into),
    };
    seen.checked_add(1) == Some(answer.version) && has_effect
}
