//! Counting a case: its facts are made of its log, and the figures of its day follow them.

use adapters::dynamo::{HeldFacts, Put};
use domain::{Body, CaseFacts, CaseId, Entry, Seq};

use super::CaseStatistics;
use crate::append::jitter;
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
                Put::Collided => self.count_on(&batch.case).await,
            };
        }
        let counts = batch.entries.iter().any(is_turn);
        if counts || self.is_first_reply(batch).await? {
            self.count_on(&batch.case).await?;
        }
        Ok(())
    }

    /// Counts what has happened in a case since it was counted.
    async fn count_on(&self, case: &CaseId) -> Result<(), ApplicationError> {
        let from_known = |seen: Option<&HeldFacts>| {
            seen.map_or((None, Seq::NONE), |held| (Some(held.facts.clone()), held.seq))
        };
        self.advance(case, from_known).await.map(drop)
    }

    /// Counts a case anew from its whole log. Whether it has one.
    ///
    /// # Errors
    /// [`ApplicationError`]; the same again finishes it.
    pub async fn recount(&self, case: &CaseId) -> Result<bool, ApplicationError> {
        self.advance(case, |_| (None, Seq::NONE)).await
    }

    /// Brings the facts up to the end of the log, from what `start` makes of those that are there.
    async fn advance(
        &self,
        case: &CaseId,
        start: impl Fn(Option<&HeldFacts>) -> (Option<CaseFacts>, Seq),
    ) -> Result<bool, ApplicationError> {
        for tried in 0..TRIES {
            // Others write the sums of the same day: not all at the same moment again.
            if tried > 0 {
                tokio::time::sleep(jitter(case.as_str(), tried)).await;
            }
            // First: whoever counts meanwhile knows more, and this one tries again.
            let seen = self.rows.facts(case).await?;
            let known = start(seen.as_ref());
            let Some((facts, seq)) = self.facts_from(case, known).await? else { return Ok(false) };
            let is_known = seen.as_ref().is_some_and(|held| held.facts == facts || held.seq > seq);
            if is_known
                || self.rows.replace(case, seen.as_ref(), &facts, seq).await? == Put::Written
            {
                return Ok(true);
            }
        }
        Err(ApplicationError::Contended)
    }

    /// What the log comes to behind what is known of it, and up to which event; none for an empty one.
    async fn facts_from(
        &self,
        case: &CaseId,
        (mut facts, mut after): (Option<CaseFacts>, Seq),
    ) -> Result<Option<(CaseFacts, Seq)>, ApplicationError> {
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
    /// the case is resolved.
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
