//! Timers that are due: each asks its case's head whether it still holds, does its work, and only then goes.

use adapters::dynamo::{Timer, TimerKind};
use domain::{Body, Command, CommandId, Entry, ScheduledMessage, Snooze, TargetKind, Timestamp};
use futures_util::stream::{self, StreamExt as _};

use super::{TimerReport, Timers};
use crate::routing::system;
use crate::{Append, ApplicationError, Outcome};

/// Timers that are worked off at the same time.
const AT_ONCE: usize = 8;

/// What is to be done for a timer.
pub(super) enum Due {
    /// This, by the system.
    Command(Box<Command>),
    /// Nothing: the case has gone on.
    Nothing,
    /// The same again, at this moment.
    Later(Timestamp),
}

impl Timers {
    pub(super) async fn work_off(
        &self,
        timers: Vec<Timer>,
        now: Timestamp,
        report: &mut TimerReport,
    ) -> Result<(), ApplicationError> {
        let worked = stream::iter(timers).map(|timer| self.work_off_one(timer, now));
        let mut worked = worked.buffered(AT_ONCE);
        while let Some(worked) = worked.next().await {
            match worked {
                Ok((TimerKind::Wake, true)) => report.woken += 1,
                Ok((TimerKind::Deliver, true)) => report.sent += 1,
                Ok((TimerKind::Remind, true)) => report.reminded += 1,
                Ok((TimerKind::Close, true)) => report.closed += 1,
                Ok((TimerKind::Warn(..), true)) => report.warned += 1,
                Ok((TimerKind::Miss(..) | TimerKind::Promise, true)) => report.missed += 1,
                Ok((_, false)) => report.dropped += 1,
                Err(error) if error.is_of_one_case() => report.failed += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Works off a timer; says whether anything came of it, and of which kind that was.
    async fn work_off_one(
        &self,
        timer: Timer,
        now: Timestamp,
    ) -> Result<(TimerKind, bool), ApplicationError> {
        let newest = self.cases.log.before(&timer.case, None, 1).await?;
        let done = match newest.entries.first() {
            Some(head) => self.act(&timer, head, now).await?,
            None => (timer.kind, false),
        };
        // Behind its work: whoever is cut off in between finds the work done.
        self.rows.remove(&timer).await?;
        Ok(done)
    }

    async fn act(
        &self,
        timer: &Timer,
        head: &Entry,
        now: Timestamp,
    ) -> Result<(TimerKind, bool), ApplicationError> {
        let due = match timer.kind {
            TimerKind::Warn(..) | TimerKind::Miss(..) | TimerKind::Promise => {
                return self.note_time(timer, head, now).await;
            }
            TimerKind::Wake => wake(timer, head),
            TimerKind::Deliver => self.deliver(timer, head, now).await?,
            TimerKind::Remind | TimerKind::Close => self.end_silence(timer, head, now).await?,
        };
        let is_done = match due {
            Due::Nothing => false,
            Due::Later(due) => {
                self.rows.set(&Timer { due, ..timer.clone() }).await?;
                false
            }
            Due::Command(command) => self.append(timer, head, *command, now).await?,
        };
        Ok((timer.kind, is_done))
    }

    /// Sends a message for later, unless a person has answered, the case was closed, or its author has thought better of it.
    /// One for the store's opening waits on where the hours have changed meanwhile.
    async fn deliver(
        &self,
        timer: &Timer,
        head: &Entry,
        now: Timestamp,
    ) -> Result<Due, ApplicationError> {
        if head.state.scheduled != timer.seq {
            return Ok(Due::Nothing);
        }
        let Some(entry) = self.cases.log.event(&timer.case, timer.seq).await? else {
            return Ok(Due::Nothing);
        };
        let event = entry.event;
        let (Body::Scheduled { answers, is_at_opening, .. }, Some(text)) = (event.body, event.text)
        else {
            return Ok(Due::Nothing);
        };
        if is_at_opening {
            let hours = self.cases.settings.get(&timer.store).await?.hours;
            if let Some(opening) = hours.and_then(|hours| hours.next_opening(now))
                && opening > now
            {
                return Ok(Due::Later(opening));
            }
        }
        let scheduled = ScheduledMessage { seq: timer.seq, author: event.author, answers, text };
        Ok(Due::Command(Box::new(Command::Deliver { scheduled })))
    }

    pub(super) async fn append(
        &self,
        timer: &Timer,
        head: &Entry,
        command: Command,
        now: Timestamp,
    ) -> Result<bool, ApplicationError> {
        // What moves nothing in the state that would refuse a second one is looked for from the event that has set its timer.
        let is_about_silence = matches!(timer.kind, TimerKind::Remind | TimerKind::Close);
        let is_about_time =
            matches!(timer.kind, TimerKind::Warn(..) | TimerKind::Miss(..) | TimerKind::Promise);
        let after = if is_about_silence || is_about_time { timer.seq } else { head.event.seq };
        let (case, id) = (timer.case.clone(), command_id(timer));
        let mut append = Append { case, id, after, command };
        let caller = system(&timer.store, now);
        let mut outcome = self.cases.append(&caller, &append).await?;
        if is_about_time && matches!(outcome, Outcome::Behind(..)) {
            // Too much has happened since to be read at once.
            append.after = head.event.seq;
            outcome = self.cases.append(&caller, &append).await?;
        }
        match outcome {
            Outcome::Stored(_) => Ok(true),
            // Somebody was faster than this run.
            Outcome::Refused(_) | Outcome::Taken(_) => Ok(false),
            // So much has happened since that nobody is silent.
            Outcome::Behind(..) if is_about_silence => Ok(false),
            Outcome::Behind(..) => Err(ApplicationError::Contended),
        }
    }
}

fn wake(timer: &Timer, head: &Entry) -> Due {
    let ended = Some(Snooze::Until(timer.due));
    let is_over = head.state.snoozed == ended;
    if is_over { Due::Command(Box::new(Command::Wake { ended })) } else { Due::Nothing }
}

/// The id of what a timer does, by the event that has set it: whoever does it does it once.
fn command_id(timer: &Timer) -> CommandId {
    // Of a target by its time: where another priority gives it another one, it may be warned of and missed anew.
    let what = match timer.kind {
        TimerKind::Warn(target, due) => return target_id("warn", target, due),
        TimerKind::Miss(target, due) => return target_id("miss", target, due),
        TimerKind::Promise => "promise",
        TimerKind::Wake => "wake",
        TimerKind::Deliver => "later",
        TimerKind::Remind => "remind",
        TimerKind::Close => "close",
    };
    let id = format!("{what}-{:05}", timer.seq.get());
    id.try_into().unwrap_or_else(|_| unreachable!("a word and a number of at most twelve digits"))
}

fn target_id(what: &str, target: TargetKind, due: Timestamp) -> CommandId {
    let of = match target {
        TargetKind::FirstReply => "reply",
        TargetKind::Resolution => "resolution",
    };
    let id = format!("{what}-{of}-{:014}", due.0.max(0));
    id.try_into().unwrap_or_else(|_| unreachable!("two words and a number of fourteen digits"))
}
