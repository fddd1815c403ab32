//! Read cursors: up to which event of a case each person has read, kept for ever. They sort outside what a message
//! reads, so they cost it nothing.

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{CaseId, Role, Seq, Timestamp, UserId};
use serde::Deserialize;

use super::table::{Item, key, number, text};
use super::{Table, TableError, keys};

/// How far someone has read a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Who.
    pub user: UserId,
    /// As what.
    pub role: Role,
    /// Up to which event.
    pub seq: Seq,
    /// When they last looked at it.
    pub at: Timestamp,
}

/// The cursors.
#[derive(Clone)]
pub struct Cursors(Table);

/// A cursor's row, beside its keys.
#[derive(Deserialize)]
struct Row {
    sk: String,
    q: Seq,
    t: Timestamp,
    r: String,
}

impl Cursors {
    /// The cursors in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Keeps how far someone has read. An older position does not replace a newer one.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn keep(&self, case: &CaseId, cursor: &Cursor) -> Result<(), TableError> {
        let row = key(keys::case(case), keys::cursor(&cursor.user));
        let update = self.0.update(row, "SET q = :q, t = :t, r = :r");
        update
            .only_if("attribute_not_exists(q) OR q <= :q")
            .bind(":q", N(cursor.seq.to_string()))
            .bind(":t", N(cursor.at.0.to_string()))
            .bind(":r", S(keys::role_letter(cursor.role).to_owned()))
            .done_if_so()
            .await
            .map(drop)
    }

    /// How far everybody has read a case: half a unit, since a cursor that is a moment old does no harm.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn of_case(&self, case: &CaseId) -> Result<Vec<Cursor>, TableError> {
        let found = self
            .0
            .query("pk = :p AND begins_with(sk, :c)")
            .bind(":p", keys::case(case))
            .bind(":c", keys::CURSOR)
            .eventually_consistent()
            .page()
            .await?;
        Ok(found.items.into_iter().filter_map(cursor).collect())
    }
}

/// Whose partition a cursor's row is in, and how far it says; none for a row of another kind.
pub(super) fn place(item: &Item) -> Option<(String, Seq)> {
    let _is_cursor = keys::cursor_of(text(item, keys::SK)?)?;
    let seq = number::<u64>(item, "q")?.try_into().ok()?;
    Some((text(item, keys::PK)?.to_owned(), seq))
}

/// A row that can't be read says nothing.
fn cursor(item: Item) -> Option<Cursor> {
    let row: Row = serde_dynamo::aws_sdk_dynamodb_1::from_item(item).ok()?;
    let user = keys::cursor_of(&row.sk)?;
    Some(Cursor { user, role: keys::role_of(&row.r)?, seq: row.q, at: row.t })
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::{extended, first_items};
    use super::*;

    #[test]
    fn the_first_releases_cursor_is_read_and_what_a_later_one_has_added_is_passed_over() {
        let [row] = first_items("cursor").try_into().unwrap();
        let case: CaseId = "57bzyhkcc0w3aj3xnwyyz8fqx1".parse().unwrap();
        let seq = Seq::try_from(2).unwrap();
        let expected = Cursor {
            user: "v_1g8rch7s0t6ekpgbcwbngrpe6q".parse().unwrap(),
            role: Role::Customer,
            seq,
            at: Timestamp(1_795_248_950_039),
        };
        for row in [row.clone(), extended(row)] {
            assert_eq!(place(&row), Some((keys::case(&case), seq)));
            assert_eq!(cursor(row), Some(expected.clone()));
        }
    }
}
