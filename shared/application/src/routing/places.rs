//! An agent's places for cases: reserved, given up, released, and looked over where none seems left.

use adapters::dynamo::{HeldWorkload, Put};
use domain::{CaseId, NoPlace, Place, Seq, StoreId, Timestamp, UserId, Workload};
use futures_util::future::try_join_all;

use crate::{ApplicationError, Cases};

/// How often places are written anew after somebody else was faster.
const ATTEMPTS: u64 = 12;

/// What became of an attempt to reserve a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reservation {
    /// It is reserved.
    Made,
    /// The agent has as many cases as they take.
    Full,
    /// Somebody else is just about to give them this case.
    Busy,
    /// The agent may not work for the store.
    Inactive,
}

impl Cases {
    /// Reserves a place for a case, where there is one.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub(crate) async fn reserve(
        &self,
        store: &StoreId,
        agent: &UserId,
        case: &CaseId,
        head: Seq,
        by: u64,
        now: Timestamp,
    ) -> Result<Reservation, ApplicationError> {
        let mut has_looked = false;
        for attempt in 0..ATTEMPTS {
            let (entry, held) = self.workloads.of(store, agent).await?;
            let terms = entry.map(|entry| entry.value.terms).unwrap_or_default();
            if !terms.active {
                return Ok(Reservation::Inactive);
            }
            let after = match held.workload.reserved(case, head, by, terms.capacity, now) {
                Ok(after) => after,
                Err(NoPlace::Full) if !has_looked => {
                    has_looked = true;
                    self.drop_ended(store, agent, held, now).await?;
                    continue;
                }
                Err(NoPlace::Full) => return Ok(Reservation::Full),
                Err(NoPlace::Busy) => return Ok(Reservation::Busy),
            };
            if self.workloads.replace(store, agent, &held, &after).await? == Put::Written {
                return Ok(Reservation::Made);
            }
            pause(attempt).await;
        }
        Err(ApplicationError::Contended)
    }

    /// Gives up the place of an attempt that came to nothing.
    pub(crate) async fn cancel(
        &self,
        store: &StoreId,
        agent: &UserId,
        case: &CaseId,
        by: u64,
    ) -> Result<(), ApplicationError> {
        self.change_places(store, agent, |places| places.cancelled(case, by)).await
    }

    /// Gives up the place of a command that is done, and whose case went on to somebody else.
    pub(crate) async fn abandon(
        &self,
        store: &StoreId,
        agent: &UserId,
        case: &CaseId,
        by: u64,
    ) -> Result<(), ApplicationError> {
        self.change_places(store, agent, |places| places.abandoned(case, by)).await
    }

    /// Releases the place for a case that ended for its agent with this event. Repeating it changes nothing.
    pub(super) async fn release(
        &self,
        store: &StoreId,
        agent: &UserId,
        case: &CaseId,
        ended: Seq,
    ) -> Result<(), ApplicationError> {
        self.change_places(store, agent, |places| places.released(case, ended)).await
    }

    /// Takes a place for a case that its agent goes on with by themselves.
    pub(super) async fn adopt(
        &self,
        store: &StoreId,
        agent: &UserId,
        case: &CaseId,
        seq: Seq,
        now: Timestamp,
    ) -> Result<(), ApplicationError> {
        self.change_places(store, agent, |places| places.adopted(case, seq, now)).await
    }

    /// Drops the places of cases that are no longer the agent's: what a process that ended left behind. Gives the places
    /// that are left.
    pub(super) async fn drop_ended(
        &self,
        store: &StoreId,
        agent: &UserId,
        held: HeldWorkload,
        now: Timestamp,
    ) -> Result<Workload, ApplicationError> {
        let over = held.workload.places().iter().filter(|place| place.is_run_over(now));
        let looks = over.map(async |place| {
            let newest = self.log.before(&place.case, None, 1).await?;
            let is_theirs = newest.entries.iter().any(|head| head.state.is_with(agent));
            Ok::<_, ApplicationError>((!is_theirs).then(|| place.clone()))
        });
        let ended: Vec<Place> = try_join_all(looks).await?.into_iter().flatten().collect();
        if ended.is_empty() {
            return Ok(held.workload);
        }
        self.change_places(store, agent, |places| places.without_places(&ended)).await?;
        Ok(held.workload.without_places(&ended).unwrap_or(held.workload))
    }

    /// Rewrites an agent's places from what they are, afresh after each collision; not where the change makes nothing of
    /// them.
    async fn change_places(
        &self,
        store: &StoreId,
        agent: &UserId,
        change: impl Fn(&Workload) -> Option<Workload>,
    ) -> Result<(), ApplicationError> {
        for attempt in 0..ATTEMPTS {
            let held = self.workloads.get(store, agent).await?;
            let Some(after) = change(&held.workload) else { return Ok(()) };
            if self.workloads.replace(store, agent, &held, &after).await? == Put::Written {
                return Ok(());
            }
            pause(attempt).await;
        }
        Err(ApplicationError::Contended)
    }
}

async fn pause(attempt: u64) {
    tokio::time::sleep(std::time::Duration::from_millis(attempt * 3)).await;
}
