//! What language models cost: by store and day, so that it can be capped, and by case.
//!
//! Before a model is asked, the most that it may cost is set aside on the condition that the day's cap holds; what it
//! did not cost is given back. A crash in between, or an answer of the table that is lost, leaves the cap too tight,
//! never too wide.

use aws_sdk_dynamodb::types::AttributeValue::N;
use domain::{CaseId, Day, StoreId, Timestamp};

use super::table::{key, number};
use super::{Table, TableError, keys};

const DAY: i64 = 24 * 60 * 60;
/// Seconds for which a day's sum is kept.
const KEPT: i64 = 400 * DAY;

/// The sums, all in millionths of a US cent.
#[derive(Clone)]
pub struct Spend {
    table: Table,
    table_without_retries: Table,
}

/// An amount that is set aside from a store's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    store: StoreId,
    day: i64,
    amount: u64,
}

impl Spend {
    /// The sums in this table.
    pub fn new(table: Table) -> Self {
        Self { table_without_retries: table.without_retries(), table }
    }

    /// Sets an amount aside; nothing where the day's spend would get beyond the cap.
    ///
    /// # Errors
    /// [`TableError`]: it may be set aside then.
    pub async fn hold(
        &self,
        store: &StoreId,
        now: Timestamp,
        amount: u64,
        cap: u64,
    ) -> Result<Option<Hold>, TableError> {
        let Some(room) = cap.checked_sub(amount) else { return Ok(None) };
        let day = Day::of(now).number();
        let row = key(keys::model(store), keys::spend_of_day(day));
        let update = self.table.update(row, "ADD s :amount SET #t = :until");
        let is_held = update
            .only_if("attribute_not_exists(s) OR s <= :room")
            .name("#t", keys::TTL)
            .bind(":amount", N(amount.to_string()))
            .bind(":room", N(room.to_string()))
            .bind(":until", N(now.plus_seconds(KEPT).seconds().to_string()))
            .done_if_so()
            .await?;
        Ok(is_held.then(|| Hold { store: store.clone(), day, amount }))
    }

    /// Gives back what was set aside beyond what was spent. Tried once: what is given back twice would widen the cap.
    ///
    /// # Errors
    /// [`TableError`]: it may be given back, or stay set aside.
    pub async fn settle(&self, hold: Hold, spent: u64) -> Result<(), TableError> {
        let rest = i128::from(spent) - i128::from(hold.amount);
        let row = key(keys::model(&hold.store), keys::spend_of_day(hold.day));
        let update = self.table_without_retries.update(row, "ADD s :rest");
        update.bind(":rest", N(rest.to_string())).done().await
    }

    /// Counts what was spent for a case.
    ///
    /// # Errors
    /// [`TableError`]: it may be counted then.
    pub async fn count(&self, case: &CaseId, spent: u64) -> Result<(), TableError> {
        let row = key(keys::case(case), keys::COST.to_owned());
        self.table.update(row, "ADD s :spent").bind(":spent", N(spent.to_string())).done().await
    }

    /// What a store has spent on this day, and set aside.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn of_day(&self, store: &StoreId, now: Timestamp) -> Result<u64, TableError> {
        let day = Day::of(now).number();
        self.sum(keys::model(store), keys::spend_of_day(day)).await
    }

    /// What was spent for a case.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn of_case(&self, case: &CaseId) -> Result<u64, TableError> {
        self.sum(keys::case(case), keys::COST.to_owned()).await
    }

    async fn sum(&self, pk: String, sk: String) -> Result<u64, TableError> {
        let found = self.table.get(key(pk, sk)).await?;
        Ok(found.and_then(|row| number(&row, "s")).unwrap_or_default())
    }
}
