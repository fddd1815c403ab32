//! Keys of the notes that have called an agent: a partition for each agent of a store, in order of time.

use domain::{StoreId, Timestamp, UserId};

/// What has called an agent in a store. Each place is that of a case's event in a list: see `recipient`.
pub(crate) fn mentions(store: &StoreId, agent: &UserId) -> String {
    format!("MENTION#{store}#{agent}")
}

/// Up to when an agent has read them, behind all of them.
pub(crate) const MENTIONS_READ: &str = "READ";

/// Before every mention of a later time, behind those of this one.
pub(crate) fn mentions_until(at: Timestamp) -> String {
    format!("{:014}~", at.0.max(0))
}

/// Behind every mention, before what says how far they were read.
pub(crate) const AFTER_MENTIONS: &str = ":";
