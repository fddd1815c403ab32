//! Counting a case: its facts are made of its log, and the figures of its day follow them.

use adapters::dynamo::Put;
use domain::{Body, CaseFacts, CaseId, Entry, Seq};

use super::CaseStatistics;
use crate::{ApplicationError, Batch};

/// Events of a log that are read at once.
const PAGE: usize = 200;
/// How often it is tried while others count the same case.
const TRIES: u32 = 8;

impl CaseStatistics {
    /// Counts a case where a batch of its events changes what it comes to. Repeating a batch changes nothing.
    ///
    /// # Errors
    /// [`ApplicationError`]: the batch is to be delivered again.
    pub async fn record(&self, batch: &Batch) -> Result<(), ApplicationError> {
        let Some(last) = batch.entries.last() else { return Ok(()) };
        let begins = batch.entries.first().is_some_and(|entry| entry.event.seq == Seq::NONE.next());
        let is_new = begins && batch.entries.iter().all(|entry| !is_turn(entry));
        if is_new {
            // Nobody has counted it yet, and all that is to be known of it is at hand.
            let facts = CaseFacts::of(&batch.entries);
            let Some(facts) = facts else { return Ok(()) };
            let put = self.rows.replace(&batch.case, None, &facts, last.event.seq).await?;
            return match put {
                Put::Written => Ok(()),
                Put::Collided => self.recount(&batch.case).await.map(drop),
            };
        }
        let counts = batch.entries.iter().any(is_turn);
        if counts || self.is_first_reply(batch).await? {
            self.recount(&batch.case).await?;
        }
        Ok(())
    }

    /// Counts a case anew from its log. Whether it has one.
    ///
    /// # Errors
    /// [`ApplicationError`]; the same again finishes it.
    pub async fn recount(&self, case: &CaseId) -> Result<bool, ApplicationError> {
        for _ in 0..TRIES {
            // First: whoever counts meanwhile knows more, and this one tries again.
            let seen = self.rows.facts(case).await?;
            let Some((facts, seq)) = self.facts_of(case).await? else { return Ok(false) };
            let is_known = seen.as_ref().is_some_and(|held| held.facts == facts || held.seq > seq);
            if is_known
                || self.rows.replace(case, seen.as_ref(), &facts, seq).await? == Put::Written
            {
                return Ok(true);
            }
        }
        Err(ApplicationError::Contended)
    }

    /// What the whole log comes to, and up to which event; none for an empty one.
    async fn facts_of(&self, case: &CaseId) -> Result<Option<(CaseFacts, Seq)>, ApplicationError> {
        let (mut facts, mut after) = (None, Seq::NONE);
        loop {
            let page = self.log.after(case, after, PAGE).await?;
            if let Some(last) = page.entries.last() {
                after = last.event.seq;
            }
            facts = page.entries.iter().fold(facts, CaseFacts::with);
            if !page.more || page.entries.is_empty() {
                return Ok(facts.map(|facts| (facts, after)));
            }
        }
    }

    /// Whether a person replies in this batch to a case that none has replied to before. Of later replies nothing is counted before
    /// the case is settled.
    async fn is_first_reply(&self, batch: &Batch) -> Result<bool, ApplicationError> {
        let is_reply = |entry: &Entry| {
            let speaks = matches!(entry.event.body, Body::Message { .. } | Body::Approved { .. });
            speaks && entry.event.author.role.is_staff()
        };
        if !batch.entries.iter().any(is_reply) {
            return Ok(false);
        }
        // Read a moment too early it brings a recount, which finds nothing new.
        let held = self.rows.recent_facts(&batch.case).await?;
        Ok(held.is_none_or(|held| held.facts.first_reply.is_none()))
    }
}

/// Whether something is counted with this event whatever came before it.
fn is_turn(entry: &Entry) -> bool {
    matches!(
        entry.event.body,
        Body::Resolved | Body::Reopened | Body::Rated { .. } | Body::Escalated { .. }
    )
}
