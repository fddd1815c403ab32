//! A store's groups: a new one, another name, closed or opened again.

use adapters::dynamo::{HeldRow, Put};
use contract::{GroupChange, NewGroup};
use domain::{AuditedChange, CommandError, CommandId, Group, GroupId, Groups, StoreId};

use super::change_agent::{entry_of, manager};
use super::{AgentDirectory, DirectoryError};
use crate::{ApplicationError, Caller, UseCaseError};

/// How often a change is made afresh after another one was faster.
pub(super) const ATTEMPTS: u32 = 8;

/// What a change makes of the groups, and the group that it is about as it was.
type Changed = (Groups, Option<Group>, Group);

impl AgentDirectory {
    /// Adds a group. The same command sent again adds nothing more.
    ///
    /// # Errors
    /// [`UseCaseError`]: why it was not added.
    pub async fn add_group(
        &self,
        caller: &Caller,
        store: &StoreId,
        new: NewGroup,
    ) -> Result<Group, UseCaseError<DirectoryError>> {
        let full = DirectoryError::Wrong("A store has at most 60 groups.");
        let add = |groups: &Groups| -> Result<Changed, DirectoryError> {
            let (groups, group) = groups.with_new(new.name.clone()).ok_or(full.clone())?;
            Ok((groups, None, group))
        };
        self.rewrite(caller, store, new.id, add).await
    }

    /// Changes a group. The same command sent again changes nothing more.
    ///
    /// # Errors
    /// [`UseCaseError`]: why it was not changed.
    pub async fn change_group(
        &self,
        caller: &Caller,
        store: &StoreId,
        group: GroupId,
        change: GroupChange,
    ) -> Result<Group, UseCaseError<DirectoryError>> {
        let GroupChange { id, name, closed } = change;
        let step = |groups: &Groups| -> Result<Changed, DirectoryError> {
            let before = groups.get(group).ok_or(CommandError::NotFound)?;
            let name = name.clone().unwrap_or_else(|| before.name.clone());
            let after = Group { id: group, name, closed: closed.unwrap_or(before.closed) };
            Ok((groups.with(&after), Some(before.clone()), after))
        };
        self.rewrite(caller, store, id, step).await
    }

    async fn rewrite(
        &self,
        caller: &Caller,
        store: &StoreId,
        id: CommandId,
        step: impl Fn(&Groups) -> Result<Changed, DirectoryError>,
    ) -> Result<Group, UseCaseError<DirectoryError>> {
        let by = manager(caller, store)?;
        for _ in 0..ATTEMPTS {
            let held = self.staff.groups(store).await?;
            // A process may have ended before it listed what it had changed.
            if let Some(last) = &held.last {
                self.staff.list_change(store, last).await?;
            }
            if let Some(made) = made(&held, &id, by) {
                return Ok(made);
            }
            let (groups, before, after) = step(&held.value)?;
            let change = AuditedChange::Group { before, after: after.clone() };
            let entry = entry_of(caller, by, id.clone(), change);
            let put = self.staff.replace_groups(store, held.changes, &groups, &entry).await?;
            if put == Put::Written {
                self.staff.list_change(store, &entry).await?;
                return Ok(after);
            }
        }
        Err(ApplicationError::Contended.into())
    }
}

/// What the same command has made of a group before.
fn made(held: &HeldRow<Groups>, id: &CommandId, by: &domain::UserId) -> Option<Group> {
    let last = held.last.as_ref().filter(|last| last.id == *id && last.by == *by)?;
    match &last.change {
        AuditedChange::Group { after, .. } => Some(after.clone()),
        AuditedChange::Agent { .. }
        | AuditedChange::Availability { .. }
        | AuditedChange::CannedReply { .. }
        | AuditedChange::Erasure { .. }
        | AuditedChange::SavedView { .. } => None,
    }
}
