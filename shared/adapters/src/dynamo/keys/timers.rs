//! Keys of timers: a partition for each store, in order of the time at which they are due, so that one Query finds what is
//! due and what a late run has left.

use domain::{CaseId, Seq, StoreId, Timestamp, UserId};

/// A store's timers.
pub(crate) fn timers(store: &StoreId) -> String {
    format!("DUE#{store}")
}

/// A timer's place: when it is due, of which case, and the event that has set it.
pub(crate) fn timer(due: Timestamp, case: &CaseId, seq: Seq) -> String {
    format!("{:014}#{case}#{:012}", due.0.max(0), seq.get())
}

/// The place of a timer of a target, of which an event may set several for the same moment. A release that does not know them
/// finds the parts of another timer in it, and no kind that it knows.
pub(crate) fn target_timer(due: Timestamp, case: &CaseId, seq: Seq, letters: &str) -> String {
    format!("{}#{letters}", timer(due, case, seq))
}

/// The parts of such a place.
pub(crate) fn timer_parts(place: &str) -> Option<(Timestamp, CaseId, Seq)> {
    let mut parts = place.split('#');
    let due = Timestamp(parts.next()?.parse().ok()?);
    let case = parts.next()?.parse().ok()?;
    Some((due, case, Seq::try_from(parts.next()?.parse::<u64>().ok()?).ok()?))
}

const CLAIMED: &str = "CLAIM";

/// A visitor's place among timers, of whom something may turn up that was claimed.
pub(crate) fn claim_look(due: Timestamp, visitor: &UserId) -> String {
    format!("{:014}#{CLAIMED}#{visitor}", due.0.max(0))
}

/// The time and the visitor of such a place.
pub(crate) fn claim_look_parts(place: &str) -> Option<(Timestamp, UserId)> {
    let mut parts = place.split('#');
    let due = Timestamp(parts.next()?.parse().ok()?);
    let visitor = parts.next().filter(|name| *name == CLAIMED).and_then(|_| parts.next())?;
    Some((due, visitor.parse().ok()?))
}

/// Who a visitor was found to be.
pub(crate) fn claim(visitor: &UserId) -> String {
    format!("CLAIM#{visitor}")
}

/// Behind every timer that is due at this time, before those that are not.
pub(crate) fn timers_until(now: Timestamp) -> String {
    format!("{:014}~", now.0.max(0))
}
