//! Raising what is pressing by the customer's own words. How pressing it really is people say: triage raises no higher than
//! `high`, and nothing that somebody has sorted already.

use domain::{Command, CommandId, Priority};
use language::urgency::is_urgent;

use super::{Message, Triage, is_of_customer};
use crate::{ApplicationError, Batch};

impl Triage {
    /// Raises the case for the first message of a batch that says it is urgent. A refusal means that a person was faster.
    ///
    /// # Errors
    /// [`ApplicationError`]: the batch is to be delivered again.
    pub(super) async fn prioritize(&self, batch: &Batch) -> Result<(), ApplicationError> {
        let urgent = batch.entries.iter().filter(|entry| is_of_customer(entry)).find(|entry| {
            let is_unsorted = entry.state.precedence.priority == Priority::Normal;
            is_unsorted && entry.event.text.as_ref().is_some_and(|text| is_urgent(text.as_str()))
        });
        let Some(entry) = urgent else { return Ok(()) };
        let message = Message::of(&batch.case, entry);
        let command = Command::Prioritize { priority: Priority::High };
        self.append(&message, command_id(&message), command).await.map(drop)
    }
}

/// Another than that of what triage says about the message.
fn command_id(message: &Message) -> CommandId {
    let id = format!("priority-{}", message.seq);
    id.try_into().unwrap_or_else(|_| unreachable!("a number of at most twelve digits"))
}
