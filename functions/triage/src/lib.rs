//! Triage, from the stream of customers' messages and of people's decisions.

use std::collections::BTreeSet;

use adapters::dynamo::{Attempts, Cursors, Directory, Listeners, Log};
use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use desk::{Batch, Cases, Knowledge, Taken, Triage};
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
        directory: Directory::new(table.clone()),
        push: config::push()?,
        stores: config::stores()?,
    };
    Ok(Triage {
        cases,
        knowledge: Knowledge::new(table.clone()),
        attempts: Attempts::new(table),
        clock: stamp::now,
    })
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
    learn(triage, &taken, &event.context.request_id).await;
    let failed = taken.into_iter().filter_map(Result::err).chain(records.unreadable).map(failure);
    let mut response = DynamoDbEventResponse::default();
    response.batch_item_failures = failed.collect();
    Ok(response)
}

/// What came of a case's events; where it did not work, the record from which they are to be delivered again.
async fn take(triage: &Triage, records: CaseRecords) -> Result<Taken, String> {
    let CaseRecords { case, entries, first_record } = records;
    triage.take(&Batch { case: case.clone(), entries }).await.map_err(|fault| {
        error!(%fault, %case, "triage did not come to an end");
        first_record
    })
}

/// Folds the verdicts of each store that got one. What fails here fails nothing: the verdicts are written down.
async fn learn(triage: &Triage, taken: &[Result<Taken, String>], learner: &str) {
    let learned = taken.iter().filter_map(|taken| match taken {
        Ok(Taken::Learned(store)) => Some(store),
        _ => None,
    });
    for store in learned.collect::<BTreeSet<_>>() {
        if let Err(fault) = triage.learn(store, learner).await {
            error!(%fault, %store, "verdicts were not folded");
        }
    }
}

fn failure(record: String) -> DynamoDbBatchItemFailure {
    let mut failure = DynamoDbBatchItemFailure::default();
    failure.item_identifier = Some(record);
    failure
}
