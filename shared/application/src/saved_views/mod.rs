//! Saved views of the lists: those of a store, which its leads share, and those that agents keep for themselves. What leads
//! change is in the store's list of changes.

mod delete;
mod list;
mod write;

use adapters::dynamo::{HeldRow, HeldView, SavedViews, Staff, Table};
use contract::SavedViewEntry;
use domain::{
    AuditEntry, AuditedChange, CommandError, CommandId, KnowledgeAction, SavedView, SavedViewId,
    SavedViewOwner, StoreId, UserId, may_tend,
};

use crate::{ApplicationError, Caller, UseCaseError};

/// The saved views of the stores and their agents.
#[derive(Clone)]
pub struct SavedViewShelf {
    views: SavedViews,
    staff: Staff,
}

/// Why a saved view was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SavedViewError {
    /// The caller may not, or somebody was faster.
    Refused(CommandError),
    /// There are as many as there may be.
    Full {
        /// How many that is.
        most: usize,
    },
}

impl From<CommandError> for SavedViewError {
    fn from(refusal: CommandError) -> Self {
        Self::Refused(refusal)
    }
}

/// A saved view that somebody may change, as a read found it.
struct EditableView {
    owner: SavedViewOwner,
    held: HeldView,
    by: UserId,
}

impl SavedViewShelf {
    /// The saved views in this table.
    pub fn new(table: &Table) -> Self {
        Self { views: SavedViews::new(table.clone()), staff: Staff::new(table.clone()) }
    }

    /// One that the caller may change: their own, or one of the store's. Somebody else's own is not there for them.
    async fn find(
        &self,
        caller: &Caller,
        store: &StoreId,
        id: &SavedViewId,
    ) -> Result<EditableView, UseCaseError> {
        let by = keeper(caller, store, KnowledgeAction::SaveOwnViews)?.clone();
        let mut deleted = None;
        for owner in [SavedViewOwner::Agent(by.clone()), SavedViewOwner::Store] {
            let Some(held) = self.views.get(store, &owner, id).await? else { continue };
            may_tend(&caller.principal, store, action_for(&owner))?;
            let is_there = held.value.is_some();
            let found = EditableView { owner, held, by: by.clone() };
            if is_there {
                return Ok(found);
            }
            // The same command for oneself and for the store makes two of one id: one that is deleted hides no other.
            deleted = deleted.or(Some(found));
        }
        Ok(deleted.ok_or(CommandError::NotFound)?)
    }

    /// Puts a change into the store's list; agents' own are nobody else's matter. Repeating it changes nothing.
    async fn list_change(
        &self,
        store: &StoreId,
        owner: &SavedViewOwner,
        entry: Option<&AuditEntry>,
    ) -> Result<(), ApplicationError> {
        match (owner, entry) {
            (SavedViewOwner::Store, Some(entry)) => {
                Ok(self.staff.list_change(store, entry).await?)
            }
            _ => Ok(()),
        }
    }
}

/// What somebody must be allowed who writes such a saved view.
fn action_for(owner: &SavedViewOwner) -> KnowledgeAction {
    match owner {
        SavedViewOwner::Store => KnowledgeAction::ShareViews,
        SavedViewOwner::Agent(_) => KnowledgeAction::SaveOwnViews,
    }
}

/// Who asks, where they may.
fn keeper<'a>(
    caller: &'a Caller,
    store: &StoreId,
    action: KnowledgeAction,
) -> Result<&'a UserId, CommandError> {
    may_tend(&caller.principal, store, action)?;
    caller.principal.user.as_ref().ok_or(CommandError::NotAllowed)
}

/// Whether a row's last change was made by this command.
fn was_made<T>(held: &HeldRow<T>, id: &CommandId, by: &UserId) -> bool {
    held.last.as_ref().is_some_and(|last| last.id == *id && last.by == *by)
}

/// A change by whoever asks for it: of what there was to what there is.
fn entry_of(
    caller: &Caller,
    (by, id): (&UserId, &CommandId),
    before: Option<&SavedView>,
    after: Option<&SavedView>,
) -> AuditEntry {
    let name = |view: Option<&SavedView>| view.map(|view| view.name.clone());
    let change = AuditedChange::SavedView { before: name(before), after: name(after) };
    let by_name = caller.principal.name.clone();
    AuditEntry { id: id.clone(), at: caller.now, by: by.clone(), by_name, change }
}

/// A saved view for whoever may use it.
fn entry_for(
    id: SavedViewId,
    owner: &SavedViewOwner,
    view: SavedView,
    (last, version): (Option<&AuditEntry>, u32),
) -> SavedViewEntry {
    SavedViewEntry {
        id,
        personal: matches!(owner, SavedViewOwner::Agent(_)),
        name: view.name,
        filter: view.filter,
        updated_at: last.map(|last| last.at).unwrap_or_default(),
        updated_by: last.and_then(|last| last.by_name.clone()),
        version,
    }
}
