//! Who works for a store, whether they are there, and how busy they are.

use contract::{AgentList, AgentView};
use domain::{DirectoryAction, StoreId, UserId, may_direct};

use super::AgentDirectory;
use crate::presence::is_online;
use crate::{ApplicationError, Caller, UseCaseError};

impl AgentDirectory {
    /// The agents and leads of a store, by name, and its groups.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn list(&self, caller: &Caller, store: &StoreId) -> Result<AgentList, UseCaseError> {
        may_direct(&caller.principal, store, DirectoryAction::Read)?;
        Ok(self.read(caller, store).await?)
    }

    /// One of them.
    pub(super) async fn view(
        &self,
        caller: &Caller,
        store: &StoreId,
        agent: &UserId,
    ) -> Result<Option<AgentView>, ApplicationError> {
        let list = self.read(caller, store).await?;
        Ok(list.agents.into_iter().find(|view| view.user == *agent))
    }

    async fn read(&self, caller: &Caller, store: &StoreId) -> Result<AgentList, ApplicationError> {
        let roster = self.workloads.roster(store).await?;
        let view = |entry: &domain::DirectoryEntry| {
            let cases = roster.places(&entry.user).count();
            let is_online = is_online(&roster.connections, &entry.user, caller.now);
            AgentView::of(entry.clone(), is_online, cases)
        };
        let mut agents: Vec<_> = roster.staff.iter().map(view).collect();
        agents.sort_by(|a, b| (&a.name, &a.user).cmp(&(&b.name, &b.user)));
        Ok(AgentList { agents, groups: roster.groups.all().to_vec() })
    }
}
