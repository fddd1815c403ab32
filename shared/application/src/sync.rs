//! Listening to a case: the listener's row first, then the read, so that nothing falls between.

use adapters::dynamo::Cursor;
use contract::{Code, ReadMark, ServerFrame};
use domain::{Case, CaseId, CommandError, CommandId, Entry, Listener, Seq, may_read};

use crate::page::{show, view, visible_head};
use crate::reply::error;
use crate::{ApplicationError, Caller, Cases, UseCaseError};

/// The newest events that someone without a replica starts with.
const FIRST_PAGE: usize = 50;

/// What a sync found: the case at its head, the events for the caller, and whether the log goes on after them.
struct CatchUp {
    case: Case,
    entries: Vec<Entry>,
    listeners: Vec<Listener>,
    more: bool,
}

impl Cases {
    /// Subscribes the caller's connection and answers with what came after `after` (0: with the newest page).
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn sync(
        &self,
        caller: &Caller,
        id: &CommandId,
        case: &CaseId,
        after: Seq,
    ) -> Result<ServerFrame, ApplicationError> {
        if let Some(connection) = &caller.connection {
            let listener = Listener {
                principal: caller.principal.clone(),
                connection: connection.clone(),
                seen: caller.now,
            };
            self.listeners.subscribe(case, &listener, caller.now).await?;
        }
        match self.catch_up(caller, case, after).await {
            Ok(found) => {
                if let Some(connection) = &caller.connection {
                    self.end_surplus(case, &found.listeners, connection).await;
                }
                // After the subscription: whoever reads on from now on tells this connection too.
                let reads = self.cursors.of_case(case).await?.into_iter().map(mark).collect();
                Ok(self.missed(caller, id, case, &found, reads))
            }
            Err(refused) => {
                let refusal = refused.into_refusal()?;
                if let Some(connection) =
                    caller.connection.as_ref().filter(|_| refusal == CommandError::NotFound)
                {
                    self.listeners.unsubscribe(case, connection).await?;
                }
                Ok(error(refusal, Some(id.clone())))
            }
        }
    }

    async fn catch_up(
        &self,
        caller: &Caller,
        id: &CaseId,
        after: Seq,
    ) -> Result<CatchUp, UseCaseError> {
        if after == Seq::NONE {
            return self.newest(caller, id).await;
        }
        let read = self.log.read(id, after).await?;
        let is_known = read.entries.first().is_some_and(|entry| entry.event.seq == after);
        let whole = Some(read.case()).filter(|_| is_known && !read.is_behind);
        let case = match whole {
            Some(case) if may_read(&caller.principal, &case, self.policy_of(&case)).is_ok() => case,
            // Who may read is decided at the head, not where this page ends.
            _ => match self.readable(caller, id).await? {
                Some(_) if !is_known => return Err(CommandError::UnknownCursor.into()),
                Some(head) => head,
                None => return Err(CommandError::NotFound.into()),
            },
        };
        let read = self.skip_hidden(caller, id, after, &case, read).await?;
        let more = read.is_behind;
        // A page that ends before the head does not reach the listeners behind it.
        let listeners = match more {
            true => self.log.read(id, case.head).await?.listeners,
            false => read.listeners,
        };
        let entries = read.entries.into_iter().filter(|entry| entry.event.seq > after).collect();
        Ok(CatchUp { case, entries, listeners, more })
    }

    async fn newest(&self, caller: &Caller, id: &CaseId) -> Result<CatchUp, UseCaseError> {
        let page = self.log.before(id, None, FIRST_PAGE).await?;
        let Some(head) = page.entries.last() else { return Err(CommandError::NotFound.into()) };
        let read = self.log.read(id, head.event.seq).await?;
        let case = read.case();
        let policy = self.stores.policy(&head.state.store);
        may_read(&caller.principal, &case, policy).map_err(CommandError::from)?;
        let newer = read.entries.into_iter().skip(1);
        let mut entries: Vec<_> = page.entries.into_iter().chain(newer).collect();
        let mut has_older = page.more;
        while has_older
            && show(&entries, &case, &caller.principal, policy, caller.now).events.is_empty()
        {
            let before = entries.first().map(|entry| entry.event.seq);
            let page = self.log.before(id, before, FIRST_PAGE).await?;
            (entries, has_older) = (page.entries, page.more);
        }
        Ok(CatchUp { case, entries, listeners: read.listeners, more: read.is_behind })
    }

    fn missed(
        &self,
        caller: &Caller,
        id: &CommandId,
        case: &CaseId,
        found: &CatchUp,
        reads: Vec<ReadMark>,
    ) -> ServerFrame {
        let Some(view) = view(case, &found.case, &caller.principal) else {
            return error(CommandError::NotFound, Some(id.clone()));
        };
        let policy = self.stores.policy(&view.store);
        let shown = show(&found.entries, &found.case, &caller.principal, policy, caller.now);
        let is_expired = caller.principal.expires <= caller.now;
        if is_expired {
            let message = "The token has ended. Sign in again.";
            return ServerFrame::error(Code::Expired, message, Some(id.clone()));
        }
        ServerFrame::Missed {
            id: id.clone(),
            case: case.clone(),
            events: shown.events,
            head: visible_head(&found.case, &caller.principal),
            more: found.more || shown.more,
            reads,
            view,
        }
    }
}

fn mark(cursor: Cursor) -> ReadMark {
    let Cursor { user, role, seq, at } = cursor;
    ReadMark { user, role, seq, at }
}
