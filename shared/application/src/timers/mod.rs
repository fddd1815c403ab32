//! What becomes due in a case. `projections` sets the timers by the stream of events; a run every minute works off those that
//! are due, however late it comes.
//!
//! A timer is never believed: the case's head says whether it still holds. What comes of it is an event whose id derives
//! from the one that has set the timer, so a run that was cut off, or two at once, do it once.

mod look_again;
mod retain;
mod set;
mod set_targets;
mod silence;
mod target;
mod work_off;

pub use silence::{Desks, Watched};

use adapters::dynamo::{self, Table};
use adapters::push::Push;
use domain::{StoreId, Timestamp};

use crate::{ApplicationError, Cases, Stores};

/// Timers of a store that a run looks at; it leaves the rest to the next.
const MOST: usize = 1_000;

/// Does what is due.
#[derive(Clone)]
pub struct Timers {
    /// What happens inside a case.
    pub cases: Cases,
    /// What is due when.
    pub rows: dynamo::Timers,
    /// Which visitors were found to be customers.
    pub claims: dynamo::ClaimRows,
    /// What is to be erased.
    pub erasures: dynamo::Erasures,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimerReport {
    /// Cases that came back after they had been put aside.
    pub woken: usize,
    /// Messages for later that were sent.
    pub sent: usize,
    /// Customers who were reminded of a reply.
    pub reminded: usize,
    /// Cases that were closed because their customer stayed silent.
    pub closed: usize,
    /// Targets of cases that are soon over.
    pub warned: usize,
    /// Targets and promises of cases that were not reached in time.
    pub missed: usize,
    /// Cases of visitors that turned up after they had been claimed.
    pub claimed: usize,
    /// Timers that did not hold any more, or not yet.
    pub dropped: usize,
    /// Timers that could not be worked off: the next run tries them again.
    pub failed: usize,
}

impl Timers {
    /// The timers in this table.
    pub fn new(table: &Table, push: Push, stores: Stores) -> Self {
        let rows = dynamo::Timers::new(table.clone());
        let claims = dynamo::ClaimRows::new(table.clone());
        let erasures = dynamo::Erasures::new(table.clone());
        Self { cases: Cases::new(table, push, stores), rows, claims, erasures }
    }

    /// Works off what is due in a store by now. What can't be done for one case keeps no other one back.
    ///
    /// # Errors
    /// [`ApplicationError`]: the next run goes on.
    pub async fn run(
        &self,
        store: &StoreId,
        now: Timestamp,
    ) -> Result<TimerReport, ApplicationError> {
        let mut report = TimerReport::default();
        let (mut from, mut seen) = (None, 0);
        while seen < MOST {
            let page = self.rows.due(store, now, from, PAGE).await?;
            seen += page.timers.len() + page.claims.len();
            self.work_off(page.timers, now, &mut report).await?;
            self.look_again(page.claims, now, &mut report).await?;
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        Ok(report)
    }
}

/// Timers that are read at once.
const PAGE: usize = 50;
