//! Targets and promises whose time is soon over, or is: what a case gets of it in its log.
//!
//! The head says whether a reply or the end is still owed. By when it is owed stands in the summary, which is believed only
//! where it is of that very head: one that is behind is waited for.

use adapters::dynamo::{Summary, Timer, TimerKind};
use domain::{Command, Entry, Seq, Status, TargetKind, Timestamp};

use super::Timers;
use crate::ApplicationError;

/// Seconds after which a timer looks again whose case's summary is behind its head.
const SOON: i64 = 60;

/// What has become of what was to be reached by a time.
enum Reached {
    /// It was, by then, or nobody waits for it any more.
    InTime,
    /// It was, afterwards.
    Late,
    /// Not yet.
    Not,
}

impl Timers {
    /// Notes in a case's log what the time of a target or a promise has brought; says of which kind that is, and whether it is
    /// there now.
    pub(super) async fn note_time(
        &self,
        timer: &Timer,
        head: &Entry,
        now: Timestamp,
    ) -> Result<(TimerKind, bool), ApplicationError> {
        let summary = self.cases.summaries.one(&timer.case).await?;
        let Some(summary) = summary.filter(|summary| summary.seq >= head.event.seq) else {
            let due = now.plus_seconds(SOON);
            self.rows.set(&Timer { due, ..timer.clone() }).await?;
            return Ok((timer.kind, false));
        };
        match timer.kind {
            TimerKind::Warn(target, due) | TimerKind::Miss(target, due) => {
                self.note_target(timer, (head, &summary), (target, due), now).await
            }
            _ => self.note_promise(timer, (head, &summary), now).await,
        }
    }

    async fn note_target(
        &self,
        timer: &Timer,
        (head, summary): (&Entry, &Summary),
        (target, due): (TargetKind, Timestamp),
        now: Timestamp,
    ) -> Result<(TimerKind, bool), ApplicationError> {
        let stands = match target {
            TargetKind::FirstReply => summary.reply_due,
            TargetKind::Resolution => summary.resolution_due,
        };
        // Another priority, or a new beginning, has set a timer of its own.
        if stands.is_none_or(|stands| stands.at != due) {
            return Ok((timer.kind, false));
        }
        let was_reached_late = match reached(target, due, head, summary) {
            Reached::InTime => return Ok((timer.kind, false)),
            Reached::Late => true,
            Reached::Not => false,
        };
        let missed = Timer { due, kind: TimerKind::Miss(target, due), ..timer.clone() };
        if now < due {
            let command = Command::WarnTarget { target, due };
            let is_warned = self.append(timer, head, command, now).await?;
            self.rows.set(&missed).await?;
            return Ok((timer.kind, is_warned));
        }
        let command = Command::MissTarget { target, due, was_reached_late };
        self.miss(&missed, head, command, now).await
    }

    async fn note_promise(
        &self,
        timer: &Timer,
        (head, summary): (&Entry, &Summary),
        now: Timestamp,
    ) -> Result<(TimerKind, bool), ApplicationError> {
        let stands = summary.promise.filter(|promise| promise.of == timer.seq);
        let Some(promise) = stands else { return Ok((timer.kind, false)) };
        let (of, by) = (promise.of, promise.by);
        let was_kept_late = !head.state.is_promise_open(of);
        if was_kept_late && promise.kept_at.is_none_or(|at| at <= by) {
            return Ok((timer.kind, false));
        }
        let command = Command::MissPromise { of, by, was_kept_late };
        self.miss(timer, head, command, now).await
    }

    /// Whoever is faster than this has reached it late: the next look finds that out.
    async fn miss(
        &self,
        timer: &Timer,
        head: &Entry,
        command: Command,
        now: Timestamp,
    ) -> Result<(TimerKind, bool), ApplicationError> {
        let is_missed = self.append(timer, head, command, now).await?;
        if !is_missed {
            let due = now.plus_seconds(SOON);
            self.rows.set(&Timer { due, ..timer.clone() }).await?;
        }
        Ok((timer.kind, is_missed))
    }
}

fn reached(target: TargetKind, due: Timestamp, head: &Entry, summary: &Summary) -> Reached {
    let state = &head.state;
    if state.awaits(target) {
        return Reached::Not;
    }
    let at = match target {
        TargetKind::FirstReply => summary.replied_at.filter(|_| state.person_seq > Seq::NONE),
        TargetKind::Resolution => Some(state.since).filter(|_| state.status == Status::Resolved),
    };
    if at.is_some_and(|at| at > due) { Reached::Late } else { Reached::InTime }
}
