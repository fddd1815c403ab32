//! Words of a table as they are compared: whole, by their beginning, or with a slip of the pen.

use crate::Language;
use crate::detection::is_common;
use crate::text::{Word, fold, folded_words};

/// Letters from which on one slip is forgiven, and two.
const ONE_SLIP: usize = 5;
const TWO_SLIPS: usize = 11;
/// Words of their own that are a slip away from one of a table.
const OTHER_WORDS: [&str; 26] = [
    "contract",
    "contracts",
    "react",
    "teach",
    "beach",
    "parts",
    "woman",
    "spare",
    "persona",
    "parler",
    "parlor",
    "operated",
    "operates",
    "talent",
    "urgent",
    "agenda",
    "argent",
    "menschlich",
    "message",
    "massage",
    "messages",
    "change",
    "charge",
    "support",
    "supports",
    "hablan",
];

/// Sequences of words, separated by `|`.
pub(super) fn sequences(list: &str) -> Vec<Vec<String>> {
    list.split('|').map(folded_words).filter(|words| !words.is_empty()).collect()
}

/// Whether a word is another one, or what becomes of it by a slip of the pen behind its first letter.
pub(super) fn is_like(word: &str, meant: &str) -> bool {
    if word == meant {
        return true;
    }
    // The cheapest comparison first: most words begin with another letter.
    if word.chars().next() != meant.chars().next() {
        return false;
    }
    let length = meant.chars().count();
    let slips = match length {
        TWO_SLIPS.. => 2,
        ONE_SLIP.. => 1,
        _ => return false,
    };
    word.chars().count().abs_diff(length) <= slips
        && !is_common(word)
        && !OTHER_WORDS.contains(&word)
        && strsim::osa_distance(word, meant) <= slips
}

/// Words, and beginnings of words.
pub(super) struct Terms {
    whole: Vec<String>,
    starts: Vec<String>,
    sequences: Vec<Vec<String>>,
    takes_prefixes: bool,
    /// Whether a slip of the pen is forgiven.
    is_tolerant: bool,
}

impl Terms {
    pub(super) fn of(list: &str, language: Language) -> Self {
        let (mut whole, mut starts, mut sequences) = (Vec::new(), Vec::new(), Vec::new());
        for (place, part) in list.split('|').enumerate() {
            if place > 0 {
                sequences.push(folded_words(part));
                continue;
            }
            for term in part.split_whitespace() {
                match term.strip_suffix('*') {
                    Some(start) => starts.push(fold(start)),
                    None => whole.push(fold(term)),
                }
            }
        }
        let takes_prefixes = matches!(language, Language::Ar | Language::He);
        Self { whole, starts, sequences, takes_prefixes, is_tolerant: false }
    }

    /// The same, forgiving slips of the pen.
    pub(super) fn tolerant(self) -> Self {
        Self { is_tolerant: true, ..self }
    }

    pub(super) fn has(&self, word: &Word) -> bool {
        let is_one = |word: &str| {
            self.whole.iter().any(|one| one == word)
                || self.starts.iter().any(|start| word.starts_with(start.as_str()))
        };
        is_one(&word.folded)
            || (self.is_tolerant && self.whole.iter().any(|one| is_like(&word.folded, one)))
            || (self.takes_prefixes
                && without_prefixes(&word.folded).iter().any(|word| is_one(word)))
    }

    pub(super) fn has_sequence(&self, words: &[Word]) -> bool {
        let is_here = |sequence: &Vec<String>| {
            words
                .windows(sequence.len())
                .any(|window| window.iter().zip(sequence).all(|(word, one)| word.folded == *one))
        };
        self.sequences.iter().any(is_here)
    }
}

/// The word without the particles that Arabic and Hebrew write onto it.
fn without_prefixes(word: &str) -> Vec<&str> {
    const PREFIXES: [&str; 10] = ["ال", "وال", "بال", "لل", "ل", "ب", "و", "ל", "ה", "ב"];
    PREFIXES
        .iter()
        .filter_map(|prefix| word.strip_prefix(prefix))
        .filter(|rest| rest.chars().count() > 2)
        .collect()
}
