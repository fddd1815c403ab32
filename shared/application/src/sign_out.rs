//! Signing out: the tokens of a sign-in open nothing from then on, and what they have opened is closed.

use std::time::Duration;

use adapters::push::Delivery;
use domain::{ConnectionId, SessionId, Timestamp};
use futures_util::future::join_all;

use crate::{ApplicationError, SignIns};

/// Longer than a connection takes to open once its sign-in was looked at.
const OPENING: Duration = Duration::from_secs(1);

impl SignIns {
    /// Ends a sign-in and the connections that were opened with it.
    ///
    /// # Errors
    /// [`ApplicationError`]; a connection may be open still then, and the same again tries once more.
    pub async fn end(&self, session: &SessionId, now: Timestamp) -> Result<(), ApplicationError> {
        let connections = self.sessions.end(session, now).await?;
        // Their rows go as with every connection that ends. One that can't be closed keeps none of the others open.
        let closed = join_all(connections.iter().map(|connection| self.close(connection))).await;
        closed.into_iter().collect()
    }

    async fn close(&self, connection: &ConnectionId) -> Result<(), ApplicationError> {
        if self.push.disconnect(connection).await? == Delivery::Gone {
            // Gone, or not yet there: while its `$connect` runs a connection can't be closed.
            tokio::time::sleep(OPENING).await;
            self.push.disconnect(connection).await?;
        }
        Ok(())
    }
}
