//! Keys of files. What an author uploads is in a partition of their own in each store; the message's case has a row for each
//! file, before its events, so that no message reads them; and a store's files that may have to go stand in order of time.

use domain::{FileId, FileKey, StoreId, Timestamp, UserId};

/// What somebody has uploaded in a store.
pub(crate) fn files(store: &StoreId, author: &UserId) -> String {
    format!("FILE#{store}#{author}")
}

/// The beginning of all rows of a case that name a file.
pub(crate) const ATTACHED: &str = "ATTACHED#";

/// Which event of a case has a file.
pub(crate) fn attached(file: &FileId) -> String {
    format!("{ATTACHED}{file}")
}

/// Behind all of them.
pub(crate) fn after_attached() -> String {
    format!("{ATTACHED}~")
}

/// The file of such a row.
pub(crate) fn attached_of(sk: &str) -> Option<FileId> {
    sk.strip_prefix(ATTACHED)?.parse().ok()
}

/// A store's files of which it is to be looked whether anybody needs them.
pub(crate) fn sweep(store: &StoreId) -> String {
    format!("SWEEP#{store}")
}

/// A file's place among them.
pub(crate) fn sweep_place(due: Timestamp, file: &FileKey) -> String {
    format!("{:014}#{}#{}", due.0.max(0), file.author, file.id)
}

/// Behind every file that is due at this time, before those that are not.
pub(crate) fn sweep_until(now: Timestamp) -> String {
    format!("{:014}~", now.0.max(0))
}

/// The time, the author and the id of a place.
pub(crate) fn sweep_parts(place: &str) -> Option<(Timestamp, UserId, FileId)> {
    let mut parts = place.split('#');
    let due = Timestamp(parts.next()?.parse().ok()?);
    Some((due, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// How many bytes a store's files have, beside its settings.
pub(crate) const STORAGE: &str = "STORAGE";

/// What is counted for the limit of an author's uploads.
pub(crate) const FILES: &str = "FILES";
