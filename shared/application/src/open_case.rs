//! A customer's first message, with what their store asks before it.

use contract::OpenCase;
use domain::{CaseId, Command, CommandError, PreChatAnswers, Role, Seq};

use crate::reply::{Reply, error};
use crate::{Append, ApplicationError, Caller, Cases, UseCaseError};

impl Cases {
    /// Opens a case with a customer's first message.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn open(
        &self,
        caller: &Caller,
        opening: OpenCase,
    ) -> Result<Reply, ApplicationError> {
        let id = opening.id.clone();
        match self.opening(caller, opening).await {
            Ok((append, refusal)) => {
                let outcome = self.append_unless(refusal, caller, &append).await?;
                Ok(self.answer(caller, &append, outcome))
            }
            Err(fault) => Ok(Reply::from(error(fault.into_refusal()?, Some(id)))),
        }
    }

    /// What opens the case, and why it does not where the store asks something first: an opening that is repeated is found
    /// all the same.
    async fn opening(
        &self,
        caller: &Caller,
        opening: OpenCase,
    ) -> Result<(Append, Option<CommandError>), UseCaseError> {
        let OpenCase { id, store, text, files, locale, pre_chat } = opening;
        let is_customer = caller.principal.role == Role::Customer;
        let user = caller
            .principal
            .user
            .as_ref()
            .filter(|_| is_customer)
            .ok_or(CommandError::NotAllowed)?;
        self.stores.get(&store).ok_or(CommandError::NotFound)?;
        let case = CaseId::derive(&store, user, &id);
        let settings = self.settings.get(&store).await?;
        let privacy = settings.appearance.privacy.as_deref();
        let taken = settings.pre_chat.take(&pre_chat.unwrap_or_default(), privacy);
        let (pre_chat, refusal) = match taken {
            Ok(answers) => (answers, None),
            Err(refusal) => (PreChatAnswers::default(), Some(refusal)),
        };
        let (files, not_ready) = self.files_of(caller, (&store, &case), &id, files).await?;
        let command = Command::Open { store, text, files, locale, pre_chat };
        Ok((Append { case, id, after: Seq::NONE, command }, refusal.or(not_ready)))
    }
}
