//! Reading a case: its head, and pages of its events.

use adapters::dynamo::{Log, Page, Read};
use contract::{CaseView, EventPage};
use domain::{Case, CaseId, CommandError, Role, Seq, StoreId, StorePolicy, may_read};
use futures_util::future::try_join_all;

use crate::page::{show, show_newest, view, visible_head};
use crate::{ApplicationError, Caller, Cases, Stores, UseCaseError};

/// Which page of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The last ones.
    Newest,
    /// Those before this one.
    Before(Seq),
    /// Those after this one.
    After(Seq),
}

/// Looks at cases for someone who may read some of them.
#[derive(Clone, Copy)]
pub(crate) struct CaseReader<'a> {
    /// The logs.
    pub(crate) log: &'a Log,
    /// What the stores lay down.
    pub(crate) stores: &'a Stores,
}

impl CaseReader<'_> {
    /// The case at its head, where the caller may read it.
    pub(crate) async fn readable(
        self,
        caller: &Caller,
        id: &CaseId,
    ) -> Result<Option<Case>, ApplicationError> {
        let newest = self.log.before(id, None, 1).await?;
        let Some(head) = newest.entries.into_iter().next() else { return Ok(None) };
        let policy = self.stores.policy(&head.state.store);
        let case = Case { head: head.event.seq, state: Some(head.state), participants: Vec::new() };
        if may_read(&caller.principal, &case, policy).is_ok() {
            return Ok(Some(case));
        }
        // Someone who was let in is known by a row of their own; few are, so the second read is rare.
        let read = self.log.read(id, case.head).await?;
        let case = Case { participants: read.participants, ..case };
        Ok(may_read(&caller.principal, &case, policy).is_ok().then_some(case))
    }

    /// Those of a store's cases that the caller may read. Only agents of a store that shows them no more than what is
    /// assigned to them have each case looked at.
    pub(crate) async fn readable_of(
        self,
        caller: &Caller,
        store: &StoreId,
        mut cases: Vec<CaseId>,
    ) -> Result<Vec<CaseId>, ApplicationError> {
        let sees_all =
            caller.principal.role != Role::Agent || !self.stores.policy(store).assigned_only;
        if sees_all {
            return Ok(cases);
        }
        cases.sort();
        cases.dedup();
        let looks = cases.iter().map(|case| self.readable(caller, case));
        let found = try_join_all(looks).await?;
        let seen = cases.into_iter().zip(found).filter(|(_, found)| found.is_some());
        Ok(seen.map(|(case, _)| case).collect())
    }
}

impl Cases {
    /// The case at its head, where the caller may read it.
    pub(crate) async fn readable(
        &self,
        caller: &Caller,
        id: &CaseId,
    ) -> Result<Option<Case>, ApplicationError> {
        CaseReader { log: &self.log, stores: &self.stores }.readable(caller, id).await
    }

    /// Where a case stands.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn stand(&self, caller: &Caller, id: &CaseId) -> Result<CaseView, UseCaseError> {
        let case = self.readable(caller, id).await?;
        Ok(case
            .and_then(|case| view(id, &case, &caller.principal))
            .ok_or(CommandError::NotFound)?)
    }

    /// A page of a case's events, at most `limit`, oldest first. Hidden events count towards the limit, so that a
    /// page costs the same whoever reads it.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn events(
        &self,
        caller: &Caller,
        id: &CaseId,
        direction: Direction,
        limit: usize,
    ) -> Result<EventPage, UseCaseError> {
        let Some(case) = self.readable(caller, id).await? else {
            return Err(CommandError::NotFound.into());
        };
        let mut direction = direction;
        loop {
            let page = match direction {
                Direction::Newest => self.log.before(id, None, limit).await?,
                Direction::Before(seq) => self.log.before(id, Some(seq), limit).await?,
                Direction::After(seq) => self.log.after(id, seq, limit).await?,
            };
            let Some(shown) = self.event_page(caller, id, &case, direction, &page) else {
                return Err(CommandError::NotFound.into());
            };
            let all_hidden = shown.events.is_empty() && page.more;
            match next_page(direction, &page).filter(|_| all_hidden) {
                Some(next) => direction = next,
                None => return Ok(shown),
            }
        }
    }

    /// A page with at least one event that the caller may see, if there is one: a page of nothing but hidden events
    /// would leave them without a cursor to go on from. `head` is the case at its head, and readable.
    pub(crate) async fn skip_hidden(
        &self,
        caller: &Caller,
        id: &CaseId,
        after: Seq,
        head: &Case,
        mut read: Read,
    ) -> Result<Read, ApplicationError> {
        let policy = self.policy_of(head);
        while read.is_behind {
            let newer = read.entries.iter().filter(|entry| entry.event.seq > after);
            let shown = show(newer, head, &caller.principal, policy, caller.now);
            let last = read.case().head;
            if !shown.events.is_empty() {
                break;
            }
            read = self.log.read(id, last).await?;
        }
        Ok(read)
    }

    /// What the case's store lays down.
    pub(crate) fn policy_of(&self, case: &Case) -> StorePolicy {
        case.state
            .as_ref()
            .map_or_else(StorePolicy::default, |state| self.stores.policy(&state.store))
    }

    fn event_page(
        &self,
        caller: &Caller,
        id: &CaseId,
        case: &Case,
        direction: Direction,
        page: &Page,
    ) -> Option<EventPage> {
        let policy = self.stores.policy(&case.state.as_ref()?.store);
        let viewer = &caller.principal;
        let shown = match direction {
            Direction::After(_) => show(&page.entries, case, viewer, policy, caller.now),
            Direction::Newest | Direction::Before(_) => {
                show_newest(&page.entries, case, viewer, policy, caller.now)
            }
        };
        Some(EventPage {
            events: shown.events,
            head: visible_head(case, &caller.principal),
            more: page.more || shown.more,
            view: view(id, case, &caller.principal)?,
        })
    }
}

/// The page behind this one, in the same direction.
fn next_page(direction: Direction, page: &Page) -> Option<Direction> {
    match direction {
        Direction::After(_) => page.entries.last().map(|entry| Direction::After(entry.event.seq)),
        Direction::Newest | Direction::Before(_) => {
            page.entries.first().map(|entry| Direction::Before(entry.event.seq))
        }
    }
}
