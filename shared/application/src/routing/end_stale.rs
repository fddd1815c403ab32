//! Connections that know an agent otherwise than the directory does: who may not work for the store any more, or is in other
//! groups where those decide what an agent sees. They end, and whoever may come in comes again as who they are now.

use adapters::dynamo::{Connection, Roster};
use domain::StoreId;
use futures_util::future::join_all;

use super::CaseRouter;

impl CaseRouter {
    /// Ends a store's stale connections. One that can't be ended now is there in the next minute's run; so is one whose
    /// `$connect` still runs, which the gateway takes for gone.
    pub(super) async fn end_stale(&self, store: &StoreId, roster: &Roster) {
        let has_own_cases_only = self.cases.stores.policy(store).assigned_only;
        let is_stale = |connection: &&Connection| {
            let user = connection.principal.user.as_ref();
            let entry = roster.staff.iter().find(|entry| Some(&entry.user) == user);
            entry.is_some_and(|entry| {
                let has_other_groups = connection.principal.groups.of(store) != entry.terms.groups;
                !entry.terms.active || (has_own_cases_only && has_other_groups)
            })
        };
        let stale = roster.connections.iter().filter(is_stale);
        join_all(stale.map(|stale| self.cases.push.disconnect(&stale.connection))).await;
    }
}
