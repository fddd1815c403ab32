//! What the staff call a case: a subject in a few words, and tags by which it is found.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::characters::{cleaned_line, is_blank, is_mark};
use crate::id::{Invalid, checked_string};

/// Characters of a subject, at most.
const SUBJECT_CHARS: usize = 120;
/// Characters of a tag, at most.
const TAG_CHARS: usize = 32;

/// What a case is about: one line of at most 120 characters, of which something is seen.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("minLength" = 1, "maxLength" = SUBJECT_CHARS, "pattern" = r"\S")),
    ts(as = "String")
)]
#[serde(try_from = "String", into = "String")]
pub struct Subject(#[cfg_attr(feature = "schema", schemars(with = "String"))] Box<str>);

impl Subject {
    /// The subject as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Subject {
    type Error = Invalid;
    fn try_from(value: String) -> Result<Self, Invalid> {
        let clean = cleaned_line(&value);
        match () {
            () if is_blank(&clean) => Err(Invalid::BLANK),
            () if clean.chars().count() > SUBJECT_CHARS => {
                Err(Invalid { expected: "a subject of at most 120 characters" })
            }
            () => Ok(Self(clean.into())),
        }
    }
}

impl std::str::FromStr for Subject {
    type Err = Invalid;
    fn from_str(value: &str) -> Result<Self, Invalid> {
        value.to_owned().try_into()
    }
}

impl From<Subject> for String {
    fn from(value: Subject) -> String {
        value.0.into()
    }
}

/// It may hold what a customer wrote: never in a debug print.
impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subject({} bytes)", self.0.len())
    }
}

/// Letters of any script but capitals, digits, `-` and `_`; marks behind a letter.
fn is_tag(value: &str) -> bool {
    let is_part =
        |c: char| c.is_alphanumeric() && c.to_lowercase().eq([c]) || matches!(c, '-' | '_');
    let starts = value.chars().next().is_some_and(is_part);
    starts && value.chars().count() <= TAG_CHARS && value.chars().all(|c| is_part(c) || is_mark(c))
}

checked_string!(
    /// A word that cases are found by: 1 to 32 lower-case letters, digits, `-` and `_`.
    Tag, is_tag, r"^[^\s\x00-\x2c./:-^`{-\x7f]{1,32}$", "a tag: 1 to 32 lower-case letters, digits, - and _"
);

/// Some tags, each once: no more than a case may have.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("maxItems" = TagList::MOST)),
    ts(as = "Vec<Tag>")
)]
#[serde(try_from = "Vec<Tag>", into = "Vec<Tag>")]
pub struct TagList(#[cfg_attr(feature = "schema", schemars(with = "Vec<Tag>"))] Vec<Tag>);

impl TagList {
    /// The most tags that a case has.
    pub const MOST: usize = 10;

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Tag> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is one of them.
    pub fn has(&self, tag: &Tag) -> bool {
        self.0.contains(tag)
    }
}

impl TryFrom<Vec<Tag>> for TagList {
    type Error = Invalid;
    fn try_from(tags: Vec<Tag>) -> Result<Self, Invalid> {
        let mut unique: Vec<Tag> = Vec::new();
        for tag in tags {
            if !unique.contains(&tag) {
                unique.push(tag);
            }
        }
        let is_long = unique.len() > Self::MOST;
        if is_long { Err(Invalid { expected: "at most 10 tags" }) } else { Ok(Self(unique)) }
    }
}

impl From<TagList> for Vec<Tag> {
    fn from(list: TagList) -> Vec<Tag> {
        list.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_a_word_of_any_script_in_lower_case() {
        for tag in
            ["refund", "vip-2026", "rückgabe", "返品", "возврат", "वापसी", "מהיר", "a_b", "7"]
        {
            assert!(tag.parse::<Tag>().is_ok(), "{tag}");
        }
        let long = "a".repeat(33);
        for wrong in ["", "Refund", "two words", "a,b", "#vip", "É", "\u{301}a", "a\u{200b}", &long]
        {
            assert!(wrong.parse::<Tag>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_list_of_tags_holds_each_once_and_no_more_than_a_case_has() {
        let list = |count: usize| -> Result<TagList, Invalid> {
            let tags: Vec<Tag> = (0..count).map(|n| format!("t{n}").parse().unwrap()).collect();
            tags.try_into()
        };
        assert!(list(10).is_ok() && list(11).is_err());
        let twice: TagList = serde_json::from_str(r#"["a","b","a"]"#).unwrap();
        assert_eq!(serde_json::to_string(&twice).unwrap(), r#"["a","b"]"#);
    }

    #[test]
    fn a_subject_is_one_line_and_never_printed() {
        let subject: Subject = " Broken\nlamp\u{202e} ".parse().unwrap();
        assert_eq!(
            (subject.as_str(), format!("{subject:?}").as_str()),
            ("Broken lamp", "Subject(11 bytes)")
        );
        assert!("é".repeat(120).parse::<Subject>().is_ok());
        assert!("é".repeat(121).parse::<Subject>().is_err());
        assert_eq!(" \u{200b}".parse::<Subject>(), Err(Invalid::BLANK));
    }
}
