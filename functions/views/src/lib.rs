//! The views for lists, from the stream of new events.

use adapters::dynamo::{Listeners, Log, Summaries};
use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use desk::{Batch, Knowledge, Views};
use edge::config::{self, ConfigError};
use edge::stamp;
use edge::stream::{self, CaseRecords};
use futures_util::future::join_all;
use lambda_runtime::{Error, LambdaEvent};
use tracing::error;

/// The views over this deployment's table and connections.
///
/// # Errors
/// [`ConfigError`]: the template did not set what the function needs.
pub fn views() -> Result<Views, ConfigError> {
    let table = config::table()?;
    Ok(Views {
        log: Log::new(table.clone()),
        summaries: Summaries::new(table.clone()),
        listeners: Listeners::new(table.clone()),
        knowledge: Knowledge::new(table),
        push: config::push()?,
        stores: config::stores()?,
    })
}

/// Brings the summaries of a batch's cases up to date, case by case at once, and names the records to be delivered
/// again.
///
/// # Errors
/// None: what fails is named in the answer.
pub async fn handle(
    views: &Views,
    event: LambdaEvent<Event>,
) -> Result<DynamoDbEventResponse, Error> {
    let records = stream::records(event.payload);
    let summarized = join_all(records.cases.into_iter().map(|case| summarize(views, case))).await;
    let failed = summarized.into_iter().flatten().chain(records.unreadable).map(failure);
    let mut response = DynamoDbEventResponse::default();
    response.batch_item_failures = failed.collect();
    Ok(response)
}

/// The record from which a case is to be delivered again, if it did not work.
async fn summarize(views: &Views, records: CaseRecords) -> Option<String> {
    let CaseRecords { case, entries, first_record } = records;
    let fault =
        views.summarize(&Batch { case: case.clone(), entries }, stamp::now()).await.err()?;
    error!(%fault, %case, "a summary was not written");
    Some(first_record)
}

fn failure(record: String) -> DynamoDbBatchItemFailure {
    let mut failure = DynamoDbBatchItemFailure::default();
    failure.item_identifier = Some(record);
    failure
}
