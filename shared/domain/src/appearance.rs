//! How a store's chat looks: its name, logo and colour, what it offers to ask, and where its privacy notice is.

use regex_lite::Regex;
use serde::{Deserialize, Deserializer, Serialize};

use crate::Name;
use crate::characters::{cleaned_line, is_blank};

/// The most questions that are offered, and the most characters of one: each is a button of a small window.
const MOST_STARTERS: usize = 5;
const LONGEST_STARTER: usize = 80;
/// The longest address of a privacy notice.
const LONGEST_ADDRESS: usize = 500;
/// The longest logo: it comes with each visitor's first request. About 9 KiB of picture.
const LONGEST_LOGO: usize = 12_000;
/// `#rrggbb`.
const ACCENT_PATTERN: &str = "^#[0-9A-Fa-f]{6}$";
/// Pictures that hold nothing but pixels.
const LOGO_PATTERN: &str = "^data:image/(png|webp|jpeg);base64,[0-9A-Za-z+/=]+$";
/// A host, and nothing that a link in a page would misread.
const ADDRESS_PATTERN: &str = r"^https://[!$-.0-;=A-\[\]_a-z~]+([/?#][!#-;=?-\[\]_a-z~]*)?$";

/// How a store's chat looks to visitors. What is not set is the widget's own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Appearance {
    /// What the chat is called; none: "Support" in the visitor's language.
    pub name: Option<Name>,
    /// A small picture as a `data:` URL: PNG, WebP or JPEG, at most 12,000 characters.
    #[cfg_attr(feature = "schema", schemars(extend("maxLength" = LONGEST_LOGO, "pattern" = LOGO_PATTERN)))]
    pub logo: Option<String>,
    /// The colour of buttons and of the visitor's own words, `#rrggbb`. Words on it are kept readable.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = ACCENT_PATTERN)))]
    pub accent: Option<String>,
    /// Questions to begin with, at most 5 of 80 characters; empty: the widget's own.
    #[serde(deserialize_with = "cleaned_starters")]
    #[cfg_attr(feature = "schema", schemars(length(max = MOST_STARTERS), inner(length(max = LONGEST_STARTER))))]
    pub starters: Vec<String>,
    /// The address of the privacy notice, with `https`.
    #[cfg_attr(feature = "schema", schemars(extend("maxLength" = LONGEST_ADDRESS, "pattern" = ADDRESS_PATTERN)))]
    pub privacy: Option<String>,
}

/// Each starter cleaned to one line, without those of which nothing is left to see.
fn cleaned_starters<'de, D: Deserializer<'de>>(starters: D) -> Result<Vec<String>, D::Error> {
    let starters = Vec::<String>::deserialize(starters)?;
    let clean = starters.iter().map(|starter| cleaned_line(starter));
    Ok(clean.filter(|starter| !is_blank(starter)).collect())
}

impl Appearance {
    /// Whether nothing is set.
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// What is wrong with it, a sentence each.
    pub(crate) fn mistakes(&self) -> Vec<String> {
        let is_short = |starter: &String| starter.chars().count() <= LONGEST_STARTER;
        let rules = [
            (
                self.accent.as_deref().is_none_or(|accent| matches(ACCENT_PATTERN, accent)),
                "`accent` is a colour like #005f78.".to_owned(),
            ),
            (
                self.logo
                    .as_deref()
                    .is_none_or(|logo| logo.len() <= LONGEST_LOGO && matches(LOGO_PATTERN, logo)),
                format!(
                    "`logo` is a `data:` URL of a PNG, WebP or JPEG, in base64, with at most {LONGEST_LOGO} characters."
                ),
            ),
            (
                self.starters.len() <= MOST_STARTERS && self.starters.iter().all(is_short),
                format!(
                    "`starters` has at most {MOST_STARTERS} questions of {LONGEST_STARTER} characters."
                ),
            ),
            (
                self.privacy.as_deref().is_none_or(|address| {
                    address.len() <= LONGEST_ADDRESS && matches(ADDRESS_PATTERN, address)
                }),
                format!(
                    "`privacy` is an address with https and at most {LONGEST_ADDRESS} characters."
                ),
            ),
        ];
        rules.into_iter().filter(|(holds, _)| !holds).map(|(_, sentence)| sentence).collect()
    }
}

/// Whether the text has the form that the description of the API gives for it.
fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(json: &str) -> usize {
        serde_json::from_str::<Appearance>(json).unwrap().mistakes().len()
    }

    #[test]
    fn a_logo_is_a_small_picture_and_nothing_else() {
        assert_eq!(mistakes(r#"{"logo":"data:image/png;base64,iVBORw0KGgo="}"#), 0);
        for wrong in [
            "",
            "https://shop.example/logo.png",
            "data:image/svg+xml;base64,PHN2Zz4=",
            "data:text/html;base64,PGI+",
            "data:image/png;base64,",
            "data:image/png;base64,a b",
            "data:image/png,abc",
        ] {
            assert_eq!(mistakes(&serde_json::json!({ "logo": wrong }).to_string()), 1, "{wrong}");
        }
        let long = format!("data:image/png;base64,{}", "A".repeat(LONGEST_LOGO));
        assert_eq!(mistakes(&serde_json::json!({ "logo": long }).to_string()), 1);
    }

    #[test]
    fn a_colour_has_six_digits() {
        assert_eq!(mistakes(r##"{"accent":"#7A1f3d"}"##), 0);
        for wrong in ["", "red", "#fff", "#12345g", "7a1f3d", "#7a1f3d;", "#7a1f3\u{e9}"] {
            assert_eq!(mistakes(&serde_json::json!({ "accent": wrong }).to_string()), 1, "{wrong}");
        }
    }

    #[test]
    fn a_privacy_notice_is_reached_over_https() {
        assert_eq!(mistakes(r#"{"privacy":"https://shop.example/privacy?lang=en#chat"}"#), 0);
        for wrong in [
            "",
            "https://",
            "http://shop.example/privacy",
            "javascript:alert(1)",
            "https:///path",
            "https://shop.example@evil.example/",
            "https://shop.example/a b",
            "https://shop.example/\"x",
        ] {
            assert_eq!(
                mistakes(&serde_json::json!({ "privacy": wrong }).to_string()),
                1,
                "{wrong}"
            );
        }
    }

    #[test]
    fn starters_are_few_short_lines() {
        let cleaned: Appearance =
            serde_json::from_str(r#"{"starters":[" Where is\u202e it? ","\u200b",""]}"#).unwrap();
        assert_eq!(cleaned.starters, ["Where is it?"]);
        assert_eq!(mistakes(r#"{"starters":["a","b","c","d","e"]}"#), 0);
        assert_eq!(mistakes(r#"{"starters":["a","b","c","d","e","f"]}"#), 1);
        let long = serde_json::json!({ "starters": ["a".repeat(LONGEST_STARTER + 1)] });
        assert_eq!(mistakes(&long.to_string()), 1);
    }
}
