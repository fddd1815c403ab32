//! Triage, from the stream of customers' messages and of people's decisions.

mod erasure;
mod incoming;
mod measure;
mod rebuild;
mod work;

use std::collections::BTreeSet;
use std::sync::Arc;

use adapters::async_invoke::AsyncInvoker;
use adapters::dynamo::{Attempts, AutomaticReplyCounts, Spend};
use application::{
    Batch, BatchOutcome, Embeddings, Eraser, Feedback, KnowledgeConfig, Message, Model, Triage,
};
use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use domain::{CaseId, StoreId};
use erasure::Erased;
use futures_util::future::join_all;
use lambda::config::{self, ConfigError};
use lambda::stream::{self, CaseRecords};
use lambda::{Deployment, clock};
use lambda_runtime::{Error, LambdaEvent};
use rebuild::Rebuilt;
use serde::Serialize;
use tracing::error;
use work::Work;

pub use incoming::{Incoming, Other};

/// Triage over this deployment's table, connections and models, and how it starts itself for what takes long.
pub struct Deployed {
    triage: Triage,
    eraser: Eraser,
    invoker: AsyncInvoker,
}

/// What comes of it.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// The records to be delivered again.
    Stream(DynamoDbEventResponse),
    /// What was made anew.
    Operator(Rebuilt),
    /// What of erasures was done.
    Erased(Erased),
}

/// A case's events that were taken in, and the record from which they are delivered again.
struct Case {
    id: CaseId,
    taken: BatchOutcome,
    record: String,
}

impl Case {
    fn again(&self) -> String {
        self.record.clone()
    }
}

/// Triage over this deployment's table, connections and models.
///
/// # Errors
/// [`ConfigError`]: the template did not set what the function needs.
pub fn deployed() -> Result<Deployed, ConfigError> {
    let deployment = Deployment::from_env()?;
    let table = deployment.table();
    let model = config::models()?.map(|llm| Model {
        llm: Arc::new(llm),
        spend: Spend::new(table.clone()),
        clock: clock::now,
        jitter: clock::jitter,
        on_call: measure::call,
    });
    let llm = model.as_ref().map(|model| &model.llm);
    let embeddings = match llm.and_then(|llm| llm.embeddings()) {
        Some(model) => Embeddings::Service(model.to_owned()),
        // A snapshot belongs to one model, so a table beside an embeddings service would be of no use.
        None => config::static_vectors().map_or(Embeddings::Off, Embeddings::of_table),
    };
    let knowledge = deployment.knowledge(KnowledgeConfig {
        embeddings,
        has_model_vote: llm.is_some_and(|llm| llm.can_chat()),
        on_unreadable: measure::unreadable,
    });
    let (cases, attempts) = (deployment.cases()?, Attempts::new(table.clone()));
    let automatic_replies = AutomaticReplyCounts::new(table);
    let triage = Triage {
        cases,
        knowledge,
        attempts,
        automatic_replies,
        model,
        clock: clock::now,
        on_decision: measure::decision,
    };
    let eraser = Eraser::new(&deployment.table(), triage.clone());
    Ok(Deployed { triage, eraser, invoker: config::async_invoker()? })
}

/// Does what the function was started for. For the stream, the answer names the records to be delivered again.
///
/// # Errors
/// Work of its own that is to be tried again.
pub async fn handle(deployed: &Deployed, event: LambdaEvent<Incoming>) -> Result<Answer, Error> {
    let mut response = DynamoDbEventResponse::default();
    let learner = &event.context.request_id;
    match event.payload {
        Incoming::Other(Other::Work(work)) => work.run(&deployed.triage, learner).await?,
        Incoming::Other(Other::Minute(_)) => {
            return Ok(Answer::Erased(erasure::run(&deployed.eraser, learner).await?));
        }
        Incoming::Other(Other::Operator { rebuild }) => {
            return rebuild.run(&deployed.triage, learner).await.map(Answer::Operator);
        }
        Incoming::Stream(batch) => {
            let failed = take_all(deployed, batch, learner).await;
            response.batch_item_failures = failed.into_iter().map(failure).collect();
        }
    }
    Ok(Answer::Stream(response))
}

/// Takes in a batch, case by case at once. Gives the records from which cases are to be delivered again.
async fn take_all(deployed: &Deployed, batch: Event, learner: &str) -> Vec<String> {
    let Deployed { triage, eraser, invoker } = deployed;
    let records = stream::records(batch);
    let erasures = records.erasures;
    let mut cases = take(triage, records.cases).await;
    let mut failed = records.unreadable;
    failed.extend(keep(triage, &mut cases).await);
    failed.extend(cases.iter().filter(|case| case.taken.failed.is_some()).map(Case::again));
    let learned = cases.iter().flat_map(|case| [&case.taken.ingested.store, &case.taken.behind]);
    let learned: BTreeSet<StoreId> = learned.flatten().cloned().collect();
    let asks = triage.model.as_ref().is_some_and(|model| model.llm.can_embed());
    let (for_later, at_once): (BTreeSet<_>, BTreeSet<_>) = learned.into_iter().partition(|_| asks);
    let left = || cases.iter().filter_map(|case| case.taken.left.clone());
    if !Work::new(left(), for_later.into_iter()).is_started(invoker).await {
        failed.extend(consider_alone(triage, &cases).await);
    }
    for store in &at_once {
        work::learn(triage, store, learner).await;
    }
    // Behind all else: what is not erased within a moment the next minute's run goes on with.
    erasure::begin(eraser, &erasures, learner).await;
    failed
}

/// What came of each case's events.
async fn take(triage: &Triage, cases: Vec<CaseRecords>) -> Vec<Case> {
    let split =
        |CaseRecords { case, entries, first_record }| (Batch { case, entries }, first_record);
    let (batches, records): (Vec<Batch>, Vec<String>) = cases.into_iter().map(split).unzip();
    let taken = triage.take_all(&batches).await;
    let case = |((Batch { case: id, .. }, record), taken): (_, BatchOutcome)| {
        if let Some(error) = &taken.failed {
            error!(%error, case = %id, "triage did not come to an end");
        }
        Case { id, taken, record }
    };
    batches.into_iter().zip(records).zip(taken).map(case).collect()
}

/// Keeps what people decided in these cases, all of it at once. Gives the records of what failed.
async fn keep(triage: &Triage, cases: &mut [Case]) -> Vec<String> {
    let verdicts: Vec<Feedback> = cases
        .iter_mut()
        .flat_map(|case| std::mem::take(&mut case.taken.ingested.verdicts))
        .collect();
    let failed = triage.knowledge.keep(&verdicts).await;
    for (case, error) in &failed {
        error!(%error, %case, "a verdict was not kept");
    }
    let is_failed = |case: &&Case| failed.iter().any(|(id, _)| *id == case.id);
    cases.iter().filter(is_failed).map(Case::again).collect()
}

/// Considers what was left for a model without one. Gives the records of what failed.
async fn consider_alone(triage: &Triage, cases: &[Case]) -> Vec<String> {
    let alone = triage.alone();
    let left = cases.iter().filter_map(|case| Some((case.taken.left.as_ref()?, &case.record)));
    let consider = async |(message, record): (&Message, &String)| {
        let error = alone.consider(message).await.err()?;
        error!(%error, case = %message.case, "triage did not come to an end");
        Some(record.clone())
    };
    join_all(left.map(consider)).await.into_iter().flatten().collect()
}

fn failure(record: String) -> DynamoDbBatchItemFailure {
    let mut failure = DynamoDbBatchItemFailure::default();
    failure.item_identifier = Some(record);
    failure
}
