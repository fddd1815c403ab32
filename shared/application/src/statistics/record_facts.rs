//! Counting a case: its facts are made of its log, and the figures of its day follow them.

use adapters::dynamo::{HeldFacts, Put};
use domain::{Body, CaseFacts, CaseId, Entry, Seq, Settings, StoreId, TargetFacts};

use super::CaseStatistics;
use crate::append::jitter;
use crate::{ApplicationError, Batch};

/// Events of a log that are read at once.
const PAGE: usize = 200;
/// How often it is tried while others count the same case.
const TRIES: u32 = 8;

/// Where counting begins.
struct Start {
    facts: Option<CaseFacts>,
    /// The event up to which they hold.
    seq: Seq,
    /// What is known of the targets behind an event.
    kept: Option<(Seq, TargetFacts)>,
}

impl CaseStatistics {
    /// Counts a case, in a store that has set this, where a batch of its events changes what it comes to. Repeating a batch
    /// changes nothing.
    ///
    /// # Errors
    /// [`ApplicationError`]: the batch is to be delivered again.
    pub async fn record(&self, batch: &Batch, settings: &Settings) -> Result<(), ApplicationError> {
        let Some(last) = batch.entries.last() else { return Ok(()) };
        let begins = batch.entries.first().is_some_and(|entry| entry.event.seq == Seq::NONE.next());
        let is_new = begins && batch.entries.iter().all(|entry| !is_turn(entry));
        if is_new {
            // Nobody has counted it yet, and all that is to be known of it is at hand.
            let facts = CaseFacts::of(&batch.entries, settings);
            let Some(facts) = facts else { return Ok(()) };
            let put = self.rows.replace(&batch.case, None, &facts, last.event.seq).await?;
            return match put {
                Put::Written => Ok(()),
                Put::Collided => self.count_on(&batch.case, settings).await,
            };
        }
        let counts = batch.entries.iter().any(is_turn);
        if counts || self.is_first_reply(batch).await? {
            self.count_on(&batch.case, settings).await?;
        }
        Ok(())
    }

    /// Counts what has happened in a case since it was counted.
    async fn count_on(&self, case: &CaseId, settings: &Settings) -> Result<(), ApplicationError> {
        let from_known = |seen: Option<&HeldFacts>| {
            // What a release has counted that did not look at targets is counted anew, once.
            let held = seen.filter(|held| held.facts.targets.is_some());
            let (facts, seq) = held.map_or((None, Seq::NONE), |h| (Some(h.facts.clone()), h.seq));
            Start { facts, seq, kept: None }
        };
        self.advance(case, settings, from_known).await.map(drop)
    }

    /// Counts a case anew from its whole log. What its row says of its targets up to its event stays: the log does not tell what
    /// the store had set then. Whether it has a log.
    ///
    /// # Errors
    /// [`ApplicationError`]; the same again finishes it.
    pub async fn recount(&self, case: &CaseId) -> Result<bool, ApplicationError> {
        let opening = self.log.after(case, Seq::NONE, 1).await?;
        let Some(opening) = opening.entries.first() else { return Ok(false) };
        let settings = self.settings(&opening.state.store).await?;
        let from_nothing = |seen: Option<&HeldFacts>| Start {
            facts: None,
            seq: Seq::NONE,
            kept: seen.and_then(|held| Some((held.seq, held.facts.targets.clone()?))),
        };
        self.advance(case, &settings, from_nothing).await
    }

    /// What a store has set; nothing where that can't be read, which does not change by itself.
    async fn settings(&self, store: &StoreId) -> Result<Settings, ApplicationError> {
        match self.desks.agents_and_settings(store).await.map_err(ApplicationError::from) {
            Ok(desk) => Ok(desk.settings),
            Err(error) if error.is_unreadable() => Ok(Settings::default()),
            Err(error) => Err(error),
        }
    }

    /// Brings the facts up to the end of the log, from what `start` makes of those that are there.
    async fn advance(
        &self,
        case: &CaseId,
        settings: &Settings,
        start: impl Fn(Option<&HeldFacts>) -> Start,
    ) -> Result<bool, ApplicationError> {
        for tried in 0..TRIES {
            // Others write the sums of the same day: not all at the same moment again.
            if tried > 0 {
                tokio::time::sleep(jitter(case.as_str(), tried)).await;
            }
            // First: whoever counts meanwhile knows more, and this one tries again.
            let seen = self.rows.facts(case).await?;
            let start = start(seen.as_ref());
            let Some((facts, seq)) = self.facts_from(case, start, settings).await? else {
                return Ok(false);
            };
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
        start: Start,
        settings: &Settings,
    ) -> Result<Option<(CaseFacts, Seq)>, ApplicationError> {
        let Start { mut facts, seq: mut after, kept } = start;
        loop {
            let page = self.log.after(case, after, PAGE).await?;
            for entry in &page.entries {
                after = entry.event.seq;
                facts = CaseFacts::with(facts, entry, settings);
                if let (Some(facts), Some((seq, targets))) = (&mut facts, &kept)
                    && *seq == after
                {
                    facts.targets = Some(targets.clone());
                }
            }
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
        Body::Resolved
            | Body::Reopened
            | Body::Rated { .. }
            | Body::Escalated { .. }
            | Body::TargetMissed { .. }
    )
}
