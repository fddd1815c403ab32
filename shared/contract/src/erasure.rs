//! The documents of erasures: what a lead asks for, and how far it has got.

use domain::{CommandId, Erasure, ErasureStep, ErasureSubject, Name, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// Asks that the words and names of a case or of a customer be erased. It can't be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ErasureRequest {
    /// The client's id for the command; repeating it begins nothing new.
    pub id: CommandId,
    /// What is to be erased.
    pub subject: ErasureSubject,
}

/// An erasure, and how far it has got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct ErasureView {
    /// The id of the command that asked for it.
    pub id: CommandId,
    /// When that was.
    pub at: Timestamp,
    /// Who asked for it; null where it is by the store's own rule.
    pub by: Option<UserId>,
    /// What they were called then.
    pub by_name: Option<Name>,
    /// What is erased.
    pub subject: ErasureSubject,
    /// Where it stands.
    pub step: ErasureStep,
    /// How many cases were erased so far.
    pub cases: u32,
    /// How many answers of the knowledge base went with them, since they said word for word what was written there.
    pub answers: u32,
}

/// A store's erasures, newest first: those under way, and those of the last 30 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct ErasureList {
    /// They.
    pub erasures: Vec<ErasureView>,
}

impl From<Erasure> for ErasureView {
    fn from(erasure: Erasure) -> Self {
        let Erasure { id, at, by, by_name, subject, progress } = erasure;
        let of_page = progress.answers.len().try_into().unwrap_or(u32::MAX);
        let answers = progress.answers_before.saturating_add(of_page);
        let (step, cases) = (progress.step, progress.cases);
        Self { id, at, by, by_name, subject, step, cases, answers }
    }
}
