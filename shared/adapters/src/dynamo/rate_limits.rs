//! What is counted for limits outside a case: cases by customer, cases and visitors by network address. These rows are
//! paid for only where a case is opened or a visitor comes.

use aws_sdk_dynamodb::types::AttributeValue::N;
use domain::{NetworkAddress, OpenedCases, StoreId, Timestamp, UserId, Wait};

use super::form::Form;
use super::table::{Item, key, number};
use super::{Put, Table, TableError, keys};

const HOUR: u32 = 60 * 60;
/// Seconds for which a count by address is kept: its window, and a little for clocks that differ.
const ADDRESS_KEPT: i64 = 2 * HOUR as i64;
/// Seconds for which a customer's cases are kept after the last that they opened: 30 days.
const CUSTOMER_KEPT: i64 = 30 * 24 * HOUR as i64;
/// The count of writes, on which each next one depends.
const REVISION: &str = "r";

const OPENED: Form = Form::first("opened cases");

/// The counts.
#[derive(Clone)]
pub struct RateLimits(Table);

/// What is counted by network address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Cases that were opened.
    Cases,
    /// Visitors who were given a token.
    Visitors,
}

/// A customer's row as it was read.
#[derive(Debug, Clone, Default)]
pub struct HeldCases {
    /// What it says.
    pub opened: OpenedCases,
    revision: Option<u64>,
}

impl RateLimits {
    /// The counts in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// What a customer has opened lately.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn opened(&self, customer: &UserId) -> Result<HeldCases, TableError> {
        let Some(row) = self.0.get(customer_row(customer)).await? else {
            return Ok(HeldCases::default());
        };
        let revision = number(&row, REVISION);
        match OPENED.read(&row) {
            Ok(opened) => Ok(HeldCases { opened, revision }),
            // After a roll-back nothing is known of what a newer release wrote; the next write replaces it.
            Err(TableError::Newer { .. }) => Ok(HeldCases { revision, ..HeldCases::default() }),
            Err(error) => Err(error),
        }
    }

    /// Writes what a customer has opened, unless another request has written it since it was read.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn keep_opened(
        &self,
        customer: &UserId,
        held: &HeldCases,
        opened: &OpenedCases,
        now: Timestamp,
    ) -> Result<Put, TableError> {
        let mut row = customer_row(customer);
        OPENED.write(&mut row, opened)?;
        let next = held.revision.unwrap_or_default() + 1;
        row.insert(REVISION.to_owned(), N(next.to_string()));
        row.insert(keys::TTL.to_owned(), until(now, CUSTOMER_KEPT));
        let put = self.0.put(row);
        match held.revision {
            None => put.only_if("attribute_not_exists(pk)").put_if_so().await,
            Some(revision) => {
                put.only_if("r = :r").bind(":r", N(revision.to_string())).put_if_so().await
            }
        }
    }

    /// Counts one more at an address in its hour, unless that is one too many: then gives how long to wait. One write
    /// unit; an answer that was lost may count twice, never not at all.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn count(
        &self,
        store: &StoreId,
        address: &NetworkAddress,
        counted: Counted,
        limit: u16,
        now: Timestamp,
    ) -> Result<Option<Wait>, TableError> {
        self.count_in(address_row(store, address, counted), limit, now).await
    }

    /// Counts one more file of an author in their hour, likewise.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn count_file(
        &self,
        author: &UserId,
        limit: u16,
        now: Timestamp,
    ) -> Result<Option<Wait>, TableError> {
        let row = key(keys::limits_of_customer(author), keys::FILES.to_owned());
        self.count_in(row, limit, now).await
    }

    async fn count_in(
        &self,
        counter: Item,
        limit: u16,
        now: Timestamp,
    ) -> Result<Option<Wait>, TableError> {
        // A new hour that two requests begin at once is begun by one; the other counts in it.
        for _ in 0..3 {
            if self.count_on(counter.clone(), limit, now).await?
                || self.begin(counter.clone(), now).await?
            {
                return Ok(None);
            }
            let row = self.0.get(counter.clone()).await?.unwrap_or_default();
            let (start, count) = (number(&row, "w"), number::<u16>(&row, "n"));
            let start = Timestamp(start.unwrap_or_default());
            if count.is_some_and(|count| count >= limit) {
                return Ok(Some(Wait::until_end(start, HOUR, now)));
            }
        }
        Ok(Some(Wait::seconds(1)))
    }

    /// Counts in an hour that has begun.
    async fn count_on(
        &self,
        counter: Item,
        limit: u16,
        now: Timestamp,
    ) -> Result<bool, TableError> {
        let update = self.0.update(counter, "ADD n :one");
        update
            .only_if("w > :ended AND n < :limit")
            .bind(":one", N("1".to_owned()))
            .bind(":ended", ended(now))
            .bind(":limit", N(limit.to_string()))
            .done_if_so()
            .await
    }

    /// Begins an hour with one.
    async fn begin(&self, counter: Item, now: Timestamp) -> Result<bool, TableError> {
        let update = self.0.update(counter, "SET w = :now, n = :one, #t = :until");
        update
            .only_if("attribute_not_exists(w) OR w <= :ended")
            .name("#t", keys::TTL)
            .bind(":now", N(now.0.to_string()))
            .bind(":one", N("1".to_owned()))
            .bind(":ended", ended(now))
            .bind(":until", until(now, ADDRESS_KEPT))
            .done_if_so()
            .await
    }
}

fn customer_row(customer: &UserId) -> Item {
    key(keys::limits_of_customer(customer), keys::CASES.to_owned())
}

fn address_row(store: &StoreId, address: &NetworkAddress, counted: Counted) -> Item {
    let sk = match counted {
        Counted::Cases => keys::CASES,
        Counted::Visitors => keys::VISITORS,
    };
    key(keys::limits_of_address(store, address), sk.to_owned())
}

/// An hour that began at this time or before has ended.
fn ended(now: Timestamp) -> aws_sdk_dynamodb::types::AttributeValue {
    N(now.plus_seconds(-i64::from(HOUR)).0.to_string())
}

fn until(now: Timestamp, seconds: i64) -> aws_sdk_dynamodb::types::AttributeValue {
    N(now.plus_seconds(seconds).seconds().to_string())
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::{first_rows, row};
    use super::*;

    #[test]
    fn a_customers_row_of_the_first_form_is_read() {
        let rows = first_rows("opened-cases");
        assert_eq!(rows.len(), 2);
        for packed in rows {
            let opened: OpenedCases = OPENED.read(&row(packed.clone())).unwrap();
            let mut written = row(Vec::new());
            OPENED.write(&mut written, &opened).unwrap();
            assert_eq!(written, row(packed));
        }
    }
}
