//! What mentions agents is listed for them as the stream brings it, and whoever is there is told.

use adapters::push::Delivery;
use contract::ServerFrame;
use domain::{Body, Case, Entry, MentionList, Timestamp, UserId, may_read};
use futures_util::future::join_all;

use crate::{ApplicationError, Batch, Projections, encode};

impl Projections {
    /// Lists the notes of a batch for whomever they mention: a row for each agent, written again without harm.
    ///
    /// # Errors
    /// [`ApplicationError`]: the batch is to be delivered again.
    pub(crate) async fn list_mentions(&self, batch: &Batch) -> Result<(), ApplicationError> {
        for entry in &batch.entries {
            for agent in called(entry) {
                let note = (&batch.case, entry.event.seq, entry.event.at);
                self.mentions.put((&entry.state.store, agent), note).await?;
            }
        }
        Ok(())
    }

    /// Tells agents who are there that a note has called them: a hint, for the list has it.
    ///
    /// # Errors
    /// [`ApplicationError`]: not all of them were told.
    pub async fn tell_mentioned(
        &self,
        batches: &[Batch],
        now: Timestamp,
    ) -> Result<(), ApplicationError> {
        for batch in batches {
            for entry in batch.entries.iter().filter(|entry| called(entry).next().is_some()) {
                self.tell_of(batch, entry, now).await?;
            }
        }
        Ok(())
    }

    async fn tell_of(
        &self,
        batch: &Batch,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<(), ApplicationError> {
        let (store, seq) = (entry.state.store.clone(), entry.event.seq);
        let policy = self.stores.policy(&store);
        let state = Some(entry.state.clone());
        let case = Case { head: seq, state, participants: Vec::new() };
        let called: Vec<&UserId> = called(entry).collect();
        let mut agents = self.listeners.agents(&store).await?;
        agents.retain(|agent| {
            let is_called =
                agent.principal.user.as_ref().is_some_and(|user| called.contains(&user));
            is_called
                && agent.principal.expires > now
                && may_read(&agent.principal, &case, policy).is_ok()
        });
        let frame = encode(&ServerFrame::Mentioned { store, case: batch.case.clone(), seq });
        let posts = agents.iter().map(async |agent| {
            let posted = self.push.post(&agent.connection, &frame).await;
            if matches!(posted, Ok(Delivery::Gone)) {
                // What is left of a connection whose end nobody told us.
                let _ = self.listeners.leave(&agent.connection).await;
            }
        });
        join_all(posts).await;
        Ok(())
    }
}

/// Whom an event calls: nobody calls themselves.
fn called(entry: &Entry) -> impl Iterator<Item = &UserId> {
    let mentions = match &entry.event.body {
        Body::Note { mentions } => Some(mentions),
        _ => None,
    };
    let author = entry.event.author.id.as_ref();
    mentions.into_iter().flat_map(MentionList::iter).filter(move |user| Some(*user) != author)
}
