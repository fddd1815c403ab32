//! What cases come to in their store's statistics: a row of facts beside each log, and the figures of a day.
//!
//! Both are written in one transaction, the only one there is: a day's figures are sums, which a repeated or lost half would spoil for
//! good. It is off the message's path, costs twice the write units of its rows, and happens a few times in a case's life.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::AttributeValue::N;
use aws_sdk_dynamodb::types::{Put as PutRow, TransactWriteItem, Update};
use domain::{CaseFacts, CaseId, Count, Day, Figures, Scope, Seq, StoreId, difference};
use serde::{Deserialize, Serialize};

use super::table::{Item, key, number, text, unavailable};
use super::{Put, Table, TableError, keys};
use crate::aws::error_code;

/// What an engine says that has no such operation.
const UNKNOWN: &str = "UnknownOperationException";

/// The statistics in a table.
#[derive(Clone)]
pub struct Statistics(Table);

/// A case's facts as a read found them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFacts {
    /// The facts.
    pub facts: CaseFacts,
    /// Up to which event.
    pub seq: Seq,
    /// Grows with each write.
    revision: u64,
}

/// The figures of a store's cases that were opened on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayRow {
    /// The day.
    pub day: Day,
    /// Whose figures of that day.
    pub scope: Scope,
    /// The figures.
    pub figures: Figures,
}

#[derive(Serialize, Deserialize)]
struct Row {
    pk: String,
    sk: String,
    q: Seq,
    r: u64,
    a: CaseFacts,
}

impl Statistics {
    /// The statistics in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// A case's facts as the last write left them.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn facts(&self, case: &CaseId) -> Result<Option<HeldFacts>, TableError> {
        let found = self.0.get(key(keys::case(case), keys::FACTS.to_owned())).await?;
        found.map(held).transpose()
    }

    /// The same for half the price, a moment old.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn recent_facts(&self, case: &CaseId) -> Result<Option<HeldFacts>, TableError> {
        let row = key(keys::case(case), keys::FACTS.to_owned());
        self.0.get_eventual(row).await?.map(held).transpose()
    }

    /// Replaces a case's facts, and counts what that changes in the figures of its day; on the condition that nobody has replaced
    /// them since.
    ///
    /// # Errors
    /// [`TableError`]: whether it was written is not known then. The same again finds out.
    pub async fn replace(
        &self,
        case: &CaseId,
        seen: Option<&HeldFacts>,
        facts: &CaseFacts,
        seq: Seq,
    ) -> Result<Put, TableError> {
        let changes = difference(seen.map(|held| &held.facts), Some(facts));
        let mut writes = vec![self.put_facts(case, seen, facts, seq)?];
        for (scope, figures) in &changes {
            writes.push(self.add_figures(&facts.store, facts.day(), scope, figures)?);
        }
        let request = self.0.client.transact_write_items().set_transact_items(Some(writes));
        match Box::pin(request.send()).await {
            Ok(_) => Ok(Put::Written),
            Err(error) if is_collision(&error) => Ok(Put::Collided),
            // An engine without transactions goes without statistics: no record is delivered again for that.
            Err(error) if error_code(&error) == UNKNOWN => Ok(Put::Written),
            Err(error) => Err(unavailable("TransactWriteItems", &error)),
        }
    }

    /// The figures of each day from `first` to `last`, in their order.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn days(
        &self,
        store: &StoreId,
        first: Day,
        last: Day,
    ) -> Result<Vec<DayRow>, TableError> {
        let query = self.0.query("pk = :p AND sk BETWEEN :a AND :b").eventually_consistent();
        let query = query.bind(":p", keys::statistics(store));
        let query = query.bind(":a", keys::first_of_day(first)).bind(":b", keys::last_of_day(last));
        Ok(query.all().await?.iter().filter_map(day_row).collect())
    }

    fn put_facts(
        &self,
        case: &CaseId,
        seen: Option<&HeldFacts>,
        facts: &CaseFacts,
        seq: Seq,
    ) -> Result<TransactWriteItem, TableError> {
        let row = Row {
            pk: keys::case(case),
            sk: keys::FACTS.to_owned(),
            q: seq,
            r: seen.map_or(0, |held| held.revision) + 1,
            a: facts.clone(),
        };
        let item = serde_dynamo::aws_sdk_dynamodb_1::to_item(row)
            .map_err(|error| TableError::corrupt("facts", error))?;
        let put = PutRow::builder().table_name(&self.0.name).set_item(Some(item));
        let put = match seen {
            None => put.condition_expression("attribute_not_exists(r)"),
            Some(held) => put
                .condition_expression("r = :seen")
                .expression_attribute_values(":seen", N(held.revision.to_string())),
        };
        let put = put.build().map_err(|error| TableError::corrupt("facts", error))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    fn add_figures(
        &self,
        store: &StoreId,
        day: Day,
        scope: &Scope,
        figures: &Figures,
    ) -> Result<TransactWriteItem, TableError> {
        let row = key(keys::statistics(store), keys::figures_of_day(day, scope));
        let mut update = Update::builder().table_name(&self.0.name).set_key(Some(row));
        let mut sums = Vec::new();
        for (count, by) in figures.iter() {
            let code = count.code();
            sums.push(format!("#{code} :{code}"));
            update = update
                .expression_attribute_names(format!("#{code}"), &code)
                .expression_attribute_values(format!(":{code}"), N(by.to_string()));
        }
        let update = update.update_expression(format!("ADD {}", sums.join(", "))).build();
        let update = update.map_err(|error| TableError::corrupt("figures", error))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }
}

/// Whether another write was there first, or is under way.
fn is_collision<R>(error: &SdkError<TransactWriteItemsError, R>) -> bool {
    let cancelled = error.as_service_error().and_then(|error| match error {
        TransactWriteItemsError::TransactionCanceledException(cancelled) => Some(cancelled),
        _ => None,
    });
    let codes = cancelled
        .map(aws_sdk_dynamodb::types::error::TransactionCanceledException::cancellation_reasons)
        .unwrap_or_default();
    let mut codes = codes.iter().filter_map(|reason| reason.code());
    codes.any(|code| ["ConditionalCheckFailed", "TransactionConflict"].contains(&code))
}

fn held(item: Item) -> Result<HeldFacts, TableError> {
    let row: Row = serde_dynamo::aws_sdk_dynamodb_1::from_item(item)
        .map_err(|error| TableError::corrupt("facts", error))?;
    Ok(HeldFacts { facts: row.a, seq: row.q, revision: row.r })
}

/// The figures of a row; none where a newer release has written those of something that this one does not know.
fn day_row(item: &Item) -> Option<DayRow> {
    let (day, scope) = keys::figures_of_day_parts(text(item, keys::SK)?)?;
    let mut figures = Figures::default();
    for name in item.keys() {
        if let (Some(count), Some(by)) = (Count::of_code(name), number(item, name)) {
            figures.add(count, by);
        }
    }
    Some(DayRow { day, scope, figures })
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::{extended, first_items};
    use super::*;

    #[test]
    fn the_first_releases_facts_are_read_and_what_a_later_one_has_added_is_passed_over() {
        let [row] = first_items("facts").try_into().unwrap();
        for row in [row.clone(), extended(row)] {
            let HeldFacts { facts, seq, revision } = held(row).unwrap();
            assert_eq!((u64::from(seq), revision), (7, 3));
            assert_eq!((facts.first_reply, facts.resolution()), (Some(120), Some(3_600)));
            assert_eq!((facts.rating.map(u8::from), facts.rejected), (Some(4), [0, 1, 0, 0]));
            assert_eq!(facts.targets, None);
        }
    }
}
