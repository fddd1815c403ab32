//! Reading a table's stream, shard by shard.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::database::DatabaseClient;
use crate::template::{ACCOUNT, REGION};

/// Records of one look at a shard: few enough that nobody who asks the engine meanwhile waits for long.
const LIMIT: usize = 200;
/// The wait between looks.
const REST: Duration = Duration::from_millis(32);

/// Where reading goes on, by shard: the last record that is done with.
pub(super) type Positions = BTreeMap<String, String>;

/// A record and where it came from.
#[derive(Debug, Clone)]
pub(super) struct StreamRecord {
    /// The shard.
    pub(super) shard: Arc<str>,
    /// Its place in the shard.
    pub(super) number: Arc<str>,
    /// The record as a function gets it, as JSON.
    pub(super) text: Arc<str>,
}

/// What a look at a shard finds.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ShardPage {
    next_shard_iterator: Option<String>,
    #[serde(default)]
    records: Vec<Box<RawValue>>,
}

/// A reader of one table's stream.
pub(super) struct Reader {
    client: DatabaseClient,
    stream: String,
    /// The stream's name as functions are told it.
    arn: String,
    iterators: BTreeMap<Arc<str>, Option<String>>,
    pause: Duration,
}

impl Reader {
    /// A reader that goes on behind `positions`, else from the oldest record or with the next one.
    ///
    /// # Errors
    /// A sentence: the table has no stream, or the engine is not to be reached.
    pub(super) async fn open(
        client: DatabaseClient,
        table: &str,
        positions: &Positions,
        from_oldest: bool,
    ) -> Result<Self, String> {
        let described =
            client.call("DynamoDB_20120810.DescribeTable", &json!({ "TableName": table })).await?;
        let stream = described["Table"]["LatestStreamArn"].as_str();
        let stream = stream.ok_or_else(|| format!("the table {table} has no stream"))?.to_owned();
        let arn = format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}/stream/local");
        let mut reader =
            Self { client, stream, arn, iterators: BTreeMap::new(), pause: Duration::ZERO };
        for shard in reader.shards().await? {
            let iterator = reader.iterator(&shard, positions.get(&shard), from_oldest).await?;
            reader.iterators.insert(shard.into(), iterator);
        }
        Ok(reader)
    }

    async fn shards(&self) -> Result<Vec<String>, String> {
        let body = json!({ "StreamArn": self.stream });
        let described = self.client.call("DynamoDBStreams_20120810.DescribeStream", &body).await?;
        let shards = described["StreamDescription"]["Shards"].as_array().into_iter().flatten();
        Ok(shards.filter_map(|shard| shard["ShardId"].as_str().map(str::to_owned)).collect())
    }

    async fn iterator(
        &self,
        shard: &str,
        done: Option<&String>,
        from_oldest: bool,
    ) -> Result<Option<String>, String> {
        let mut body = json!({ "StreamArn": self.stream, "ShardId": shard });
        match done {
            Some(number) => {
                body["ShardIteratorType"] = json!("AFTER_SEQUENCE_NUMBER");
                body["SequenceNumber"] = json!(number);
            }
            None if from_oldest => body["ShardIteratorType"] = json!("TRIM_HORIZON"),
            None => body["ShardIteratorType"] = json!("LATEST"),
        }
        let got = self.client.call("DynamoDBStreams_20120810.GetShardIterator", &body).await;
        match got {
            Ok(got) => Ok(got["ShardIterator"].as_str().map(str::to_owned)),
            // The position was trimmed from the stream: what is left begins with the oldest record.
            Err(_) if done.is_some() => Box::pin(self.iterator(shard, None, true)).await,
            Err(reason) => Err(reason),
        }
    }

    /// The next records of all shards, each read for those who choose among them; waits a little before it looks.
    ///
    /// # Errors
    /// A sentence: the engine is not to be reached.
    pub(super) async fn next(&mut self) -> Result<Vec<(StreamRecord, Value)>, String> {
        tokio::time::sleep(self.pause).await;
        let mut found = Vec::new();
        for (shard, iterator) in &mut self.iterators {
            let Some(current) = iterator.as_ref() else { continue };
            let body = json!({ "ShardIterator": current, "Limit": LIMIT });
            let got = self.client.document("DynamoDBStreams_20120810.GetRecords", &body).await?;
            let look: ShardPage = serde_json::from_slice(&got)
                .map_err(|error| format!("the stream can't be read: {error}"))?;
            *iterator = look.next_shard_iterator;
            found.extend(look.records.iter().filter_map(|record| read(&self.arn, shard, record)));
        }
        // What was cut short goes on at once.
        self.pause = if found.len() < LIMIT { REST } else { Duration::ZERO };
        Ok(found)
    }
}

fn read(arn: &str, shard: &Arc<str>, record: &RawValue) -> Option<(StreamRecord, Value)> {
    let value: Value = serde_json::from_str(record.get()).ok()?;
    let number = value["dynamodb"]["SequenceNumber"].as_str().unwrap_or_default().into();
    let fields = record.get().strip_prefix('{')?;
    let text = format!(r#"{{"eventSourceARN":"{arn}",{fields}"#).into();
    Some((StreamRecord { shard: Arc::clone(shard), number, text }, value))
}
