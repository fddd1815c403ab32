//! Texts with their limits.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{Invalid, checked_string};

/// The longest message, in characters.
const TEXT_CHARS: usize = 4_000;

/// What a person or the assistant wrote: 1 to 4,000 characters, not only white space, no control characters but
/// line breaks and tabs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(as = "String"))]
#[serde(try_from = "String", into = "String")]
pub struct Text(#[cfg_attr(feature = "schema", schemars(with = "String"))] Box<str>);

impl Text {
    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first `chars` characters on one line, for lists.
    pub fn excerpt(&self, chars: usize) -> String {
        let mut line = self.0.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((cut, _)) = line.char_indices().nth(chars) {
            line.truncate(cut);
            line.push('…');
        }
        line
    }
}

impl TryFrom<String> for Text {
    type Error = Invalid;
    fn try_from(value: String) -> Result<Self, Invalid> {
        let is_blank = value.trim().is_empty();
        let is_long = value.len() > TEXT_CHARS && value.chars().count() > TEXT_CHARS;
        let has_controls =
            value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        if is_blank || is_long || has_controls {
            return Err(Invalid {
                expected: "a text of 1 to 4000 characters without control characters",
            });
        }
        Ok(Self(value.into()))
    }
}

impl std::str::FromStr for Text {
    type Err = Invalid;
    fn from_str(value: &str) -> Result<Self, Invalid> {
        value.to_owned().try_into()
    }
}

impl From<Text> for String {
    fn from(value: Text) -> String {
        value.0.into()
    }
}

/// Message texts never reach a log, so not a debug print either.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

fn is_name(value: &str) -> bool {
    (1..=40).contains(&value.len())
        && !value.trim().is_empty()
        && !value.chars().any(char::is_control)
}

fn is_locale(value: &str) -> bool {
    (2..=16).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

checked_string!(
    /// How a person is called, at most 40 bytes.
    Name, is_name, "a name of 1 to 40 bytes"
);
checked_string!(
    /// A language tag such as `en` or `pt-BR`.
    Locale, is_locale, "a language tag"
);

impl Name {
    /// The longest start of `raw` that is a name; none if there is nothing to show.
    pub fn shortened(raw: &str) -> Option<Self> {
        let clean: String = raw.chars().filter(|c| !c.is_control()).collect();
        let mut end = clean.len().min(40);
        while !clean.is_char_boundary(end) {
            end -= 1;
        }
        clean[..end].trim().to_owned().try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_counted_in_characters_not_bytes() {
        assert!("é".repeat(4_000).parse::<Text>().is_ok());
        assert!("é".repeat(4_001).parse::<Text>().is_err());
    }

    #[test]
    fn blank_and_control_characters_are_refused_but_line_breaks_are_not() {
        for wrong in ["", " \n\t ", "bell\u{7}", "nul\0"] {
            assert!(wrong.parse::<Text>().is_err());
        }
        assert!("two\nlines".parse::<Text>().is_ok());
    }

    #[test]
    fn a_debug_print_never_shows_the_words() {
        assert_eq!(format!("{:?}", "secret".parse::<Text>().unwrap()), "Text(6 bytes)");
    }

    #[test]
    fn a_long_name_is_cut_at_a_character() {
        assert_eq!(Name::shortened(&"é".repeat(30)).unwrap().as_str(), "é".repeat(20));
        assert_eq!(Name::shortened("  "), None);
    }
}
