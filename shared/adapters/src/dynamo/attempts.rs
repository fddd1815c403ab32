//! How often triage has begun with a message: what bounds the bill of a crash, and tells when to give up.

use aws_sdk_dynamodb::types::AttributeValue::N;
use domain::{CaseId, Seq, Timestamp};

use super::table::{key, number};
use super::{Table, TableError, keys};

/// Seconds after which a count is of no more use: the stream holds a record for a day.
const KEPT: i64 = 2 * 24 * 60 * 60;

/// The counts of attempts, a row for each message that triage considers.
#[derive(Clone)]
pub struct Attempts(Table);

impl Attempts {
    /// The counts in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Counts one more attempt at this message and says which it is, from 1. An attempt whose answer was lost may
    /// count twice, never not at all.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn begin(&self, case: &CaseId, seq: Seq, now: Timestamp) -> Result<u32, TableError> {
        let row = key(keys::case(case), keys::attempts(seq));
        let counted = self
            .0
            .update(row, "ADD n :one SET #t = :until")
            .name("#t", keys::TTL)
            .bind(":one", N("1".to_owned()))
            .bind(":until", N(now.plus_seconds(KEPT).seconds().to_string()))
            .changed()
            .await?;
        let count = counted.as_ref().and_then(|row| number(row, "n"));
        count.ok_or_else(|| TableError::corrupt("attempts", "its count is no number"))
    }
}
