//! A store's directory: who works for it and what they may do, its groups, and who changed what. Leads change it; each
//! change is in the list.

mod change_agent;
mod change_groups;
mod list_agents;

use adapters::dynamo::{Staff, Table, Workloads};
use contract::AuditPage;
use domain::{CommandError, DirectoryAction, StoreId, may_direct};

use crate::{Caller, UseCaseError};

/// The directories of the stores.
#[derive(Clone)]
pub struct AgentDirectory {
    staff: Staff,
    workloads: Workloads,
}

/// Why a change of a directory was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryError {
    /// The caller may not, or somebody was faster.
    Refused(CommandError),
    /// It is wrong; why, in a sentence.
    Wrong(&'static str),
}

impl From<CommandError> for DirectoryError {
    fn from(refusal: CommandError) -> Self {
        Self::Refused(refusal)
    }
}

impl AgentDirectory {
    /// The directories in this table.
    pub fn new(table: &Table) -> Self {
        Self { staff: Staff::new(table.clone()), workloads: Workloads::new(table.clone()) }
    }

    /// A page of the changes of a store's directory, newest first.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn audit(
        &self,
        caller: &Caller,
        store: &StoreId,
        from: Option<String>,
    ) -> Result<AuditPage, UseCaseError> {
        may_direct(&caller.principal, store, DirectoryAction::Manage)?;
        let (entries, next) = self.staff.changes(store, from).await?;
        Ok(AuditPage { entries, next })
    }
}
