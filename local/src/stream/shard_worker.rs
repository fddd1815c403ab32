//! One worker of a mapping: its batches run one after the other, so that a key's records stay in order.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, timeout_at};

use super::Queues;
use super::progress::Progress;
use super::reader::StreamRecord;
use crate::runtime::Functions;
use crate::template::Mapping;

/// Waits between tries of a batch that failed.
const FIRST_BACKOFF: Duration = Duration::from_millis(50);
const LONGEST_BACKOFF: Duration = Duration::from_secs(5);

/// What a worker works with.
pub(super) struct ShardWorker {
    pub(super) mapping: Arc<Mapping>,
    pub(super) functions: Functions,
    pub(super) progress: Arc<Progress>,
    pub(super) queues: Queues,
}

/// A batch on its way, and how often it has been tried.
struct RecordBatch {
    records: Vec<StreamRecord>,
    tries: u32,
}

/// How far an invocation came.
enum BatchResult {
    Done,
    /// The records from this one on are to be tried again.
    FailedFrom(usize),
}

impl ShardWorker {
    /// Works until the mapping ends.
    pub(super) async fn run(self, mut inbox: UnboundedReceiver<StreamRecord>) {
        while let Some(records) = self.gather(&mut inbox).await {
            self.deliver(records).await;
        }
    }

    async fn gather(
        &self,
        inbox: &mut UnboundedReceiver<StreamRecord>,
    ) -> Option<Vec<StreamRecord>> {
        let mut records = vec![inbox.recv().await?];
        let closes = Instant::now() + self.mapping.window;
        while records.len() < self.mapping.batch_size {
            match inbox.try_recv() {
                Ok(found) => records.push(found),
                Err(_) if self.mapping.window.is_zero() => break,
                Err(_) => match timeout_at(closes, inbox.recv()).await {
                    Ok(Some(found)) => records.push(found),
                    Ok(None) | Err(_) => break,
                },
            }
        }
        Some(records)
    }

    /// Delivers a batch, whole or in parts, until each record is done or has gone to the failure queue.
    async fn deliver(&self, records: Vec<StreamRecord>) {
        let mut left = vec![RecordBatch { records, tries: 0 }];
        while let Some(mut batch) = left.pop() {
            let from = match self.invoke(&batch.records).await {
                BatchResult::Done => {
                    self.progress.end(batch.records.iter());
                    continue;
                }
                BatchResult::FailedFrom(from) => from,
            };
            let failed = batch.records.split_off(from);
            self.progress.end(batch.records.iter());
            let tries = if from > 0 { 1 } else { batch.tries + 1 };
            let is_over = self.mapping.retries.is_some_and(|retries| tries > retries);
            if is_over {
                self.give_up(failed, tries);
                continue;
            }
            tokio::time::sleep(backoff(tries)).await;
            left.extend(self.split(failed, tries));
        }
    }

    /// The next batches, the first to run last. Halving a batch does not count as a try.
    fn split(&self, mut failed: Vec<StreamRecord>, tries: u32) -> Vec<RecordBatch> {
        if !self.mapping.bisects || failed.len() < 2 {
            return vec![RecordBatch { records: failed, tries }];
        }
        let second = failed.split_off(failed.len() / 2);
        vec![
            RecordBatch { records: second, tries: tries - 1 },
            RecordBatch { records: failed, tries: tries - 1 },
        ]
    }

    async fn invoke(&self, records: &[StreamRecord]) -> BatchResult {
        let records_text: Vec<&str> = records.iter().map(|found| &*found.text).collect();
        let event = format!(r#"{{"Records":[{}]}}"#, records_text.join(","));
        let Ok(answer) = self.functions.invoke(&self.mapping.function, event.into()).await else {
            return BatchResult::FailedFrom(0);
        };
        if !self.mapping.reports_items {
            return BatchResult::Done;
        }
        let answer: Value = serde_json::from_slice(&answer).unwrap_or(Value::Null);
        batch_result(&answer, records)
    }

    fn give_up(&self, failed: Vec<StreamRecord>, tries: u32) {
        self.progress.end(failed.iter());
        let numbers: Vec<_> = failed.iter().map(|found| &*found.number).collect();
        if let Some(queue) = &self.mapping.failures {
            let message = json!({
                "requestContext": {
                    "functionArn": self.mapping.function,
                    "condition": "RetryAttemptsExhausted",
                    "approximateInvokeCount": tries,
                },
                "DDBStreamBatchInfo": {
                    "shardId": failed.first().map(|found| &*found.shard),
                    "startSequenceNumber": numbers.first(),
                    "endSequenceNumber": numbers.last(),
                    "batchSize": numbers.len(),
                },
            });
            self.queues.push(queue, message);
        }
    }
}

/// From which record a batch is tried again: the lowest that the function named. A name that is no record's fails
/// the whole batch.
fn batch_result(answer: &Value, records: &[StreamRecord]) -> BatchResult {
    let Some(failures) =
        answer["batchItemFailures"].as_array().filter(|failures| !failures.is_empty())
    else {
        return BatchResult::Done;
    };
    let place = |failure: &Value| {
        let name = failure["itemIdentifier"].as_str().unwrap_or_default();
        records.iter().position(|found| *found.number == *name).unwrap_or(0)
    };
    BatchResult::FailedFrom(failures.iter().map(place).min().unwrap_or(0))
}

fn backoff(tries: u32) -> Duration {
    (FIRST_BACKOFF * 2_u32.saturating_pow(tries.saturating_sub(1).min(10))).min(LONGEST_BACKOFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(count: usize) -> Vec<StreamRecord> {
        let found = |n: usize| StreamRecord {
            shard: "s".into(),
            number: n.to_string().into(),
            text: "{}".into(),
        };
        (0..count).map(found).collect()
    }

    #[track_caller]
    fn check(answer: Value, expected: Option<usize>) {
        let from = match batch_result(&answer, &records(3)) {
            BatchResult::Done => None,
            BatchResult::FailedFrom(from) => Some(from),
        };
        assert_eq!(from, expected, "{answer}");
    }

    #[test]
    fn a_batch_goes_on_from_the_lowest_record_that_failed() {
        check(json!({}), None);
        check(json!({ "batchItemFailures": [] }), None);
        check(
            json!({ "batchItemFailures": [{ "itemIdentifier": "2" }, { "itemIdentifier": "1" }] }),
            Some(1),
        );
        check(json!({ "batchItemFailures": [{ "itemIdentifier": "no such" }] }), Some(0));
    }
}
