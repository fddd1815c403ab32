//! Triage, from the stream of customers' messages and of people's decisions.

use adapters::dynamo::{Cursors, Directory, Listeners, Log};
use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use desk::{Batch, Cases, Triage};
use edge::config::{self, ConfigError};
use edge::stamp;
use edge::stream::{self, CaseRecords};
use futures_util::future::join_all;
use lambda_runtime::{Error, LambdaEvent};
use tracing::error;

/// Triage over this deployment's table and connections.
///
/// # Errors
/// [`ConfigError`]: the template did not set what the function needs.
pub fn triage() -> Result<Triage, ConfigError> {
    let table = config::table()?;
    let cases = Cases {
        log: Log::new(table.clone()),
        listeners: Listeners::new(table.clone()),
        cursors: Cursors::new(table.clone()),
        directory: Directory::new(table),
        push: config::push()?,
        stores: config::stores()?,
    };
    Ok(Triage { cases, clock: stamp::now })
}

/// Takes in a batch, case by case at once, and names the records to be delivered again.
///
/// # Errors
/// None: what fails is named in the answer.
pub async fn handle(
    triage: &Triage,
    event: LambdaEvent<Event>,
) -> Result<DynamoDbEventResponse, Error> {
    let records = stream::records(event.payload);
    let taken = join_all(records.cases.into_iter().map(|case| take(triage, case))).await;
    let failed = taken.into_iter().filter_map(Result::err).chain(records.unreadable).map(failure);
    let mut response = DynamoDbEventResponse::default();
    response.batch_item_failures = failed.collect();
    Ok(response)
}

/// What came of a case's events; where it did not work, the record from which they are to be delivered again.
async fn take(triage: &Triage, records: CaseRecords) -> Result<(), String> {
    let CaseRecords { case, entries, first_record } = records;
    triage.take(&Batch { case: case.clone(), entries }).await.map_err(|fault| {
        error!(%fault, %case, "triage did not come to an end");
        first_record
    })
}

fn failure(record: String) -> DynamoDbBatchItemFailure {
    let mut failure = DynamoDbBatchItemFailure::default();
    failure.item_identifier = Some(record);
    failure
}
