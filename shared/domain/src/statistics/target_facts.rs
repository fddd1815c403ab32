//! Whether one case reached its store's targets in time.

use serde::{Deserialize, Serialize};

use crate::{Body, Entry, Settings, Status, TargetKind, Timestamp};

/// What became of a target of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TargetOutcome {
    /// It was reached in time.
    #[serde(rename = "m")]
    Met,
    /// Its time was over first. That stays so, whatever happens later.
    #[serde(rename = "l")]
    Missed,
}

/// One target of a case. The short names are the stored form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct TargetFact {
    /// By when it is to be reached; none where it is not owed, or the store has no such target.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    due: Option<Timestamp>,
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    outcome: Option<TargetOutcome>,
}

/// What became of a case's targets. By when they are due the log does not say: it follows from what its store had set when the
/// events were counted, and is kept. The short names are the stored form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TargetFacts {
    #[serde(rename = "f", default)]
    first_reply: TargetFact,
    #[serde(rename = "r", default)]
    resolution: TargetFact,
    /// Since when the time until its end counts: it was opened, or came back; none while it is resolved.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    since: Option<Timestamp>,
}

impl TargetFacts {
    /// What became of a target; none while it is open, and where the case has none.
    pub fn outcome(&self, kind: TargetKind) -> Option<TargetOutcome> {
        match kind {
            TargetKind::FirstReply => self.first_reply.outcome,
            TargetKind::Resolution => self.resolution.outcome,
        }
    }

    /// Takes in one event more. What it reaches is judged by the time that stood before it.
    pub(super) fn note(&mut self, entry: &Entry, is_first_reply: bool, settings: &Settings) {
        let (at, state) = (entry.event.at, &entry.state);
        let is_resolved = state.status == Status::Resolved;
        if is_first_reply {
            self.first_reply.reach(at);
        }
        match self.since {
            Some(_) if is_resolved => {
                self.resolution.reach(at);
                self.since = None;
            }
            None if !is_resolved => {
                self.resolution.begin();
                self.since = Some(at);
            }
            _ => {}
        }
        // Whoever says so has seen the time that was told to the staff.
        match entry.event.body {
            Body::TargetMissed { target: TargetKind::FirstReply, .. } => self.first_reply.miss(),
            Body::TargetMissed { target: TargetKind::Resolution, .. } => self.resolution.miss(),
            _ => {}
        }
        let due = |kind, since| {
            let since = Option::filter(since, |_| state.awaits(kind));
            Some(settings.target_due(kind, state.precedence.priority, since?)?.at)
        };
        self.first_reply.due = due(TargetKind::FirstReply, Some(state.since));
        self.resolution.due = due(TargetKind::Resolution, self.since);
    }
}

impl TargetFact {
    /// It is reached now; whether in time shows where it was owed.
    fn reach(&mut self, at: Timestamp) {
        let Some(due) = self.due else { return };
        let outcome = if at <= due { TargetOutcome::Met } else { TargetOutcome::Missed };
        self.outcome.get_or_insert(outcome);
    }

    /// Its time begins, perhaps anew: what was met then is to be met again.
    fn begin(&mut self) {
        self.outcome = self.outcome.filter(|outcome| *outcome == TargetOutcome::Missed);
    }

    fn miss(&mut self) {
        self.outcome = Some(TargetOutcome::Missed);
    }
}
