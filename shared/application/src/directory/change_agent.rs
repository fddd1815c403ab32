//! What an agent may do in a store: the groups they are in, how many cases they take, whether they work there; and whether
//! they take cases now.

use adapters::dynamo::Put;
use contract::{AgentChange, AgentView};
use domain::{
    AuditEntry, AuditedChange, CommandError, CommandId, DirectoryAction, StoreId, TermsChange,
    Timestamp, UserId, Workload, may_direct,
};

use super::change_groups::ATTEMPTS;
use super::{AgentDirectory, DirectoryError};
use crate::{ApplicationError, Caller, UseCaseError};

impl AgentDirectory {
    /// Makes a lead's change to the version that they have seen. The same change sent again changes nothing more.
    ///
    /// # Errors
    /// [`UseCaseError`]: why it was not made.
    pub async fn change(
        &self,
        caller: &Caller,
        store: &StoreId,
        agent: &UserId,
        change: AgentChange,
    ) -> Result<AgentView, UseCaseError<DirectoryError>> {
        let by = manager(caller, store)?;
        let Some(held) = self.staff.entry(store, agent).await? else {
            return Err(CommandError::NotFound.into());
        };
        // A process may have ended before it listed what it had changed.
        if let Some(last) = &held.last {
            self.staff.list_change(store, last).await?;
        }
        let (id, seen) = (change.id.clone(), change.version);
        let is_made = held.last.as_ref().is_some_and(|last| last.id == id && last.by == *by);
        let change = TermsChange::from(change);
        if is_made && change.apply(&held.value.terms) != held.value.terms {
            return Err(CommandError::IdReused.into());
        }
        if !is_made {
            if held.changes != seen {
                return Err(CommandError::Conflict.into());
            }
            self.check(caller, store, agent, &change).await?;
            let (before, name) = (held.value.terms, held.value.name);
            let after = change.apply(&before);
            let changed = AuditedChange::Agent { agent: agent.clone(), name, before, after };
            let entry = entry_of(caller, by, id, changed);
            if !self.make(store, agent, seen, &entry).await? {
                return Err(CommandError::Conflict.into());
            }
        }
        let view = self.view(caller, store, agent).await?;
        Ok(view.ok_or(CommandError::NotFound)?)
    }

    /// Writes the change and lists it; false where somebody was faster.
    async fn make(
        &self,
        store: &StoreId,
        agent: &UserId,
        seen: u32,
        entry: &AuditEntry,
    ) -> Result<bool, ApplicationError> {
        let AuditedChange::Agent { after, .. } = &entry.change else { return Ok(false) };
        if self.staff.change(store, agent, seen, after, entry).await? != Put::Written {
            return Ok(false);
        }
        self.staff.list_change(store, entry).await?;
        Ok(true)
    }

    async fn check(
        &self,
        caller: &Caller,
        store: &StoreId,
        agent: &UserId,
        change: &TermsChange,
    ) -> Result<(), UseCaseError<DirectoryError>> {
        let is_self = caller.principal.user.as_ref() == Some(agent);
        if is_self && change.active == Some(false) {
            return Err(DirectoryError::Wrong("Nobody takes their own access away.").into());
        }
        let most = change.capacity.value().copied().map_or(0, usize::from);
        if most > Workload::MOST {
            return Err(DirectoryError::Wrong("A capacity is at most 100.").into());
        }
        if let Some(groups) = &change.groups {
            let known = self.staff.groups(store).await?.value;
            if groups.iter().any(|group| known.get(*group).is_none()) {
                return Err(DirectoryError::Wrong("The store has no such group.").into());
            }
        }
        Ok(())
    }

    /// Says whether an agent takes cases now: they themselves, or a lead for them, which is listed.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn set_available(
        &self,
        caller: &Caller,
        store: &StoreId,
        agent: &UserId,
        is_available: bool,
    ) -> Result<AgentView, UseCaseError> {
        let is_self = caller.principal.user.as_ref() == Some(agent);
        let action = match is_self {
            true => DirectoryAction::SetOwnAvailability,
            false => DirectoryAction::Manage,
        };
        may_direct(&caller.principal, store, action)?;
        let since = (!is_available).then_some(caller.now);
        let is_there = match is_self {
            true => self.staff.set_away(store, agent, since).await?,
            false => self.set_away_for(caller, store, agent, since).await?,
        };
        if !is_there {
            return Err(CommandError::NotFound.into());
        }
        let view = self.view(caller, store, agent).await?;
        Ok(view.ok_or(CommandError::NotFound)?)
    }

    /// A lead's word about somebody else; false where they have no entry. What is so already is not listed again.
    async fn set_away_for(
        &self,
        caller: &Caller,
        store: &StoreId,
        agent: &UserId,
        since: Option<Timestamp>,
    ) -> Result<bool, ApplicationError> {
        let Some(by) = &caller.principal.user else { return Ok(false) };
        for _ in 0..ATTEMPTS {
            let Some(held) = self.staff.entry(store, agent).await? else { return Ok(false) };
            // A process may have ended before it listed what it had changed.
            if let Some(last) = &held.last {
                self.staff.list_change(store, last).await?;
            }
            if held.value.away_since.is_some() == since.is_some() {
                return Ok(true);
            }
            let (name, available) = (held.value.name, since.is_none());
            let change = AuditedChange::Availability { agent: agent.clone(), name, available };
            let entry = entry_of(caller, by, availability_id(agent, caller.now), change);
            let put = self.staff.set_away_for(store, agent, held.changes, since, &entry).await?;
            if put == Put::Written {
                self.staff.list_change(store, &entry).await?;
                return Ok(true);
            }
        }
        Err(ApplicationError::Contended)
    }
}

/// The id under which a change of availability is listed. The command has none: it may be repeated without harm.
fn availability_id(agent: &UserId, now: Timestamp) -> CommandId {
    let agent = agent.as_str();
    let end = &agent[agent.len().saturating_sub(10)..];
    let id = format!("away-{}-{end}", now.0);
    id.try_into().unwrap_or_else(|_| unreachable!("a word, a time and ten characters of an id"))
}

/// A change by whoever asks for it.
pub(super) fn entry_of(
    caller: &Caller,
    by: &UserId,
    id: CommandId,
    change: AuditedChange,
) -> AuditEntry {
    let (by, by_name) = (by.clone(), caller.principal.name.clone());
    AuditEntry { id, at: caller.now, by, by_name, change }
}

/// Who asks, where they may manage a store's directory.
pub(super) fn manager<'a>(caller: &'a Caller, store: &StoreId) -> Result<&'a UserId, CommandError> {
    may_direct(&caller.principal, store, DirectoryAction::Manage)?;
    caller.principal.user.as_ref().ok_or(CommandError::NotAllowed)
}
