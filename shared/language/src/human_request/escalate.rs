//! The words after which a store wants a person, whatever triage knows.

use crate::text::{fold, folded_words, is_unspaced};

/// A store's own words and phrases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EscalateWords {
    phrases: Vec<Vec<String>>,
    /// Those in scripts without spaces.
    unspaced: Vec<String>,
}

impl EscalateWords {
    /// These words; one of several words counts where they follow each other.
    pub fn new(phrases: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let folded = phrases.into_iter().map(|phrase| folded_words(phrase.as_ref()));
        let phrases: Vec<_> = folded.filter(|phrase| !phrase.is_empty()).collect();
        let unspaced = phrases.iter().map(|phrase| phrase.concat());
        let unspaced = unspaced.filter(|whole| whole.chars().all(is_unspaced)).collect();
        Self { phrases, unspaced }
    }

    /// Whether one of them is in the text: whole words, in whatever case, width or accents. Scripts without spaces
    /// know no whole words: there it counts anywhere.
    pub fn matches(&self, text: &str) -> bool {
        !self.phrases.is_empty() && self.match_folded(&FoldedText::of(text))
    }

    /// The same in a text that is folded once for many of these.
    pub(crate) fn match_folded(&self, FoldedText { words, folded }: &FoldedText) -> bool {
        let follows =
            |phrase: &Vec<String>| words.windows(phrase.len()).any(|window| window == phrase);
        let is_within = |whole: &String| folded.contains(whole);
        self.phrases.iter().any(follows) || self.unspaced.iter().any(is_within)
    }
}

/// A text as it is compared, whole and word by word.
pub(crate) struct FoldedText {
    words: Vec<String>,
    folded: String,
}

impl FoldedText {
    pub(crate) fn of(text: &str) -> Self {
        Self { words: folded_words(text), folded: fold(text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stores_words_count_as_whole_words_in_any_case_and_width() {
        let words = EscalateWords::new(["Anwalt", "legal action", "弁護士", "Hautausschlag"]);
        for text in [
            "Mein ANWALT meldet sich.",
            "I will take legal\naction!",
            "ｌｅｇａｌ ａｃｔｉｏｎ",
            "明日弁護士に相談します",
            "Ich habe hautausschlag bekommen",
        ] {
            assert!(words.matches(text), "{text}");
        }
        for text in ["Anwaltschaft", "legal paper for an action figure", "弁当はありますか", ""]
        {
            assert!(!words.matches(text), "{text}");
        }
    }

    #[test]
    fn a_store_without_words_is_never_matched() {
        assert!(!EscalateWords::new(["", " - "]).matches("anything at all"));
    }
}
