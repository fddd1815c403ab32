//! A store's model: a snapshot in chunks, a head that names the chunks in force, and the learner's lease.
//!
//! A snapshot's chunks are written under a name of their own before the head is turned to them, on the condition that
//! it still names the snapshot they were made from. A crash half-way leaves the old snapshot whole, and of two
//! learners at once only one turns the head.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue::{B, N, S};
use domain::{StoreId, Timestamp};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};

use super::form::Form;
use super::table::{Item, bytes, key, number, text};
use super::training_examples::ExampleId;
use super::{Put, Table, TableError, keys};

/// Bytes of one chunk: an item holds 400 KB.
pub const CHUNK_BYTES: usize = 350_000;
/// Chunks that are written or removed at once.
const AT_ONCE: usize = 8;
/// The form of a head and of the chunks that it names: whoever changes either raises it.
const FORM: Form = Form::first("model");

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
    /// The examples that came in with it. Until all are marked, they may still seem to wait.
    pub included: Vec<ExampleId>,
    /// Whether it holds more than the snapshot before it and these examples.
    pub is_reworked: bool,
    /// Whether all of them are marked.
    #[serde(skip)]
    pub is_marked: bool,
    /// The version of its form where a newer release wrote it. Only its generation and writer are known then: the
    /// snapshot is to be made anew from the rows that it was learned from.
    #[serde(skip)]
    pub newer: Option<u64>,
}

impl ModelHead {
    /// A head that this release can't read.
    fn newer(item: &Item, version: u64) -> Option<Self> {
        Some(Self {
            generation: number(item, "g")?,
            writer: text(item, "w").unwrap_or_default().to_owned(),
            chunks: 0,
            bytes: 0,
            model: None,
            at: Timestamp(0),
            included: Vec::new(),
            is_reworked: true,
            is_marked: true,
            newer: Some(version),
        })
    }
}

impl Models {
    /// The models in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// The head as the last write left it; none before the first snapshot.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn head(&self, store: &StoreId) -> Result<Option<ModelHead>, TableError> {
        let found = self.0.get(key(keys::model(store), keys::HEAD.to_owned())).await?;
        found.as_ref().map(decode_head).transpose()
    }

    /// The same for half the price, where one that is a moment old does no harm: its chunks may be gone.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn head_eventual(&self, store: &StoreId) -> Result<Option<ModelHead>, TableError> {
        let head = key(keys::model(store), keys::HEAD.to_owned());
        let found = self.0.get_eventual(head).await?;
        found.as_ref().map(decode_head).transpose()
    }

    /// The bytes of a snapshot.
    ///
    /// # Errors
    /// [`TableError`], also where a chunk is missing: then another snapshot has taken its place.
    pub async fn read(&self, store: &StoreId, head: &ModelHead) -> Result<Vec<u8>, TableError> {
        let pk = keys::model_chunks(store, head.generation, &head.writer);
        let read = (0..head.chunks).map(|at| self.0.rows(vec![key(pk.clone(), keys::chunk(at))]));
        let mut snapshot = Vec::with_capacity(head.bytes as usize);
        for row in try_join_all(read).await?.into_iter().map(|rows| rows.into_iter().next()) {
            let chunk = row.as_ref().and_then(|row| bytes(row, "d"));
            let chunk = chunk.ok_or_else(|| TableError::corrupt("model", "a chunk is missing"))?;
            snapshot.extend_from_slice(chunk);
        }
        Ok(snapshot)
    }

    /// Writes the chunks that a head will name.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn write(
        &self,
        store: &StoreId,
        head: &ModelHead,
        bytes: &[u8],
    ) -> Result<(), TableError> {
        let pk = keys::model_chunks(store, head.generation, &head.writer);
        let chunks: Vec<_> = bytes.chunks(CHUNK_BYTES).enumerate().collect();
        for some in chunks.chunks(AT_ONCE) {
            let puts = some.iter().map(|(at, chunk)| {
                let mut row = key(pk.clone(), keys::chunk(*at as u32));
                row.insert("d".to_owned(), B(Blob::new(*chunk)));
                self.0.put(row).done()
            });
            try_join_all(puts).await?;
        }
        Ok(())
    }

    /// Turns the head to a snapshot, on the condition that it still names the one before.
    ///
    /// # Errors
    /// [`TableError`]: whether it was turned is not known then.
    pub async fn turn(&self, store: &StoreId, head: &ModelHead) -> Result<Put, TableError> {
        let mut row = key(keys::model(store), keys::HEAD.to_owned());
        row.insert("g".to_owned(), N(head.generation.to_string()));
        row.insert("w".to_owned(), S(head.writer.clone()));
        FORM.write(&mut row, head)?;
        let put = match head.generation - 1 {
            0 => self.0.put(row).only_if("attribute_not_exists(pk)"),
            before => self.0.put(row).only_if("g = :g").bind(":g", N(before.to_string())),
        };
        put.put_if_so().await
    }

    /// Notes that the examples of a snapshot are all marked.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn mark(&self, store: &StoreId, generation: u64) -> Result<(), TableError> {
        let row = key(keys::model(store), keys::HEAD.to_owned());
        let update = self.0.update(row, "SET m = :g").only_if("g = :g");
        update.bind(":g", N(generation.to_string())).done_if_so().await.map(drop)
    }

    /// Removes the chunks that a learner wrote for a generation.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn remove(
        &self,
        store: &StoreId,
        generation: u64,
        writer: &str,
    ) -> Result<(), TableError> {
        let pk = keys::model_chunks(store, generation, writer);
        // The engine reads a megabyte for a page, which is three chunks, however little of them is asked for.
        let query = self.0.query("pk = :p").bind(":p", pk.as_str()).eventually_consistent();
        let chunks = query.projection(keys::SK).all().await?;
        for some in chunks.chunks(AT_ONCE) {
            let places = some.iter().filter_map(|row| text(row, keys::SK));
            let deletes = places.map(|sk| self.0.delete(key(pk.clone(), sk.to_owned())).done());
            try_join_all(deletes).await?;
        }
        Ok(())
    }

    /// Takes the learner's lease until a moment, if nobody has it now. Gives the name of the learner that had it
    /// before and did not give it back.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn lease(
        &self,
        store: &StoreId,
        learner: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Lease>, TableError> {
        let mut row = key(keys::model(store), keys::LEASE.to_owned());
        row.insert("h".to_owned(), S(learner.to_owned()));
        row.insert("u".to_owned(), N(until.0.to_string()));
        let ends = until.plus_seconds(24 * 60 * 60).seconds();
        row.insert(keys::TTL.to_owned(), N(ends.to_string()));
        let put = self.0.put(row).only_if("attribute_not_exists(pk) OR u < :now");
        let before = put.bind(":now", N(now.0.to_string())).row_before().await?;
        Ok(before.map(|row| Lease { before: text(&row, "h").map(str::to_owned) }))
    }

    /// Gives the lease back, if it is still this learner's.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn release(&self, store: &StoreId, learner: &str) -> Result<(), TableError> {
        let delete = self.0.delete(key(keys::model(store), keys::LEASE.to_owned()));
        let delete = delete.only_if("h = :h").bind(":h", S(learner.to_owned()));
        delete.done_if_so().await.map(drop)
    }
}

/// The right to compact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The learner whose lease ran out: it may have left chunks behind.
    pub before: Option<String>,
}

fn decode_head(item: &Item) -> Result<ModelHead, TableError> {
    match FORM.read(item) {
        Ok(head) => Ok(ModelHead { is_marked: item.contains_key("m"), ..head }),
        Err(error @ TableError::Newer { version, .. }) => {
            ModelHead::newer(item, version).ok_or(error)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::{first_rows, newer, row};
    use super::*;

    fn first_row() -> Item {
        let [packed] = first_rows("head").try_into().unwrap();
        row(packed)
    }

    #[test]
    fn the_first_releases_head_is_read() {
        let head = ModelHead {
            generation: 7,
            writer: "learner".into(),
            chunks: 2,
            bytes: 400_000,
            model: Some("m".into()),
            at: Timestamp(1_795_000_000_000),
            included: vec![ExampleId::gone(&"a".repeat(26).parse().unwrap())],
            is_reworked: true,
            is_marked: false,
            newer: None,
        };
        assert_eq!(decode_head(&first_row()).unwrap(), head);
    }

    #[test]
    fn of_a_newer_releases_head_generation_and_writer_are_known() {
        let mut item = newer(first_row());
        assert!(matches!(decode_head(&item), Err(TableError::Newer { .. })), "nothing to turn");
        item.insert("g".to_owned(), N("8".to_owned()));
        item.insert("w".to_owned(), S("learner".to_owned()));
        let head = decode_head(&item).unwrap();
        assert_eq!((head.generation, head.writer.as_str(), head.newer), (8, "learner", Some(1)));
        assert_eq!((head.chunks, head.included.len()), (0, 0));
    }
}
