//! Who gets which case. A place among those that an agent takes at once is reserved before a case is theirs, and released
//! after it has ended for them; both are single conditional writes.
//!
//! What runs by itself may stop anywhere: the stream brings the same events again, and every minute a run looks at what
//! waits, whoever was to have given it to somebody.

mod assign_waiting;
mod end_stale;
mod follow;
mod give_out;
mod hand_back;
mod places;

pub use follow::{Followed, Rosters};
pub(crate) use places::Reservation;

use adapters::dynamo::{Summaries, Table};
use adapters::push::Push;
use domain::{Principal, StoreId, Timestamp};

use crate::{ApplicationError, Caller, Cases, Stores};
use assign_waiting::Pass;

/// Gives cases to agents, and takes them back.
#[derive(Clone)]
pub struct CaseRouter {
    /// What happens inside a case.
    pub cases: Cases,
    /// Which cases wait.
    pub summaries: Summaries,
    /// Pages of their list that the minute's pass reads from the front, and as many from where the last one has stopped.
    pub pages: usize,
}

/// Of fifty cases each: the minute's pass looks at a thousand.
const PAGES: usize = 10;

/// The same of a pass that something in a case or a directory begins, of which there may be many a second.
const PAGES_AT_EVENTS: usize = 1;

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoutingReport {
    /// Cases that agents were given.
    pub assigned: usize,
    /// Cases that went back from agents who are not there.
    pub handed_back: usize,
}

impl CaseRouter {
    /// The router over this table.
    pub fn new(table: &Table, push: Push, stores: Stores) -> Self {
        let summaries = Summaries::new(table.clone());
        Self { cases: Cases::new(table, push, stores), summaries, pages: PAGES }
    }

    /// Takes back what waits for agents who are not there, and gives what waits to those who are.
    ///
    /// # Errors
    /// [`ApplicationError`]: the next run goes on. What can't be done for one case is said after the others are done.
    pub async fn run(
        &self,
        store: &StoreId,
        now: Timestamp,
    ) -> Result<RoutingReport, ApplicationError> {
        let roster = self.cases.workloads.roster(store).await?;
        let handed_back = self.hand_back(store, &roster, now).await;
        let pass = Pass { fresh: &[], pages: self.pages };
        let assigned = self.assign_from(store, roster, pass, now).await?;
        Ok(RoutingReport { assigned, handed_back: handed_back? })
    }
}

/// The system, acting in a store.
pub(crate) fn system(store: &StoreId, now: Timestamp) -> Caller {
    Caller { principal: Principal::system(store.clone()), connection: None, now, address: None }
}
