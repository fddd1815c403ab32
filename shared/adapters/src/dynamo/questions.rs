//! Questions that people asked and no stored answer fits: a bounded set of rows for each store.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue::{B, N, S};
use domain::{CaseId, Seq, StoreId, Timestamp};
use serde::{Deserialize, Serialize};

use super::batch::key;
use super::codec::Item;
use super::is_condition;
use super::{Put, StoreError, Table, keys};

/// Seconds after which a question that nobody asked again is forgotten.
const KEPT: i64 = 60 * 24 * 60 * 60;

/// The open questions.
#[derive(Clone)]
pub struct Questions(Table);

/// A question without an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    /// The start of the way in which it was asked first.
    pub text: String,
    /// Its features.
    pub features: Vec<u8>,
    /// How often it was asked.
    pub asked: u32,
    /// When last.
    pub last_at: Timestamp,
    /// In which case last.
    pub case: CaseId,
    /// The events that were counted last.
    pub heard: Vec<String>,
}

/// An open question as a read found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRow {
    /// Its name among the store's.
    pub name: String,
    /// The question.
    pub asking: Asking,
    revision: u64,
}

impl Questions {
    /// The open questions in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// A store's open questions.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn all(&self, store: &StoreId) -> Result<Vec<OpenRow>, StoreError> {
        let query = self.0.client.query().table_name(&self.0.name).consistent_read(true);
        let found = query
            .key_condition_expression("pk = :p")
            .expression_attribute_values(":p", S(keys::questions(store)))
            .send()
            .await
            .map_err(|error| StoreError::of("Query", &error))?;
        found.items.unwrap_or_default().iter().map(decode).collect()
    }

    /// Opens a question that this message asked first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(
        &self,
        store: &StoreId,
        (case, seq): (&CaseId, Seq),
        asking: &Asking,
    ) -> Result<Put, StoreError> {
        self.write(store, &keys::question(case, seq), asking, 0).await
    }

    /// Writes a question over the one that was read, if nobody has written meanwhile.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn replace(
        &self,
        store: &StoreId,
        seen: &OpenRow,
        asking: &Asking,
    ) -> Result<Put, StoreError> {
        self.write(store, &seen.name, asking, seen.revision).await
    }

    async fn write(
        &self,
        store: &StoreId,
        name: &str,
        asking: &Asking,
        seen: u64,
    ) -> Result<Put, StoreError> {
        let bytes = postcard::to_allocvec(asking)
            .map_err(|error| StoreError::corrupt("question", error))?;
        let put = self.0.client.put_item().table_name(&self.0.name);
        let until = asking.last_at.plus_seconds(KEPT).seconds();
        let put = put
            .set_item(Some(key(keys::questions(store), name.to_owned())))
            .item("d", B(Blob::new(bytes)))
            .item("r", N((seen + 1).to_string()))
            .item(keys::TTL, N(until.to_string()));
        let put = match seen {
            0 => put.condition_expression("attribute_not_exists(pk)"),
            seen => put
                .condition_expression("r = :r")
                .expression_attribute_values(":r", N(seen.to_string())),
        };
        match put.send().await {
            Ok(_) => Ok(Put::Written),
            Err(error) if is_condition(&error) => Ok(Put::Collided),
            Err(error) => Err(StoreError::of("PutItem", &error)),
        }
    }

    /// Closes a question: it has an answer now, or there are too many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn close(&self, store: &StoreId, name: &str) -> Result<(), StoreError> {
        let delete = self.0.client.delete_item().table_name(&self.0.name);
        delete
            .set_key(Some(key(keys::questions(store), name.to_owned())))
            .send()
            .await
            .map_err(|error| StoreError::of("DeleteItem", &error))?;
        Ok(())
    }
}

fn decode(item: &Item) -> Result<OpenRow, StoreError> {
    let corrupt = |reason: &str| StoreError::corrupt("question", reason);
    let name = item.get(keys::SK).and_then(|sk| sk.as_s().ok()).ok_or_else(|| corrupt("no key"))?;
    let bytes =
        item.get("d").and_then(|bytes| bytes.as_b().ok()).ok_or_else(|| corrupt("empty"))?;
    let revision = item.get("r").and_then(|r| r.as_n().ok()?.parse().ok());
    let asking = postcard::from_bytes(bytes.as_ref())
        .map_err(|error| StoreError::corrupt("question", error))?;
    Ok(OpenRow { name: name.clone(), asking, revision: revision.unwrap_or_default() })
}
