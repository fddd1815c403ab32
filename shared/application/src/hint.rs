//! Hints between the people of a case that no log keeps: typing, and how far someone has read.

use adapters::dynamo::Cursor;
use contract::ServerFrame;
use domain::{CaseId, Seq};
use futures_util::future::join_all;

use crate::{ApplicationError, Caller, Cases, encode};

impl Cases {
    /// Tells the others that the caller types, or has stopped. Nothing is written.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn typing(
        &self,
        caller: &Caller,
        case: &CaseId,
        on: bool,
    ) -> Result<(), ApplicationError> {
        let Some(user) = caller.principal.user.clone() else { return Ok(()) };
        let (role, name) = (caller.principal.role, caller.principal.name.clone());
        let frame = ServerFrame::Typing { case: case.clone(), user, role, name, on };
        self.hint(caller, case, &frame).await
    }

    /// Keeps up to which event the caller has read, and tells the others.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn read(
        &self,
        caller: &Caller,
        case: &CaseId,
        seq: Seq,
    ) -> Result<(), ApplicationError> {
        let Some(user) = caller.principal.user.clone() else { return Ok(()) };
        let Some(found) = self.readable(caller, case).await? else { return Ok(()) };
        let seq = seq.min(found.head);
        let role = caller.principal.role;
        let cursor = Cursor { user: user.clone(), role, seq, at: caller.now };
        self.cursors.keep(case, &cursor).await?;
        let frame = ServerFrame::Read { case: case.clone(), user, role, seq };
        self.hint(caller, case, &frame).await
    }

    /// A hint goes to whoever may read the case; one from someone who may not goes nowhere.
    async fn hint(
        &self,
        caller: &Caller,
        id: &CaseId,
        frame: &ServerFrame,
    ) -> Result<(), ApplicationError> {
        let Some(case) = self.readable(caller, id).await? else { return Ok(()) };
        let read = self.log.read(id, case.head).await?;
        let (case, listeners) = (read.case(), &read.listeners);
        let policy = self.policy_of(&case);
        let frame = encode(frame);
        let is_other = |l: &&domain::Listener| Some(&l.connection) != caller.connection.as_ref();
        let may_hear = |l: &&domain::Listener| {
            l.principal.expires > caller.now
                && domain::may_read(&l.principal, &case, policy).is_ok()
        };
        let hands =
            listeners.iter().filter(is_other).filter(may_hear).map(|l| self.hand(id, l, &frame));
        join_all(hands).await;
        Ok(())
    }
}
