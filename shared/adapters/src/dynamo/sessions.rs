//! Sign-ins that were ended before their tokens did.

use domain::{SessionId, Timestamp};
use serde_dynamo::AttributeValue::N;

use super::table::key;
use super::{StoreError, Table, keys};

/// Longer than any token lasts, in seconds: 31 days.
const LIFETIME: i64 = 31 * 24 * 60 * 60;

/// The ended sign-ins.
#[derive(Clone)]
pub struct Sessions(Table);

impl Sessions {
    /// Those in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Ends a sign-in. Repeating it changes nothing that matters.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end(&self, session: &SessionId, now: Timestamp) -> Result<(), StoreError> {
        let mut row = key(keys::session(session), keys::META.to_owned());
        let ends = now.plus_seconds(LIFETIME).seconds();
        row.insert(keys::TTL.to_owned(), N(ends.to_string()));
        self.0.put(row).done().await
    }

    /// Whether a sign-in was ended: half a unit, since a moment's delay does no harm.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn has_ended(&self, session: &SessionId) -> Result<bool, StoreError> {
        let row = key(keys::session(session), keys::META.to_owned());
        Ok(self.0.get_eventual(row).await?.is_some())
    }
}
