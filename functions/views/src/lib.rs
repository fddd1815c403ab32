//! The views for lists, from the stream of new events; and those events, for programs outside. An operator may also
//! have the views of cases made anew from their logs.

use std::collections::BTreeSet;

use adapters::dynamo::{Feeds, Listeners, Log, Summaries};
use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use desk::{Batch, FeedWriter, Knowledge, Publisher, Unpublished, Views};
use domain::CaseId;
use edge::config::{self, ConfigError};
use edge::stamp;
use edge::stream;
use futures_util::future::{join_all, try_join_all};
use lambda_runtime::{Error, LambdaEvent};
use serde::{Deserialize, Serialize};
use tracing::error;

/// What the function works with.
pub struct App {
    views: Views,
    publisher: Option<Publisher>,
    feed: Option<FeedWriter>,
}

/// The views over this deployment's table and connections, and its bus where it has one.
///
/// # Errors
/// [`ConfigError`]: the template did not set what the function needs.
pub fn app() -> Result<App, ConfigError> {
    let table = config::table()?;
    let views = Views {
        log: Log::new(table.clone()),
        summaries: Summaries::new(table.clone()),
        listeners: Listeners::new(table.clone()),
        knowledge: Knowledge::new(table.clone()),
        push: config::push()?,
        stores: config::stores()?,
    };
    let feed = config::feed_days()?.map(|days| FeedWriter { feeds: Feeds::new(table), days });
    Ok(App { views, publisher: config::publisher()?, feed })
}

/// What the function is run with.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Wanted {
    /// A batch of the stream.
    Stream(Event),
    /// An operator names cases whose views are to be made anew.
    Rebuild {
        /// Which.
        rebuild: Vec<CaseId>,
    },
}

/// What comes of it.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// The records to be delivered again.
    Stream(DynamoDbEventResponse),
    /// How many of the cases have a log, and so a view.
    Rebuilt {
        /// So many.
        rebuilt: usize,
    },
}

/// Follows the stream, or rebuilds.
///
/// # Errors
/// A case's views could not be made anew. What fails of a batch is named in the answer.
pub async fn handle(app: &App, event: LambdaEvent<Wanted>) -> Result<Answer, Error> {
    match event.payload {
        Wanted::Stream(event) => Ok(Answer::Stream(follow(app, event).await)),
        Wanted::Rebuild { rebuild } => {
            let rebuilt = try_join_all(rebuild.iter().map(|case| app.views.rebuild(case))).await?;
            Ok(Answer::Rebuilt { rebuilt: rebuilt.into_iter().filter(|has_log| *has_log).count() })
        }
    }
}

/// Brings the summaries of a batch's cases up to date, case by case at once, publishes the batch, and names the records
/// to be delivered again.
async fn follow(app: &App, event: Event) -> DynamoDbEventResponse {
    let records = stream::records(event);
    let (firsts, batches): (Vec<_>, Vec<_>) = records
        .cases
        .into_iter()
        .map(|case| (case.first_record, Batch { case: case.case, entries: case.entries }))
        .unzip();
    let mut failed: BTreeSet<CaseId> =
        join_all(batches.iter().map(|batch| summarize(&app.views, batch)))
            .await
            .into_iter()
            .flatten()
            .collect();
    // Behind the lists: a bus that is down must not make agents wait for them.
    failed.extend(publish(app.publisher.as_ref(), &batches).await);
    failed.extend(feed(app.feed.as_ref(), &batches).await);
    let again = batches.iter().zip(firsts).filter(|(batch, _)| failed.contains(&batch.case));
    let again = again.map(|(_, record)| record).chain(records.unreadable);
    let mut response = DynamoDbEventResponse::default();
    response.batch_item_failures = again.map(failure).collect();
    response
}

/// The case, if its lists could not be brought up to date.
async fn summarize(views: &Views, batch: &Batch) -> Option<CaseId> {
    let fault = views.summarize(batch, stamp::now()).await.err()?;
    error!(%fault, case = %batch.case, "a summary was not written");
    Some(batch.case.clone())
}

/// The cases whose events are not all on the bus.
async fn publish(publisher: Option<&Publisher>, batches: &[Batch]) -> BTreeSet<CaseId> {
    let Some(publisher) = publisher else { return BTreeSet::new() };
    let Err(Unpublished { cases, reason }) = publisher.publish(batches).await else {
        return BTreeSet::new();
    };
    error!(%reason, cases = cases.len(), "events were not published");
    cases
}

/// The cases whose events are not all in their stores' feeds.
async fn feed(feed: Option<&FeedWriter>, batches: &[Batch]) -> BTreeSet<CaseId> {
    let Some(feed) = feed else { return BTreeSet::new() };
    let cases = feed.add(batches, stamp::now()).await;
    if !cases.is_empty() {
        error!(cases = cases.len(), "events were not added to a feed");
    }
    cases
}

fn failure(record: String) -> DynamoDbBatchItemFailure {
    let mut failure = DynamoDbBatchItemFailure::default();
    failure.item_identifier = Some(record);
    failure
}
