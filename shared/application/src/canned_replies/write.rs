//! Writing canned replies: a new one, other words for one that there is. The same command sent again writes nothing more.

use adapters::dynamo::{HeldReply, Put};
use contract::{CannedReplyChange, CannedReplyView, NewCannedReply};
use domain::{CannedReply, CannedReplyId, CannedReplyOwner, CommandError, StoreId};

use super::{
    CannedReplyError, CannedReplyLibrary, EditableReply, action_for, entry_of, view_of, was_made,
    writer,
};
use crate::{Caller, UseCaseError};

impl CannedReplyLibrary {
    /// Adds a canned reply, for the caller alone or for the store.
    ///
    /// # Errors
    /// [`UseCaseError`]: why it was not added.
    pub async fn add(
        &self,
        caller: &Caller,
        store: &StoreId,
        new: NewCannedReply,
    ) -> Result<CannedReplyView, UseCaseError<CannedReplyError>> {
        let user = caller.principal.user.clone().filter(|_| new.personal);
        let owner = user.map_or(CannedReplyOwner::Store, CannedReplyOwner::Agent);
        let by = writer(caller, store, action_for(&owner))?;
        let id = CannedReplyId::derive(store, by, &new.id);
        let reply = new.reply();
        if let Some(held) = self.replies.get(store, &owner, &id).await? {
            // A process may have ended before it listed what it had added.
            self.list_change(store, &owner, held.last.as_ref()).await?;
            return Ok(added_before(id, &owner, held, &reply)?);
        }
        self.check_new(store, &owner, &reply).await?;
        let entry = entry_of(caller, (by, &new.id), None, Some(&reply));
        let put = self.replies.replace(store, &owner, &id, (0, Some(&reply)), &entry).await?;
        if put == Put::Collided {
            // The same command, by another way at the same time.
            let held = self.replies.get(store, &owner, &id).await?.ok_or(CommandError::Conflict)?;
            return Ok(added_before(id, &owner, held, &reply)?);
        }
        self.list_change(store, &owner, Some(&entry)).await?;
        Ok(view_of(id, &owner, reply, (Some(&entry), 1)))
    }

    /// Makes a change to the version that its author has seen.
    ///
    /// # Errors
    /// [`UseCaseError`]: why it was not made.
    pub async fn change(
        &self,
        caller: &Caller,
        store: &StoreId,
        id: &CannedReplyId,
        change: CannedReplyChange,
    ) -> Result<CannedReplyView, UseCaseError<CannedReplyError>> {
        let found = self.find(caller, store, id).await;
        let EditableReply { owner, held, by } = found.map_err(|error| error.map(Into::into))?;
        // A process may have ended before it listed what it had changed.
        self.list_change(store, &owner, held.last.as_ref()).await?;
        let reply = change.reply();
        let is_made = was_made(&held, &change.id, &by);
        let Some(before) = held.value else { return Err(CommandError::NotFound.into()) };
        if is_made {
            let is_same = before == reply;
            let view = view_of(id.clone(), &owner, before, (held.last.as_ref(), held.changes));
            return Ok(is_same.then_some(view).ok_or(CommandError::IdReused)?);
        }
        if held.changes != change.version {
            return Err(CommandError::Conflict.into());
        }
        self.check_group(store, &reply).await?;
        let entry = entry_of(caller, (&by, &change.id), Some(&before), Some(&reply));
        let written = (held.changes, Some(&reply));
        if self.replies.replace(store, &owner, id, written, &entry).await? == Put::Collided {
            return Err(CommandError::Conflict.into());
        }
        self.list_change(store, &owner, Some(&entry)).await?;
        Ok(view_of(id.clone(), &owner, reply, (Some(&entry), held.changes + 1)))
    }

    /// Whether a new one can be there. Of two at once that would each be the last, both are.
    async fn check_new(
        &self,
        store: &StoreId,
        owner: &CannedReplyOwner,
        reply: &CannedReply,
    ) -> Result<(), UseCaseError<CannedReplyError>> {
        let most = owner.most();
        if self.replies.list(store, owner).await?.len() >= most {
            return Err(CannedReplyError::Full { most }.into());
        }
        self.check_group(store, reply).await
    }

    async fn check_group(
        &self,
        store: &StoreId,
        reply: &CannedReply,
    ) -> Result<(), UseCaseError<CannedReplyError>> {
        let Some(group) = reply.group() else { return Ok(()) };
        let is_open = self.staff.groups(store).await?.value.is_open(group);
        if is_open { Ok(()) } else { Err(CannedReplyError::NoSuchGroup.into()) }
    }
}

/// The canned reply that this command added before; a refusal where its id was used for other words, or it is gone.
fn added_before(
    id: CannedReplyId,
    owner: &CannedReplyOwner,
    held: HeldReply,
    reply: &CannedReply,
) -> Result<CannedReplyView, CommandError> {
    let kept = held.value.ok_or(CommandError::NotFound)?;
    let was_changed = held.changes > 1;
    if !was_changed && kept != *reply {
        return Err(CommandError::IdReused);
    }
    Ok(view_of(id, owner, kept, (held.last.as_ref(), held.changes)))
}
