//! Why there is no answer of a model.

use language::drafting::DraftError;

use super::Usage;

/// A call without an answer that can be used, and what it cost all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelError {
    /// Why.
    pub reason: Reason,
    /// What it cost.
    pub usage: Usage,
}

/// Why a call failed. Its print is a code without words of anyone: it may be logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// No model is configured.
    #[error("no_model")]
    NoModel,
    /// It failed several times in a row and is left alone for a while.
    #[error("resting")]
    Resting,
    /// It did not answer in time.
    #[error("slow")]
    Slow,
    /// It could not be reached, or hung up.
    #[error("connection")]
    Connection,
    /// It refused, or failed on its side.
    #[error("status_{0}")]
    Status(u16),
    /// Its key could not be had.
    #[error("key")]
    Key,
    /// Its answer is not of the API's form.
    #[error("form")]
    Form,
    /// What it said can't be believed.
    #[error("refused_{0}")]
    Refused(DraftError),
    /// Its vectors can't be used.
    #[error("vector_{0}")]
    Vector(VectorError),
}

/// Why vectors can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VectorError {
    /// Not one for each text.
    #[error("count")]
    Count,
    /// Not of the configured length.
    #[error("length")]
    Length,
    /// With numbers that are none.
    #[error("not_finite")]
    NotFinite,
    /// Without a direction.
    #[error("zero")]
    Zero,
}

impl Reason {
    /// Whether asking once more may help: the provider was overloaded, restarting, or out of reach for a moment.
    pub(super) fn is_passing(self) -> bool {
        matches!(self, Reason::Connection | Reason::Status(408 | 409 | 425 | 429 | 500..=599))
    }
}

impl From<Reason> for ModelError {
    fn from(reason: Reason) -> Self {
        Self { reason, usage: Usage::default() }
    }
}

impl std::fmt::Display for ModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.reason.fmt(f)
    }
}

impl std::error::Error for ModelError {}
