//! Considering a customer's message: wait for the burst to end, look whether it is still due and not hopeless.

use std::collections::BTreeSet;
use std::time::Duration;

use adapters::dynamo::Read;
use domain::{EscalationReason, Settings, TriageMode};
use language::question::is_small_talk;

use super::question::{reach, wordings};
use super::triage_message::{TriageContext, is_open};
use super::{Message, Triage, pays};
use crate::ApplicationError;
use crate::knowledge::{AnswerSource, OfferedAnswers};

/// The quiet window in milliseconds: who writes again within it gets one suggestion for all of it.
const QUIET: i64 = 2_000;
/// The attempt at which a case goes to a person: what has failed so often fails again. More than the deliveries that
/// a record sees because a neighbour in its batch fails, fewer than those that it gets by itself.
const HOPELESS: u32 = 8;
/// Attempts that may ask a model: a crash is billed twice at most.
const PAID: u32 = 2;
/// The attempt of a message for a model after which no other may come: Lambda starts what failed three times in all.
const LAST: u32 = 3;
/// Milliseconds after a message from which on it may have been tried before.
const LATE: i64 = 15_000;

impl Triage {
    /// Considers a message. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`ApplicationError`]: it is to be considered again.
    pub async fn consider(&self, message: &Message) -> Result<(), ApplicationError> {
        let stores = BTreeSet::from([message.store.clone()]);
        let settings = self.knowledge.settings_of(&stores).await?.remove(&message.store);
        let settings = settings.transpose()?.unwrap_or_default();
        if settings.triage == TriageMode::Off {
            return Ok(());
        }
        self.consider_under(&settings, message, &OfferedAnswers::default()).await
    }

    /// The same under these settings of its store, which has triage on.
    pub(super) async fn consider_under(
        &self,
        settings: &Settings,
        message: &Message,
        answers: &OfferedAnswers,
    ) -> Result<(), ApplicationError> {
        self.wait_for_quiet(message).await;
        let model = self.model.as_ref().filter(|_| pays(settings));
        let (case, reach, read_at) = (&message.case, reach(message.seq), (self.clock)());
        let read = match model {
            // Its attempts are counted in any case.
            Some(_) => self.cases.log.read(case, reach).await?,
            None => self.cases.log.read_with_attempts(case, reach, message.seq).await?,
        };
        if !is_open(&read, message) || is_only_talk(&read, message) {
            return Ok(());
        }
        let is_counted = model.is_some() || self.is_risky(&read, message).await;
        let attempt = match is_counted {
            true => self.attempts.begin(case, message.seq, (self.clock)()).await?,
            false => 1,
        };
        if attempt >= HOPELESS {
            return self.escalate(message, None, EscalationReason::Failure).await;
        }
        let is_last = model.is_some() && attempt >= LAST;
        let model = model.filter(|_| attempt <= PAID);
        let answers = AnswerSource::Batch(answers);
        let context = TriageContext { message, read: &read, settings, model, answers, read_at };
        match self.reply(&context).await {
            Err(_) if is_last => self.escalate(message, None, EscalationReason::Failure).await,
            Err(error) if !is_counted => {
                // A table that can't count it either is no reason to give up.
                let _ = self.attempts.begin(case, message.seq, (self.clock)()).await;
                Err(error)
            }
            replied => replied,
        }
    }

    /// Whether an attempt is counted before it is made, since it may end the process and leave no other trace: one that has
    /// failed before, that comes late, or for which the store's knowledge is loaded first. All others are counted where they
    /// fail, so that a draft costs no write for it.
    async fn is_risky(&self, read: &Read, message: &Message) -> bool {
        let is_late = (self.clock)().0 - message.at.0 > LATE;
        is_late || read.attempts(message.seq) > 0 || !self.knowledge.is_warm(&message.store).await
    }

    /// Waits until nobody can have written within the quiet window after this message without our seeing it.
    async fn wait_for_quiet(&self, message: &Message) {
        let left = (message.at.0 + QUIET - (self.clock)().0).clamp(0, QUIET);
        tokio::time::sleep(Duration::from_millis(left.unsigned_abs())).await;
    }
}

/// Whether a message, with those right before it, holds greetings, thanks and signs alone. Triage says nothing to them and
/// calls nobody: the next question counts.
fn is_only_talk(read: &Read, message: &Message) -> bool {
    wordings(&read.entries, message.seq).first().is_some_and(|whole| is_small_talk(whole))
}
