//! Triage: what happens by itself with a customer's message, and what is learned from people's decisions on it.
//!
//! Everything here may be repeated: a record of the stream comes at least once, two copies of it may be handled at
//! the same time, and a process may end between any two lines. What keeps the log right is the command's id, which is
//! made of the message it answers.

mod call;

use domain::{
    Body, CaseId, Command, CommandId, Entry, EscalationReason, Principal, Role, Seq, StoreId,
    Timestamp,
};

use crate::{Append, Batch, Caller, Cases, Fault, Outcome};

/// Triage over a deployment's cases.
#[derive(Clone)]
pub struct Triage {
    /// The cases, and how those who listen are told.
    pub cases: Cases,
    /// What time it is.
    pub clock: fn() -> Timestamp,
}

/// A customer's message that triage has to do with.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Message {
    /// The case.
    case: CaseId,
    /// Its place.
    seq: Seq,
    /// Whose shop was asked.
    store: StoreId,
}

impl Triage {
    /// Takes in new events of one case: calls a person where one is wanted.
    ///
    /// # Errors
    /// [`Fault`]: the batch is to be delivered again.
    pub async fn take(&self, batch: &Batch) -> Result<(), Fault> {
        self.call_people(batch).await
    }

    /// Writes what triage does about a message: one event for each message at most, whoever tries how often.
    ///
    /// A refusal means that a person or a newer message was faster, or that another copy has decided otherwise under
    /// the same id; either way nothing is left to do.
    async fn act(&self, message: &Message, command: Command) -> Result<Outcome, Fault> {
        let principal = Principal::assistant(message.store.clone());
        let caller = Caller { principal, connection: None, now: (self.clock)() };
        let (case, after) = (message.case.clone(), message.seq);
        self.cases.append(&caller, &Append { case, id: message.command(), after, command }).await
    }

    async fn escalate(&self, message: &Message, reason: EscalationReason) -> Result<(), Fault> {
        self.act(message, Command::Escalate { reason }).await.map(drop)
    }
}

impl Message {
    fn of(case: &CaseId, entry: &Entry) -> Self {
        Self { case: case.clone(), seq: entry.event.seq, store: entry.state.store.clone() }
    }

    /// The id of whatever triage does about it, so that it is done once.
    fn command(&self) -> CommandId {
        let id = format!("triage-{}", self.seq);
        id.try_into().unwrap_or_else(|_| unreachable!("a number of at most twelve digits"))
    }
}

/// Whether an event is words of a customer.
fn is_of_customer(entry: &Entry) -> bool {
    let is_said = matches!(entry.event.body, Body::Opened { .. } | Body::Message { .. });
    is_said && entry.event.author.role == Role::Customer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(seq: u64) -> Message {
        let (store, user) = ("demo".parse().unwrap(), domain::UserId::visitor([1; 16]));
        let case = CaseId::derive(&store, &user, &"opening-1".parse().unwrap());
        Message { case, seq: seq.try_into().unwrap(), store }
    }

    #[test]
    fn every_message_has_an_id_of_its_own_for_what_is_done_about_it() {
        assert_eq!(message(1).command().as_str(), "triage-1");
        assert_eq!(message(999_999_999_999).command().as_str(), "triage-999999999999");
    }
}
