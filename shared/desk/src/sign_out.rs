//! Signing out: the tokens of a sign-in open nothing from then on, and what they have opened is closed.

use domain::{SessionId, Timestamp};
use futures_util::future::try_join_all;

use crate::{Fault, SignIns};

impl SignIns {
    /// Ends a sign-in and the connections that were opened with it.
    ///
    /// # Errors
    /// [`Fault`]; a connection may be open still then, and the same again tries once more.
    pub async fn end(&self, session: &SessionId, now: Timestamp) -> Result<(), Fault> {
        let connections = self.sessions.end(session, now).await?;
        // Their rows go as with every connection that ends.
        try_join_all(connections.iter().map(|connection| self.push.disconnect(connection))).await?;
        Ok(())
    }
}
