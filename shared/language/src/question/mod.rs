//! What a message asks, as far as words alone tell: small talk, holding replies, refusals, and whether two questions are one.
//!
//! Phrases are data (`small_talk.txt`). They are compared folded, so case, accents and punctuation play no part.

mod same;

use std::sync::LazyLock;

pub use same::{is_same_question, question_key};

use crate::drafting::sentences;
use crate::text::{Word, fold, folded_words, is_unspaced, words};

/// The most words of a phrase.
const LONGEST: usize = 7;
/// Words beside a holding phrase from which on a sentence says something of its own.
const OWN_WORDS: usize = 14;

/// Phrases of one kind, those of scripts without spaces apart.
struct Phrases {
    spaced: Vec<Vec<String>>,
    unspaced: Vec<String>,
}

const LINES: &str = include_str!("small_talk.txt");
static TALK: LazyLock<Phrases> = LazyLock::new(|| Phrases::of("talk "));
static HOLD: LazyLock<Phrases> = LazyLock::new(|| Phrases::of("hold "));
static DECLINED: LazyLock<Phrases> = LazyLock::new(|| Phrases::of("declined "));

impl Phrases {
    fn of(kind: &str) -> Self {
        let lines = LINES.lines().filter_map(|line| line.strip_prefix(kind)?.split_once(": "));
        let (mut spaced, mut unspaced) = (Vec::new(), Vec::new());
        for phrase in lines.flat_map(|(_, phrases)| phrases.split(" | ")) {
            if phrase.chars().all(is_unspaced) {
                unspaced.push(fold(phrase));
            } else {
                spaced.push(folded_words(phrase));
            }
        }
        // The longest first: "thank you very much" before "thank you".
        spaced.sort_by_key(|words| std::cmp::Reverse(words.len()));
        unspaced.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        Self { spaced, unspaced }
    }

    /// How many of these words, from the first on, are a phrase; 0 where none is.
    fn taken(&self, words: &[Word]) -> usize {
        let starts = |phrase: &&Vec<String>| {
            phrase.len() <= words.len()
                && phrase.iter().zip(words).all(|(one, word)| *one == word.folded)
        };
        let spaced = self.spaced.iter().find(starts).map_or(0, Vec::len);
        let is_whole = |word: &Word| {
            let mut rest = word.folded.as_str();
            while let Some(phrase) =
                self.unspaced.iter().find(|phrase| rest.starts_with(phrase.as_str()))
            {
                rest = &rest[phrase.len()..];
            }
            rest.is_empty() && !word.folded.is_empty()
        };
        if spaced > 0 { spaced } else { usize::from(words.first().is_some_and(is_whole)) }
    }

    /// Whether one of them is in the text.
    fn is_in(&self, text: &str) -> bool {
        let words = words(text);
        let folded = fold(text);
        (0..words.len()).any(|at| self.taken(&words[at..words.len().min(at + LONGEST)]) > 0)
            || self.unspaced.iter().any(|phrase| folded.contains(phrase.as_str()))
    }
}

/// Whether a text is nothing but greetings, thanks, acknowledgements, signs and emoji: no question, and nothing that
/// triage could fail at.
pub fn is_small_talk(text: &str) -> bool {
    let words = spoken(text);
    let mut at = 0;
    while at < words.len() {
        match TALK.taken(&words[at..]) {
            0 => return false,
            taken => at += taken,
        }
    }
    true
}

/// The text without the small talk around what it asks: "Hi there, where is my parcel? Thanks!" The whole where nothing
/// would be left.
pub fn without_small_talk(text: &str) -> &str {
    let words = spoken(text);
    let mut first = 0;
    while first < words.len() {
        match TALK.taken(&words[first..]) {
            0 => break,
            taken => first += taken,
        }
    }
    let Some(start) = words.get(first).map(|word| word.start) else { return text };
    // From behind only whole sentences go: "is it ok" ends with a word of small talk.
    let mut end = text.len();
    for sentence in sentences(&text[start..]).into_iter().rev() {
        let at = text[start..end].rfind(sentence).map(|at| at + start);
        let Some(at) = at.filter(|at| *at > start && is_small_talk(sentence)) else { break };
        end = at;
    }
    text[start..end].trim()
}

/// Whether an agent's reply only wins time or asks back: it is no answer that could be given again.
pub fn is_holding(reply: &str) -> bool {
    let said = sentences(reply);
    let is_short = |sentence: &str| words(sentence).len() <= OWN_WORDS;
    let is_open = |sentence: &&str| {
        is_small_talk(sentence)
            || ends_in_question_mark(sentence)
            || (is_short(sentence) && HOLD.is_in(sentence))
    };
    !said.is_empty() && said.iter().all(is_open)
}

/// Question marks of all scripts that we read, the Greek one by its own code point.
const QUESTION_MARKS: [char; 7] = ['?', '？', '؟', '\u{37e}', '⁇', '⁈', '‽'];
/// What may stand behind a sentence's mark and is no part of what it says.
const BEHIND_MARK: &str = "!.…！。)）]\"'»”’」』*_~";

/// Whether a sentence ends in a question mark, be it followed by others, by quotes or by signs: "Really?!", "(Where?)".
pub fn ends_in_question_mark(sentence: &str) -> bool {
    let is_behind = |c: char| c.is_whitespace() || BEHIND_MARK.contains(c) || is_sign(c);
    sentence.trim_end_matches(is_behind).ends_with(QUESTION_MARKS)
}

/// Emoji, and the characters that join and colour them.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
}

/// Whether a text says that its writer does not want what it speaks of: "I do NOT want to cancel my order".
pub fn declines(text: &str) -> bool {
    DECLINED.is_in(text)
}

/// The words of a text; signs and emoji are none.
fn spoken(text: &str) -> Vec<Word> {
    words(text).into_iter().filter(|word| !word.folded.is_empty()).collect()
}

#[cfg(test)]
mod tests;
