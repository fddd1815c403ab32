//! The list of the notes that have called an agent.

use domain::{CaseId, Name, Seq, Text, Timestamp};
use serde::{Deserialize, Serialize};

/// A note that mentions the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct MentionView {
    /// In which case.
    pub case: CaseId,
    /// The note's place in its log.
    pub seq: Seq,
    /// When it was written, in milliseconds since 1970.
    pub at: Timestamp,
    /// What its author is called.
    pub by: Option<Name>,
    /// What it says; null once it was deleted.
    pub text: Option<Text>,
    /// What the case is about.
    pub subject: Option<String>,
    /// Whether the caller has marked it as read.
    pub read: bool,
}

/// A part of the list, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct MentionPage {
    /// The notes of the last 90 days in cases that the caller may read.
    pub mentions: Vec<MentionView>,
    /// How many are not read, up to 100.
    pub unread: u32,
    /// Where the next page starts; null where this is the last.
    pub next: Option<String>,
}

/// Marks as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct MentionsRead {
    /// All that were written up to this time, in milliseconds since 1970. What was marked once stays so.
    pub until: Timestamp,
}
