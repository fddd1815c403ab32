//! A message for later: at a time, or when the store opens next by its hours.

use domain::{Action, CaseId, Command, CommandError, Guard, SendAt, Seq, Text, Timestamp, may};

use crate::handle_frame::Meant;
use crate::{Caller, Cases, UseCaseError};

impl Cases {
    /// What writing a message for later means. Only for the opening the store's settings are read: one read unit.
    pub(crate) async fn schedule(
        &self,
        caller: &Caller,
        case: &CaseId,
        text: Text,
        at: Option<Timestamp>,
        after: Seq,
    ) -> Result<Meant, UseCaseError> {
        let guard = Guard::Answers(after);
        let (at, refusal) = match at {
            Some(at) => (SendAt::Time(at), None),
            None => match self.next_opening(caller, case).await {
                Ok(opening) => (SendAt::Opening(opening), None),
                // A repetition is found all the same, whatever the hours are by now.
                Err(error) => (SendAt::Opening(caller.now), Some(error.into_refusal()?)),
            },
        };
        Ok(Meant { command: Command::Schedule { text, guard, at }, refusal })
    }

    /// When the case's store opens next, behind this moment.
    async fn next_opening(
        &self,
        caller: &Caller,
        case: &CaseId,
    ) -> Result<Timestamp, UseCaseError> {
        let Some(readable) = self.readable(caller, case).await? else {
            return Err(CommandError::NotFound.into());
        };
        if !may(caller.principal.role, Action::Schedule) {
            return Err(CommandError::NotAllowed.into());
        }
        let Some(state) = readable.state else { return Err(CommandError::NotFound.into()) };
        let settings = self.settings.get(&state.store).await?;
        let opening = settings.hours.and_then(|hours| hours.next_opening(caller.now));
        // While the store is open there is nothing to wait for.
        Ok(opening.filter(|at| *at > caller.now).ok_or(CommandError::WrongState)?)
    }
}
