//! Texts with their limits.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::Subject;
use crate::characters::{cleaned, cleaned_line, is_blank};
use crate::id::{Invalid, checked_string};

/// The longest message, in characters.
const TEXT_CHARS: usize = 4_000;
/// The longest name, in bytes.
const NAME_BYTES: usize = 40;

/// What a person or the assistant wrote: 1 to 4,000 characters, counted after cleaning, of which at least one is seen.
///
/// Every text enters here and is cleaned here: line breaks become `\n`, control characters and explicit directions are
/// removed. Where nothing is left to see the error is [`Invalid::BLANK`], where too much is left [`Invalid::TOO_LONG`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("minLength" = 1, "maxLength" = TEXT_CHARS, "pattern" = r"\S")),
    ts(as = "String")
)]
#[serde(try_from = "String", into = "String")]
pub struct Text(#[cfg_attr(feature = "schema", schemars(with = "String"))] Box<str>);

impl Text {
    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands where a row must have a text and its own was erased.
    pub fn erased() -> Self {
        Self("[erased]".into())
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

    /// Reads a text of a stored row: an older version let texts in that are refused as blank today, and they must not
    /// make their row unreadable. For `#[serde(deserialize_with)]`.
    ///
    /// # Errors
    /// The deserializer's, where the value is no string.
    pub fn stored<'de, D: Deserializer<'de>>(row: D) -> Result<Option<Self>, D::Error> {
        let raw = Option::<String>::deserialize(row)?;
        Ok(raw.and_then(|raw| raw.try_into().ok()))
    }
}

impl TryFrom<String> for Text {
    type Error = Invalid;
    fn try_from(value: String) -> Result<Self, Invalid> {
        let clean = cleaned(&value);
        if is_blank(&clean) {
            return Err(Invalid::BLANK);
        }
        let is_long = clean.len() > TEXT_CHARS && clean.chars().count() > TEXT_CHARS;
        if is_long { Err(Invalid::TOO_LONG) } else { Ok(Self(clean.into())) }
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

/// A subject is stored like other words, and taken out like them.
impl From<&Subject> for Text {
    fn from(subject: &Subject) -> Self {
        Self(subject.as_str().into())
    }
}

/// Message texts never reach a log, so not a debug print either.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

fn is_locale(value: &str) -> bool {
    (2..=16).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

checked_string!(
    /// A language tag such as `en` or `pt-BR`.
    Locale, is_locale, "^[A-Za-z0-9-]{2,16}$", "a language tag"
);

/// How a person is called: one line of 1 to 40 bytes, of which something is seen. It is cleaned like a [`Text`] and
/// never changes the direction of what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("minLength" = 1, "maxLength" = NAME_BYTES, "pattern" = r"\S")),
    ts(as = "String")
)]
#[serde(try_from = "String", into = "String")]
pub struct Name(#[cfg_attr(feature = "schema", schemars(with = "String"))] Box<str>);

impl Name {
    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The longest start of `raw` that is a name; none if there is nothing to show.
    pub fn shortened(raw: &str) -> Option<Self> {
        let clean = cleaned_line(raw);
        let mut end = clean.len().min(NAME_BYTES);
        while !clean.is_char_boundary(end) {
            end -= 1;
        }
        clean[..end].to_owned().try_into().ok()
    }

    /// Reads a name of a stored row; none where an older version let a blank one in.
    ///
    /// # Errors
    /// The deserializer's, where the value is no string.
    pub fn stored<'de, D: Deserializer<'de>>(row: D) -> Result<Option<Self>, D::Error> {
        let raw = Option::<String>::deserialize(row)?;
        Ok(raw.and_then(|raw| Self::shortened(&raw)))
    }
}

impl TryFrom<String> for Name {
    type Error = Invalid;
    fn try_from(value: String) -> Result<Self, Invalid> {
        let clean = cleaned_line(&value);
        match () {
            () if is_blank(&clean) => Err(Invalid::BLANK),
            () if clean.len() > NAME_BYTES => Err(Invalid { expected: "a name of 1 to 40 bytes" }),
            () => Ok(Self(clean.into())),
        }
    }
}

impl std::str::FromStr for Name {
    type Err = Invalid;
    fn from_str(value: &str) -> Result<Self, Invalid> {
        value.to_owned().try_into()
    }
}

impl From<Name> for String {
    fn from(value: Name) -> String {
        value.0.into()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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
    fn a_text_is_counted_after_cleaning() {
        let pasted = "a".repeat(4_000) + "\0\u{202e}\u{7f}";
        assert_eq!(pasted.parse::<Text>().unwrap().as_str().len(), 4_000);
        assert_eq!("a\r\n".repeat(2_000).parse::<Text>().unwrap().as_str().len(), 4_000);
    }

    #[test]
    fn why_a_text_is_refused_is_told_apart() {
        for blank in ["", " \n\t ", "\u{7}", "\u{200b}", "\u{2800}", "\u{ad}", "\u{3164}"] {
            assert_eq!(blank.parse::<Text>(), Err(Invalid::BLANK), "{}", blank.escape_unicode());
            assert_eq!(blank.parse::<Name>(), Err(Invalid::BLANK), "{}", blank.escape_unicode());
        }
        assert_eq!("é".repeat(4_001).parse::<Text>(), Err(Invalid::TOO_LONG));
    }

    #[test]
    fn what_is_typed_stays_as_it_was_typed() {
        for text in
            ["two\nlines", " > 5 &amp; <b>bold</b> &lt;3 ", "naïve ½ ﬁ Å \tx", "👨\u{200d}🚀"]
        {
            assert_eq!(text.parse::<Text>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn a_stored_text_that_is_blank_today_is_none_and_its_row_stays_readable() {
        #[derive(Deserialize)]
        struct Row {
            #[serde(default, deserialize_with = "Text::stored")]
            text: Option<Text>,
            #[serde(default, deserialize_with = "Name::stored")]
            name: Option<Name>,
        }
        let row = |raw: &str| serde_json::from_str::<Row>(raw).unwrap();
        let old = row("{\"text\":\"\u{200b}\",\"name\":\"\u{3164}\"}");
        assert!(old.text.is_none() && old.name.is_none());
        assert!(row("{}").text.is_none());
        let whole = row("{\"text\":\"hi\",\"name\":\"Ada\"}");
        assert_eq!((whole.text.unwrap().as_str(), whole.name.unwrap().as_str()), ("hi", "Ada"));
    }

    #[test]
    fn a_debug_print_never_shows_the_words() {
        assert_eq!(format!("{:?}", "secret".parse::<Text>().unwrap()), "Text(6 bytes)");
    }

    #[test]
    fn a_long_name_is_cut_at_a_character() {
        assert_eq!(Name::shortened(&"é".repeat(30)).unwrap().as_str(), "é".repeat(20));
        assert_eq!(Name::shortened("  "), None);
        assert_eq!(Name::shortened("Ada\u{202e}\nB\u{200f}").unwrap().as_str(), "Ada B");
        let cut = Name::shortened(&format!("{} b", "a".repeat(39))).unwrap();
        assert_eq!(cut.as_str(), "a".repeat(39), "no space at its end");
    }
}
