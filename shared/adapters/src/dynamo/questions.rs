//! Questions that people asked and no stored answer fits: a bounded set of rows for each store.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue::{M, N};
use domain::{CaseId, Seq, StoreId, Timestamp};
use serde::{Deserialize, Serialize};

use super::form::Form;
use super::table::{Item, key, number, text};
use super::{Put, Table, TableError, keys};

/// Seconds after which a question that nobody asked again is forgotten.
const KEPT: i64 = 60 * 24 * 60 * 60;
/// The attribute with the rows that were taken in. A release that does not know it leaves it out.
const TAKEN: &str = "j";
const FORM: Form = Form::first("open question");

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
    pub counted_events: Vec<String>,
    /// The rows of the same question that were taken in, each with how often it had been asked by then.
    #[serde(skip)]
    pub taken: BTreeMap<String, u32>,
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

    /// A store's open questions. Left out are those that a newer release has written.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn all(&self, store: &StoreId) -> Result<Vec<OpenRow>, TableError> {
        let found = self.0.query("pk = :p").bind(":p", keys::questions(store)).all().await?;
        let is_newer = |row: &Result<_, _>| matches!(row, Err(TableError::Newer { .. }));
        found.iter().map(decode).filter(|row| !is_newer(row)).collect()
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
        let until = asking.last_at.plus_seconds(KEPT).seconds();
        let mut row = key(keys::questions(store), name.to_owned());
        FORM.write(&mut row, asking)?;
        if !asking.taken.is_empty() {
            let taken =
                asking.taken.iter().map(|(name, asked)| (name.clone(), N(asked.to_string())));
            row.insert(TAKEN.to_owned(), M(taken.collect()));
        }
        row.insert("r".to_owned(), N((seen + 1).to_string()));
        row.insert(keys::TTL.to_owned(), N(until.to_string()));
        let put = match seen {
            0 => self.0.put(row).only_if("attribute_not_exists(pk)"),
            seen => self.0.put(row).only_if("r = :r").bind(":r", N(seen.to_string())),
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

impl Questions {
    /// Removes a question that was read, if nobody has written it meanwhile: another row has taken in what it counted.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn remove(&self, store: &StoreId, seen: &OpenRow) -> Result<Put, TableError> {
        let delete = self.0.delete(key(keys::questions(store), seen.name.clone()));
        delete.only_if("r = :r").bind(":r", N(seen.revision.to_string())).put_if_so().await
    }
}

impl OpenRow {
    /// The case whose words it shows.
    pub fn first_case(&self) -> Option<CaseId> {
        keys::question_case(&self.name)
    }
}

fn decode(item: &Item) -> Result<OpenRow, TableError> {
    let corrupt = |reason: &str| TableError::corrupt("question", reason);
    let name = text(item, keys::SK).ok_or_else(|| corrupt("no key"))?.to_owned();
    let asking = Asking { taken: taken(item), ..FORM.read(item)? };
    Ok(OpenRow { name, asking, revision: number(item, "r").unwrap_or_default() })
}

fn taken(item: &Item) -> BTreeMap<String, u32> {
    let none = HashMap::new();
    let taken = item.get(TAKEN).and_then(|value| value.as_m().ok()).unwrap_or(&none);
    let asked = taken.keys().filter_map(|name| Some((name.clone(), number(taken, name)?)));
    asked.collect()
}

#[cfg(test)]
mod tests {
    use domain::UserId;

    use super::super::form::tests::{first_rows, newer, row};
    use super::*;

    #[test]
    fn what_was_taken_in_is_read_back() {
        let mut item = row(Vec::new());
        assert_eq!(taken(&item), BTreeMap::new());
        item.insert(
            TAKEN.to_owned(),
            M(HashMap::from([("case#1".to_owned(), N("40".to_owned()))])),
        );
        assert_eq!(taken(&item), BTreeMap::from([("case#1".to_owned(), 40)]));
    }

    #[test]
    fn the_first_releases_row_is_read_and_a_newer_ones_is_refused() {
        let [packed] = first_rows("open-question").try_into().unwrap();
        let (store, user): (StoreId, _) = ("demo".parse().unwrap(), UserId::visitor([1; 16]));
        let asking = Asking {
            text: "When?".into(),
            features: vec![1, 2],
            asked: 3,
            last_at: Timestamp(1_795_000_000_000),
            case: CaseId::derive(&store, &user, &"opening-1".parse().unwrap()),
            counted_events: vec!["a.1".into()],
            taken: BTreeMap::new(),
        };
        assert_eq!(FORM.read::<Asking>(&row(packed.clone())).unwrap(), asking);
        let refused = FORM.read::<Asking>(&newer(row(packed)));
        assert!(matches!(refused, Err(TableError::Newer { version: 1, .. })));
    }
}
