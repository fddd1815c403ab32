//! What is wrong with a frame or a document, by a stable code.

use std::borrow::Cow;

use domain::{CommandId, Invalid, Placeholder};
use serde_json::Value;

use crate::Code;

/// A frame that could not be understood, with what could be saved of it for the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// Which kind of mistake.
    pub code: Code,
    /// What is wrong, for a developer to read. It never repeats the text of a message.
    pub message: String,
    /// The command's id, where one could be read.
    pub id: Option<CommandId>,
}

impl Malformed {
    /// What is wrong with a document, from serde's error.
    pub fn of(error: &serde_json::Error) -> Self {
        let message = without_position(error);
        let is = |invalid: &Invalid| message.starts_with(&invalid.to_string());
        let (code, message) = match () {
            () if is(&Invalid::BLANK) => {
                return Self::blank_text();
            }
            () if is(&Invalid::TOO_LONG) => {
                (Code::TooLong, "A text has at most 4000 characters.".to_owned())
            }
            () if is(&Invalid::UNKNOWN_PLACEHOLDER) => {
                let known = Placeholder::ALL.map(|known| format!("{{{{{}}}}}", known.name()));
                let message =
                    format!("A canned reply may have the placeholders {}.", known.join(", "));
                (Code::UnknownPlaceholder, message)
            }
            () => (Code::BadFrame, message),
        };
        Self { code, message, id: None }
    }

    /// Nothing would be seen of a text.
    pub(crate) fn blank_text() -> Self {
        let message = "A text needs something to see in it.".to_owned();
        Self { code: Code::BlankText, message, id: None }
    }

    /// Saves what the answer needs of a frame that is wrong elsewhere.
    pub(crate) fn explain(self, frame: &Value) -> Self {
        let Value::Object(fields) = frame else {
            let message = "A frame is a JSON object with an `action`.".to_owned();
            return Self { code: Code::BadFrame, message, id: None };
        };
        let field = |name: &str| fields.get(name).and_then(Value::as_str);
        let id = field("id").and_then(|id| id.parse().ok());
        let is_unknown = field("action")
            .is_some_and(|action| self.message.starts_with(&format!("unknown variant `{action}`")));
        if is_unknown {
            let message = "There is no such action.".to_owned();
            return Self { code: Code::UnknownAction, message, id };
        }
        Self { id, ..self }
    }
}

/// JSON in which half a surrogate pair is the replacement character. Browsers cut an emoji in two at a field's limit, and
/// escape the half; no parser reads it, so the message could never be sent.
pub(crate) fn well_formed(raw: &str) -> Cow<'_, str> {
    if !raw.contains("\\u") {
        return Cow::Borrowed(raw);
    }
    let mut formed = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        formed.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match (unit(rest), rest.get(6..).and_then(unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                formed.push_str("\\ufffd");
                rest = &rest[6..];
                continue;
            }
            // The character behind a backslash belongs to it: a backslash there begins no escape.
            _ => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
        formed.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    formed.push_str(rest);
    Cow::Owned(formed)
}

/// The UTF-16 unit that an escape at the start of the text stands for.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(())?;
    u16::from_str_radix(digits, 16).ok()
}

/// serde's sentence without "at line 1 column 42": a client made the frame with a serializer, it has no lines.
fn without_position(error: &serde_json::Error) -> String {
    let sentence = error.to_string();
    sentence.split(" at line ").next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_pair_is_replaced_and_all_else_stays() {
        for (raw, expected) in [
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\\\uD83D!""#, r#""\\\ufffd!""#),
            (r#""\u00e9 é \n""#, r#""\u00e9 é \n""#),
            (r#""\u12"#, r#""\u12"#),
            ("\\u\\", "\\u\\"),
        ] {
            assert_eq!(well_formed(raw), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_parses_stays_as_it_is(text in "\\PC{0,20}", ascii in "[\\\\u0-9a-fD\"n]{0,30}") {
            let raw = serde_json::to_string(&(text, &ascii)).unwrap();
            proptest::prop_assert_eq!(well_formed(&raw), raw.as_str());
            let _ = well_formed(&ascii);
        }
    }
}
