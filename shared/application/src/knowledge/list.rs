//! Reading a store's answers.

use contract::{AnswerPage, AnswerView};
use domain::{AnswerId, AnswerStatus, CommandError, KnowledgeAction, StoreId, may_tend};

use super::Knowledge;
use crate::{Caller, UseCaseError};

/// Which answers someone wants to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WantedAnswers {
    /// All of a status, or all, changed last first, from a place that an earlier page gave.
    Listed {
        /// The status.
        status: Option<AnswerStatus>,
        /// The place.
        from: Option<String>,
    },
    /// Those that fit some words best.
    Matching {
        /// The words.
        words: String,
        /// The status.
        status: Option<AnswerStatus>,
    },
}

impl Knowledge {
    /// Some of a store's answers.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn list(
        &self,
        caller: &Caller,
        store: &StoreId,
        wanted: WantedAnswers,
    ) -> Result<AnswerPage, UseCaseError> {
        may_tend(&caller.principal, store, KnowledgeAction::Read)?;
        let (answers, next) = match wanted {
            WantedAnswers::Listed { status, from } => {
                let page = self.answers.list(store, status, from).await?;
                (page.answers, page.next)
            }
            WantedAnswers::Matching { words, status } => {
                (self.searches.find(&self.answers, store, &words, status).await?, None)
            }
        };
        Ok(AnswerPage { answers: answers.into_iter().map(AnswerView::from).collect(), next })
    }

    /// One answer.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn read(
        &self,
        caller: &Caller,
        store: &StoreId,
        id: &AnswerId,
    ) -> Result<AnswerView, UseCaseError> {
        may_tend(&caller.principal, store, KnowledgeAction::Read)?;
        let found = self.answers.get(store, id).await?;
        Ok(found.map(|held| AnswerView::from(held.answer)).ok_or(CommandError::NotFound)?)
    }
}
