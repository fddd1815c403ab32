//! The heartbeat: keeps subscriptions alive and compares heads, which finds what a lost push has left out.

use contract::{Head, ServerFrame};
use domain::{CommandId, Listener};
use futures_util::future::try_join_all;

use crate::page::visible_head;
use crate::{ApplicationError, Caller, Cases};

/// Cases that one heartbeat may name; a console that shows more sends several.
const MOST_CASES: usize = 50;

impl Cases {
    /// Refreshes the caller's subscriptions and an agent's presence, and names the cases in which they hold too little, or that are not
    /// theirs any more (those with a head of 0). Staff also learn who is there: a new connection's first look, and what
    /// mends a `presence` that was lost.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn heartbeat(
        &self,
        caller: &Caller,
        id: &CommandId,
        cases: &[Head],
    ) -> Result<ServerFrame, ApplicationError> {
        if let Some(connection) = &caller.connection {
            self.listeners.stay(connection, &caller.principal, caller.now).await?;
        }
        let compared = cases.iter().take(MOST_CASES).map(|held| self.compare(caller, held));
        let behind = try_join_all(compared).await?.into_iter().flatten().collect();
        let online = self.colleagues(caller).await?;
        Ok(ServerFrame::Beat { id: id.clone(), behind, online })
    }

    async fn compare(
        &self,
        caller: &Caller,
        held: &Head,
    ) -> Result<Option<Head>, ApplicationError> {
        let Some(case) = self.readable(caller, &held.case).await? else {
            return Ok(Some(Head { case: held.case.clone(), head: domain::Seq::NONE }));
        };
        if let Some(connection) = &caller.connection {
            let listener = Listener {
                principal: caller.principal.clone(),
                connection: connection.clone(),
                seen: caller.now,
            };
            if !self.listeners.refresh(&held.case, &listener, caller.now).await? {
                self.listeners.subscribe(&held.case, &listener, caller.now).await?;
                let read = self.log.read(&held.case, case.head).await?;
                self.end_surplus(&held.case, &read.listeners, connection).await;
            }
        }
        let head = visible_head(&case, &caller.principal);
        Ok((head != held.head).then(|| Head { case: held.case.clone(), head }))
    }
}
