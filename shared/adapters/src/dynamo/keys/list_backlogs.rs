//! Keys of what a store's agents are still to be told of its lists.

use domain::StoreId;

/// What a store's agents are still to be told of its lists.
pub(crate) fn lists(store: &StoreId) -> String {
    format!("LISTS#{store}")
}

pub(crate) const BACKLOG: &str = "BACKLOG";
