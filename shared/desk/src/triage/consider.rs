//! Considering a customer's message: wait for the burst to end, look whether it is still due, find what is known,
//! do the one thing that follows.

use std::time::Duration;

use adapters::dynamo::Read;
use answering::{Permission, Question};
use domain::{Body, Entry, EscalationReason, Move, Role, Source, TriageMode, is_due, next_move};

use super::question::{reach, wordings};
use super::reply::{Reply, finding};
use super::{Message, Triage};
use crate::{Asked, Fault, Found};

/// The quiet window in milliseconds: who writes again within it gets one suggestion for all of it.
const QUIET: i64 = 2_000;
/// The attempt at which a case goes to a person: what has failed so often fails again. More than the deliveries that
/// a record sees because a neighbour in its batch fails, fewer than those that it gets by itself.
const HOPELESS: u32 = 8;

impl Triage {
    /// Considers a message. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`Fault`]: it is to be considered again.
    pub async fn consider(&self, message: &Message) -> Result<(), Fault> {
        if self.knowledge.settings(&message.store).await?.triage == TriageMode::Off {
            return Ok(());
        }
        self.wait_for_quiet(message).await;
        let read = self.cases.log.read(&message.case, reach(message.seq)).await?;
        if !is_open(&read, message) {
            return Ok(());
        }
        let attempt = self.attempts.begin(&message.case, message.seq, (self.clock)()).await?;
        if attempt >= HOPELESS {
            return self.escalate(message, EscalationReason::Failure).await;
        }
        self.reply(message, &read).await
    }

    async fn reply(&self, message: &Message, read: &Read) -> Result<(), Fault> {
        let Some(state) = read.case().state else { return Ok(()) };
        let Some((question, found)) = self.find(message, read).await? else { return Ok(()) };
        let settings = self.knowledge.settings(&message.store).await?;
        let finding = finding(&found, &settings, &given(&read.entries));
        let allowed = next_move(settings.triage, &state, finding);
        let is_audit = allowed == Move::Answer && message.is_audited();
        self.note(message, question, &found, is_audit).await?;
        match allowed {
            Move::Escalate(reason) => self.escalate(message, reason).await,
            Move::Answer if is_audit => self.say(message, Move::Suggest, &found).await,
            allowed => self.say(message, allowed, &found).await,
        }
    }

    /// What is known of the question, in the first of its wordings of which something is.
    async fn find(
        &self,
        message: &Message,
        read: &Read,
    ) -> Result<Option<(Question, Found)>, Fault> {
        let mut best = None;
        for words in wordings(&read.entries, message.seq) {
            let question = Question::lexical(&words);
            let found = self.knowledge.find(&message.store, &question, (self.clock)()).await?;
            if found.permission != Permission::Nothing {
                return Ok(Some((question, found)));
            }
            best = best.or(Some((question, found)));
        }
        Ok(best)
    }

    async fn say(&self, message: &Message, next: Move, found: &Found) -> Result<(), Fault> {
        let reply = found.candidate.as_ref().map(|answer| Reply::as_approved(answer, found));
        match reply.and_then(|reply| reply.command(next, message.seq)) {
            Some(command) => self.act(message, command).await.map(drop),
            None => Ok(()),
        }
    }

    /// Keeps what was asked and found before anything is said, so that a person's verdict on it can be learned from.
    async fn note(
        &self,
        message: &Message,
        question: Question,
        found: &Found,
        is_audit: bool,
    ) -> Result<(), Fault> {
        let offers = found.offers.iter().map(|answer| answer.id.clone()).collect();
        let asked = Asked { question, offers, vote: None, is_audit };
        self.knowledge.asked(&message.case, message.seq, asked, (self.clock)()).await
    }

    /// Waits until nobody can have written within the quiet window after this message without our seeing it.
    async fn wait_for_quiet(&self, message: &Message) {
        let left = (message.at.0 + QUIET - (self.clock)().0).clamp(0, QUIET);
        tokio::time::sleep(Duration::from_millis(left.unsigned_abs())).await;
    }
}

/// Whether a message still waits for triage as far as this read of its case goes.
fn is_open(read: &Read, message: &Message) -> bool {
    let is_done = read.entries.iter().any(|entry| {
        entry.event.id == message.command() && entry.event.author.role == Role::Assistant
    });
    let state = read.case().state;
    !is_done && !read.is_behind && state.is_some_and(|state| is_due(&state, message.seq))
}

/// What the assistant's own messages rested on.
fn given(entries: &[Entry]) -> Vec<Source> {
    let sources = entries.iter().filter_map(|entry| match &entry.event.body {
        Body::Message { sources, .. } => Some(sources.clone()),
        _ => None,
    });
    sources.flatten().collect()
}
