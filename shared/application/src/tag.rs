//! How many tags a case has: its log does not say that in one place, the lists' view of it does.

use std::collections::BTreeSet;

use domain::{Case, CaseId, CommandError, Tag, TagList, may_read};

use crate::{ApplicationError, Caller, Cases};

impl Cases {
    /// Why a case may not get these tags: it would have more than it may. Who may not read it learns nothing of that; the
    /// core refuses them. The view is a moment behind, so that of two who add some at once both may.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub(crate) async fn check_tags(
        &self,
        caller: &Caller,
        case: &CaseId,
        add: &TagList,
        remove: &TagList,
    ) -> Result<Option<CommandError>, ApplicationError> {
        if add.is_empty() || !caller.principal.role.is_staff() {
            return Ok(None);
        }
        let Some(summary) = self.summaries.glance(case).await? else { return Ok(None) };
        let policy = self.stores.policy(&summary.state.store);
        let state = Some(summary.state);
        let head = Case { head: summary.seq, state, participants: Vec::new() };
        if may_read(&caller.principal, &head, policy).is_err() {
            return Ok(None);
        }
        let kept = summary.tags.iter().filter(|tag| !remove.has(tag));
        let after: BTreeSet<&Tag> = kept.chain(add.iter()).collect();
        Ok((after.len() > TagList::MOST).then_some(CommandError::WrongState))
    }
}
