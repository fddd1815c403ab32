//! The append: exactly once, with one read and one write.

use std::time::Duration;

use adapters::dynamo::{Put, Read};
use domain::{
    Body, Case, CaseId, Command, CommandError, CommandId, Entry, Event, Participant, Seq, State,
    StorePolicy, UserId, decide,
};

use crate::{ApplicationError, Caller, Cases, PushReport};

/// How often a command is decided afresh after another event was faster.
const ATTEMPTS: u32 = 12;
/// Events that are read at once when a late retry looks for what came after its own.
const EARLIER_PAGE: usize = 200;

/// A command, and what its author holds of the case.
#[derive(Debug, Clone)]
pub struct Append {
    /// The case.
    pub case: CaseId,
    /// The author's own id for the command.
    pub id: CommandId,
    /// The newest event the author holds; a retry keeps it.
    pub after: Seq,
    /// What to do.
    pub command: Command,
}

/// What became of a command.
#[derive(Debug)]
pub enum Outcome {
    /// It is in the log, once.
    Stored(Box<Stored>),
    /// Nothing was written: too much came after the cursor. The first page of it, and the case at its head.
    Behind(Read, Box<Case>),
    /// Nothing was written, and why.
    Refused(CommandError),
}

/// A command that is in the log.
#[derive(Debug)]
pub struct Stored {
    /// Its event.
    pub entry: Entry,
    /// The other events after the cursor, as far as they were read.
    pub missed: Vec<Entry>,
    /// The case at its head.
    pub case: Case,
    /// How often another event was faster.
    pub collisions: u32,
    /// Who was told.
    pub told: PushReport,
}

/// What one look at the log says about a command.
enum Look {
    Done(Outcome),
    Write { read: Read, entry: Box<Entry> },
}

impl Cases {
    /// Appends what a command means to its case's log, once, however often it is sent.
    ///
    /// # Errors
    /// [`ApplicationError`]: whether it was written is not known then; the same command sent again finds out.
    pub async fn append(
        &self,
        caller: &Caller,
        append: &Append,
    ) -> Result<Outcome, ApplicationError> {
        for collisions in 0..ATTEMPTS {
            let (read, entry) = match self.look(caller, append, collisions).await? {
                Look::Done(outcome) => return Ok(outcome),
                Look::Write { read, entry } => (read, entry),
            };
            if self.log.put(&append.case, &entry).await? == Put::Written {
                let stored = self.finish(caller, append, read, *entry, collisions).await?;
                return Ok(Outcome::Stored(Box::new(stored)));
            }
            tokio::time::sleep(jitter(&append.id, collisions)).await;
        }
        Err(ApplicationError::Contended)
    }

    async fn look(
        &self,
        caller: &Caller,
        append: &Append,
        collisions: u32,
    ) -> Result<Look, ApplicationError> {
        let read = self.log.read(&append.case, append.after).await?;
        let case = read.case();
        let policy = self.policy_for(&case, &append.command);
        if let Some(refusal) = self.refuse_cursor(caller, append, &read).await? {
            return Ok(Look::Done(Outcome::Refused(refusal)));
        }
        if read.is_behind {
            // Who may read is decided at the head, not where this page ends.
            let Some(head) = self.readable(caller, &append.case).await? else {
                return Ok(Look::Done(Outcome::Refused(CommandError::NotFound)));
            };
            let read = self.skip_hidden(caller, &append.case, append.after, &head, read).await?;
            return Ok(Look::Done(Outcome::Behind(read, Box::new(head))));
        }
        let found = match find(&read, caller, append) {
            None => self.find_before_cursor(caller, append, &case).await?,
            found => found,
        };
        match found {
            Some(Ok(entry)) => {
                let stored = self.finish(caller, append, read, entry, collisions).await?;
                return Ok(Look::Done(Outcome::Stored(Box::new(stored))));
            }
            Some(Err(refusal)) => return Ok(Look::Done(Outcome::Refused(refusal))),
            None => {}
        }
        match decide(&case, policy, &caller.principal, &append.command) {
            Err(refusal) => Ok(Look::Done(Outcome::Refused(refusal))),
            Ok(decision) => {
                let entry = Box::new(next(&case, caller, append, decision));
                Ok(Look::Write { read, entry })
            }
        }
    }

    /// What a store lays down: the case's, or for an opening that of the store asked.
    fn policy_for(&self, case: &Case, command: &Command) -> StorePolicy {
        match (&case.state, command) {
            (Some(state), _) => self.stores.policy(&state.store),
            (None, Command::Open { store, .. }) => self.stores.policy(store),
            (None, _) => StorePolicy::default(),
        }
    }

    /// A cursor is good when the log has that event; before an opening there is none. Who may not read the case
    /// learns nothing about its events.
    async fn refuse_cursor(
        &self,
        caller: &Caller,
        append: &Append,
        read: &Read,
    ) -> Result<Option<CommandError>, ApplicationError> {
        let first = read.entries.first().map(|entry| entry.event.seq);
        let is_opening = matches!(append.command, Command::Open { .. });
        let is_known =
            if is_opening { append.after == Seq::NONE } else { first == Some(append.after) };
        if is_known {
            return Ok(None);
        }
        let visible = self.readable(caller, &append.case).await?.is_some();
        Ok(Some(if visible { CommandError::UnknownCursor } else { CommandError::NotFound }))
    }

    /// The effects of an event that is in the log. Each may be repeated without harm.
    async fn finish(
        &self,
        caller: &Caller,
        append: &Append,
        read: Read,
        entry: Entry,
        collisions: u32,
    ) -> Result<Stored, ApplicationError> {
        if !self.is_superseded(append, &read, &entry.event).await? {
            self.follow_up(&append.case, &entry.event).await?;
        }
        let head =
            read.entries.last().filter(|last| last.event.seq > entry.event.seq).unwrap_or(&entry);
        let case = Case {
            head: head.event.seq,
            state: Some(head.state.clone()),
            participants: read.participants,
        };
        let told = self.tell(&append.case, &case, &entry.event, &read.listeners, caller).await;
        let is_missed =
            |other: &Entry| other.event.seq > append.after && other.event.seq != entry.event.seq;
        let missed = read.entries.into_iter().filter(is_missed).collect();
        Ok(Stored { entry, missed, case, collisions, told })
    }

    /// The caller's event for this command where it lies before their cursor: a client that has caught up sends the
    /// same id with a later `after`. The state's hashes name the place; a message that was never sent costs no read.
    async fn find_before_cursor(
        &self,
        caller: &Caller,
        append: &Append,
        case: &Case,
    ) -> Result<Option<Result<Entry, CommandError>>, ApplicationError> {
        let (Some(state), Some(user)) = (&case.state, &caller.principal.user) else {
            return Ok(None);
        };
        let places = state.recent.places(user, &append.id, case.head);
        for seq in places.into_iter().filter(|seq| *seq < append.after) {
            let entry = self.log.event(&append.case, seq).await?;
            if let Some(entry) = entry.filter(|entry| is_of(entry, caller, append)) {
                return Ok(Some(same_or_reused(entry, append)));
            }
        }
        Ok(None)
    }

    /// Whether a later event has settled anew what this one would do to the participants. Events before the caller's
    /// cursor are read only where that matters.
    async fn is_superseded(
        &self,
        append: &Append,
        read: &Read,
        event: &Event,
    ) -> Result<bool, ApplicationError> {
        if read.entries.iter().any(|later| supersedes(&later.event, event)) {
            return Ok(true);
        }
        let mut from = event.seq;
        while participant_of(&event.body).is_some() && from < append.after {
            let page = self.log.after(&append.case, from, EARLIER_PAGE).await?;
            if page.entries.iter().any(|later| supersedes(&later.event, event)) {
                return Ok(true);
            }
            let Some(last) = page.entries.last().filter(|_| page.more) else { break };
            from = last.event.seq;
        }
        Ok(false)
    }

    async fn follow_up(&self, case: &CaseId, event: &Event) -> Result<(), ApplicationError> {
        match &event.body {
            Body::Withdrawn { of, .. } => self.log.take_text(case, *of).await?,
            Body::ParticipantAdded { user, name } => {
                let participant = Participant { user: user.clone(), name: name.clone() };
                self.log.add_participant(case, &participant).await?;
            }
            Body::ParticipantRemoved { user } => self.log.remove_participant(case, user).await?,
            _ => {}
        }
        Ok(())
    }
}

/// Whether a later event has settled anew what this one would do to the participants: a late retry must not let in
/// again whom someone has shown out.
fn supersedes(later: &Event, event: &Event) -> bool {
    let user = participant_of(&event.body);
    later.seq > event.seq && user.is_some() && participant_of(&later.body) == user
}

/// Whom an event lets in or shows out.
fn participant_of(body: &Body) -> Option<&UserId> {
    match body {
        Body::ParticipantAdded { user, .. } | Body::ParticipantRemoved { user } => Some(user),
        _ => None,
    }
}

/// The caller's event for this command, if it is there already; a refusal if the id was used for something else.
fn find(read: &Read, caller: &Caller, append: &Append) -> Option<Result<Entry, CommandError>> {
    let entry = read.entries.iter().find(|entry| is_of(entry, caller, append))?;
    Some(same_or_reused(entry.clone(), append))
}

fn is_of(entry: &Entry, caller: &Caller, append: &Append) -> bool {
    entry.event.id == append.id && entry.event.author.is(&caller.principal)
}

fn same_or_reused(entry: Entry, append: &Append) -> Result<Entry, CommandError> {
    let is_same = entry.event.digest == append.command.digest();
    if is_same { Ok(entry) } else { Err(CommandError::IdReused) }
}

fn next(case: &Case, caller: &Caller, append: &Append, decision: domain::Decision) -> Entry {
    let before = case.state.as_ref();
    let event = Event {
        seq: case.head.next(),
        prev_visible: before.map_or(Seq::NONE, |state| state.visible),
        at: caller.now,
        author: caller.principal.author(),
        id: append.id.clone(),
        digest: append.command.digest(),
        text: decision.text,
        body: decision.body,
    };
    let state = State::apply(before, &event);
    Entry { event, state }
}

/// Longer with each collision, and different for each command, so that two do not meet again.
fn jitter(id: &CommandId, collisions: u32) -> Duration {
    let mixed = id.as_str().bytes().fold(u64::from(collisions), |mixed, byte| {
        mixed.wrapping_mul(0x0100_0000_01b3) ^ u64::from(byte)
    });
    let most = 4_u64 << collisions.min(6);
    Duration::from_millis(mixed % most)
}
