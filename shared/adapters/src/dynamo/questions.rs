//! Questions that people asked and no stored answer fits: a bounded set of rows for each store.

use domain::{CaseId, Seq, StoreId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_dynamo::AttributeValue::{B, N};
use serde_dynamo::Item;

use super::table::{bytes, key, number, text};
use super::{Put, Table, TableError, keys};

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
    /// [`TableError`].
    pub async fn all(&self, store: &StoreId) -> Result<Vec<OpenRow>, TableError> {
        let found = self.0.query("pk = :p").value(":p", keys::questions(store)).all().await?;
        found.iter().map(decode).collect()
    }

    /// Opens a question that this message asked first.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn open(
        &self,
        store: &StoreId,
        (case, seq): (&CaseId, Seq),
        asking: &Asking,
    ) -> Result<Put, TableError> {
        self.write(store, &keys::question(case, seq), asking, 0).await
    }

    /// Writes a question over the one that was read, if nobody has written meanwhile.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn replace(
        &self,
        store: &StoreId,
        seen: &OpenRow,
        asking: &Asking,
    ) -> Result<Put, TableError> {
        self.write(store, &seen.name, asking, seen.revision).await
    }

    async fn write(
        &self,
        store: &StoreId,
        name: &str,
        asking: &Asking,
        seen: u64,
    ) -> Result<Put, TableError> {
        let bytes = postcard::to_allocvec(asking)
            .map_err(|error| TableError::corrupt("question", error))?;
        let until = asking.last_at.plus_seconds(KEPT).seconds();
        let mut row = key(keys::questions(store), name.to_owned());
        row.insert("d".to_owned(), B(bytes));
        row.insert("r".to_owned(), N((seen + 1).to_string()));
        row.insert(keys::TTL.to_owned(), N(until.to_string()));
        let put = match seen {
            0 => self.0.put(row).only_if("attribute_not_exists(pk)"),
            seen => self.0.put(row).only_if("r = :r").value(":r", N(seen.to_string())),
        };
        put.put_if_so().await
    }

    /// Closes a question: it has an answer now, or there are too many.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn close(&self, store: &StoreId, name: &str) -> Result<(), TableError> {
        self.0.delete(key(keys::questions(store), name.to_owned())).done().await
    }
}

fn decode(item: &Item) -> Result<OpenRow, TableError> {
    let corrupt = |reason: &str| TableError::corrupt("question", reason);
    let name = text(item, keys::SK).ok_or_else(|| corrupt("no key"))?.to_owned();
    let asking = postcard::from_bytes(bytes(item, "d").ok_or_else(|| corrupt("empty"))?)
        .map_err(|error| TableError::corrupt("question", error))?;
    Ok(OpenRow { name, asking, revision: number(item, "r").unwrap_or_default() })
}
