//! A store's model: a snapshot in chunks, a head that names the chunks in force, and the learner's lease.
//!
//! A snapshot's chunks are written under a name of their own before the head is turned to them, on the condition that
//! it still names the snapshot they were made from. A crash half-way leaves the old snapshot whole, and of two
//! learners at once only one turns the head.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue::{B, N, S};
use aws_sdk_dynamodb::types::ReturnValue;
use domain::{StoreId, Timestamp};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};

use super::batch::key;
use super::codec::Item;
use super::is_condition;
use super::lessons::LessonId;
use super::{Put, StoreError, Table, keys};

/// Bytes of one chunk: an item holds 400 KB.
pub const CHUNK_BYTES: usize = 350_000;
/// Chunks that are written or removed at once.
const AT_ONCE: usize = 8;

/// The stores' models.
#[derive(Clone)]
pub struct Models(Table);

/// Which snapshot is in force, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelHead {
    /// Grows by one with each snapshot.
    pub generation: u64,
    /// The learner that wrote it; with the generation the name of its chunks.
    pub writer: String,
    /// How many chunks it has.
    pub chunks: u32,
    /// Their size together.
    pub bytes: u64,
    /// The embeddings model it belongs to.
    pub model: Option<String>,
    /// When it was written.
    pub at: Timestamp,
    /// The lessons that came in with it. Until all are marked, they may still seem to wait.
    pub included: Vec<LessonId>,
    /// Whether it holds more than the snapshot before it and these lessons.
    pub is_reworked: bool,
    /// Whether all of them are marked.
    #[serde(skip)]
    pub is_marked: bool,
}

impl Models {
    /// The models in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// The head as the last write left it; none before the first snapshot.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn head(&self, store: &StoreId) -> Result<Option<ModelHead>, StoreError> {
        let get = self.0.client.get_item().table_name(&self.0.name).consistent_read(true);
        let found = get
            .set_key(Some(key(keys::model(store), keys::HEAD.to_owned())))
            .send()
            .await
            .map_err(|error| StoreError::of("GetItem", &error))?;
        let Some(item) = found.item else { return Ok(None) };
        let bytes = item.get("d").and_then(|bytes| bytes.as_b().ok());
        let bytes = bytes.ok_or_else(|| StoreError::corrupt("model", "its head is empty"))?;
        let head: ModelHead = postcard::from_bytes(bytes.as_ref())
            .map_err(|error| StoreError::corrupt("model", error))?;
        Ok(Some(ModelHead { is_marked: item.contains_key("m"), ..head }))
    }

    /// The bytes of a snapshot.
    ///
    /// # Errors
    /// [`StoreError`], also where a chunk is missing: then another snapshot has taken its place.
    pub async fn read(&self, store: &StoreId, head: &ModelHead) -> Result<Vec<u8>, StoreError> {
        let pk = keys::model_chunks(store, head.generation, &head.writer);
        let read = (0..head.chunks).map(|at| self.0.rows(vec![key(pk.clone(), keys::chunk(at))]));
        let mut bytes = Vec::with_capacity(head.bytes as usize);
        for row in try_join_all(read).await?.into_iter().map(|rows| rows.into_iter().next()) {
            let chunk = row.as_ref().and_then(|item| item.get("d")?.as_b().ok());
            let chunk = chunk.ok_or_else(|| StoreError::corrupt("model", "a chunk is missing"))?;
            bytes.extend_from_slice(chunk.as_ref());
        }
        Ok(bytes)
    }

    /// Writes the chunks that a head will name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn write(
        &self,
        store: &StoreId,
        head: &ModelHead,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let pk = keys::model_chunks(store, head.generation, &head.writer);
        let chunks: Vec<_> = bytes.chunks(CHUNK_BYTES).enumerate().collect();
        for some in chunks.chunks(AT_ONCE) {
            let puts = some.iter().map(async |(at, chunk)| {
                let put = self.0.client.put_item().table_name(&self.0.name);
                put.set_item(Some(key(pk.clone(), keys::chunk(*at as u32))))
                    .item("d", B(Blob::new(*chunk)))
                    .send()
                    .await
                    .map_err(|error| StoreError::of("PutItem", &error))
            });
            try_join_all(puts).await?;
        }
        Ok(())
    }

    /// Turns the head to a snapshot, on the condition that it still names the one before.
    ///
    /// # Errors
    /// [`StoreError`]: whether it was turned is not known then.
    pub async fn turn(&self, store: &StoreId, head: &ModelHead) -> Result<Put, StoreError> {
        let bytes =
            postcard::to_allocvec(head).map_err(|error| StoreError::corrupt("model", error))?;
        let put = self.0.client.put_item().table_name(&self.0.name);
        let put = put
            .set_item(Some(key(keys::model(store), keys::HEAD.to_owned())))
            .item("g", N(head.generation.to_string()))
            .item("d", B(Blob::new(bytes)));
        let put = if head.generation == 1 {
            put.condition_expression("attribute_not_exists(pk)")
        } else {
            put.condition_expression("g = :g")
                .expression_attribute_values(":g", N((head.generation - 1).to_string()))
        };
        match put.send().await {
            Ok(_) => Ok(Put::Written),
            Err(error) if is_condition(&error) => Ok(Put::Collided),
            Err(error) => Err(StoreError::of("PutItem", &error)),
        }
    }

    /// Notes that the lessons of a snapshot are all marked.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn mark(&self, store: &StoreId, generation: u64) -> Result<(), StoreError> {
        let update = self.0.client.update_item().table_name(&self.0.name);
        let updated = update
            .set_key(Some(key(keys::model(store), keys::HEAD.to_owned())))
            .condition_expression("g = :g")
            .update_expression("SET m = :g")
            .expression_attribute_values(":g", N(generation.to_string()))
            .send()
            .await;
        match updated {
            Ok(_) => Ok(()),
            Err(error) if is_condition(&error) => Ok(()),
            Err(error) => Err(StoreError::of("UpdateItem", &error)),
        }
    }

    /// Removes the chunks that a learner wrote for a generation.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove(
        &self,
        store: &StoreId,
        generation: u64,
        writer: &str,
    ) -> Result<(), StoreError> {
        let pk = keys::model_chunks(store, generation, writer);
        let query = self.0.client.query().table_name(&self.0.name);
        let found = query
            .key_condition_expression("pk = :p")
            .expression_attribute_values(":p", S(pk.clone()))
            .projection_expression("sk")
            .send()
            .await
            .map_err(|error| StoreError::of("Query", &error))?;
        let chunks: Vec<Item> = found.items.unwrap_or_default();
        for some in chunks.chunks(AT_ONCE) {
            let deletes = some.iter().filter_map(|item| item.get(keys::SK)).map(async |sk| {
                let delete = self.0.client.delete_item().table_name(&self.0.name);
                delete
                    .key(keys::PK, S(pk.clone()))
                    .key(keys::SK, sk.clone())
                    .send()
                    .await
                    .map_err(|error| StoreError::of("DeleteItem", &error))
            });
            try_join_all(deletes).await?;
        }
        Ok(())
    }

    /// Takes the learner's lease until a moment, if nobody has it now. Gives the name of the learner that had it
    /// before and did not give it back.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn lease(
        &self,
        store: &StoreId,
        learner: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Lease>, StoreError> {
        let put = self.0.client.put_item().table_name(&self.0.name);
        let taken = put
            .set_item(Some(key(keys::model(store), keys::LEASE.to_owned())))
            .item("h", S(learner.to_owned()))
            .item("u", N(until.0.to_string()))
            .item(keys::TTL, N(until.plus_seconds(24 * 60 * 60).seconds().to_string()))
            .condition_expression("attribute_not_exists(pk) OR u < :now")
            .expression_attribute_values(":now", N(now.0.to_string()))
            .return_values(ReturnValue::AllOld)
            .send()
            .await;
        match taken {
            Ok(output) => {
                let before = output.attributes.as_ref();
                let before = before.and_then(|item| item.get("h")?.as_s().ok()).cloned();
                Ok(Some(Lease { before }))
            }
            Err(error) if is_condition(&error) => Ok(None),
            Err(error) => Err(StoreError::of("PutItem", &error)),
        }
    }

    /// Gives the lease back, if it is still this learner's.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn release(&self, store: &StoreId, learner: &str) -> Result<(), StoreError> {
        let delete = self.0.client.delete_item().table_name(&self.0.name);
        let deleted = delete
            .set_key(Some(key(keys::model(store), keys::LEASE.to_owned())))
            .condition_expression("h = :h")
            .expression_attribute_values(":h", S(learner.to_owned()))
            .send()
            .await;
        match deleted {
            Ok(_) => Ok(()),
            Err(error) if is_condition(&error) => Ok(()),
            Err(error) => Err(StoreError::of("DeleteItem", &error)),
        }
    }
}

/// The right to fold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The learner whose lease ran out: it may have left chunks behind.
    pub before: Option<String>,
}
