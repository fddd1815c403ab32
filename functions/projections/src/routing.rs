//! Who gets the cases that wait: behind the lists, which must not wait for it. What comes to nothing here the next minute
//! does.

use std::collections::BTreeSet;

use application::{Batch, CaseRouter, Rosters};
use domain::{CaseId, StoreId};
use lambda::clock;
use lambda::telemetry::{self, Unit};
use serde::Serialize;
use tracing::warn;

/// What a run came to, all stores together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Routed {
    /// Cases that agents were given.
    pub assigned: usize,
    /// Cases that went back from agents who are not there.
    pub handed_back: usize,
}

/// Who works for the stores in which somebody may get a case now.
pub(crate) async fn rosters(router: &CaseRouter, batches: &[Batch]) -> Rosters {
    router.rosters(batches).await.unwrap_or_else(|error| {
        warn!(%error, "stores' staff could not be read");
        Rosters::new()
    })
}

/// Follows new events, and changes of stores' staff. Gives the cases whose events are to come again.
pub(crate) async fn follow(
    router: &CaseRouter,
    batches: &[Batch],
    rosters: Rosters,
    stores: &BTreeSet<StoreId>,
) -> BTreeSet<CaseId> {
    let now = clock::now();
    let followed = router.follow(batches, rosters, now).await;
    let mut routed = Routed { assigned: followed.assigned, ..Routed::default() };
    if let Some(error) = followed.failure {
        warn!(%error, "cases were not given out, or places not settled");
    }
    for store in stores {
        match router.assign_waiting(store, Vec::new(), now).await {
            Ok(assigned) => routed.assigned += assigned,
            Err(error) => warn!(%error, %store, "cases were not given out"),
        }
    }
    measure(routed);
    followed.unreleased
}

/// What is due every minute, in every store.
pub(crate) async fn run(router: &CaseRouter) -> Routed {
    let now = clock::now();
    let mut routed = Routed::default();
    for store in router.cases.stores.ids() {
        match router.run(store, now).await {
            Ok(report) => {
                routed.assigned += report.assigned;
                routed.handed_back += report.handed_back;
            }
            Err(error) => warn!(%error, %store, "a store's cases were not looked over"),
        }
    }
    measure(routed);
    routed
}

/// A metric costs in each hour in which it is written: a minute in which nothing happened writes none.
fn measure(routed: Routed) {
    if routed != Routed::default() {
        telemetry::measure(&[
            ("CasesAssigned", Unit::Count, routed.assigned as f64),
            ("CasesHandedBack", Unit::Count, routed.handed_back as f64),
        ]);
    }
}
