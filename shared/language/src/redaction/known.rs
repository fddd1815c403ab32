//! What the caller knows of the customer, found however it is written.

use super::{Kind, Private, PrivateSpan};
use crate::detection::is_common;
use crate::text::{Word, fold, folded_words, is_unspaced, words};

/// Names and addresses, taken apart once.
#[derive(Clone, Default)]
pub(super) struct Known {
    entries: Vec<Entry>,
}

#[derive(Clone)]
struct Entry {
    kind: Kind,
    parts: Vec<String>,
}

impl Known {
    /// Takes apart what is known.
    pub(super) fn new(private: &[Private<'_>]) -> Self {
        let entries = private.iter().map(|private| {
            let (kind, text) = match private {
                Private::Name(text) => (Kind::Name, text),
                Private::Address(text) => (Kind::Address, text),
            };
            Entry { kind, parts: folded_words(text) }
        });
        Self { entries: entries.filter(|entry| !entry.parts.is_empty()).collect() }
    }

    /// Every mention of it in the text.
    pub(super) fn find(&self, text: &str) -> Vec<PrivateSpan> {
        let words = words(text);
        self.entries.iter().flat_map(|entry| entry.find(text, &words)).collect()
    }
}

impl Entry {
    fn find(&self, text: &str, words: &[Word]) -> Vec<PrivateSpan> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let length = self.longest(&words[at..]);
            let run = &words[at..at + length];
            if self.is_telling(text, run) {
                let (start, end) = (run[0].start, run[length - 1].end);
                found.push(PrivateSpan { kind: self.kind, start, end });
            }
            at += length.max(1);
        }
        found.extend(words.iter().flat_map(|word| self.within(text, word)));
        found
    }

    /// How many of the words, from the first on, follow each other in the entry too.
    fn longest(&self, words: &[Word]) -> usize {
        let common = |from: usize| {
            self.parts[from..]
                .iter()
                .zip(words)
                .take_while(|(part, word)| **part == word.folded)
                .count()
        };
        (0..self.parts.len()).map(common).max().unwrap_or_default()
    }

    /// Whether so much of the entry gives the person away.
    fn is_telling(&self, text: &str, run: &[Word]) -> bool {
        let is_number = |word: &Word| word.folded.chars().all(|c| c.is_ascii_digit());
        match (self.kind, run) {
            (_, []) => false,
            (Kind::Name, [word]) => self.parts.len() == 1 || is_a_name(text, word),
            (Kind::Name, _) => true,
            (_, [_]) => self.parts.len() == 1,
            (_, run) => run.len() > 2 || run.iter().any(is_number) != run.iter().all(is_number),
        }
    }

    /// Mentions inside a run of a script without spaces.
    fn within(&self, text: &str, word: &Word) -> Vec<PrivateSpan> {
        let run = &text[word.start..word.end];
        let whole = self.parts.concat();
        let shorter = self.parts.iter().filter(|_| self.kind == Kind::Name);
        let names = std::iter::once(&whole).chain(shorter);
        let unspaced =
            names.filter(|name| name.chars().count() > 1 && name.chars().all(is_unspaced));
        let mut found: Vec<PrivateSpan> = Vec::new();
        for name in unspaced {
            found.extend(run.match_indices(name.as_str()).map(|(at, name)| {
                let start = word.start + at;
                PrivateSpan { kind: self.kind, start, end: start + name.len() }
            }));
        }
        found
    }
}

/// Whether one part of a longer name stands for the person here: "will" in the middle of a question is no Will.
fn is_a_name(text: &str, word: &Word) -> bool {
    let written = &text[word.start..word.end];
    let is_long = word.folded.chars().count() > 2 || written.chars().all(is_unspaced);
    let is_capital = written.chars().next().is_some_and(char::is_uppercase);
    let starts_sentence =
        text[..word.start].trim_end().chars().next_back().is_none_or(|c| ".!?…".contains(c));
    is_long && (!is_common(&fold(written)) || (is_capital && !starts_sentence))
}
