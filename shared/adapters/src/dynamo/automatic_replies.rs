//! How many replies went out by themselves on a day, so that a store can cap them.
//!
//! A place is taken before the reply is written, on the condition that the day has one left. A crash in between leaves the
//! cap too tight, never too wide.

use aws_sdk_dynamodb::types::AttributeValue::N;
use domain::{Day, StoreId, Timestamp};

use super::table::key;
use super::{Table, TableError, keys};

const DAY: i64 = 24 * 60 * 60;
/// Seconds for which a day's count is kept.
const KEPT: i64 = 40 * DAY;

/// The counts, by store and day in UTC.
#[derive(Clone)]
pub struct AutomaticReplyCounts(Table);

impl AutomaticReplyCounts {
    /// The counts in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Takes a place for one more reply on this day; false where the cap is reached.
    ///
    /// # Errors
    /// [`TableError`]: a place may be taken then.
    pub async fn take(
        &self,
        store: &StoreId,
        now: Timestamp,
        cap: u32,
    ) -> Result<bool, TableError> {
        if cap == 0 {
            return Ok(false);
        }
        let day = Day::of(now).number();
        let row = key(keys::model(store), keys::automatic_replies_of_day(day));
        let update = self.0.update(row, "ADD n :one SET #t = :until");
        update
            .only_if("attribute_not_exists(n) OR n < :cap")
            .name("#t", keys::TTL)
            .bind(":one", N("1".to_owned()))
            .bind(":cap", N(cap.to_string()))
            .bind(":until", N(now.plus_seconds(KEPT).seconds().to_string()))
            .done_if_so()
            .await
    }
}
