//! How often triage has begun with a message: what bounds the bill of a crash, and tells when to give up.

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use aws_sdk_dynamodb::types::ReturnValue;
use domain::{CaseId, Seq, Timestamp};

use super::{StoreError, Table, keys};

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
    /// [`StoreError`].
    pub async fn begin(&self, case: &CaseId, seq: Seq, now: Timestamp) -> Result<u32, StoreError> {
        let update = self.0.client.update_item().table_name(&self.0.name);
        let counted = update
            .key(keys::PK, S(keys::case(case)))
            .key(keys::SK, S(keys::attempts(seq)))
            .update_expression("ADD n :one SET #t = :until")
            .expression_attribute_names("#t", keys::TTL)
            .expression_attribute_values(":one", N("1".to_owned()))
            .expression_attribute_values(":until", N(now.plus_seconds(KEPT).seconds().to_string()))
            .return_values(ReturnValue::UpdatedNew)
            .send()
            .await
            .map_err(|error| StoreError::of("UpdateItem", &error))?;
        let count = counted.attributes.as_ref().and_then(|row| row.get("n")?.as_n().ok());
        let count = count.and_then(|digits| digits.parse().ok());
        count.ok_or_else(|| StoreError::corrupt("attempts", "its count is no number"))
    }
}
