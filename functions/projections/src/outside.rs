//! Programs outside are told behind the lists, which must not wait for them: what a bus or a feed does not take within
//! a moment, the function starts itself with, and nobody waits. Lambda tries that again, and then gives it up to a queue.

use std::collections::BTreeSet;
use std::time::Duration;

use adapters::async_invoke::AsyncInvoker;
use application::{Backlog, Batch, Outside, PublishError};
use domain::CaseId;
use lambda_runtime::Error;
use serde::{Deserialize, Serialize};
use tracing::{error, warn};

/// For how long the stream tries it.
const MOMENT: Duration = Duration::from_secs(2);
/// For how long a run of its own does: well below the time-out of the function.
const LONGEST: Duration = Duration::from_secs(10);

/// What is to be told, as the function is started with it by itself.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    tell: Backlog,
}

/// Tells of the events of a batch, or hands it on. Gives the cases with which neither went well.
pub(crate) async fn tell(
    outside: &Outside,
    invoker: &AsyncInvoker,
    batches: &[Batch],
) -> BTreeSet<CaseId> {
    let Err(PublishError { rest, reason }) = outside.publish(batches, MOMENT).await else {
        return BTreeSet::new();
    };
    let cases: BTreeSet<_> = rest.cases().cloned().collect();
    warn!(%reason, cases = cases.len(), "events are published later");
    // Names and numbers only: it can't fail.
    let event = serde_json::to_vec(&Work { tell: rest }).unwrap_or_default();
    match invoker.start(event).await {
        Ok(()) => BTreeSet::new(),
        Err(reason) => {
            error!(%reason, cases = cases.len(), "events were neither published nor handed on");
            cases
        }
    }
}

impl Work {
    /// Does it. Gives the number of cases.
    ///
    /// # Errors
    /// Something could not be told: all of it is to be tried again, which harms nothing.
    pub(crate) async fn run(&self, outside: &Outside) -> Result<usize, Error> {
        let cases: BTreeSet<_> = self.tell.cases().collect();
        match outside.catch_up(&self.tell, LONGEST).await {
            Ok(()) => Ok(cases.len()),
            Err(untold) => {
                let behind = untold.rest.cases().collect::<BTreeSet<_>>().len();
                error!(reason = %untold.reason, cases = behind, "events were not published");
                Err(untold.into())
            }
        }
    }
}
