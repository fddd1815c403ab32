//! What drafts and assistants' messages rest on, and why people are wanted or drafts are not.

use serde::{Deserialize, Serialize};

use crate::id::Invalid;
use crate::{AnswerId, Name, Timestamp};

/// An approved answer that a draft or an assistant's message rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Source {
    /// The answer in the knowledge base.
    pub answer: AnswerId,
    /// The question it answers.
    pub question: String,
    /// The passage used.
    pub quote: String,
    /// Who approved the answer last; none for the customer's eyes, and before anyone did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Name>,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_at: Option<Timestamp>,
}

impl Source {
    /// The source without what concerns the staff alone.
    #[must_use]
    pub fn for_customer(self) -> Self {
        Self { approved_by: None, approved_at: None, ..self }
    }
}

/// Why triage proposes a reply, in facts that an agent can check; never a bare percentage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Grounds {
    /// What the answer was found by.
    pub found_by: FoundBy,
    /// The start of an earlier question that was answered so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like: Option<String>,
    /// How often people have approved the answer.
    #[serde(default)]
    pub approvals: u32,
    /// Whether a language model has fitted the approved words to the conversation.
    #[serde(default, skip_serializing_if = "is_false")]
    pub adapted: bool,
    /// The sentences of the text, counted from 0, that no source supports.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsupported: Vec<u16>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
fn is_false(value: &bool) -> bool {
    !*value
}

/// What triage found an answer by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// The same words and shapes.
    #[default]
    Words,
    /// Words and meaning (embeddings).
    Meaning,
    /// Those, and a language model's choice among the nearest.
    Model,
}

/// Why a person is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum EscalationReason {
    /// The customer asked for one.
    CustomerAsked,
    /// Someone of the staff asked for a colleague.
    StaffAsked,
    /// The assistant's answer did not help.
    NotHelped,
    /// Triage knows no answer.
    NoAnswer,
    /// The store's rules say so.
    Policy,
    /// Triage failed; a dead model means a human queue.
    Failure,
}

/// Why a suggestion was not wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RejectionReason {
    /// It answers something else, or falsely.
    Wrong,
    /// It was right once.
    Outdated,
    /// Right, but not said like that.
    Tone,
    /// Right, but nobody asked.
    NotNeeded,
}

/// A customer's verdict, 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(type = "number"))]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8);

impl TryFrom<u8> for Score {
    type Error = Invalid;
    fn try_from(value: u8) -> Result<Self, Invalid> {
        if (1..=5).contains(&value) {
            Ok(Self(value))
        } else {
            Err(Invalid { expected: "a score of 1 to 5" })
        }
    }
}

impl From<Score> for u8 {
    fn from(value: Score) -> u8 {
        value.0
    }
}
