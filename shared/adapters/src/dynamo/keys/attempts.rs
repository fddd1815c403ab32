//! Keys of how often triage has begun with a message, and of what that has cost: rows of the message's case.

use domain::Seq;

pub(super) const ATTEMPTS: &str = "TRIAGE#";

/// Triage's attempts at a message.
pub(crate) fn attempts(seq: Seq) -> String {
    format!("{ATTEMPTS}{:012}", seq.get())
}

/// The message of a count of attempts; none for what a case's models have cost.
pub(super) fn attempts_seq(sk: &str) -> Option<Seq> {
    Seq::try_from(sk.strip_prefix(ATTEMPTS)?.parse::<u64>().ok()?).ok()
}

/// What language models have cost for a case, beside its attempts.
pub(crate) const COST: &str = "TRIAGE#COST";
