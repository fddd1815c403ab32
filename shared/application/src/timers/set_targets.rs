//! Targets out of what the lists know of cases: by when each is due goes into its summary, and a timer is set for it.

use adapters::dynamo::{Summary, Timer, TimerKind};
use domain::{CaseId, Settings, TargetDue, TargetKind};

use super::Watched;
use crate::{ApplicationError, Batch, Projections, Rosters};

/// By when a case is due.
type Dues = (Option<TargetDue>, Option<TargetDue>);

impl Projections {
    /// Notes by when these batches' cases are due, where something has begun, come back or become more or less pressing, and
    /// sets timers for it. The stores' settings come with who is there to be told, so that they cost no read, and in stores
    /// without targets nothing is written. Repeating it changes nothing.
    pub async fn watch_targets(
        &self,
        batches: &[Batch],
        changed: &mut [Summary],
        rosters: &Rosters,
        watched: &mut Watched,
    ) {
        for batch in batches {
            let known = changed.iter_mut().find(|summary| summary.case == batch.case);
            let watch = self.watch_due(batch, known, rosters, watched);
            match Box::pin(watch).await {
                // Settings that can't be read are so the next time too.
                Err(error) if !error.is_unreadable() => {
                    watched.failed.insert(batch.case.clone());
                    watched.failure.get_or_insert(error);
                }
                _ => {}
            }
        }
    }

    async fn watch_due(
        &self,
        batch: &Batch,
        known: Option<&mut Summary>,
        rosters: &Rosters,
        watched: &mut Watched,
    ) -> Result<(), ApplicationError> {
        let Some(last) = batch.entries.last() else { return Ok(()) };
        let store = &last.state.store;
        if !rosters.contains_key(store) && !watched.desks.contains_key(store) {
            watched.desks.insert(store.clone(), self.listeners.agents_and_settings(store).await?);
        }
        let of_roster = rosters.get(store).map(|roster| &roster.settings);
        let Some(settings) = of_roster.or(watched.desks.get(store).map(|desk| &desk.settings))
        else {
            return Ok(());
        };
        match known {
            Some(summary) => self.set_targets(summary, settings).await,
            // The batch comes again: what of it was cut off last time is not known.
            None => self.renew_targets(&batch.case, settings).await,
        }
    }

    /// The same for a case by itself.
    ///
    /// # Errors
    /// [`ApplicationError`]: the same again finishes it.
    pub(crate) async fn renew_targets(
        &self,
        case: &CaseId,
        settings: &Settings,
    ) -> Result<(), ApplicationError> {
        match self.summaries.one(case).await? {
            Some(mut summary) => self.set_targets(&mut summary, settings).await,
            None => Ok(()),
        }
    }

    async fn set_targets(
        &self,
        summary: &mut Summary,
        settings: &Settings,
    ) -> Result<(), ApplicationError> {
        let (reply, resolution) = dues(summary, settings);
        let is_known = (summary.reply_due, summary.resolution_due) == (reply, resolution);
        if is_known {
            return Ok(());
        }
        // Timers first: whoever is cut off in between sets them again.
        for (kind, due, before) in [
            (TargetKind::FirstReply, reply, summary.reply_due),
            (TargetKind::Resolution, resolution, summary.resolution_due),
        ] {
            if let Some(due) = due.filter(|due| Some(*due) != before) {
                self.timers.set(&timer(summary, kind, due)).await?;
            }
        }
        self.summaries.note_targets(&summary.case, reply, resolution).await?;
        (summary.reply_due, summary.resolution_due) = (reply, resolution);
        Ok(())
    }
}

/// By when a case is due by these settings. What is reached keeps its time: a late timer asks whether it was reached in it.
fn dues(summary: &Summary, settings: &Settings) -> Dues {
    let state = &summary.state;
    let priority = state.precedence.priority;
    let due = |kind, since| settings.target_due(kind, priority, since);
    let reply = match state.awaits(TargetKind::FirstReply) {
        true => due(TargetKind::FirstReply, state.since),
        false => summary.reply_due,
    };
    let since = summary.work_since.filter(|_| state.awaits(TargetKind::Resolution));
    let resolution = match since {
        Some(since) => due(TargetKind::Resolution, since),
        None => summary.resolution_due,
    };
    (reply, resolution)
}

/// The timer of a target: for its warning, else for its time. The warning sets the one for the time.
fn timer(summary: &Summary, target: TargetKind, due: TargetDue) -> Timer {
    let (at, kind) = match due.warn_at {
        Some(warn_at) => (warn_at, TimerKind::Warn(target, due.at)),
        None => (due.at, TimerKind::Miss(target, due.at)),
    };
    let (store, case) = (summary.state.store.clone(), summary.case.clone());
    Timer { store, due: at, case, seq: summary.seq, kind }
}
