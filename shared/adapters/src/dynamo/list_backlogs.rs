//! The cases of which a store's agents are still to be told that they moved in the lists, and when they were last told of some:
//! one row a store. It is a backlog of hints; whoever loses it has lists that are right when they are read again.

use aws_sdk_dynamodb::types::AttributeValue::{N, Ss};
use domain::{CaseId, StoreId, Timestamp};

use super::table::{Item, key, number};
use super::{Table, TableError, keys};

/// Cases with which a backlog is told before its time: the row stays one of a few kilobytes.
const MOST: usize = 100;

/// When the backlog was last told, in milliseconds since 1970.
const TOLD: &str = "f";
/// The cases in it.
const CASES: &str = "c";

/// The stores' backlogs.
#[derive(Clone)]
pub struct ListBacklogs(Table);

impl ListBacklogs {
    /// Seconds between two times at which a store's backlog is told.
    pub const PERIOD_SECONDS: i64 = 10;

    /// The backlogs in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Adds these cases, of which there is one, to a store's backlog. Gives all that is in it where it is to be told now: it is
    /// empty then, and nobody else is given the same.
    ///
    /// # Errors
    /// [`TableError`]: whether they were added is not known.
    pub async fn add<'a>(
        &self,
        store: &StoreId,
        cases: impl Iterator<Item = &'a CaseId>,
        now: Timestamp,
    ) -> Result<Vec<CaseId>, TableError> {
        let cases = cases.map(CaseId::to_string).collect();
        let update = self.0.update(row_of(store), format!("ADD {CASES} :c")).bind(":c", Ss(cases));
        let row = update.row_after().await?.unwrap_or_default();
        self.take(store, &row, now).await
    }

    /// What is in a store's backlog, where it is to be told now: it is empty then. For half a read unit where nothing is.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn due(&self, store: &StoreId, now: Timestamp) -> Result<Vec<CaseId>, TableError> {
        match self.0.get_eventual(row_of(store)).await? {
            Some(row) => self.take(store, &row, now).await,
            None => Ok(Vec::new()),
        }
    }

    async fn take(
        &self,
        store: &StoreId,
        row: &Item,
        now: Timestamp,
    ) -> Result<Vec<CaseId>, TableError> {
        let (told, count) = (number::<i64>(row, TOLD), cases_of(row).len());
        let is_due =
            told.is_none_or(|told| told.saturating_add(1_000 * Self::PERIOD_SECONDS) <= now.0);
        if count == 0 || !(is_due || count >= MOST) {
            return Ok(Vec::new());
        }
        let take = self.0.update(row_of(store), format!("SET {TOLD} = :now REMOVE {CASES}"));
        let take = take.bind(":now", N(now.0.to_string()));
        let take = match told {
            Some(told) => {
                take.only_if(&format!("{TOLD} = :told")).bind(":told", N(told.to_string()))
            }
            None => take.only_if(&format!("attribute_not_exists({TOLD})")),
        };
        if let Some(row) = take.row_before().await? {
            return Ok(cases_of(&row));
        }
        // Who comes second leaves what is in it to the next. An attempt of ours may have been first, its answer lost.
        let held = self.0.get(row_of(store)).await?;
        let is_ours = held.and_then(|held| number::<i64>(&held, TOLD)) == Some(now.0);
        Ok(if is_ours { cases_of(row) } else { Vec::new() })
    }

    /// Puts cases back of which nobody could be told: the next time tells of them.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn put_back(&self, store: &StoreId, cases: &[CaseId]) -> Result<(), TableError> {
        if cases.is_empty() {
            return Ok(());
        }
        let cases = cases.iter().map(CaseId::to_string).collect();
        let update = self.0.update(row_of(store), format!("ADD {CASES} :c")).bind(":c", Ss(cases));
        update.done().await
    }
}

fn row_of(store: &StoreId) -> Item {
    key(keys::lists(store), keys::BACKLOG.to_owned())
}

fn cases_of(row: &Item) -> Vec<CaseId> {
    let cases = row.get(CASES).and_then(|cases| cases.as_ss().ok());
    cases.into_iter().flatten().filter_map(|case| case.parse().ok()).collect()
}
