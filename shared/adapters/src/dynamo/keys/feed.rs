//! Keys of a store's feed: what happened there, in order of time, and how far it was carried.

use domain::{CaseId, Seq, StoreId, Timestamp};

use super::super::places::{is_seq, is_time};

/// What happened in a store, in order of time.
pub(crate) fn feed(store: &StoreId) -> String {
    format!("FEED#{store}")
}

/// A place in a feed: a time, and whose event it is. Programs name it in URLs.
pub(crate) fn feed_place(at: Timestamp, case: &CaseId, seq: Seq) -> String {
    format!("{:014}.{case}.{:012}", at.0.max(0), seq.get())
}

/// Whose event is at a place of a feed.
pub(crate) fn fed(place: &str) -> Option<(CaseId, Seq)> {
    let mut parts = place.split('.');
    let (time, case, seq) = (parts.next()?, parts.next()?, parts.next()?);
    let is_whole = is_time(time) && is_seq(seq) && parts.next().is_none();
    let seq: u64 = seq.parse().ok().filter(|_| is_whole)?;
    Some((case.parse().ok()?, seq.try_into().ok()?))
}

/// The time of a place of a feed.
pub(crate) fn fed_at(place: &str) -> Timestamp {
    Timestamp(place.split('.').next().and_then(|time| time.parse().ok()).unwrap_or_default())
}

/// Behind a place of a feed, before every later one.
pub(crate) fn behind(place: &str) -> String {
    format!("{place}!")
}

/// Before every place of this time.
pub(crate) fn feed_until(at: Timestamp) -> String {
    format!("{:014}", at.0.max(0))
}

/// How far a feed was carried, behind all its places.
pub(crate) const DELIVERED: &str = "DELIVERED";
