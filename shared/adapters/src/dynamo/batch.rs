//! Many rows by their keys.

use aws_sdk_dynamodb::types::AttributeValue::S;
use aws_sdk_dynamodb::types::KeysAndAttributes;

use super::codec::Item;
use super::{StoreError, Table, keys};

/// Keys that the engine takes at once.
const BATCH: usize = 100;

/// The key of a row.
pub(crate) fn key(pk: String, sk: String) -> Item {
    Item::from([(keys::PK.to_owned(), S(pk)), (keys::SK.to_owned(), S(sk))])
}

impl Table {
    /// The rows with these keys as the last write left them, in no order; those that are not there are left out.
    pub(crate) async fn rows(&self, wanted: Vec<Item>) -> Result<Vec<Item>, StoreError> {
        let mut rows = Vec::with_capacity(wanted.len());
        for batch in wanted.chunks(BATCH) {
            let mut left = batch.to_vec();
            while !left.is_empty() {
                left = self.some_rows(left, &mut rows).await?;
            }
        }
        Ok(rows)
    }

    /// Adds the rows that one answer of the engine holds, and gives back the keys it did not get to.
    async fn some_rows(
        &self,
        wanted: Vec<Item>,
        rows: &mut Vec<Item>,
    ) -> Result<Vec<Item>, StoreError> {
        let request = KeysAndAttributes::builder()
            .set_keys(Some(wanted))
            .consistent_read(true)
            .build()
            .map_err(|error| StoreError::corrupt("key", error))?;
        let batch = self.client.batch_get_item().request_items(&self.name, request);
        let mut got = batch.send().await.map_err(|error| StoreError::of("BatchGetItem", &error))?;
        let found = got.responses.take().and_then(|mut tables| tables.remove(&self.name));
        rows.extend(found.unwrap_or_default());
        let left = got.unprocessed_keys.and_then(|mut tables| tables.remove(&self.name));
        Ok(left.map(|left| left.keys).unwrap_or_default())
    }
}
