//! What language models cost: by store and day, so that it can be capped, and by case.
//!
//! Before a model is asked, the most that it may cost is set aside on the condition that the day's cap holds; what it
//! did not cost is given back. A crash in between, or an answer of the table that is lost, leaves the cap too tight,
//! never too wide.

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{CaseId, StoreId, Timestamp};

use super::batch::key;
use super::{StoreError, Table, is_condition, keys};

const DAY: i64 = 24 * 60 * 60;
/// Seconds for which a day's sum is kept.
const KEPT: i64 = 400 * DAY;

/// The sums, all in millionths of a US cent.
#[derive(Clone)]
pub struct Spend(Table);

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
        Self(table)
    }

    /// Sets an amount aside; nothing where the day's spend would get beyond the cap.
    ///
    /// # Errors
    /// [`StoreError`]: it may be set aside then.
    pub async fn hold(
        &self,
        store: &StoreId,
        now: Timestamp,
        amount: u64,
        cap: u64,
    ) -> Result<Option<Hold>, StoreError> {
        let Some(room) = cap.checked_sub(amount) else { return Ok(None) };
        let day = now.seconds().div_euclid(DAY);
        let update = self.0.client.update_item().table_name(&self.0.name);
        let held = update
            .set_key(Some(key(keys::model(store), keys::spend_of_day(day))))
            .update_expression("ADD s :amount SET #t = :until")
            .condition_expression("attribute_not_exists(s) OR s <= :room")
            .expression_attribute_names("#t", keys::TTL)
            .expression_attribute_values(":amount", N(amount.to_string()))
            .expression_attribute_values(":room", N(room.to_string()))
            .expression_attribute_values(":until", N(now.plus_seconds(KEPT).seconds().to_string()))
            .send()
            .await;
        match held {
            Ok(_) => Ok(Some(Hold { store: store.clone(), day, amount })),
            Err(error) if is_condition(&error) => Ok(None),
            Err(error) => Err(StoreError::of("UpdateItem", &error)),
        }
    }

    /// Gives back what was set aside beyond what was spent. Tried once: what is given back twice would widen the cap.
    ///
    /// # Errors
    /// [`StoreError`]: it may be given back, or stay set aside.
    pub async fn settle(&self, hold: Hold, spent: u64) -> Result<(), StoreError> {
        let rest = spent as i128 - i128::from(hold.amount);
        let update = self.0.client.update_item().table_name(&self.0.name);
        update
            .set_key(Some(key(keys::model(&hold.store), keys::spend_of_day(hold.day))))
            .update_expression("ADD s :rest")
            .expression_attribute_values(":rest", N(rest.to_string()))
            .customize()
            .config_override(
                aws_sdk_dynamodb::Config::builder().retry_config(RetryConfig::disabled()),
            )
            .send()
            .await
            .map_err(|error| StoreError::of("UpdateItem", &error))?;
        Ok(())
    }

    /// Counts what was spent for a case.
    ///
    /// # Errors
    /// [`StoreError`]: it may be counted then.
    pub async fn count(&self, case: &CaseId, spent: u64) -> Result<(), StoreError> {
        let update = self.0.client.update_item().table_name(&self.0.name);
        update
            .set_key(Some(key(keys::case(case), keys::COST.to_owned())))
            .update_expression("ADD s :spent")
            .expression_attribute_values(":spent", N(spent.to_string()))
            .send()
            .await
            .map_err(|error| StoreError::of("UpdateItem", &error))?;
        Ok(())
    }

    /// What a store has spent on this day, and set aside.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn of_day(&self, store: &StoreId, now: Timestamp) -> Result<u64, StoreError> {
        let day = now.seconds().div_euclid(DAY);
        self.sum(keys::model(store), keys::spend_of_day(day)).await
    }

    /// What was spent for a case.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn of_case(&self, case: &CaseId) -> Result<u64, StoreError> {
        self.sum(keys::case(case), keys::COST.to_owned()).await
    }

    async fn sum(&self, pk: String, sk: String) -> Result<u64, StoreError> {
        let get = self.0.client.get_item().table_name(&self.0.name).consistent_read(true);
        let found = get
            .key(keys::PK, S(pk))
            .key(keys::SK, S(sk))
            .send()
            .await
            .map_err(|error| StoreError::of("GetItem", &error))?;
        let sum = found.item.as_ref().and_then(|item| item.get("s")?.as_n().ok());
        Ok(sum.and_then(|digits| digits.parse().ok()).unwrap_or_default())
    }
}
