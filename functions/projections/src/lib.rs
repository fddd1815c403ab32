//! The views for lists, from the stream of new events; those events, for programs outside; and who gets the cases that wait.
//! An operator may also have the views of cases made anew from their logs.

mod outside;
mod routing;

use std::collections::{BTreeMap, BTreeSet};

use adapters::async_invoke::AsyncInvoker;
use adapters::dynamo::Feeds;
use application::{
    Batch, CaseRouter, CaseSearch, CaseStatistics, FeedWriter, Outside, Projections, Rosters,
};
use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use domain::{CaseId, Settings, StoreId, Timestamp};
use futures_util::future::{join, try_join_all};
use futures_util::stream::{self, StreamExt as _};
use lambda::config::{self, ConfigError};
use lambda::telemetry::{self, Unit};
use lambda::{Deployment, clock};
use lambda_runtime::{Error, LambdaEvent};
use outside::Work;
use routing::Routed;
use serde::{Deserialize, Serialize};
use tracing::{error, warn};

/// Cases whose lists are written at the same time: what people write meanwhile must not queue behind a whole batch.
const AT_ONCE: usize = 8;

/// What the function works with.
pub struct App {
    views: Projections,
    statistics: CaseStatistics,
    search: CaseSearch,
    outside: Outside,
    invoker: AsyncInvoker,
    router: CaseRouter,
}

/// The views over this deployment's table and connections, and its bus where it has one.
///
/// # Errors
/// [`ConfigError`]: the template did not set what the function needs.
pub fn app() -> Result<App, ConfigError> {
    let deployment = Deployment::from_env()?;
    let (views, feeds) = (deployment.projections()?, Feeds::new(deployment.table()));
    let feed = config::feed_days()?;
    let outside = Outside {
        log: views.log.clone(),
        publisher: config::publisher()?,
        feed: feed.map(|days| FeedWriter { feeds, days, clock: clock::now }),
    };
    let (statistics, router) = (deployment.statistics(), deployment.router()?);
    let search = deployment.search();
    Ok(App { views, statistics, search, outside, invoker: config::async_invoker()?, router })
}

/// What the function is run with.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Wanted {
    /// A batch of the stream.
    Stream(Event),
    /// Another minute has begun.
    Minute(Schedule),
    /// The function itself has more to tell than the stream may wait for.
    Outside(Work),
    /// An operator names cases whose views are to be made anew.
    Rebuild {
        /// Which.
        rebuild: Vec<CaseId>,
    },
}

/// A schedule's own event.
#[derive(Deserialize)]
pub struct Schedule {
    /// What it is called.
    #[serde(rename = "detail-type")]
    _kind: String,
}

/// What comes of it.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// The records to be delivered again.
    Stream(DynamoDbEventResponse),
    /// Of how many cases programs outside were told.
    PushReport {
        /// So many.
        told: usize,
    },
    /// How many cases were given out, and how many went back.
    Routed(Routed),
    /// How many of the cases have a log, and so a view.
    Rebuilt {
        /// So many.
        rebuilt: usize,
    },
}

/// Follows the stream, tells what it left, or rebuilds.
///
/// # Errors
/// A case's views could not be made anew, or programs outside not be told. What fails of a batch is named in the answer.
pub async fn handle(app: &App, event: LambdaEvent<Wanted>) -> Result<Answer, Error> {
    match event.payload {
        Wanted::Stream(event) => Ok(Answer::Stream(follow(app, event).await)),
        Wanted::Minute(_) => {
            // Many slow connections of one store keep no case of another one waiting.
            let ((), routed) = join(announce_backlogs(app), routing::run(&app.router)).await;
            Ok(Answer::Routed(routed))
        }
        Wanted::Outside(work) => Ok(Answer::PushReport { told: work.run(&app.outside).await? }),
        Wanted::Rebuild { rebuild } => {
            let rebuilt = try_join_all(rebuild.iter().map(|case| app.views.rebuild(case))).await?;
            try_join_all(rebuild.iter().map(|case| app.search.rebuild(case))).await?;
            // One after the other: they share the sums of their days.
            for case in &rebuild {
                app.statistics.recount(case).await?;
            }
            Ok(Answer::Rebuilt { rebuilt: rebuilt.into_iter().filter(|has_log| *has_log).count() })
        }
    }
}

/// Brings the summaries of a batch's cases up to date, case by case at once, tells of them inside and outside, and names
/// the records to be delivered again: those whose lists or agents' places are not up to date, and what nobody else will tell
/// outside.
async fn follow(app: &App, event: Event) -> DynamoDbEventResponse {
    let records = lambda::stream::records(event);
    let (firsts, batches): (Vec<_>, Vec<_>) = records
        .cases
        .into_iter()
        .map(|case| (case.first_record, Batch { case: case.case, entries: case.entries }))
        .unzip();
    let Listed { mut failed, rosters, settings } = list(app, &batches).await;
    let unlisted = failed.clone();
    measure(&batches, clock::now());
    // Behind the lists: a bus that is down must not make agents wait for them.
    failed.extend(outside::tell(&app.outside, &app.invoker, &batches).await);
    failed.extend(routing::follow(&app.router, &batches, rosters, &records.stores).await);
    failed.extend(count(&app.statistics, &batches, &settings, &unlisted).await);
    failed.extend(index(&app.search, &batches).await);
    let again = batches.iter().zip(firsts).filter(|(batch, _)| failed.contains(&batch.case));
    let again = again.map(|(_, record)| record).chain(records.unreadable);
    let mut response = DynamoDbEventResponse::default();
    response.batch_item_failures = again.map(failure).collect();
    response
}

/// What bringing the lists up to date came to.
struct Listed {
    /// The cases with which it failed.
    failed: BTreeSet<CaseId>,
    /// Who works for the stores in which somebody may get a case now.
    rosters: Rosters,
    /// What the cases' stores have set.
    settings: BTreeMap<StoreId, Settings>,
}

/// Brings the lists up to date and tells the agents who see them.
async fn list(App { views, router, .. }: &App, batches: &[Batch]) -> Listed {
    let (mut changed, mut failed) = (Vec::new(), BTreeSet::new());
    let summarized = stream::iter(batches).map(|batch| views.summarize(batch)).buffered(AT_ONCE);
    let summarized: Vec<_> = summarized.collect().await;
    for (summary, batch) in summarized.into_iter().zip(batches) {
        match summary {
            Ok(summary) => changed.extend(summary),
            Err(error) => {
                error!(%error, case = %batch.case, "a summary was not written");
                failed.insert(batch.case.clone());
            }
        }
    }
    // Behind the summaries: whoever comes meanwhile reads them.
    let rosters = routing::rosters(router, batches).await;
    let mut watched = views.watch_silence(batches, &rosters).await;
    views.watch_targets(batches, &mut changed, &rosters, &mut watched).await;
    if let Some(error) = &watched.failure {
        error!(%error, "timers for silent customers or for targets were not set");
    }
    failed.extend(watched.failed);
    let announced = views.announce(changed, batches, &rosters, &watched.desks, clock::now());
    // A hint: the batch again would find nothing changed, and tell nobody.
    if let Err(error) = announced.await {
        warn!(%error, "agents were not told of a list's change");
    }
    // A hint as well: the list of mentions has been written.
    if let Err(fault) = views.tell_mentioned(batches, clock::now()).await {
        warn!(%fault, "agents were not told of a mention");
    }
    let of_desks = watched.desks.into_iter().map(|(store, desk)| (store, desk.settings));
    let of_rosters = rosters.iter().map(|(store, roster)| (store.clone(), roster.settings.clone()));
    let settings = of_desks.chain(of_rosters).collect();
    Listed { failed, rosters, settings }
}

/// Tells agents what was kept for later in stores where nothing has happened since.
async fn announce_backlogs(App { views, router, .. }: &App) {
    for store in router.cases.stores.ids() {
        if let Err(error) = views.announce_backlog(store, clock::now()).await {
            warn!(%error, %store, "agents were not told of what had waited");
        }
    }
}

/// Counts the cases in their stores' statistics, one after the other: they share the sums of a day. Gives those with which that
/// failed. Of which store nobody could read what is set, and whose lists failed over it, comes again: it is counted then.
async fn count(
    statistics: &CaseStatistics,
    batches: &[Batch],
    settings: &BTreeMap<StoreId, Settings>,
    unlisted: &BTreeSet<CaseId>,
) -> BTreeSet<CaseId> {
    let (mut failed, unset) = (BTreeSet::new(), Settings::default());
    for batch in batches {
        let store = batch.entries.last().map(|entry| &entry.state.store);
        let known = store.and_then(|store| settings.get(store));
        if known.is_none() && unlisted.contains(&batch.case) {
            continue;
        }
        if let Err(error) = statistics.record(batch, known.unwrap_or(&unset)).await {
            error!(%error, case = %batch.case, "a case was not counted in the statistics");
            failed.insert(batch.case.clone());
        }
    }
    failed
}

/// Has the cases found by what their batches say. Gives those with which that failed.
async fn index(search: &CaseSearch, batches: &[Batch]) -> BTreeSet<CaseId> {
    let indexed = stream::iter(batches).map(|batch| search.index(batch)).buffered(AT_ONCE);
    let indexed: Vec<_> = indexed.collect().await;
    let mut failed = BTreeSet::new();
    for (indexed, batch) in indexed.into_iter().zip(batches) {
        if let Err(error) = indexed {
            error!(%error, case = %batch.case, "a case was not indexed for searches");
            // A log that can't be read is so the next time too, and keeps no other case back.
            if !error.is_unreadable() {
                failed.insert(batch.case.clone());
            }
        }
    }
    failed
}

/// Notes how old the oldest event of a batch was when the lists knew of it.
fn measure(batches: &[Batch], now: Timestamp) {
    let ages = batches.iter().filter_map(|batch| Some(now.0 - batch.entries.first()?.event.at.0));
    if let Some(oldest) = ages.max() {
        telemetry::gather(&[("ViewLag", Unit::Milliseconds, oldest.max(0) as f64)]);
    }
}

fn failure(record: String) -> DynamoDbBatchItemFailure {
    let mut failure = DynamoDbBatchItemFailure::default();
    failure.item_identifier = Some(record);
    failure
}
