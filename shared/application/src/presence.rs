//! Who of a store's staff is there. Told per person: a second tab is no second arrival.

use std::collections::{BTreeMap, BTreeSet};

use adapters::dynamo::{Admission, Connection, ListFrames};
use contract::{Colleague, ServerFrame};
use domain::{ConnectionId, Principal, SessionId, StoreId, Timestamp, UserId};
use futures_util::future::{join_all, try_join_all};

use crate::{ApplicationError, Caller, Cases, Presence, encode};

/// A connection that gave no sign of life for so long counts as gone, though its row is still there: two heartbeats,
/// and the gateway's own limit for a silent connection.
const FRESH_SECONDS: i64 = 10 * 60;

/// Whether somebody is behind a connection that was noted.
pub(crate) fn is_there(connection: &Connection, now: Timestamp) -> bool {
    connection.principal.expires > now && connection.seen.plus_seconds(FRESH_SECONDS) > now
}

/// Whether an agent is behind one of these connections.
pub(crate) fn is_online(connections: &[Connection], user: &UserId, now: Timestamp) -> bool {
    let mut own = connections.iter().filter(|one| one.principal.user.as_ref() == Some(user));
    own.any(|connection| is_there(connection, now))
}

impl Cases {
    /// Who of the caller's stores is there, each once a store; nothing for customers.
    pub(crate) async fn colleagues(
        &self,
        caller: &Caller,
    ) -> Result<Option<Vec<Colleague>>, ApplicationError> {
        if !caller.principal.role.is_staff() {
            return Ok(None);
        }
        let stores = caller.principal.stores.iter();
        let noted = try_join_all(stores.map(|store| self.listeners.agents(store))).await?;
        let mut there = BTreeMap::new();
        for (store, agents) in caller.principal.stores.iter().zip(noted) {
            for agent in agents.into_iter().filter(|agent| is_there(agent, caller.now)) {
                let Principal { user: Some(user), name, .. } = agent.principal else { continue };
                let key = (store.clone(), user.clone());
                there.insert(key, Colleague { store: store.clone(), user, name });
            }
        }
        Ok(Some(there.into_values().collect()))
    }
}

impl Presence {
    /// Notes a new connection and tells colleagues of an agent's arrival. False where its sign-in has been ended
    /// meanwhile: then nothing is noted, and nobody may come in.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn arrive(
        &self,
        connection: &ConnectionId,
        principal: &Principal,
        session: Option<&SessionId>,
        now: Timestamp,
    ) -> Result<bool, ApplicationError> {
        self.arrive_reading(ListFrames::Single, connection, principal, session, now).await
    }

    /// The same of one that reads frames about lists so.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn arrive_reading(
        &self,
        lists: ListFrames,
        connection: &ConnectionId,
        principal: &Principal,
        session: Option<&SessionId>,
        now: Timestamp,
    ) -> Result<bool, ApplicationError> {
        if let Some(session) = session {
            match self.sessions.admit(session, connection, now).await? {
                Admission::Ended => return Ok(false),
                Admission::Admitted { surplus } => self.end_surplus(session, &surplus).await?,
            }
        }
        self.listeners.arrive(connection, principal, session, lists, now).await?;
        self.directory.note(principal).await?;
        // Behind the connection's rows: whoever hears of this finds them there.
        self.staff.sign_in(principal, now).await?;
        let Some(user) = principal.user.as_ref().filter(|_| principal.role.is_staff()) else {
            return Ok(true);
        };
        for store in &principal.stores {
            let there = self.others(store, connection, now).await?;
            let is_first = !there.iter().any(|other| other.principal.user.as_ref() == Some(user));
            if is_first {
                self.announce(store, user, principal, &there, true).await;
            }
        }
        Ok(true)
    }

    /// Ends connections of a sign-in that has too many open. Their rows go with `$disconnect`; what that names is
    /// forgotten here, so that a connection which is gone already does not count again.
    async fn end_surplus(
        &self,
        session: &SessionId,
        surplus: &[ConnectionId],
    ) -> Result<(), ApplicationError> {
        let ends = surplus.iter().map(async |connection| {
            self.push.disconnect(connection).await?;
            self.sessions.forget(session, connection).await?;
            Ok::<_, ApplicationError>(())
        });
        try_join_all(ends).await.map(drop)
    }

    /// Forgets a connection and tells colleagues when it was an agent's last.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn leave(
        &self,
        connection: &ConnectionId,
        now: Timestamp,
    ) -> Result<(), ApplicationError> {
        let Some(gone) = self.listeners.leave(connection).await? else { return Ok(()) };
        if let Some(session) = &gone.session {
            self.sessions.forget(session, connection).await?;
        }
        let principal = gone.principal;
        let Some(user) = principal.user.as_ref().filter(|_| principal.role.is_staff()) else {
            return Ok(());
        };
        for store in &principal.stores {
            let there = self.others(store, connection, now).await?;
            let was_last = !there.iter().any(|other| other.principal.user.as_ref() == Some(user));
            if was_last {
                self.staff.left(store, user, now).await?;
                self.announce(store, user, &principal, &there, false).await;
            }
        }
        Ok(())
    }

    async fn others(
        &self,
        store: &StoreId,
        connection: &ConnectionId,
        now: Timestamp,
    ) -> Result<Vec<Connection>, ApplicationError> {
        let mut there = self.listeners.agents(store).await?;
        there.retain(|other| other.connection != *connection && is_there(other, now));
        Ok(there)
    }

    async fn announce(
        &self,
        store: &StoreId,
        user: &UserId,
        who: &Principal,
        there: &[Connection],
        online: bool,
    ) {
        let (store, name) = (store.clone(), who.name.clone());
        let frame = encode(&ServerFrame::Presence { store, user: user.clone(), name, online });
        let connections: BTreeSet<_> = there
            .iter()
            .filter(|other| other.principal.user.as_ref() != Some(user))
            .map(|other| &other.connection)
            .collect();
        join_all(connections.into_iter().map(|connection| self.push.post(connection, &frame)))
            .await;
    }
}
