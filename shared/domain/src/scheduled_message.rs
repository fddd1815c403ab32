//! A message that an agent has written for later. At most one of a case waits; a reply of a person, or the case's end, calls
//! it off.

use crate::decide::{check_guard, need};
use crate::decision::Decision;
use crate::snooze::is_within_a_year;
use crate::{Author, Body, CommandError, Guard, Principal, Seq, State, Status, Text, Timestamp};

/// When a message for later is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendAt {
    /// At this moment.
    Time(Timestamp),
    /// When the store opens next, which is at this moment by the hours of now.
    Opening(Timestamp),
}

impl SendAt {
    /// The moment.
    pub fn moment(self) -> Timestamp {
        match self {
            Self::Time(at) | Self::Opening(at) => at,
        }
    }

    /// The moment that its author has named; none where that is the store's opening.
    pub fn named(self) -> Option<Timestamp> {
        match self {
            Self::Time(at) => Some(at),
            Self::Opening(_) => None,
        }
    }
}

/// A message for later as the log holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduledMessage {
    /// Its place.
    pub seq: Seq,
    /// Who wrote it, and sends it.
    pub author: Author,
    /// What its author had read.
    pub answers: Seq,
    /// What it says.
    pub text: Text,
}

/// Only in a case that is not resolved, by somebody who has read all of it. It takes the place of an earlier one.
pub(crate) fn schedule(
    state: &State,
    principal: &Principal,
    text: &Text,
    guard: Guard,
    at: SendAt,
    now: Timestamp,
) -> Result<Decision, CommandError> {
    need(state.status != Status::Resolved && is_within_a_year(at.moment(), now))?;
    check_guard(state, principal, guard)?;
    let answers = guard.answers().unwrap_or(Seq::NONE);
    let is_at_opening = at.named().is_none();
    let body = Body::Scheduled { answers, at: at.moment(), is_at_opening };
    Decision::saying(text.clone(), body)
}

pub(crate) fn cancel(state: &State, of: Seq) -> Result<Decision, CommandError> {
    check_scheduled(state, of)?;
    Decision::wordless(Body::ScheduleCancelled { of })
}

/// Sent once, and only as long as nobody has called it off.
pub(crate) fn deliver(
    state: &State,
    scheduled: &ScheduledMessage,
) -> Result<Decision, CommandError> {
    check_scheduled(state, scheduled.seq)?;
    let answers = Some(scheduled.answers).filter(|seq| seq.is_some());
    Decision::saying(scheduled.text.clone(), Body::Message { answers, sources: Vec::new() })
}

fn check_scheduled(state: &State, of: Seq) -> Result<(), CommandError> {
    let is_waiting = of.is_some() && state.scheduled == of;
    if is_waiting { Ok(()) } else { Err(CommandError::AlreadyDecided) }
}
