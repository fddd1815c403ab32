//! Keys of a store's directory, in the store's own partition: `AGENT#` < `GROUPS` < `SETTINGS` < `STAFF#`, so that one
//! Query finds who is there, what is set, and who may do what. How busy agents are, and how far cases were given out,
//! has a partition of its own: *message* and *history* put rows there, and none beside a store's settings.

use domain::{CommandId, StoreId, Timestamp, UserId};

/// A store's groups.
pub(crate) const GROUPS: &str = "GROUPS";
/// Where the last pass over a store's waiting cases has stopped.
pub(crate) const ROUTED: &str = "ROUTED";
pub(crate) const STAFF: &str = "STAFF#";
pub(crate) const WORK: &str = "WORK#";

/// What a store's directory knows of an agent.
pub(crate) fn staff(user: &UserId) -> String {
    format!("{STAFF}{user}")
}

/// Whose entry of the directory a row is.
pub(crate) fn staff_of(sk: &str) -> Option<UserId> {
    sk.strip_prefix(STAFF)?.parse().ok()
}

/// Behind every agent's entry.
pub(crate) fn after_staff() -> String {
    format!("{STAFF}~")
}

/// The places for cases that a store's agents have taken, a row each.
pub(crate) fn workloads(store: &StoreId) -> String {
    format!("{WORK}{store}")
}

/// The store of a partition.
pub(crate) fn store_of(pk: &str) -> Option<StoreId> {
    pk.strip_prefix("STORE#")?.parse().ok()
}

/// Who changed what in a store's directory.
pub(crate) fn audit(store: &StoreId) -> String {
    format!("AUDIT#{store}")
}

/// A total order of changes by time.
pub(crate) fn audited(at: Timestamp, id: &CommandId) -> String {
    format!("{:014}#{id}", at.0.max(0))
}
