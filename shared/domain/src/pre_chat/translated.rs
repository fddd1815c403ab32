//! Words of a store in its customers' languages.

use serde::{Deserialize, Deserializer, Serialize};

use crate::Locale;
use crate::characters::{cleaned, is_blank};

/// The most languages beside the store's own.
const MOST_TRANSLATIONS: usize = 40;

/// Words in the store's own language, and in others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Translated {
    /// What is said where there is no translation.
    #[serde(deserialize_with = "cleaned_text")]
    pub text: String,
    /// What is said instead in other languages, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "cleaned_list")]
    #[cfg_attr(feature = "schema", schemars(length(max = MOST_TRANSLATIONS)))]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<Vec<Translation>>"))]
    pub translations: Vec<Translation>,
}

/// The same in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// The language; of a language without a region all regions get it.
    pub locale: Locale,
    /// The words.
    #[serde(deserialize_with = "cleaned_text")]
    pub text: String,
}

fn cleaned_text<'de, D: Deserializer<'de>>(text: D) -> Result<String, D::Error> {
    let text = String::deserialize(text)?;
    Ok(cleaned(&text).trim().to_owned())
}

/// Without those that say nothing.
fn cleaned_list<'de, D: Deserializer<'de>>(list: D) -> Result<Vec<Translation>, D::Error> {
    let list = Vec::<Translation>::deserialize(list)?;
    Ok(list.into_iter().filter(|translation| !is_blank(&translation.text)).collect())
}

impl Translated {
    /// Whether it says something, on one line or not, within so many characters in each language, of which each stands once.
    pub(super) fn is_within(&self, most: usize, is_line: bool) -> bool {
        let is_fit = |text: &str| {
            let is_short = !is_blank(text) && text.chars().count() <= most;
            is_short && !(is_line && text.contains('\n'))
        };
        let mut locales: Vec<String> =
            self.translations.iter().map(|one| one.locale.as_str().to_lowercase()).collect();
        locales.sort_unstable();
        let is_once = locales.windows(2).all(|pair| pair[0] != pair[1]);
        is_fit(&self.text)
            && is_once
            && self.translations.len() <= MOST_TRANSLATIONS
            && self.translations.iter().all(|translation| is_fit(&translation.text))
    }
}

impl From<&str> for Translated {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), translations: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Translated {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn words_are_cleaned_and_a_translation_that_says_nothing_is_none() {
        let words = read(
            r#"{"text":" Your\u0007 name ","translations":[{"locale":"de","text":"\u200b"},{"locale":"fr","text":" Nom "}]}"#,
        );
        assert_eq!(
            (words.text.as_str(), words.translations[0].text.as_str()),
            ("Your name", "Nom")
        );
        assert_eq!(words.translations.len(), 1);
    }

    #[test]
    fn each_language_stands_once_and_is_short_enough() {
        let twice = r#"{"text":"a","translations":[{"locale":"pt-br","text":"b"},{"locale":"pt-BR","text":"c"}]}"#;
        for (json, fits) in [
            (r#"{"text":"abcd"}"#, true),
            (r#"{"text":"abcde"}"#, false),
            (r#"{"text":" "}"#, false),
            (r#"{"text":"a\nb"}"#, false),
            (r#"{"text":"a","translations":[{"locale":"de","text":"abcde"}]}"#, false),
            (twice, false),
        ] {
            assert_eq!(read(json).is_within(4, true), fits, "{json}");
        }
        assert!(read(r#"{"text":"a\nb"}"#).is_within(4, false));
    }
}
