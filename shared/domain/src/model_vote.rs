//! What a language model chose among the answers that it was offered.

use serde::{Deserialize, Serialize};

use crate::AnswerId;

/// What a language model chose among the answers that it was offered. Rows hold it as the nested option that it was in the
/// first release.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub enum ModelVote {
    /// None was asked.
    #[default]
    NotAsked,
    /// None of them.
    NoneFits,
    /// This one.
    For(AnswerId),
}

type Stored = Option<Option<AnswerId>>;

impl From<Stored> for ModelVote {
    fn from(stored: Stored) -> Self {
        match stored {
            None => Self::NotAsked,
            Some(None) => Self::NoneFits,
            Some(Some(answer)) => Self::For(answer),
        }
    }
}

impl From<ModelVote> for Stored {
    fn from(vote: ModelVote) -> Self {
        match vote {
            ModelVote::NotAsked => None,
            ModelVote::NoneFits => Some(None),
            ModelVote::For(answer) => Some(Some(answer)),
        }
    }
}
