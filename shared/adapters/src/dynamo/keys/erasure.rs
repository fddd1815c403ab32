//! Keys of what is erased: the erasures of a store, and where words of a case are found outside it.

use domain::{AnswerId, CaseId, CommandId, StoreId, UserId};

const ERASURES: &str = "ERASURE#";

/// What of a store is to be erased.
pub(crate) fn erasures(store: &StoreId) -> String {
    format!("{ERASURES}{store}")
}

/// The store of such a partition.
pub(crate) fn erasures_of(pk: &str) -> Option<StoreId> {
    pk.strip_prefix(ERASURES)?.parse().ok()
}

/// What somebody has asked for by this command; nobody: the store's own rule.
pub(crate) fn erasure(by: Option<&UserId>, id: &CommandId) -> String {
    format!("{ERASURES}{}#{id}", by.map_or("RULE", UserId::as_str))
}

/// Up to when a store's resolved cases are gone by its own rule.
pub(crate) fn retention(store: &StoreId) -> String {
    format!("RETENTION#{store}")
}

/// What of a case is to be learned, an example for each of its events.
pub(crate) fn examples_of_case(case: &CaseId) -> String {
    format!("EVENT#{case}#")
}

/// An answer's own questions, an example for each.
pub(crate) fn curated_examples(answer: &AnswerId) -> String {
    format!("TAUGHT#{answer}#")
}

/// In which case an open question was asked first.
pub(crate) fn question_case(name: &str) -> Option<CaseId> {
    name.split('#').next()?.parse().ok()
}
