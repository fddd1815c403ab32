//! What leads have asked to be erased is begun as the stream tells of it, and gone on with every minute until it is done.

use std::collections::BTreeSet;

use application::{ApplicationError, Eraser, ErasureReport};
use domain::StoreId;
use lambda::clock;
use lambda::telemetry::{self, Unit};
use serde::Serialize;
use tracing::error;

/// Seconds for which a batch of the stream waits for it: others' records stand behind.
const MOMENT: i64 = 5;
/// Seconds for which the minute's run goes on with it: below the function's time-out by what a snapshot takes.
const LONGEST: i64 = 30;

/// What a run came to, all stores together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Erased {
    /// Cases whose words are gone.
    cases: u32,
    /// Erasures of which nothing is left to do.
    done: u32,
}

/// Begins what these stores' leads have just asked for.
pub(crate) async fn begin(eraser: &Eraser, stores: &BTreeSet<StoreId>, learner: &str) {
    // What fails here the minute's run meets again, and says so.
    go_on(eraser, stores.iter(), learner, MOMENT).await.ok();
}

/// Goes on with what is due, in every store.
///
/// # Errors
/// What failed last, after all else was done: the function's own alarm tells the operator that somebody's words are still there.
pub(crate) async fn run(eraser: &Eraser, learner: &str) -> Result<Erased, ApplicationError> {
    go_on(eraser, eraser.stores(), learner, LONGEST).await
}

async fn go_on(
    eraser: &Eraser,
    stores: impl Iterator<Item = &StoreId>,
    learner: &str,
    seconds: i64,
) -> Result<Erased, ApplicationError> {
    let (until, mut erased) = (clock::now().plus_seconds(seconds), Erased::default());
    let mut failed = Ok(());
    for store in stores {
        match eraser.run(store, learner, until).await {
            Ok(ErasureReport { cases, done }) => {
                erased.cases += cases;
                erased.done += done;
            }
            Err(error) => {
                error!(%error, %store, "an erasure did not come to an end");
                failed = Err(error);
            }
        }
    }
    // A metric costs in each hour in which it is written: a minute in which nothing happened writes none.
    if erased != Erased::default() {
        telemetry::measure(&[("CasesErased", Unit::Count, f64::from(erased.cases))]);
    }
    failed.map(|()| erased)
}
