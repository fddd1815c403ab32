//! What people's decisions count for an answer.

use std::sync::Arc;

use adapters::dynamo::{Held, TableError};
use domain::{AnswerId, CommandError, StoreId, Tally};

use super::Knowledge;
use crate::{ApplicationError, UseCaseError};

impl Knowledge {
    /// Counts events for an answer, each once, and gives it as it is then; `seen` is what was read of it before, if anything. An
    /// answer that is not there counts nothing, nor does one that a newer release
    /// has written: after a roll-back its events would come again until the stream drops them, and hold up all others.
    pub(super) async fn count(
        &self,
        store: &StoreId,
        answer: &AnswerId,
        events: &[(Tally, &str)],
        seen: Option<Arc<Held>>,
    ) -> Result<Option<Arc<Held>>, ApplicationError> {
        let step = |answer: &domain::Answer| {
            let counted = events.iter().fold(None, |counted: Option<domain::Answer>, event| {
                let so_far = counted.as_ref().unwrap_or(answer);
                so_far.counted(event.0, event.1).or(counted)
            });
            Ok(counted)
        };
        match self.rewrite_seen(store, answer, seen, step).await {
            Ok(held) => Ok(Some(held)),
            Err(UseCaseError::Refused(CommandError::NotFound)) => Ok(None),
            Err(UseCaseError::Refused(_)) => Err(ApplicationError::Contended),
            Err(UseCaseError::Failed(ApplicationError::Store(
                error @ TableError::Newer { .. },
            ))) => {
                (self.on_unreadable)(store, &error);
                Ok(None)
            }
            Err(UseCaseError::Failed(error)) => Err(error),
        }
    }
}

/// What it counts that a person sent a draft, as it was written or not, of which triage was sure or not. Where nobody knows
/// whether it was, it proves nothing.
pub(super) fn approval(as_written: bool, is_sure: Option<bool>) -> Tally {
    match (as_written, is_sure) {
        (true, Some(true)) => Tally::Approved,
        (true, _) => Tally::GuessApproved,
        (false, _) => Tally::Fitted,
    }
}

/// What it counts that a person found a draft wrong. Where nobody knows whether triage was sure of it, it was.
pub(super) fn rejection(is_sure: Option<bool>) -> Tally {
    if is_sure == Some(false) { Tally::GuessRejected } else { Tally::Rejected }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubt_whether_triage_was_sure_never_speaks_for_an_answer() {
        assert_eq!(approval(true, Some(true)), Tally::Approved);
        for unsure in [Some(false), None] {
            assert_eq!(approval(true, unsure), Tally::GuessApproved);
        }
        assert_eq!(approval(false, Some(true)), Tally::Fitted);
        assert_eq!(rejection(Some(false)), Tally::GuessRejected);
        assert_eq!([rejection(Some(true)), rejection(None)], [Tally::Rejected; 2]);
    }
}
