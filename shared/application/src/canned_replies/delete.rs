//! Deleting a canned reply. The same command sent again deletes nothing more.

use adapters::dynamo::Put;
use contract::CannedReplyDeletion;
use domain::{CannedReplyId, CommandError, StoreId};

use super::{CannedReplyLibrary, Found, entry_of, was_made};
use crate::{ApplicationError, Caller};

impl CannedReplyLibrary {
    /// Deletes a canned reply in the version that was seen.
    ///
    /// # Errors
    /// [`ApplicationError`]; the inner error is the refusal.
    pub async fn delete(
        &self,
        caller: &Caller,
        store: &StoreId,
        id: &CannedReplyId,
        deletion: CannedReplyDeletion,
    ) -> Result<Result<(), CommandError>, ApplicationError> {
        let Found { owner, held, by } = match self.find(caller, store, id).await? {
            Ok(found) => found,
            Err(refusal) => return Ok(Err(refusal)),
        };
        // A process may have ended before it listed what it had changed.
        self.list_change(store, &owner, held.last.as_ref()).await?;
        let is_made = was_made(&held, &deletion.id, &by);
        let Some(before) = held.value else {
            return Ok(if is_made { Ok(()) } else { Err(CommandError::NotFound) });
        };
        if is_made {
            return Ok(Err(CommandError::IdReused));
        }
        if held.changes != deletion.version {
            return Ok(Err(CommandError::Conflict));
        }
        let entry = entry_of(caller, (&by, &deletion.id), Some(&before), None);
        let written = (held.changes, None);
        if self.replies.replace(store, &owner, id, written, &entry).await? == Put::Collided {
            return Ok(Err(CommandError::Conflict));
        }
        self.list_change(store, &owner, Some(&entry)).await?;
        Ok(Ok(()))
    }
}
