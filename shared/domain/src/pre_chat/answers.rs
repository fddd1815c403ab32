//! What a customer answered before their first message, as they send it and as their case's first event keeps it.

use serde::{Deserialize, Serialize};

use super::{ConsentVersion, FieldId, FieldKind};
use crate::{Name, Text};

/// What a customer answers to what their store asks before the first message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PreChatReply {
    /// Each field once; those that are left empty are not there. What the store does not ask is not kept.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = super::MOST_FIELDS)))]
    pub answers: Vec<GivenAnswer>,
    /// Which version of the store's consent was agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(optional))]
    pub consent: Option<ConsentVersion>,
}

/// An answer as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct GivenAnswer {
    /// The field's id.
    pub field: FieldId,
    /// What was answered; of a choice its `text` in the store's own language.
    pub value: Text,
}

/// What was answered before the first message, and which words were agreed to with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(default)]
pub struct PreChatAnswers {
    /// In the order of the form; none once erased.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<Vec<PreChatAnswer>>"))]
    pub answers: Vec<PreChatAnswer>,
    /// The version of the store's consent that was agreed to, at the time of the event; none where none was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "ConsentVersion"), ts(optional))]
    pub consent: Option<ConsentVersion>,
}

/// An answer with its question, which the store may put otherwise by now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct PreChatAnswer {
    /// The field's id.
    pub field: FieldId,
    /// What it asked for.
    pub kind: FieldKind,
    /// What it was called, in the store's own language.
    pub label: String,
    /// What was answered.
    pub value: Text,
}

impl PreChatAnswers {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.consent.is_none()
    }

    /// What the customer calls themselves.
    pub fn name(&self) -> Option<Name> {
        let named = self.answers.iter().find(|answer| answer.kind == FieldKind::Name);
        named.and_then(|answer| Name::shortened(answer.value.as_str()))
    }

    /// What was agreed to is left, and that says nothing of anybody.
    pub fn erase(&mut self) {
        self.answers.clear();
    }
}
