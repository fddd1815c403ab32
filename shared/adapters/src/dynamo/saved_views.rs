//! Saved views, a row each: those of a store in one partition, those of each of its agents in another.
//!
//! A row holds its last change, as those of the directory do: whoever writes next puts that into the store's list first. One
//! that was deleted stays for some time without what it showed, so that a command that is repeated finds what it has done.

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{AuditEntry, SavedView, SavedViewId, SavedViewOwner, StoreId};

use super::form::Form;
use super::staff::{CHANGES, DOCUMENT, LAST, document, held, if_unchanged, json};
use super::table::{Item, key, text};
use super::{HeldRow, Put, Table, TableError, keys};

/// The form of a row. One that filters by something else takes another version: a view must not show more than it says.
const FORM: Form = Form::first("saved view");
/// Seconds for which the row of a deleted one is kept.
const DELETED: i64 = 30 * 24 * 60 * 60;

/// The saved views of stores and agents.
#[derive(Clone)]
pub struct SavedViews(Table);

/// A saved view as a read found it; none where it was deleted.
pub type HeldView = HeldRow<Option<SavedView>>;

impl SavedViews {
    /// The saved views in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// All of an owner's that there are, as the last writes left them. Left out are those that a newer release has written.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn list(
        &self,
        store: &StoreId,
        owner: &SavedViewOwner,
    ) -> Result<Vec<(SavedViewId, HeldRow<SavedView>)>, TableError> {
        let query = self.0.query("pk = :p").bind(":p", keys::saved_views(store, owner));
        readable(&query.all().await?)
    }

    /// One of them, be it deleted; none where it never was.
    ///
    /// # Errors
    /// [`TableError`]; [`TableError::Newer`] where a newer release has written it, so that nobody writes over it.
    pub async fn get(
        &self,
        store: &StoreId,
        owner: &SavedViewOwner,
        id: &SavedViewId,
    ) -> Result<Option<HeldView>, TableError> {
        self.0.get(row_key(store, owner, id)).await?.as_ref().map(decode).transpose()
    }

    /// Writes a saved view, or that it was deleted, on the condition that nobody has written since it was `seen`; 0 for one
    /// that is new.
    ///
    /// # Errors
    /// [`TableError`]: whether it was written is not known then.
    pub async fn replace(
        &self,
        store: &StoreId,
        owner: &SavedViewOwner,
        id: &SavedViewId,
        (seen, view): (u32, Option<&SavedView>),
        by: &AuditEntry,
    ) -> Result<Put, TableError> {
        let mut row = row_key(store, owner, id);
        row.insert(CHANGES.to_owned(), N((seen + 1).to_string()));
        row.insert(LAST.to_owned(), S(json(by)?));
        match view {
            Some(view) => row.insert(DOCUMENT.to_owned(), S(json(view)?)),
            None => {
                let end = by.at.plus_seconds(DELETED).seconds();
                row.insert(keys::TTL.to_owned(), N(end.to_string()))
            }
        };
        FORM.write_version(&mut row);
        if_unchanged(self.0.put(row), seen, "attribute_not_exists(pk)").put_if_so().await
    }
}

fn row_key(store: &StoreId, owner: &SavedViewOwner, id: &SavedViewId) -> Item {
    key(keys::saved_views(store, owner), id.to_string())
}

/// After a roll-back a row that only the newer release reads must not fail the whole list.
fn readable(rows: &[Item]) -> Result<Vec<(SavedViewId, HeldRow<SavedView>)>, TableError> {
    let mut found = Vec::new();
    for row in rows {
        let HeldRow { value, last, changes } = match decode(row) {
            Err(TableError::Newer { .. }) => continue,
            held => held?,
        };
        let id = text(row, keys::SK).and_then(|sk| sk.parse().ok());
        let id = id.ok_or_else(|| TableError::corrupt("saved view", "its key names none"))?;
        found.extend(value.map(|value| (id, HeldRow { value, last, changes })));
    }
    Ok(found)
}

fn decode(row: &Item) -> Result<HeldView, TableError> {
    FORM.check_version(row)?;
    held(row, document(row)?)
}

#[cfg(test)]
mod tests {
    use domain::{Priority, Worklist};

    use super::super::form::tests::{extended, newer};
    use super::*;

    /// As the first release with saved views has written it.
    fn first() -> Item {
        let mut row = key("p".to_owned(), "a".repeat(26));
        let document = r#"{"name":"Urgent","filter":{"list":"waiting","priority":"urgent"}}"#;
        row.insert(DOCUMENT.to_owned(), S(document.to_owned()));
        row.insert(CHANGES.to_owned(), N("2".to_owned()));
        row
    }

    #[test]
    fn a_row_of_the_first_form_is_read_and_what_a_later_release_has_added_is_passed_over() {
        for row in [first(), extended(first())] {
            let held = decode(&row).unwrap();
            let view = held.value.unwrap();
            assert_eq!((held.changes, view.name.as_str()), (2, "Urgent"));
            assert_eq!(view.filter.list, Worklist::Waiting);
            assert_eq!(view.filter.priority, Some(Priority::Urgent));
        }
    }

    #[test]
    fn of_a_list_what_was_deleted_and_what_a_newer_release_has_written_is_left_out() {
        let mut deleted = first();
        deleted.remove(DOCUMENT);
        assert_eq!(readable(&[first(), deleted, newer(first())]).unwrap().len(), 1);
        assert!(matches!(decode(&newer(first())), Err(TableError::Newer { version: 1, .. })));
    }
}
