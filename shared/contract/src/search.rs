//! The documents of a search over a store's cases.

use domain::{Seq, Timestamp};
use serde::{Deserialize, Serialize};

use crate::CaseSummary;

/// A page of what a search has found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct SearchPage {
    /// The cases, opened last first.
    pub hits: Vec<SearchHit>,
    /// Asks for the next page; null on the last one. Opaque.
    pub next: Option<String>,
}

/// A case that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct SearchHit {
    /// The case as lists have it.
    pub case: CaseSummary,
    /// The event in which the words, or one of them, stand first.
    pub seq: Seq,
    /// When that was.
    pub at: Timestamp,
    /// What it says around them; empty where it has no words.
    pub excerpt: Vec<MarkedPart>,
    /// What the case is about; empty once erased.
    pub subject: Vec<MarkedPart>,
    /// What the customer is called; empty where that is not known.
    pub name: Vec<MarkedPart>,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct MarkedPart {
    /// Its characters.
    pub text: String,
    /// Whether they are what was looked for.
    pub is_hit: bool,
}
