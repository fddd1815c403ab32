//! Deleting a saved view. The same command sent again deletes nothing more.

use adapters::dynamo::Put;
use contract::SavedViewDeletion;
use domain::{CommandError, SavedViewId, StoreId};

use super::{EditableView, SavedViewShelf, entry_of, was_made};
use crate::{Caller, UseCaseError};

impl SavedViewShelf {
    /// Deletes a saved view in the version that was seen.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn delete(
        &self,
        caller: &Caller,
        store: &StoreId,
        id: &SavedViewId,
        deletion: SavedViewDeletion,
    ) -> Result<(), UseCaseError> {
        let EditableView { owner, held, by } = self.find(caller, store, id).await?;
        // A process may have ended before it listed what it had changed.
        self.list_change(store, &owner, held.last.as_ref()).await?;
        let is_made = was_made(&held, &deletion.id, &by);
        let Some(before) = held.value else {
            return if is_made { Ok(()) } else { Err(CommandError::NotFound.into()) };
        };
        if is_made {
            return Err(CommandError::IdReused.into());
        }
        if held.changes != deletion.version {
            return Err(CommandError::Conflict.into());
        }
        let entry = entry_of(caller, (&by, &deletion.id), Some(&before), None);
        let written = (held.changes, None);
        if self.views.replace(store, &owner, id, written, &entry).await? == Put::Collided {
            return Err(CommandError::Conflict.into());
        }
        self.list_change(store, &owner, Some(&entry)).await?;
        Ok(())
    }
}
