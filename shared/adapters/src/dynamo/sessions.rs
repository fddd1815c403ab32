//! Sign-ins: which were ended before their tokens did, and which connections were opened with them.

use aws_sdk_dynamodb::types::AttributeValue::N;
use domain::{ConnectionId, SessionId, Timestamp};

use super::table::{Item, key, number, text};
use super::{Table, TableError, keys};

/// Longer than any token lasts, in seconds: 31 days.
const LIFETIME: i64 = 31 * 24 * 60 * 60;
/// Longer than the gateway lets a connection last, in seconds.
const CONNECTION_LIFETIME: i64 = 2 * 60 * 60 + 10 * 60;

/// Connections that one sign-in may have open: tabs and devices of one person. Beyond them the oldest goes.
pub const MOST_CONNECTIONS: usize = 20;

/// What becomes of a connection that comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// Its sign-in has been ended.
    Ended,
    /// It may stay; these, opened before it with the same sign-in, have to go.
    Admitted {
        /// The oldest first.
        surplus: Vec<ConnectionId>,
    },
}

/// The sign-ins.
#[derive(Clone)]
pub struct Sessions(Table);

impl Sessions {
    /// Those in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Ends a sign-in and names the connections that were opened with it. Repeating it changes nothing that matters.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn end(
        &self,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Vec<ConnectionId>, TableError> {
        self.put(key(keys::session(session), keys::META.to_owned()), now, LIFETIME).await?;
        let rows = self.0.query("pk = :p AND begins_with(sk, :s)").bind(":s", keys::OPENED_WITH);
        let rows = rows.bind(":p", keys::session(session)).all().await?;
        Ok(rows.iter().filter_map(|row| keys::opened_with_parts(text(row, keys::SK)?)).collect())
    }

    /// Whether a sign-in was ended: half a unit, since a moment's delay does no harm.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn has_ended(&self, session: &SessionId) -> Result<bool, TableError> {
        let row = key(keys::session(session), keys::META.to_owned());
        Ok(self.0.get_eventual(row).await?.is_some())
    }

    /// Notes a connection that was opened with a sign-in. Each side writes first and looks then, so a connection that
    /// comes in while the sign-in ends is seen here or by [`Sessions::end`]. One read unit, as long as the bound holds.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn admit(
        &self,
        session: &SessionId,
        connection: &ConnectionId,
        now: Timestamp,
    ) -> Result<Admission, TableError> {
        let row = key(keys::session(session), keys::opened_with(connection));
        self.put(row, now, CONNECTION_LIFETIME).await?;
        let rows = self.0.query("pk = :p").bind(":p", keys::session(session)).all().await?;
        if rows.iter().any(|row| text(row, keys::SK) == Some(keys::META)) {
            return Ok(Admission::Ended);
        }
        let opened = |row: &Item| {
            let other = keys::opened_with_parts(text(row, keys::SK)?)?;
            Some((number::<i64>(row, keys::TTL)?, other))
        };
        let mut others: Vec<_> = rows.iter().filter_map(opened).collect();
        others.retain(|(ends, other)| other != connection && *ends > now.seconds());
        others.sort();
        let surplus = (others.len() + 1).saturating_sub(MOST_CONNECTIONS);
        let surplus = others.into_iter().take(surplus).map(|(_, other)| other).collect();
        Ok(Admission::Admitted { surplus })
    }

    /// Forgets a connection.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn forget(
        &self,
        session: &SessionId,
        connection: &ConnectionId,
    ) -> Result<(), TableError> {
        self.0.delete(key(keys::session(session), keys::opened_with(connection))).done().await
    }

    async fn put(&self, mut row: Item, now: Timestamp, lifetime: i64) -> Result<(), TableError> {
        let ends = now.plus_seconds(lifetime).seconds();
        row.insert(keys::TTL.to_owned(), N(ends.to_string()));
        self.0.put(row).done().await
    }
}
