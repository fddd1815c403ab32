//! Whether an approved answer says what a sentence says, as far as words tell.
//!
//! A lexical check: most content words of the sentence are in the answers it names, all its figures and promises are,
//! and it denies something exactly where its nearest passage does. Words can't tell everything, and so the check leans
//! to the strict side: what it refuses costs the approved text instead, which is never wrong.

use std::collections::BTreeSet;

use super::figures::figures;
use super::sentence::{are_alike, are_same, content, sentences};
use crate::Tongue;
use crate::tongue::{is_measure, is_negated, is_promise};

/// The share of content words that must be in the sources, in percent.
const SHARE: usize = 70;
/// The most content words in all, and in a row, that may be the sentence's own.
const OWN_WORDS: usize = 3;
const OWN_RUN: usize = 2;

/// An offered answer, read once.
#[derive(Debug)]
pub(super) struct Source {
    passages: Vec<Passage>,
    figures: BTreeSet<String>,
}

#[derive(Debug)]
struct Passage {
    text: String,
    content: Vec<String>,
    is_negated: bool,
}

/// How a sentence stands to its sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Support {
    /// They say so.
    Full,
    /// They do not say so in these words.
    Weak,
    /// It has figures or promises that they do not hold.
    Foreign,
}

impl Source {
    /// Reads an answer.
    pub(super) fn of(text: &str) -> Self {
        let tongue = Tongue::of(text);
        let passage = |sentence: &str| Passage {
            text: sentence.to_owned(),
            content: content(sentence, tongue),
            is_negated: is_negated(sentence, tongue),
        };
        let passages = sentences(text).into_iter().map(passage).collect();
        Self { passages, figures: figures(text, tongue) }
    }

    /// The passage that shares the most words with these.
    pub(super) fn quote(&self, words: &[String]) -> Option<&str> {
        let best = self.passages.iter().rev().max_by_key(|passage| passage.shared(words));
        best.map(|passage| passage.text.as_str())
    }

    fn has(&self, word: &str) -> bool {
        self.passages.iter().any(|passage| passage.has(word))
    }

    fn binds_to(&self, word: &str) -> bool {
        let mut own = self.passages.iter().flat_map(|passage| &passage.content);
        own.any(|own| are_same(own, word))
    }
}

impl Passage {
    fn has(&self, word: &str) -> bool {
        self.content.iter().any(|own| are_alike(own, word))
    }

    fn shared(&self, words: &[String]) -> usize {
        words.iter().filter(|word| self.has(word)).count()
    }
}

/// How a sentence stands to the answers that it names.
pub(super) fn support(sentence: &str, sources: &[&Source], tongue: Option<Tongue>) -> Support {
    let words = content(sentence, tongue);
    let is_held = |word: &String| sources.iter().any(|source| source.has(word));
    let has_own_figures = figures(sentence, tongue)
        .iter()
        .any(|figure| !sources.iter().any(|source| source.figures.contains(figure)));
    let is_bound = |word: &String| sources.iter().any(|source| source.binds_to(word));
    let is_binding = |word: &&String| is_measure(word) || is_promise(word);
    if has_own_figures || !words.iter().filter(is_binding).all(is_bound) {
        return Support::Foreign;
    }
    let own: Vec<bool> = words.iter().map(|word| !is_held(word)).collect();
    let count = own.iter().filter(|own| **own).count();
    let run = own.split(|own| !own).map(<[bool]>::len).max().unwrap_or_default();
    let is_mostly_theirs = 100 * (words.len() - count) >= SHARE * words.len();
    let is_said = !words.is_empty() && is_mostly_theirs && count <= OWN_WORDS && run <= OWN_RUN;
    let agrees = is_of_one_mind(sentence, &words, sources, tongue);
    if is_said && agrees { Support::Full } else { Support::Weak }
}

/// Whether one of the nearest passages grants where the sentence grants, or denies where it denies.
fn is_of_one_mind(
    sentence: &str,
    words: &[String],
    sources: &[&Source],
    tongue: Option<Tongue>,
) -> bool {
    let passages = || sources.iter().flat_map(|source| &source.passages);
    let most = passages().map(|passage| passage.shared(words)).max().unwrap_or_default();
    let near = passages().filter(|passage| 5 * passage.shared(words) >= 4 * most);
    let is_negated = is_negated(sentence, tongue);
    near.into_iter().any(|passage| passage.is_negated == is_negated)
}
