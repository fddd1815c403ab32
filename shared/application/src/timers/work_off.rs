//! Timers that are due: each asks its case's head whether it still holds, does its work, and only then goes.

use adapters::dynamo::{Timer, TimerKind};
use domain::{Command, CommandId, Entry, Snooze, Timestamp};
use futures_util::stream::{self, StreamExt as _};

use super::{TimerReport, Timers};
use crate::routing::system;
use crate::{Append, ApplicationError, Outcome};

/// Timers that are worked off at the same time.
const AT_ONCE: usize = 8;

/// What became of a timer.
enum Worked {
    Woken,
    /// The case has gone on: nothing was to be done.
    Dropped,
}

impl Timers {
    pub(super) async fn work_off(
        &self,
        timers: &[Timer],
        now: Timestamp,
        report: &mut TimerReport,
    ) -> Result<(), ApplicationError> {
        let worked = stream::iter(timers).map(|timer| self.work_off_one(timer, now));
        let mut worked = worked.buffered(AT_ONCE);
        while let Some(worked) = worked.next().await {
            match worked {
                Ok(Worked::Woken) => report.woken += 1,
                Ok(Worked::Dropped) => report.dropped += 1,
                Err(error) if error.is_of_one_case() => report.failed += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn work_off_one(
        &self,
        timer: &Timer,
        now: Timestamp,
    ) -> Result<Worked, ApplicationError> {
        let newest = self.cases.log.before(&timer.case, None, 1).await?;
        let worked = match newest.entries.first() {
            Some(head) => self.act(timer, head, now).await?,
            None => Worked::Dropped,
        };
        // Behind its work: whoever is cut off in between finds the work done.
        self.rows.remove(timer).await?;
        Ok(worked)
    }

    async fn act(
        &self,
        timer: &Timer,
        head: &Entry,
        now: Timestamp,
    ) -> Result<Worked, ApplicationError> {
        match timer.kind {
            TimerKind::Wake => {
                let ended = Some(Snooze::Until(timer.due));
                if head.state.snoozed != ended {
                    return Ok(Worked::Dropped);
                }
                let command = Command::Wake { ended };
                self.append(timer, head, "wake", command, now).await
            }
        }
    }

    async fn append(
        &self,
        timer: &Timer,
        head: &Entry,
        what: &str,
        command: Command,
        now: Timestamp,
    ) -> Result<Worked, ApplicationError> {
        let (case, id, after) = (timer.case.clone(), command_id(what, timer), head.event.seq);
        let append = Append { case, id, after, command };
        match self.cases.append(&system(&timer.store, now), &append).await? {
            Outcome::Stored(_) => Ok(Worked::Woken),
            // Somebody was faster than this run.
            Outcome::Refused(_) | Outcome::Taken(_) => Ok(Worked::Dropped),
            Outcome::Behind(..) => Err(ApplicationError::Contended),
        }
    }
}

/// The id of what a timer does, by the event that has set it: whoever does it does it once.
fn command_id(what: &str, timer: &Timer) -> CommandId {
    let id = format!("{what}-{:05}", timer.seq.get());
    id.try_into().unwrap_or_else(|_| unreachable!("a word and a number of at most twelve digits"))
}
