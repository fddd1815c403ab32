//! Whether an approved answer says what a sentence says, as far as words tell.
//!
//! A lexical check: the content words of the sentence are in the answers it names, its figures and promises are, and it
//! denies something exactly where its nearest passage does. Words can't tell everything, and so the check leans
//! to the strict side: what it refuses costs the approved text instead, which is never wrong.

use std::collections::BTreeSet;

use super::figures::figures;
use super::sentence::{are_alike, are_same, content, sentences};
use crate::Language;
use crate::detection::{is_limit, is_measure, is_negated, is_promise, promise_phrases};
use crate::text::folded_words;

/// The share of content words that must be in the sources, in percent.
const SHARE: usize = 70;
/// The most content words in all, and in a row, that may be the sentence's own.
const OWN_WORDS: usize = 3;
const OWN_RUN: usize = 2;
/// How many neighbouring passages of an answer a sentence may be put together from.
const WINDOW: usize = 2;

/// An offered answer, read once.
#[derive(Debug)]
pub(super) struct Source {
    passages: Vec<Passage>,
}

#[derive(Debug)]
struct Passage {
    text: String,
    content: Vec<String>,
    limits: Vec<String>,
    figures: BTreeSet<String>,
    is_negated: bool,
}

/// How a sentence stands to its sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Support {
    /// Neighbouring passages of one of them have all its words and figures.
    Full,
    /// They have most of its words and all its figures.
    Near,
    /// They do not say so.
    Weak,
    /// It has figures or promises that they do not hold.
    Foreign,
}

impl Source {
    /// Reads an answer.
    pub(super) fn of(text: &str) -> Self {
        let tongue = Language::of(text);
        Self {
            passages: sentences(text)
                .into_iter()
                .map(|sentence| Passage::of(sentence, tongue))
                .collect(),
        }
    }

    /// The passage that shares the most words with these.
    pub(super) fn quote(&self, words: &[String]) -> Option<&str> {
        let best = self.passages.iter().rev().max_by_key(|passage| passage.shared(words));
        best.map(|passage| passage.text.as_str())
    }

    /// Whether one stretch of it has all that the sentence has.
    fn says(&self, claim: &Passage) -> bool {
        let stretches = (1..=WINDOW).flat_map(|size| self.passages.windows(size));
        stretches.into_iter().any(|stretch| {
            let has_word = |word: &String| stretch.iter().any(|passage| passage.has(word));
            let has_limit =
                |limit: &String| stretch.iter().any(|passage| passage.limits.contains(limit));
            let has_figure =
                |figure: &String| stretch.iter().any(|passage| passage.figures.contains(figure));
            claim.content.iter().all(has_word)
                && claim.limits.iter().all(has_limit)
                && claim.figures.iter().all(has_figure)
        })
    }
}

impl Passage {
    fn of(sentence: &str, tongue: Option<Language>) -> Self {
        Self {
            text: sentence.to_owned(),
            content: content(sentence, tongue),
            limits: folded_words(sentence).into_iter().filter(|word| is_limit(word)).collect(),
            figures: figures(sentence, tongue),
            is_negated: is_negated(sentence, tongue),
        }
    }

    fn has(&self, word: &str) -> bool {
        self.content.iter().any(|own| are_alike(own, word))
    }

    fn binds_to(&self, word: &str) -> bool {
        self.content.iter().any(|own| are_same(own, word))
    }

    fn shared(&self, words: &[String]) -> usize {
        words.iter().filter(|word| self.has(word)).count()
    }
}

/// How a sentence stands to the answers that it names.
pub(super) fn support(sentence: &str, sources: &[&Source], tongue: Option<Language>) -> Support {
    let claim = Passage::of(sentence, tongue);
    let passages: Vec<&Passage> = sources.iter().flat_map(|source| &source.passages).collect();
    if is_foreign(&claim, &passages) {
        return Support::Foreign;
    }
    let is_said = sources.iter().any(|source| source.says(&claim));
    match (is_of_one_mind(&claim, &passages), is_said, is_mostly_theirs(&claim, &passages)) {
        (false, _, _) | (_, false, false) => Support::Weak,
        (true, true, _) => Support::Full,
        (true, false, true) => Support::Near,
    }
}

/// Whether it has figures, or words that bind, from nowhere.
fn is_foreign(claim: &Passage, passages: &[&Passage]) -> bool {
    let is_held = |figure: &String| passages.iter().any(|passage| passage.figures.contains(figure));
    let is_bound = |word: &String| passages.iter().any(|passage| passage.binds_to(word));
    let binding = |word: &&String| is_measure(word) || is_promise(word);
    let is_made = |phrase: &&str| {
        passages.iter().any(|passage| promise_phrases(&passage.text).contains(phrase))
    };
    !promise_phrases(&claim.text).iter().all(is_made)
        || !claim.figures.iter().all(is_held)
        || !claim.content.iter().filter(binding).all(is_bound)
}

fn is_mostly_theirs(claim: &Passage, passages: &[&Passage]) -> bool {
    let is_own = |word: &String| !passages.iter().any(|passage| passage.has(word));
    let own: Vec<bool> = claim.content.iter().map(is_own).collect();
    let count = own.iter().filter(|own| **own).count();
    let run = own.split(|own| !own).map(<[bool]>::len).max().unwrap_or_default();
    let is_most = 100 * (own.len() - count) >= SHARE * own.len();
    !own.is_empty() && is_most && count <= OWN_WORDS && run <= OWN_RUN
}

/// Whether one of the nearest passages grants where the sentence grants, or denies where it denies.
fn is_of_one_mind(claim: &Passage, passages: &[&Passage]) -> bool {
    let shared: Vec<usize> =
        passages.iter().map(|passage| passage.shared(&claim.content)).collect();
    let most = shared.iter().copied().max().unwrap_or_default();
    let near = passages.iter().zip(shared).filter(|(_, shared)| most > 0 && 5 * shared >= 4 * most);
    near.into_iter().any(|(passage, _)| passage.is_negated == claim.is_negated)
}
