//! What leads have asked to be erased: a row for each erasure, with how far it has got.
//!
//! A row is written on the condition that nobody has gone on with it meanwhile. What is done stays for a month, so that whoever
//! asked sees it; that it was asked for stays in the store's list of changes.

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{CommandId, Erasure, ErasureStep, StoreId, Timestamp, UserId};

use super::form::Form;
use super::table::{Item, key, number, text};
use super::write::Write;
use super::{Put, Table, TableError, keys};

/// An erasure's row.
const FORM: Form = Form::first("erasure");
/// How far a store's own rule has got.
const RULE: Form = Form::first("retention");

/// What a store's rows say. One that a newer release has written, or that is damaged, keeps no other one back.
#[derive(Debug, Default)]
pub struct StoredErasures {
    /// Those that can be read.
    pub readable: Vec<HeldErasure>,
    /// What is wrong with another one.
    pub unreadable: Option<TableError>,
}

/// The attribute that holds it, as JSON.
const DOCUMENT: &str = "d";
/// Grows with each write.
const REVISION: &str = "r";
/// Up to when cases are gone by a rule, in milliseconds.
const UNTIL: &str = "u";
/// Seconds for which it is listed once it is done.
const LISTED: i64 = 30 * 24 * 60 * 60;

/// The erasures.
#[derive(Clone)]
pub struct Erasures(Table);

/// An erasure as a read found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldErasure {
    /// It.
    pub erasure: Erasure,
    /// Grows with each write.
    revision: u64,
}

impl Erasures {
    /// Those in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Notes what is to be erased, once for each command.
    ///
    /// # Errors
    /// [`TableError`]: whether it was noted is not known then.
    pub async fn begin(&self, store: &StoreId, erasure: &Erasure) -> Result<Put, TableError> {
        self.write(store, erasure, 1)?.only_if("attribute_not_exists(pk)").put_if_so().await
    }

    /// What this command of somebody has begun, as the last write left it.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn one(
        &self,
        store: &StoreId,
        by: Option<&UserId>,
        id: &CommandId,
    ) -> Result<Option<Erasure>, TableError> {
        let row = self.0.get(key(keys::erasures(store), keys::erasure(by, id))).await?;
        Ok(row.as_ref().map(decode).transpose()?.map(|held| held.erasure))
    }

    /// A store's erasures, those of the last month that are done too.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn all(&self, store: &StoreId) -> Result<StoredErasures, TableError> {
        let rows = self.0.query("pk = :p").bind(":p", keys::erasures(store));
        let mut stored = StoredErasures::default();
        for row in rows.eventually_consistent().all().await? {
            match decode(&row) {
                Ok(held) => stored.readable.push(held),
                Err(error) => stored.unreadable = Some(error),
            }
        }
        Ok(stored)
    }

    /// Notes how far an erasure has got; none where somebody else has gone on with it meanwhile.
    ///
    /// # Errors
    /// [`TableError`]: whether it was noted is not known then.
    pub async fn note(
        &self,
        store: &StoreId,
        held: &HeldErasure,
        erasure: Erasure,
    ) -> Result<Option<HeldErasure>, TableError> {
        let revision = held.revision + 1;
        let put = self.write(store, &erasure, revision)?.only_if("r = :r");
        let put = put.bind(":r", N(held.revision.to_string())).done_if_so().await?;
        Ok(put.then_some(HeldErasure { erasure, revision }))
    }

    /// Up to when a store's resolved cases are gone, or going, by its own rule.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn expired_until(&self, store: &StoreId) -> Result<Timestamp, TableError> {
        let row = self.0.get_eventual(key(keys::retention(store), keys::META.to_owned())).await?;
        row.as_ref().map_or(Ok(Timestamp::default()), until)
    }

    /// Notes that; a later time stays.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn expire_until(&self, store: &StoreId, until: Timestamp) -> Result<(), TableError> {
        let mut row = key(keys::retention(store), keys::META.to_owned());
        row.insert(UNTIL.to_owned(), N(until.0.to_string()));
        let put = self.0.put(row).only_if("attribute_not_exists(pk) OR u < :u");
        put.bind(":u", N(until.0.to_string())).done_if_so().await.map(drop)
    }

    /// Has the rule begin anew: what it has passed over is looked for again.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn expire_anew(&self, store: &StoreId) -> Result<(), TableError> {
        let mut row = key(keys::retention(store), keys::META.to_owned());
        row.insert(UNTIL.to_owned(), N("0".to_owned()));
        self.0.put(row).done().await
    }

    fn write(
        &self,
        store: &StoreId,
        erasure: &Erasure,
        revision: u64,
    ) -> Result<Write<'_>, TableError> {
        let document = serde_json::to_string(erasure);
        let document = document.map_err(|error| TableError::corrupt("erasure", error))?;
        let mut row = key(keys::erasures(store), keys::erasure(erasure.by.as_ref(), &erasure.id));
        row.insert(DOCUMENT.to_owned(), S(document));
        row.insert(REVISION.to_owned(), N(revision.to_string()));
        if erasure.progress.step == ErasureStep::Done {
            let ends = erasure.progress.due.plus_seconds(LISTED).seconds();
            row.insert(keys::TTL.to_owned(), N(ends.to_string()));
        }
        Ok(self.0.put(row))
    }
}

/// Up to when a row says that a rule has got.
fn until(row: &Item) -> Result<Timestamp, TableError> {
    RULE.check_version(row)?;
    Ok(Timestamp(number(row, UNTIL).unwrap_or_default()))
}

fn decode(row: &Item) -> Result<HeldErasure, TableError> {
    FORM.check_version(row)?;
    let document = text(row, DOCUMENT).unwrap_or_default();
    let erasure = serde_json::from_str(document);
    let erasure = erasure.map_err(|error| TableError::corrupt("erasure", error))?;
    Ok(HeldErasure { erasure, revision: number(row, REVISION).unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use domain::{ErasureProgress, ErasureSubject};

    use super::super::form::tests::{extended, first_items, newer};
    use super::*;

    #[test]
    fn the_first_releases_erasures_are_read_and_what_a_later_one_has_added_is_passed_over() {
        let [asked, done, by_rule] = first_items("erasure").try_into().unwrap();
        let case = ErasureSubject::Case { case: "57bzyhkcc0w3aj3xnwyyz8fqx1".parse().unwrap() };
        let customer = ErasureSubject::Customer { customer: UserId::visitor([1; 16]) };
        let (after, until) = (Timestamp(1_794_960_000_000), Timestamp(1_795_046_400_000));
        let expired = ErasureSubject::Expired { after, until };
        for (row, subject, revision, step, is_by_lead) in [
            (asked, case, 1, ErasureStep::Erasing, true),
            (done, customer, 4, ErasureStep::Done, true),
            (by_rule, expired, 1, ErasureStep::Erasing, false),
        ] {
            for row in [row.clone(), extended(row.clone())] {
                let HeldErasure { erasure, revision: read } = decode(&row).unwrap();
                assert_eq!(
                    (&erasure.subject, read, erasure.progress.step),
                    (&subject, revision, step)
                );
                assert_eq!(erasure.by.is_some(), is_by_lead);
            }
            let refused = decode(&newer(row));
            assert!(matches!(refused, Err(TableError::Newer { kind: "erasure", version: 1 })));
        }
    }

    #[test]
    fn what_an_erasure_did_not_say_at_first_has_a_default() {
        let asked = first_items("erasure").remove(0);
        assert_eq!(decode(&asked).unwrap().erasure.progress, ErasureProgress::default());
    }

    #[test]
    fn how_far_the_first_releases_rule_has_got_is_read() {
        let [row] = first_items("retention").try_into().unwrap();
        for row in [row.clone(), extended(row.clone())] {
            assert_eq!(until(&row).unwrap(), Timestamp(1_795_046_400_000));
        }
        let refused = until(&newer(row));
        assert!(matches!(refused, Err(TableError::Newer { kind: "retention", version: 1 })));
    }
}
