//! Raising what is pressing by the customer's own words. How pressing it really is people say: triage raises no higher than
//! `high`, and nothing that somebody has sorted already, be it as usual.

use domain::{Body, CaseId, Command, CommandId, Event, Priority};
use language::urgency::is_urgent;

use super::{Message, Triage, is_of_customer};
use crate::{ApplicationError, Batch};

/// The newest events among which a person's word on that is looked for.
const NEWEST: usize = 200;

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
        if self.is_sorted_by_person(&batch.case).await? {
            return Ok(());
        }
        let message = Message::of(&batch.case, entry);
        let command = Command::Prioritize { priority: Priority::High };
        self.append(&message, None, command_id(&message), command).await.map(drop)
    }

    /// Whether a person has said how pressing the case is since it was last closed or opened again: be it as usual, that stands.
    /// The state does not say who it was. The log does, and is read only where a word would raise the case.
    async fn is_sorted_by_person(&self, case: &CaseId) -> Result<bool, ApplicationError> {
        let page = self.cases.log.before(case, None, NEWEST).await?;
        let is_new = |event: &&Event| !matches!(event.body, Body::Resolved | Body::Reopened);
        let mut since = page.entries.iter().rev().map(|entry| &entry.event).take_while(is_new);
        Ok(since.any(|event| {
            matches!(event.body, Body::Prioritized { .. }) && event.author.role.is_staff()
        }))
    }
}

/// Another than that of what triage says about the message.
fn command_id(message: &Message) -> CommandId {
    let id = format!("priority-{}", message.seq);
    id.try_into().unwrap_or_else(|_| unreachable!("a number of at most twelve digits"))
}
