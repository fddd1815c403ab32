//! What follows from a case's events for who has it: places that are free again, and cases that wait for somebody.

use std::collections::{BTreeMap, BTreeSet};

use adapters::dynamo::Roster;
use contract::Code;
use domain::{Body, CaseId, Entry, Status, StoreId, Timestamp, UserId};
use futures_util::future::{join_all, try_join_all};

use super::CaseRouter;
use crate::{ApplicationError, Batch};

/// Who works for which store, as one read of each has found them.
pub type Rosters = BTreeMap<StoreId, Roster>;

/// What following new events came to.
#[derive(Debug, Default)]
pub struct Followed {
    /// Cases that agents were given.
    pub assigned: usize,
    /// Cases whose events are to come again: a place was not taken or released, and nobody else would do it.
    pub unreleased: BTreeSet<CaseId>,
    /// What failed first.
    pub failure: Option<ApplicationError>,
}

impl CaseRouter {
    /// The rosters of the stores in which something has happened after which somebody may get a case: one read for a store,
    /// which says also whom to tell of it.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn rosters(&self, batches: &[Batch]) -> Result<Rosters, ApplicationError> {
        let due = batches.iter().filter(|batch| is_due(batch)).filter_map(store_of);
        let stores: BTreeSet<&StoreId> = due.collect();
        let read = stores.into_iter().map(async |store| {
            Ok::<_, ApplicationError>((
                store.clone(),
                self.cases.workloads.without_places(store).await?,
            ))
        });
        Ok(try_join_all(read).await?.into_iter().collect())
    }

    /// Follows new events of cases in stores of these rosters. Repeating it changes nothing. What fails for one case or
    /// store leaves no other behind; waiting cases are given out by the next run at the latest.
    pub async fn follow(&self, batches: &[Batch], rosters: Rosters, now: Timestamp) -> Followed {
        let mut followed = Followed::default();
        for batch in batches {
            for entry in &batch.entries {
                let Err(error) = self.release_places(&batch.case, entry, now).await else {
                    continue;
                };
                // A row that can't be read is none the better for being asked for again.
                if error.code() == Code::Busy {
                    followed.unreleased.insert(batch.case.clone());
                }
                followed.failure.get_or_insert(error);
            }
        }
        let given = rosters.into_iter().map(async |(store, roster)| {
            let due = batches.iter().filter(|batch| is_due(batch));
            let own = due.filter(|batch| store_of(batch) == Some(&store));
            let fresh: Vec<CaseId> = own.map(|batch| batch.case.clone()).collect();
            // Places have been released since it was read.
            match self.routes(&store, &roster) {
                true => self.assign_waiting(&store, fresh, now).await,
                false => Ok(0),
            }
        });
        for given in join_all(given).await {
            match given {
                Ok(count) => followed.assigned += count,
                Err(error) => _ = followed.failure.get_or_insert(error),
            }
        }
        followed
    }

    /// Releases the place of whoever had the case until this event, and takes one for whoever goes on with it.
    async fn release_places(
        &self,
        case: &CaseId,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<(), ApplicationError> {
        let (event, store) = (&entry.event, &entry.state.store);
        if let Some(agent) = ended_for(entry) {
            self.cases.release(store, agent, case, event.seq).await?;
        }
        match goes_on_for(entry) {
            Some(agent) => self.cases.adopt(store, agent, case, event.seq, now).await,
            None => Ok(()),
        }
    }
}

fn store_of(batch: &Batch) -> Option<&StoreId> {
    batch.entries.last().map(|last| &last.state.store)
}

/// Whether somebody may get a case after this: one waits, or there is a place that was taken.
fn is_due(batch: &Batch) -> bool {
    batch.entries.iter().any(|entry| ended_for(entry).is_some() || waits(entry))
}

/// For which agent the case ended with this event.
fn ended_for(entry: &Entry) -> Option<&UserId> {
    match &entry.event.body {
        Body::Assigned { from, agent, .. } => from.as_ref().filter(|from| *from != agent),
        Body::Unassigned { from } | Body::Escalated { from, .. } => from.as_ref(),
        Body::Resolved => entry.state.assignee.as_ref(),
        _ => None,
    }
}

/// Which agent may go on with a resolved case by this event of their own: they reopen it, or write in it.
fn goes_on_for(entry: &Entry) -> Option<&UserId> {
    let (event, state) = (&entry.event, &entry.state);
    let may_go_on = match event.body {
        Body::Reopened => true,
        Body::Message { .. } | Body::Approved { .. } => state.since == event.at,
        _ => false,
    };
    state.assignee.as_ref().filter(|agent| may_go_on && event.author.id.as_ref() == Some(*agent))
}

/// Whether the case has begun to wait for somebody with this event.
fn waits(entry: &Entry) -> bool {
    let state = &entry.state;
    let is_aside = state.snoozed.is_some();
    let is_nobodys = state.status == Status::Waiting && state.assignee.is_none() && !is_aside;
    let is_news = state.since == entry.event.at
        || matches!(entry.event.body, Body::Escalated { .. } | Body::Woken);
    is_nobodys && is_news
}
