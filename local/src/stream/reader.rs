//! Reading a table's stream, shard by shard.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use crate::database::Client;

/// Records of one look at a shard.
const LIMIT: u32 = 1_000;
/// Waits between looks: short while there is something to do, longer while nothing happens.
const SHORTEST: Duration = Duration::from_millis(4);
const LONGEST: Duration = Duration::from_millis(32);
/// The wait after a look that found something; the cloud looks four times a second.
const GATHERING: Duration = Duration::from_millis(50);

/// Where reading goes on, by shard: the last record that is done with.
pub(super) type Positions = BTreeMap<String, String>;

/// A record and where it came from.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The shard.
    pub(super) shard: String,
    /// Its place in the shard.
    pub(super) number: String,
    /// The record as a function gets it, but for the stream's ARN.
    pub(super) record: Value,
}

/// A reader of one table's stream.
pub(super) struct Reader {
    client: Client,
    stream: String,
    iterators: BTreeMap<String, Option<String>>,
    pause: Duration,
}

impl Reader {
    /// A reader that goes on behind `positions`, else from the oldest record or with the next one.
    ///
    /// # Errors
    /// A sentence: the table has no stream, or the engine is not to be reached.
    pub(super) async fn open(
        client: Client,
        table: &str,
        positions: &Positions,
        from_oldest: bool,
    ) -> Result<Self, String> {
        let described =
            client.call("DynamoDB_20120810.DescribeTable", &json!({ "TableName": table })).await?;
        let stream = described["Table"]["LatestStreamArn"].as_str();
        let stream = stream.ok_or_else(|| format!("the table {table} has no stream"))?.to_owned();
        let mut reader = Self { client, stream, iterators: BTreeMap::new(), pause: SHORTEST };
        for shard in reader.shards().await? {
            let iterator = reader.iterator(&shard, positions.get(&shard), from_oldest).await?;
            reader.iterators.insert(shard, iterator);
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

    /// The next records of all shards; waits a little where there are none.
    ///
    /// # Errors
    /// A sentence: the engine is not to be reached.
    pub(super) async fn next(&mut self) -> Result<Vec<Found>, String> {
        let mut found = Vec::new();
        for (shard, iterator) in &mut self.iterators {
            let Some(current) = iterator.as_ref() else { continue };
            let body = json!({ "ShardIterator": current, "Limit": LIMIT });
            let mut got = self.client.call("DynamoDBStreams_20120810.GetRecords", &body).await?;
            *iterator = got["NextShardIterator"].as_str().map(str::to_owned);
            if let Value::Array(records) = got["Records"].take() {
                found.extend(records.into_iter().map(|record| Found::new(shard, record)));
            }
        }
        if found.is_empty() {
            tokio::time::sleep(self.pause).await;
            self.pause = (self.pause * 2).min(LONGEST);
        } else {
            // Under load there is always something: let a few gather, a look at many costs hardly more than at one.
            tokio::time::sleep(GATHERING).await;
            self.pause = SHORTEST;
        }
        Ok(found)
    }
}

impl Found {
    fn new(shard: &str, record: Value) -> Self {
        let number = record["dynamodb"]["SequenceNumber"].as_str().unwrap_or_default().to_owned();
        Self { shard: shard.to_owned(), number, record }
    }
}
