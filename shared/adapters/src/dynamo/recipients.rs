//! The customers who got an answer, a row for each message: whom to write to when it was wrong.

use aws_sdk_dynamodb::types::AttributeValue::{Bool, N, S};
use domain::{AnswerId, CaseId, Seq, Timestamp, UserId};

use super::batch::key;
use super::codec::Item;
use super::is_condition;
use super::{StoreError, Table, keys};

/// Recipients on one page.
const PAGE: i32 = 50;

/// The recipients of answers.
#[derive(Clone)]
pub struct Recipients(Table);

/// A customer who got an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// In which case.
    pub case: CaseId,
    /// As which message.
    pub seq: Seq,
    /// Who.
    pub customer: UserId,
    /// When.
    pub at: Timestamp,
}

impl Recipients {
    /// The recipients in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Notes a recipient, and says whether that was counted before.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn add(&self, answer: &AnswerId, received: &Received) -> Result<bool, StoreError> {
        let update = self.0.client.update_item().table_name(&self.0.name);
        let written = update
            .set_key(Some(key_of(answer, received)))
            .condition_expression("attribute_not_exists(c)")
            .update_expression("SET u = :u, t = :t")
            .expression_attribute_values(":u", S(received.customer.to_string()))
            .expression_attribute_values(":t", N(received.at.0.to_string()))
            .send()
            .await;
        match written {
            Ok(_) => Ok(false),
            Err(error) if is_condition(&error) => Ok(true),
            Err(error) => Err(StoreError::of("UpdateItem", &error)),
        }
    }

    /// Notes that a recipient was counted.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn mark_counted(
        &self,
        answer: &AnswerId,
        received: &Received,
    ) -> Result<(), StoreError> {
        let update = self.0.client.update_item().table_name(&self.0.name);
        update
            .set_key(Some(key_of(answer, received)))
            .update_expression("SET c = :c")
            .expression_attribute_values(":c", Bool(true))
            .send()
            .await
            .map_err(|error| StoreError::of("UpdateItem", &error))?;
        Ok(())
    }

    /// A page of those who got an answer, newest first, from a place that an earlier page gave.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list(
        &self,
        answer: &AnswerId,
        from: Option<String>,
    ) -> Result<(Vec<Received>, Option<String>), StoreError> {
        let start = from.map(|sk| key(keys::recipients(answer), sk));
        let query = self.0.client.query().table_name(&self.0.name);
        let found = query
            .key_condition_expression("pk = :p")
            .expression_attribute_values(":p", S(keys::recipients(answer)))
            .scan_index_forward(false)
            .set_exclusive_start_key(start)
            .limit(PAGE)
            .send()
            .await
            .map_err(|error| StoreError::of("Query", &error))?;
        let next = found.last_evaluated_key.as_ref().and_then(|key| key.get(keys::SK)?.as_s().ok());
        let next = next.cloned();
        let rows = found.items.unwrap_or_default();
        Ok((rows.iter().filter_map(received).collect(), next))
    }
}

fn key_of(answer: &AnswerId, received: &Received) -> Item {
    let place = keys::recipient(received.at, &received.case, received.seq);
    key(keys::recipients(answer), place)
}

fn received(item: &Item) -> Option<Received> {
    let (case, seq) = keys::recipient_parts(item.get(keys::SK)?.as_s().ok()?)?;
    let customer = item.get("u")?.as_s().ok()?.parse().ok()?;
    let at = Timestamp(item.get("t")?.as_n().ok()?.parse().ok()?);
    Some(Received { case, seq, customer, at })
}
