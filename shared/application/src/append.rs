//! The append: exactly once, with one read and one write.

use std::hash::Hasher as _;
use std::time::Duration;

use adapters::dynamo::{Put, Read};
use contract::Assignee;
use domain::{
    Body, Case, CaseId, Command, CommandError, CommandId, Entry, Event, Participant, Seq,
    StorePolicy, decide,
};
use fnv::FnvHasher;

use crate::files::ReservedFiles;
use crate::repeated::find;
use crate::taken::taken;
use crate::{ApplicationError, Caller, Cases, PushReport, UseCaseError};

/// How often a command is decided afresh after another event was faster.
const ATTEMPTS: u32 = 12;

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
    /// Nothing was written: this agent has got the case meanwhile.
    Taken(Assignee),
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
    pub pushes: PushReport,
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
        self.append_unless(None, caller, append).await
    }

    /// The same, decided over a read of the log from `after` on that was just made. What was written since is found as a
    /// collision.
    pub(crate) async fn append_to(
        &self,
        read: Read,
        caller: &Caller,
        append: &Append,
    ) -> Result<Outcome, ApplicationError> {
        let appended = self.append_or_refuse(None, Some(read), caller, append).await;
        appended.or_else(|error| error.into_refusal().map(Outcome::Refused))
    }

    /// The same; where `refusal` says why the command can't be done any more, only what has been done before is found.
    pub(crate) async fn append_unless(
        &self,
        refusal: Option<CommandError>,
        caller: &Caller,
        append: &Append,
    ) -> Result<Outcome, ApplicationError> {
        let appended = self.append_or_refuse(refusal, None, caller, append).await;
        appended.or_else(|error| error.into_refusal().map(Outcome::Refused))
    }

    async fn append_or_refuse(
        &self,
        refusal: Option<CommandError>,
        mut seen: Option<Read>,
        caller: &Caller,
        append: &Append,
    ) -> Result<Outcome, UseCaseError> {
        let mut reserved = ReservedFiles::default();
        for collisions in 0..ATTEMPTS {
            let looked = match seen.take() {
                Some(read) => self.look_at(read, refusal, caller, append, collisions).await,
                None => self.look(refusal, caller, append, collisions).await,
            };
            let (read, entry) = match looked {
                Ok(Look::Write { read, entry }) => (read, entry),
                Ok(Look::Done(outcome @ Outcome::Stored(_))) => return Ok(outcome),
                Ok(Look::Done(outcome)) => {
                    self.release_files(reserved).await?;
                    return Ok(outcome);
                }
                Err(UseCaseError::Refused(refusal)) => {
                    self.release_files(reserved).await?;
                    return Err(refusal.into());
                }
                Err(failed) => return Err(failed),
            };
            if let Command::Open { store, .. } = &append.command {
                self.admit_opening(caller, append, store).await?;
            }
            let has_files = match entry.event.files.is_empty() {
                true => true,
                false => self.reserve_files(caller, append, &entry, &mut reserved).await?,
            };
            if has_files && self.log.put(&append.case, &entry).await? == Put::Written {
                let stored = self.finish(caller, append, read, *entry, collisions).await?;
                return Ok(Outcome::Stored(Box::new(stored)));
            }
            tokio::time::sleep(jitter(append.id.as_str(), collisions)).await;
        }
        Err(ApplicationError::Contended.into())
    }

    async fn look(
        &self,
        refusal: Option<CommandError>,
        caller: &Caller,
        append: &Append,
        collisions: u32,
    ) -> Result<Look, UseCaseError> {
        let read = self.log.read(&append.case, append.after).await?;
        self.look_at(read, refusal, caller, append, collisions).await
    }

    async fn look_at(
        &self,
        mut read: Read,
        refusal: Option<CommandError>,
        caller: &Caller,
        append: &Append,
        collisions: u32,
    ) -> Result<Look, UseCaseError> {
        self.check_cursor(caller, append, &read).await?;
        if read.is_behind {
            // Who may read is decided at the head, not where this page ends.
            let Some(head) = self.readable(caller, &append.case).await? else {
                return Err(CommandError::NotFound.into());
            };
            read = self.skip_hidden(caller, &append.case, append.after, &head, read).await?;
            // From whom all of it was hidden, up to the newest page, has nothing to catch up with.
            if read.is_behind {
                return Ok(Look::Done(Outcome::Behind(read, Box::new(head))));
            }
        }
        let case = read.case();
        let policy = self.policy_for(&case, &append.command);
        let found = match find(&read, caller, append) {
            None => self.find_before_cursor(caller, append, &case).await?,
            found => found,
        };
        match found {
            Some(Ok(entry)) => {
                let stored = self.finish(caller, append, read, entry, collisions).await?;
                return Ok(Look::Done(Outcome::Stored(Box::new(stored))));
            }
            Some(Err(refusal)) => return Err(refusal.into()),
            None => {}
        }
        if let Some(refusal) = refusal {
            return Err(refusal.into());
        }
        let held = read.entries.first().map(|held| &held.state);
        let command = append.command.knowing(held);
        match decide(&case, policy, &caller.principal, &command, caller.now) {
            Err(CommandError::Taken) => Ok(Look::Done(taken(&read, &case))),
            Err(CommandError::NotFound) if self.has_lost_sight(caller, append, &read) => {
                Ok(Look::Done(taken(&read, &case)))
            }
            Err(refusal) => Err(refusal.into()),
            Ok(decision) => {
                let id = append.id.clone();
                let entry = decision.into_entry(&case, &caller.principal, &command, id, caller.now);
                let entry = Box::new(entry);
                Ok(Look::Write { read, entry })
            }
        }
    }

    /// What a store lays down: the case's, or for an opening that of the store asked.
    pub(crate) fn policy_for(&self, case: &Case, command: &Command) -> StorePolicy {
        match (&case.state, command) {
            (Some(state), _) => self.stores.policy(&state.store),
            (None, Command::Open { store, .. }) => self.stores.policy(store),
            (None, _) => StorePolicy::default(),
        }
    }

    /// A cursor is good when the log has that event; before an opening there is none. Who may not read the case
    /// learns nothing about its events.
    async fn check_cursor(
        &self,
        caller: &Caller,
        append: &Append,
        read: &Read,
    ) -> Result<(), UseCaseError> {
        let first = read.entries.first().map(|entry| entry.event.seq);
        let is_opening = matches!(append.command, Command::Open { .. });
        let is_known =
            if is_opening { append.after == Seq::NONE } else { first == Some(append.after) };
        if is_known {
            return Ok(());
        }
        let visible = self.readable(caller, &append.case).await?.is_some();
        Err(if visible { CommandError::UnknownCursor } else { CommandError::NotFound }.into())
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
        let pushes =
            self.broadcast(&append.case, &case, &entry.event, &read.listeners, caller).await;
        let is_missed =
            |other: &Entry| other.event.seq > append.after && other.event.seq != entry.event.seq;
        let missed = read.entries.into_iter().filter(is_missed).collect();
        Ok(Stored { entry, missed, case, collisions, pushes })
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

/// Longer with each collision, and different for each command or case, so that two do not meet again.
pub(crate) fn jitter(id: &str, collisions: u32) -> Duration {
    let mut hasher = FnvHasher::with_key(u64::from(collisions));
    hasher.write(id.as_bytes());
    let most = 4_u64 << collisions.min(6);
    Duration::from_millis(hasher.finish() % most)
}
