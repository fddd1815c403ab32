//! Keys of saved views. Their partitions hold nothing else: a list is read whole.

use domain::{SavedViewOwner, StoreId};

/// The saved views of a store, or of one of its agents.
pub(crate) fn saved_views(store: &StoreId, owner: &SavedViewOwner) -> String {
    match owner {
        SavedViewOwner::Store => format!("SAVED#{store}"),
        SavedViewOwner::Agent(user) => format!("SAVED#{store}#{user}"),
    }
}
