//! Saving views: a new one, another name or filter for one that there is. The same command sent again writes nothing more.

use adapters::dynamo::{HeldView, Put};
use contract::{NewSavedView, SavedViewChange, SavedViewEntry};
use domain::{CommandError, SavedView, SavedViewId, SavedViewOwner, StoreId};

use super::{
    EditableView, SavedViewError, SavedViewShelf, action_for, entry_for, entry_of, keeper, was_made,
};
use crate::{Caller, UseCaseError};

impl SavedViewShelf {
    /// Adds a saved view, for the caller alone or for the store.
    ///
    /// # Errors
    /// [`UseCaseError`]: why it was not added.
    pub async fn add(
        &self,
        caller: &Caller,
        store: &StoreId,
        new: NewSavedView,
    ) -> Result<SavedViewEntry, UseCaseError<SavedViewError>> {
        let user = caller.principal.user.clone().filter(|_| new.personal);
        let owner = user.map_or(SavedViewOwner::Store, SavedViewOwner::Agent);
        let by = keeper(caller, store, action_for(&owner))?;
        let id = SavedViewId::derive(store, by, &new.id);
        let view = new.view();
        if let Some(held) = self.views.get(store, &owner, &id).await? {
            // A process may have ended before it listed what it had added.
            self.list_change(store, &owner, held.last.as_ref()).await?;
            return Ok(added_before(id, &owner, held, &view)?);
        }
        // Of two at once that would each be the last, both are.
        let most = SavedViewOwner::MOST;
        if self.views.list(store, &owner).await?.len() >= most {
            return Err(SavedViewError::Full { most }.into());
        }
        let entry = entry_of(caller, (by, &new.id), None, Some(&view));
        let put = self.views.replace(store, &owner, &id, (0, Some(&view)), &entry).await?;
        if put == Put::Collided {
            // The same command, by another way at the same time.
            let held = self.views.get(store, &owner, &id).await?.ok_or(CommandError::Conflict)?;
            return Ok(added_before(id, &owner, held, &view)?);
        }
        self.list_change(store, &owner, Some(&entry)).await?;
        Ok(entry_for(id, &owner, view, (Some(&entry), 1)))
    }

    /// Makes a change to the version that its author has seen.
    ///
    /// # Errors
    /// [`UseCaseError`]: why it was not made.
    pub async fn change(
        &self,
        caller: &Caller,
        store: &StoreId,
        id: &SavedViewId,
        change: SavedViewChange,
    ) -> Result<SavedViewEntry, UseCaseError> {
        let EditableView { owner, held, by } = self.find(caller, store, id).await?;
        // A process may have ended before it listed what it had changed.
        self.list_change(store, &owner, held.last.as_ref()).await?;
        let view = change.view();
        let is_made = was_made(&held, &change.id, &by);
        let Some(before) = held.value else { return Err(CommandError::NotFound.into()) };
        if is_made {
            let is_same = before == view;
            let known = entry_for(id.clone(), &owner, before, (held.last.as_ref(), held.changes));
            return Ok(is_same.then_some(known).ok_or(CommandError::IdReused)?);
        }
        if held.changes != change.version {
            return Err(CommandError::Conflict.into());
        }
        let entry = entry_of(caller, (&by, &change.id), Some(&before), Some(&view));
        let written = (held.changes, Some(&view));
        if self.views.replace(store, &owner, id, written, &entry).await? == Put::Collided {
            return Err(CommandError::Conflict.into());
        }
        self.list_change(store, &owner, Some(&entry)).await?;
        Ok(entry_for(id.clone(), &owner, view, (Some(&entry), held.changes + 1)))
    }
}

/// The saved view that this command added before; a refusal where its id was used for another, or it is gone.
fn added_before(
    id: SavedViewId,
    owner: &SavedViewOwner,
    held: HeldView,
    view: &SavedView,
) -> Result<SavedViewEntry, CommandError> {
    let kept = held.value.ok_or(CommandError::NotFound)?;
    let was_changed = held.changes > 1;
    if !was_changed && kept != *view {
        return Err(CommandError::IdReused);
    }
    Ok(entry_for(id, owner, kept, (held.last.as_ref(), held.changes)))
}
