//! Keys of canned replies. Their partitions hold nothing else: a list is read whole.

use domain::{CannedReplyOwner, StoreId};

/// The canned replies of a store, or of one of its agents.
pub(crate) fn canned_replies(store: &StoreId, owner: &CannedReplyOwner) -> String {
    match owner {
        CannedReplyOwner::Store => format!("CANNED#{store}"),
        CannedReplyOwner::Agent(user) => format!("CANNED#{store}#{user}"),
    }
}
