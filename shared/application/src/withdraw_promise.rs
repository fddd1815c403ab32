//! A promise that its staff take back: a state has no room for promises, so it is looked for beside it.

use domain::{Action, Body, CaseId, Command, CommandError, Seq, may};

use crate::handle_frame::Meant;
use crate::{Caller, Cases, UseCaseError};

impl Cases {
    /// What withdrawing a promise means: refused where the event is none, or where the lists know that it holds no more. They
    /// may be a moment behind: then it is withdrawn twice, which says the same.
    pub(crate) async fn withdraw_promise(
        &self,
        caller: &Caller,
        case: &CaseId,
        of: Seq,
    ) -> Result<Meant, UseCaseError> {
        let command = Command::WithdrawPromise { of };
        let refusal = match self.readable(caller, case).await? {
            None => Some(CommandError::NotFound),
            Some(_) if !may(caller.principal.role, Action::Promise) => {
                Some(CommandError::NotAllowed)
            }
            Some(_) if self.is_promise(case, of).await? => None,
            Some(_) => Some(CommandError::AlreadyDecided),
        };
        Ok(Meant { command, refusal })
    }

    async fn is_promise(&self, case: &CaseId, of: Seq) -> Result<bool, UseCaseError> {
        let Some(entry) = self.log.event(case, of).await? else { return Ok(false) };
        if !matches!(entry.event.body, Body::Promised { .. }) {
            return Ok(false);
        }
        let summary = self.summaries.glance(case).await?;
        let known = summary.filter(|summary| summary.seq >= of);
        let holds = |promise: adapters::dynamo::PromisedReply| promise.of == of;
        Ok(known.is_none_or(|summary| summary.promise.is_some_and(holds)))
    }
}
