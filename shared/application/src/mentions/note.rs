//! Whom a note may call.

use domain::{CaseId, Command, CommandError, MentionList, Text};

use crate::handle_frame::Meant;
use crate::{ApplicationError, Caller, Cases};

impl Cases {
    /// A note, refused where it mentions somebody who does not work for the case's store. One without mentions reads nothing
    /// for that.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub(crate) async fn note(
        &self,
        caller: &Caller,
        case: &CaseId,
        text: Text,
        mentions: Option<MentionList>,
    ) -> Result<Meant, ApplicationError> {
        let mentions = mentions.unwrap_or_default();
        let refusal = self.check_mentions(caller, case, &mentions).await?;
        Ok(Meant { command: Command::Note { text, mentions }, refusal })
    }

    /// Who may not read the case learns nothing of who works there; the core refuses them.
    async fn check_mentions(
        &self,
        caller: &Caller,
        case: &CaseId,
        mentions: &MentionList,
    ) -> Result<Option<CommandError>, ApplicationError> {
        if mentions.is_empty() || !caller.principal.role.is_staff() {
            return Ok(None);
        }
        let head = self.readable(caller, case).await?;
        let Some(state) = head.and_then(|head| head.state) else {
            return Ok(Some(CommandError::NotFound));
        };
        let store = [state.store];
        for user in mentions.iter() {
            let terms = self.staff.terms(&store, user).await?;
            if !terms.iter().any(|(_, terms)| terms.active) {
                return Ok(Some(CommandError::UnknownAgent));
            }
        }
        Ok(None)
    }
}
