//! The customers who got an answer, a row for each message: whom to write to when it was wrong.

use aws_sdk_dynamodb::types::AttributeValue::{Bool, N, S};
use domain::{AnswerId, CaseId, Seq, Timestamp, UserId};

use super::table::{Item, key, number, text};
use super::{Table, TableError, keys};

/// Recipients on one page.
const PAGE: usize = 50;

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
    /// [`TableError`].
    pub async fn add(&self, answer: &AnswerId, received: &Received) -> Result<bool, TableError> {
        let update = self.0.update(key_of(answer, received), "SET u = :u, t = :t");
        let is_noted = update
            .only_if("attribute_not_exists(c)")
            .bind(":u", S(received.customer.to_string()))
            .bind(":t", N(received.at.0.to_string()))
            .done_if_so()
            .await?;
        Ok(!is_noted)
    }

    /// Notes that a recipient was counted.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn mark_counted(
        &self,
        answer: &AnswerId,
        received: &Received,
    ) -> Result<(), TableError> {
        let update = self.0.update(key_of(answer, received), "SET c = :c");
        update.bind(":c", Bool(true)).done().await
    }

    /// A page of those who got an answer, newest first, from a place that an earlier page gave.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn list(
        &self,
        answer: &AnswerId,
        from: Option<String>,
    ) -> Result<(Vec<Received>, Option<String>), TableError> {
        let start = from.map(|sk| key(keys::recipients(answer), sk));
        let query =
            self.0.query("pk = :p").bind(":p", keys::recipients(answer)).eventually_consistent();
        let found = query.ascending(false).exclusive_start_key(start).limit(PAGE).page().await?;
        let next = found.last_evaluated_key.as_ref().and_then(|key| text(key, keys::SK));
        let next = next.map(str::to_owned);
        Ok((found.items.iter().filter_map(received).collect(), next))
    }
}

fn key_of(answer: &AnswerId, received: &Received) -> Item {
    let place = keys::recipient(received.at, &received.case, received.seq);
    key(keys::recipients(answer), place)
}

fn received(item: &Item) -> Option<Received> {
    let (case, seq) = keys::recipient_parts(text(item, keys::SK)?)?;
    let customer = text(item, "u")?.parse().ok()?;
    let at = Timestamp(number(item, "t")?);
    Some(Received { case, seq, customer, at })
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::{extended, first_items};
    use super::*;

    #[test]
    fn the_first_releases_recipient_is_read_and_what_a_later_one_has_added_is_passed_over() {
        let [row] = first_items("recipient").try_into().unwrap();
        let expected = Received {
            case: "57bzyhkcc0w3aj3xnwyyz8fqx1".parse().unwrap(),
            seq: Seq::try_from(2).unwrap(),
            customer: "v_1g8rch7s0t6ekpgbcwbngrpe6q".parse().unwrap(),
            at: Timestamp(1_795_248_950_039),
        };
        for row in [row.clone(), extended(row)] {
            assert_eq!(received(&row), Some(expected.clone()));
        }
    }
}
