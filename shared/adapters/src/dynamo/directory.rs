//! The directory: who works for which stores, as their last connection said.

use domain::{Colleague, Name, Principal, StoreId, UserId};
use serde::{Deserialize, Serialize};

use super::table::{Item, key};
use super::{Table, TableError, keys};

/// The directory.
#[derive(Clone)]
pub struct Directory(Table);

/// Someone's row.
#[derive(Serialize, Deserialize)]
struct Row {
    pk: String,
    sk: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    n: Option<Name>,
    s: Vec<StoreId>,
}

impl Directory {
    /// The directory in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Notes what a token of someone of the staff says of them; customers have no row.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn note(&self, principal: &Principal) -> Result<(), TableError> {
        let Some(user) = principal.user.as_ref().filter(|_| principal.role.is_staff()) else {
            return Ok(());
        };
        let row = Row {
            pk: keys::user(user),
            sk: keys::META.to_owned(),
            n: principal.name.clone(),
            s: principal.stores.clone(),
        };
        let item = serde_dynamo::aws_sdk_dynamodb_1::to_item(row)
            .map_err(|error| TableError::corrupt("directory", error))?;
        self.0.put(item).done().await
    }

    /// Who someone is; none where they never connected.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn find(&self, user: &UserId) -> Result<Option<Colleague>, TableError> {
        let found = self.0.get_eventual(key(keys::user(user), keys::META.to_owned())).await?;
        found.map(|item| colleague(user, item)).transpose()
    }
}

fn colleague(user: &UserId, item: Item) -> Result<Colleague, TableError> {
    let row: Row = serde_dynamo::aws_sdk_dynamodb_1::from_item(item)
        .map_err(|error| TableError::corrupt("directory", error))?;
    Ok(Colleague { user: user.clone(), name: row.n, stores: row.s })
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::{extended, first_items};
    use super::*;

    #[test]
    fn the_first_releases_entry_is_read_and_what_a_later_one_has_added_is_passed_over() {
        let [row] = first_items("directory").try_into().unwrap();
        let user = UserId::agent("issuer", "1");
        let stores = vec!["demo".parse().unwrap(), "north".parse().unwrap()];
        let expected = Colleague { user: user.clone(), name: Name::shortened("Ines"), stores };
        for row in [row.clone(), extended(row)] {
            assert_eq!(colleague(&user, row).unwrap(), expected);
        }
    }
}
