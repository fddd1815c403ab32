//! A message for later: at a time, or when the store opens next by its hours.

use domain::{Action, CaseId, Command, CommandError, Guard, SendAt, Seq, Text, Timestamp, may};

use crate::handle_frame::Meant;
use crate::{ApplicationError, Caller, Cases};

impl Cases {
    /// What writing a message for later means. Only for the opening the store's settings are read: one read unit.
    pub(crate) async fn schedule(
        &self,
        caller: &Caller,
        case: &CaseId,
        text: Text,
        at: Option<Timestamp>,
        after: Seq,
    ) -> Result<Result<Meant, CommandError>, ApplicationError> {
        let guard = Guard::Answers(after);
        let (at, refusal) = match at {
            Some(at) => (SendAt::Time(at), None),
            None => match self.next_opening(caller, case).await? {
                Ok(opening) => (SendAt::Opening(opening), None),
                // A repetition is found all the same, whatever the hours are by now.
                Err(refusal) => (SendAt::Opening(caller.now), Some(refusal)),
            },
        };
        Ok(Ok(Meant { command: Command::Schedule { text, guard, at }, refusal }))
    }

    /// When the case's store opens next, behind this moment.
    async fn next_opening(
        &self,
        caller: &Caller,
        case: &CaseId,
    ) -> Result<Result<Timestamp, CommandError>, ApplicationError> {
        let Some(readable) = self.readable(caller, case).await? else {
            return Ok(Err(CommandError::NotFound));
        };
        if !may(caller.principal.role, Action::Schedule) {
            return Ok(Err(CommandError::NotAllowed));
        }
        let Some(state) = readable.state else { return Ok(Err(CommandError::NotFound)) };
        let settings = self.settings.get(&state.store).await?;
        let opening = settings.hours.and_then(|hours| hours.next_opening(caller.now));
        // While the store is open there is nothing to wait for.
        Ok(opening.filter(|at| *at > caller.now).ok_or(CommandError::WrongState))
    }
}
