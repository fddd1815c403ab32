//! Triage: what happens by itself with a customer's message, and what is learned from people's decisions on it.
//!
//! Everything here may be repeated: a record of the stream comes at least once, two copies of it may be handled at
//! the same time, and a process may end between any two lines. What keeps the log right is the command's id, which is
//! made of the message it answers.

mod call;
mod consider;
mod learn;
mod model;
mod prioritize;
mod prompt;
mod question;
mod reply;
mod triage_message;

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hasher as _;

use adapters::dynamo::{Attempts, AutomaticReplyCounts, Read, TableError};
use domain::{
    Body, CaseId, Command, CommandId, Entry, EscalationReason, LastSeen, Principal, Role, Seq,
    Settings, StoreId, Timestamp, TriageMode, is_due,
};
use fnv::FnvHasher;
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};

pub use model::{Call, Model};

use crate::knowledge::OfferedAnswers;
use crate::{Append, ApplicationError, Batch, Caller, Cases, IngestResult, Knowledge, Outcome};

/// The settings of a batch's stores; an error of one of them is its own.
type StoreSettings = Result<HashMap<StoreId, Result<Settings, TableError>>, TableError>;

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
        self.take_all(std::slice::from_ref(batch)).await.pop().unwrap_or_default()
    }

    /// The same for many cases at once, in this order. What they have in common is read once for all of them: the settings of
    /// their stores, what judgements rest on, the answers that are offered. Nothing of it outlives the batch.
    pub async fn take_all(&self, batches: &[Batch]) -> Vec<BatchOutcome> {
        let stores = batches.iter().filter_map(Batch::store).cloned().collect();
        let settings = self.knowledge.settings_of(&stores).await;
        let ready: Vec<_> = batches.iter().map(|batch| Ready::of(batch, &settings)).collect();
        let heard: Vec<&Batch> = ready.iter().flatten().map(|ready| &*ready.heard).collect();
        let mut ingested = self.knowledge.ingest_all(&heard).await.into_iter();
        let answers = OfferedAnswers::default();
        let taken =
            ready.iter().map(|ready| (ready, ready.as_ref().ok().and_then(|_| ingested.next())));
        let taken = taken.map(async |(ready, ingested)| match (ready, ingested) {
            (Ok(ready), Some(ingested)) => self.take_in(ready, ingested, &answers).await,
            (Err(error), _) => BatchOutcome::failed(error.clone().into()),
            (Ok(_), None) => BatchOutcome::default(),
        });
        join_all(taken).await
    }

    /// Where triage is off nothing is made of replies either: whoever turned it off pays nothing for it, and has nothing kept.
    /// What people decide on earlier drafts and answers counts.
    async fn take_in(
        &self,
        Ready { batch, settings, .. }: &Ready<'_>,
        ingested: Result<IngestResult, ApplicationError>,
        answers: &OfferedAnswers,
    ) -> BatchOutcome {
        let mut taken = BatchOutcome::default();
        let ingested = ingested.map(|ingested| taken.ingested = ingested);
        if settings.triage == TriageMode::Off {
            taken.failed = ingested.err();
            return taken;
        }
        let called = self.call_people(batch, settings).await;
        let raised = self.prioritize(batch).await;
        let considered = match newest_due(batch) {
            Some(message) => self.consider_or_leave(message, settings, answers, &mut taken).await,
            None => Ok(()),
        };
        taken.failed = ingested.and(called).and(raised).and(considered).err();
        taken
    }

    async fn consider_or_leave(
        &self,
        message: Message,
        settings: &Settings,
        answers: &OfferedAnswers,
        taken: &mut BatchOutcome,
    ) -> Result<(), ApplicationError> {
        if self.model.is_some() && pays(settings) {
            taken.left = Some(message);
            return Ok(());
        }
        self.consider_under(settings, &message, answers).await?;
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
    async fn act(
        &self,
        message: &Message,
        read: Option<Read>,
        command: Command,
    ) -> Result<Outcome, ApplicationError> {
        let outcome = self.append(message, read, message.command(), command).await?;
        if let Outcome::Stored(stored) = &outcome {
            (self.on_decision)(&stored.entry.event.body);
        }
        Ok(outcome)
    }

    /// Appends what a command means, decided over what was just read of the log from the message on, if anything.
    async fn append(
        &self,
        message: &Message,
        read: Option<Read>,
        id: CommandId,
        command: Command,
    ) -> Result<Outcome, ApplicationError> {
        let principal = Principal::assistant(message.store.clone());
        let caller = Caller { principal, connection: None, now: (self.clock)(), address: None };
        let (case, after) = (message.case.clone(), message.seq);
        let append = Append { case, id, after, command };
        match read {
            Some(read) => self.cases.append_to(read, &caller, &append).await,
            None => self.cases.append(&caller, &append).await,
        }
    }

    async fn escalate(
        &self,
        message: &Message,
        read: Option<Read>,
        reason: EscalationReason,
    ) -> Result<(), ApplicationError> {
        let command = Command::Escalate { reason, group: None, known: LastSeen::default() };
        self.act(message, read, command).await.map(drop)
    }
}

/// A case's new events under its store's settings.
struct Ready<'a> {
    batch: &'a Batch,
    settings: Cow<'a, Settings>,
    /// Those of which something may be learned.
    heard: Cow<'a, Batch>,
}

impl<'a> Ready<'a> {
    fn of(batch: &'a Batch, settings: &'a StoreSettings) -> Result<Self, TableError> {
        let settings = settings.as_ref().map_err(Clone::clone)?;
        let of_store = batch.store().and_then(|store| settings.get(store));
        let settings = match of_store {
            Some(settings) => Cow::Borrowed(settings.as_ref().map_err(Clone::clone)?),
            None => Cow::Owned(Settings::default()),
        };
        let heard = match settings.triage {
            TriageMode::Off => Cow::Owned(batch.decisions()),
            TriageMode::Suggest | TriageMode::Answer => Cow::Borrowed(batch),
        };
        Ok(Self { batch, settings, heard })
    }
}

impl BatchOutcome {
    fn failed(error: ApplicationError) -> Self {
        Self { failed: Some(error), ..Self::default() }
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
