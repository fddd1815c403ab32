//! Which visitors were found to be customers of a shop. A row is written once, so that of two who claim the same visitor one is
//! told so; it outlives every token of the visitor. Beside the other timers stands when to look again for cases of theirs.

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{Claim, Timestamp, UserId};

use super::form::Form;
use super::table::{Item, item, key, number, text};
use super::{Put, Table, TableError, keys};

/// A claim's row, and a look's.
const FORM: Form = Form::first("claim");
/// Seconds for which a claim is kept: longer than any token of the visitor lasts.
const KEPT: i64 = 31 * 24 * 60 * 60;
/// Seconds after which a look is of no more use.
const LOOK_KEPT: i64 = 7 * 24 * 60 * 60;

/// The claims.
#[derive(Clone)]
pub struct ClaimRows(Table);

impl ClaimRows {
    /// Those in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Who has claimed a visitor.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn of(&self, visitor: &UserId) -> Result<Option<Claim>, TableError> {
        let row = self.0.get(key(keys::claim(visitor), keys::META.to_owned())).await?;
        row.map(|row| decode(visitor.clone(), &row)).transpose()
    }

    /// Notes a claim, unless there is one of that visitor.
    ///
    /// # Errors
    /// [`TableError`]: whether it was noted is not known then.
    pub async fn begin(&self, claim: &Claim) -> Result<Put, TableError> {
        let mut row = key(keys::claim(&claim.visitor), keys::META.to_owned());
        row.extend(attributes(claim, claim.at.plus_seconds(KEPT)));
        self.0.put(row).only_if("attribute_not_exists(pk)").put_if_so().await
    }

    /// Has somebody look again at this time. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn look_again(&self, claim: &Claim, due: Timestamp) -> Result<(), TableError> {
        let mut row = look(claim, due);
        row.extend(attributes(claim, due.plus_seconds(LOOK_KEPT)));
        self.0.put(row).done().await
    }

    /// Takes such a look away that was done. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn looked(&self, claim: &Claim, due: Timestamp) -> Result<(), TableError> {
        self.0.delete(look(claim, due)).done().await
    }
}

fn look(claim: &Claim, due: Timestamp) -> Item {
    key(keys::timers(&claim.store), keys::claim_look(due, &claim.visitor))
}

fn attributes(claim: &Claim, ends: Timestamp) -> Item {
    item([
        ("c", S(claim.customer.to_string())),
        ("s", S(claim.store.to_string())),
        ("t", N(claim.at.0.to_string())),
        (keys::TTL, N(ends.seconds().to_string())),
    ])
}

fn decode(visitor: UserId, row: &Item) -> Result<Claim, TableError> {
    FORM.check_version(row)?;
    let read = || -> Option<Claim> {
        let store = text(row, "s")?.parse().ok()?;
        let (customer, at) = (text(row, "c")?.parse().ok()?, Timestamp(number(row, "t")?));
        Some(Claim { store, visitor, customer, at })
    };
    read().ok_or_else(|| TableError::corrupt("claim", "it names nobody"))
}

/// The look that a row among the timers is, and when it is due. One that can't be read is left to the release that reads it.
pub(super) fn look_of(row: &Item) -> Option<(Timestamp, Claim)> {
    let (due, visitor) = keys::claim_look_parts(text(row, keys::SK)?)?;
    Some((due, decode(visitor, row).ok()?))
}

#[cfg(test)]
mod tests {
    use domain::StoreId;

    use super::super::form::tests::{extended, first_items, newer};
    use super::*;

    #[test]
    fn the_first_releases_claim_is_read_and_what_a_later_one_has_added_is_passed_over() {
        let [row, look] = first_items("claim").try_into().unwrap();
        let (store, visitor): (StoreId, _) = ("demo".parse().unwrap(), UserId::visitor([1; 16]));
        let customer = format!("c_{}", "a".repeat(26)).parse().unwrap();
        let at = Timestamp(1_795_000_000_000);
        let claim = Claim { store, visitor: visitor.clone(), customer, at };
        for (row, look) in [(row.clone(), look.clone()), (extended(row.clone()), extended(look))] {
            assert_eq!(decode(visitor.clone(), &row).unwrap(), claim);
            assert_eq!(look_of(&look), Some((Timestamp(1_795_000_120_000), claim.clone())));
        }
        let refused = decode(visitor.clone(), &newer(row.clone()));
        assert!(matches!(refused, Err(TableError::Newer { version: 1, .. })));
        let damaged = Item::from([("c".to_owned(), S("nobody".to_owned()))]);
        assert!(matches!(decode(visitor, &damaged), Err(TableError::Corrupt { .. })));
    }

    #[test]
    fn a_look_that_a_newer_release_has_written_is_left_to_it() {
        let [_, look] = first_items("claim").try_into().unwrap();
        assert_eq!(look_of(&newer(look)), None);
    }

    #[test]
    fn a_look_reads_back_lies_among_the_timers_and_is_none_of_theirs() {
        let store: StoreId = "demo".parse().unwrap();
        let (at, due) = (Timestamp(1_795_000_000_000), Timestamp(1_795_000_120_000));
        let customer = UserId::shop_customer(&store, "17");
        let own = Claim { store, visitor: UserId::visitor([1; 16]), customer, at };
        let mut row = look(&own, due);
        row.extend(attributes(&own, due));
        for row in [row.clone(), extended(row)] {
            assert_eq!(look_of(&row), Some((due, own.clone())));
        }
        let place = keys::claim_look(due, &own.visitor);
        assert!(place < keys::timers_until(due) && place > keys::timers_until(at));
        assert_eq!(keys::timer_parts(&place), None);
    }
}
