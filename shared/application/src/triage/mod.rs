//! Triage: what happens by itself with a customer's message, and what is learned from people's decisions on it.
//!
//! Everything here may be repeated: a record of the stream comes at least once, two copies of it may be handled at
//! the same time, and a process may end between any two lines. What keeps the log right is the command's id, which is
//! made of the message it answers.

mod call;
mod learn;
mod model;
mod prioritize;
mod prompt;
mod question;
mod reply;
mod triage_message;

use std::hash::Hasher as _;

use adapters::dynamo::{Attempts, AutomaticReplyCounts};
use domain::{
    Body, CaseId, Command, CommandId, Entry, EscalationReason, LastSeen, Principal, Role, Seq,
    Settings, StoreId, Timestamp, TriageMode, is_due,
};
use fnv::FnvHasher;
use serde::{Deserialize, Serialize};

pub use model::{Call, Model};

use crate::{Append, ApplicationError, Batch, Caller, Cases, IngestResult, Knowledge, Outcome};

/// Triage over a deployment's cases.
#[derive(Clone)]
pub struct Triage {
    /// The cases, and how those who listen are told.
    pub cases: Cases,
    /// What the stores know.
    pub knowledge: Knowledge,
    /// How often triage has begun with a message.
    pub attempts: Attempts,
    /// How many replies have gone out by themselves today.
    pub automatic_replies: AutomaticReplyCounts,
    /// The language models; none for words alone and approved texts as they are.
    pub model: Option<Model>,
    /// What time it is. Triage takes time itself: it waits for a burst to end.
    pub clock: fn() -> Timestamp,
    /// Told of each decision that is in the log; of one that was found there again too.
    pub on_decision: fn(&Body),
}

/// What a batch leaves to do.
#[derive(Debug, Default)]
pub struct BatchOutcome {
    /// What people decided: to be kept, with that of other cases at once, before the store's learner is told.
    pub ingested: IngestResult,
    /// A store whose snapshot lacks much that is there to be learned.
    pub behind: Option<StoreId>,
    /// A message for which a model may be asked: whoever took the batch must not wait for that.
    pub left: Option<Message>,
    /// Why the batch is to be delivered again once the rest of this is done; none where all went well.
    pub failed: Option<ApplicationError>,
}

/// A customer's message that triage has to do with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The case.
    pub case: CaseId,
    /// Its place.
    pub seq: Seq,
    /// Whose shop was asked.
    pub store: StoreId,
    /// When it was written.
    pub at: Timestamp,
}

impl Triage {
    /// Takes in new events of one case: ingests what people decided, calls a person where one is wanted, considers the
    /// newest message, unless that may take as long as a model does. Where one of these fails the others are done.
    pub async fn take(&self, batch: &Batch) -> BatchOutcome {
        let mut taken = BatchOutcome::default();
        taken.failed = self.take_in(batch, &mut taken).await.err();
        taken
    }

    /// The store's settings are read once for all of it. Where triage is off nothing is made of replies either: whoever
    /// turned it off pays nothing for it, and has nothing kept. What people decide on earlier drafts and answers counts.
    async fn take_in(
        &self,
        batch: &Batch,
        taken: &mut BatchOutcome,
    ) -> Result<(), ApplicationError> {
        let Some(first) = batch.entries.first() else { return Ok(()) };
        let settings = self.knowledge.settings(&first.state.store).await?;
        if settings.triage == TriageMode::Off {
            let decided = batch.decisions();
            taken.ingested = self.knowledge.ingest(&decided).await?;
            return Ok(());
        }
        let ingested = self.knowledge.ingest(batch).await.map(|ingested| taken.ingested = ingested);
        let called = self.call_people(batch, &settings).await;
        let raised = self.prioritize(batch).await;
        let considered = match newest_due(batch) {
            Some(message) => self.consider_or_leave(message, &settings, taken).await,
            None => Ok(()),
        };
        ingested.and(called).and(raised).and(considered)
    }

    async fn consider_or_leave(
        &self,
        message: Message,
        settings: &Settings,
        taken: &mut BatchOutcome,
    ) -> Result<(), ApplicationError> {
        if self.model.is_some() && pays(settings) {
            taken.left = Some(message);
            return Ok(());
        }
        self.consider_under(settings, &message).await?;
        taken.behind = self.knowledge.is_behind(&message.store).await.then_some(message.store);
        Ok(())
    }

    /// The same triage without a model.
    #[must_use]
    pub fn alone(&self) -> Self {
        Self { model: None, ..self.clone() }
    }

    /// Writes what triage does about a message: one event for each message at most, whoever tries how often.
    ///
    /// A refusal means that a person or a newer message was faster, or that another copy has decided otherwise under
    /// the same id; either way nothing is left to do.
    async fn act(&self, message: &Message, command: Command) -> Result<Outcome, ApplicationError> {
        let outcome = self.append(message, message.command(), command).await?;
        if let Outcome::Stored(stored) = &outcome {
            (self.on_decision)(&stored.entry.event.body);
        }
        Ok(outcome)
    }

    async fn append(
        &self,
        message: &Message,
        id: CommandId,
        command: Command,
    ) -> Result<Outcome, ApplicationError> {
        let principal = Principal::assistant(message.store.clone());
        let caller = Caller { principal, connection: None, now: (self.clock)(), address: None };
        let (case, after) = (message.case.clone(), message.seq);
        self.cases.append(&caller, &Append { case, id, after, command }).await
    }

    async fn escalate(
        &self,
        message: &Message,
        reason: EscalationReason,
    ) -> Result<(), ApplicationError> {
        self.act(message, Command::Escalate { reason, group: None, known: LastSeen::default() })
            .await
            .map(drop)
    }
}

impl Message {
    fn of(case: &CaseId, entry: &Entry) -> Self {
        Self {
            case: case.clone(),
            seq: entry.event.seq,
            store: entry.state.store.clone(),
            at: entry.event.at,
        }
    }

    /// The id of whatever triage does about it, so that it is done once.
    fn command(&self) -> CommandId {
        let id = format!("triage-{}", self.seq);
        id.try_into().unwrap_or_else(|_| unreachable!("a number of at most twelve digits"))
    }

    /// Whether an answer that may go out by itself goes to a person instead, so that verdicts keep coming. The same
    /// messages whenever it is asked.
    fn is_audited(&self) -> bool {
        const ONE_IN: usize = (1.0 / retrieval::autonomy::AUDIT_SHARE) as usize;
        let mut hasher = FnvHasher::default();
        hasher.write(self.case.as_str().as_bytes());
        hasher.write(&self.seq.get().to_be_bytes());
        // Mixed once more: neighbours' hashes lie so regularly that a whole case may miss every multiple.
        retrieval::random::Random::seeded(hasher.finish()).below(ONE_IN) == 0
    }
}

/// Whether a store wants models to be asked.
fn pays(settings: &Settings) -> bool {
    settings.triage != TriageMode::Off && settings.model_cents_a_day > 0
}

/// The customer's newest message, unless the batch itself shows that triage has nothing to do with it any more.
fn newest_due(batch: &Batch) -> Option<Message> {
    let newest = batch.entries.iter().rfind(|entry| is_of_customer(entry))?;
    let last = batch.entries.last()?;
    is_due(&last.state, newest.event.seq).then(|| Message::of(&batch.case, newest))
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
        Message { case, seq: seq.try_into().unwrap(), store, at: Timestamp(0) }
    }

    #[test]
    fn every_message_has_an_id_of_its_own_for_what_is_done_about_it() {
        assert_eq!(message(1).command().as_str(), "triage-1");
        assert_eq!(message(999_999_999_999).command().as_str(), "triage-999999999999");
    }

    #[test]
    fn about_one_answer_in_twenty_is_audited_and_always_the_same_ones() {
        let audited = |seq| message(seq).is_audited();
        let count = (1..=10_000).filter(|seq| audited(*seq)).count();
        assert!((400..600).contains(&count), "{count}");
        assert_eq!(
            (1..100).map(audited).collect::<Vec<_>>(),
            (1..100).map(audited).collect::<Vec<_>>()
        );
    }
}
