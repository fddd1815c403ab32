//! What a store's leads settle by themselves, without a deployment: triage, languages, wording, hours, spend.

use serde::{Deserialize, Serialize};

use crate::{Locale, Text};

/// A store's settings. What is not set is as careful as can be: triage drafts, a person sends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What triage may do.
    pub triage: TriageMode,
    /// Words and topics that always go to a person, compared without case; at most 200.
    pub escalate_on: Vec<String>,
    /// The languages in which triage may speak; empty: any that an answer is written in.
    pub languages: Vec<Locale>,
    /// What the widget says before the customer has written; none: its own words.
    pub greeting: Option<Text>,
    /// When people answer; none: the store promises nothing.
    pub hours: Option<Hours>,
    /// What language models may cost a day, in US cents; beyond it triage works without them.
    pub model_cents_a_day: u32,
}

/// What triage may do in a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TriageMode {
    /// Nothing at all.
    Off,
    /// Draft replies for people.
    #[default]
    Suggest,
    /// Answer customers with what has earned it, else draft, else call a person.
    Answer,
}

/// When people answer, in the store's own time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// An IANA time zone such as `Europe/Berlin`.
    pub zone: String,
    /// From Monday to Sunday; none on a day without anybody.
    pub week: [Option<Shift>; 7],
}

/// A day's hours, in minutes since midnight; `until` is after `from` and at most 1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// The first minute.
    pub from: u16,
    /// The minute after the last.
    pub until: u16,
}
