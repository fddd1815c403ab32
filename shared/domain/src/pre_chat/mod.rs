//! What a store asks, and what it has agreed to, before a customer's first message: its form, its consent, and what they
//! answered.

mod answers;
mod check;
mod translated;

use serde::{Deserialize, Serialize};

use crate::Digest;
use crate::id::checked_string;

pub use answers::{GivenAnswer, PreChatAnswer, PreChatAnswers, PreChatReply};
pub use translated::{Translated, Translation};

/// The most fields: whoever wants help is not to fill in a questionnaire.
const MOST_FIELDS: usize = 8;
/// The most that can be chosen from, and the fewest.
const CHOICES: std::ops::RangeInclusive<usize> = 2..=20;
/// Characters of a label and of what can be chosen, at most.
const LONGEST_LABEL: usize = 80;
/// Characters of an answer, at most, and where a store says nothing.
const LONGEST_ANSWER: u16 = 500;
const USUAL_ANSWER: u16 = 200;
/// Characters of what is agreed to, at most.
const LONGEST_CONSENT: usize = 1_000;
/// Characters of what whoever declines can do instead, at most.
const LONGEST_CONTACT: usize = 300;
/// Bytes of all of it with its translations: it comes with each visitor's first request, and each opening reads it.
const MOST_BYTES: usize = 16 * 1024;

/// What a customer is asked before their first message. Nothing, unless a store's leads have set it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct PreChat {
    /// The fields of the form in their order; at most 8.
    #[cfg_attr(feature = "schema", schemars(length(max = MOST_FIELDS)))]
    pub fields: Vec<PreChatField>,
    /// What is agreed to before anything is stored; none: nothing has to be.
    pub consent: Option<Consent>,
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PreChatField {
    /// By which an answer names it.
    pub id: FieldId,
    /// What is asked for.
    pub kind: FieldKind,
    /// What it is called.
    pub label: Translated,
    /// Whether there is no chat without an answer.
    #[serde(default)]
    pub required: bool,
    /// The fewest characters of an answer.
    #[serde(default = "fewest")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = LONGEST_ANSWER)))]
    pub min_length: u16,
    /// The most characters of an answer.
    #[serde(default = "most")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = LONGEST_ANSWER)))]
    pub max_length: u16,
    /// What can be chosen, where that is asked for: 2 to 20. The answer is the `text` of what was.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = *CHOICES.end())))]
    pub choices: Vec<Translated>,
}

fn fewest() -> u16 {
    1
}

fn most() -> u16 {
    USUAL_ANSWER
}

/// What a field asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// What the customer is called, which the case then says of whoever has no name of their shop's.
    Name,
    /// Their e-mail address.
    Email,
    /// The number of their order.
    OrderNumber,
    /// Words.
    Text,
    /// One of some things.
    Choice,
}

fn is_field_id(value: &str) -> bool {
    (1..=32).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase() || b == b'_')
}

checked_string!(
    /// The name of a field in its store's form: 1 to 32 lower-case letters, digits and `_`.
    FieldId, is_field_id, "^[0-9a-z_]{1,32}$", "the id of a field: 1 to 32 lower-case letters, digits and _"
);

/// What a customer agrees to before anything is stored of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The words that are agreed to. The store's privacy notice (`appearance.privacy`) is linked beside them.
    pub text: Translated,
    /// What whoever declines can do instead, such as how they reach the shop; none: the widget's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(optional))]
    pub contact: Option<Translated>,
}

checked_string!(
    /// Which words were agreed to: a hash of them in all their languages, and of the address of the privacy notice.
    ConsentVersion, |v| v.len() == 16 && v.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)), "^[0-9A-Za-z_-]{16}$", "the version of a consent: 16 characters"
);

impl Consent {
    /// Its version: other words, or another privacy notice, are agreed to anew.
    pub fn version(&self, privacy: Option<&str>) -> ConsentVersion {
        let content = serde_json::json!(["consent", self.text, privacy]);
        ConsentVersion(Digest::of(&content.to_string()).as_str().into())
    }
}

impl PreChat {
    /// Whether nothing is asked.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A form with one field of each kind, and a consent.
    pub(crate) fn whole() -> PreChat {
        let choices = ["Return", "Other"].map(Translated::from);
        let field = |id: &str, kind, required| PreChatField {
            id: id.parse().unwrap(),
            kind,
            label: id.into(),
            required,
            min_length: 1,
            max_length: 40,
            choices: if kind == FieldKind::Choice { choices.to_vec() } else { Vec::new() },
        };
        PreChat {
            fields: vec![
                field("name", FieldKind::Name, true),
                field("email", FieldKind::Email, true),
                field("order", FieldKind::OrderNumber, false),
                field("about", FieldKind::Choice, false),
                field("more", FieldKind::Text, false),
            ],
            consent: Some(Consent { text: "We keep what you write.".into(), contact: None }),
        }
    }

    #[test]
    fn other_words_or_another_notice_are_another_version() {
        let consent = whole().consent.unwrap();
        let version = consent.version(Some("https://shop.example/privacy"));
        assert_eq!(version.as_str().parse::<ConsentVersion>().unwrap(), version);
        assert_ne!(version, consent.version(Some("https://shop.example/other")));
        let mut translated = consent.clone();
        translated.text.translations.push(Translation {
            locale: "de".parse().unwrap(),
            text: "Wir speichern, was Sie schreiben.".to_owned(),
        });
        assert_ne!(version, translated.version(Some("https://shop.example/privacy")));
        let reached = Consent { contact: Some("Call us.".into()), ..consent };
        assert_eq!(version, reached.version(Some("https://shop.example/privacy")));
    }

    #[test]
    fn a_form_reads_back_and_what_is_left_out_has_its_usual_value() {
        let written = serde_json::to_string(&whole()).unwrap();
        assert_eq!(serde_json::from_str::<PreChat>(&written).unwrap(), whole());
        let short = r#"{"id":"name","kind":"name","label":{"text":" Your\u202e name "}}"#;
        let field: PreChatField = serde_json::from_str(short).unwrap();
        assert_eq!((field.label.text.as_str(), field.required), ("Your name", false));
        assert_eq!((field.min_length, field.max_length), (1, USUAL_ANSWER));
        for wrong in [
            r#"{"fields":[{"id":"Name","kind":"name","label":{"text":"x"}}]}"#,
            r#"{"fields":[{"id":"name","kind":"phone","label":{"text":"x"}}]}"#,
            r#"{"fields":[{"id":"name","kind":"name","label":"x"}]}"#,
            r#"{"title":"x"}"#,
        ] {
            assert!(serde_json::from_str::<PreChat>(wrong).is_err(), "{wrong}");
        }
    }
}
