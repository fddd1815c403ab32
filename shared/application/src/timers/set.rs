//! Timers out of events: what a case's log says is to be done later.

use adapters::dynamo::{Timer, TimerKind};
use domain::{Body, Entry};

use crate::summarize::promised;
use crate::{ApplicationError, Batch, Projections};

impl Projections {
    /// Sets the timers that a batch's events ask for, as far as they still hold behind its last one. Repeating it changes
    /// nothing that matters: a timer that was worked off is found not to hold.
    ///
    /// # Errors
    /// [`ApplicationError`]: the batch is to be delivered again.
    pub(crate) async fn set_timers(&self, batch: &Batch) -> Result<(), ApplicationError> {
        let Some(last) = batch.entries.last() else { return Ok(()) };
        for entry in &batch.entries {
            if let Some(timer) = timer_of(batch, entry, last) {
                self.timers.set(&timer).await?;
            }
        }
        Ok(())
    }
}

/// The timer that an event sets, where the case still wants it at its last event.
fn timer_of(batch: &Batch, entry: &Entry, last: &Entry) -> Option<Timer> {
    let (kind, due) = match entry.event.body {
        Body::Snoozed { until } if last.state.snoozed == Some(until) => {
            (TimerKind::Wake, until.ends()?)
        }
        Body::Scheduled { at, .. } if last.state.scheduled == entry.event.seq => {
            (TimerKind::Deliver, at)
        }
        Body::Promised { by } if holds(batch, entry, last) => (TimerKind::Promise, by),
        _ => return None,
    };
    let (store, case) = (entry.state.store.clone(), batch.case.clone());
    Some(Timer { store, due, case, seq: entry.event.seq, kind })
}

/// Whether a promise is the last one that a batch leaves, and nobody has replied since.
fn holds(batch: &Batch, entry: &Entry, last: &Entry) -> bool {
    let left = promised(batch).0.value().map(|(of, _)| *of);
    left == Some(entry.event.seq) && last.state.is_promise_open(entry.event.seq)
}
