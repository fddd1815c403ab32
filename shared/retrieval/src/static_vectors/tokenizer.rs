//! The tokenizer: cuts a text into words, and each word into the pieces of a vocabulary.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Method, StaticVectors};

/// Longer words are cut: nobody types them, and merging costs the square of the length.
const LONGEST_WORD: usize = 64;
/// Words of one text that are read; a question that long has said what it is about.
const MOST_WORDS: usize = 256;
/// What stands for a space in front of a word in SentencePiece vocabularies.
const SPACE: char = '\u{2581}';

impl StaticVectors {
    /// The pieces of a text, by their numbers in the file; unknown ones are left out.
    pub(super) fn pieces(&self, text: &str) -> Vec<usize> {
        let mut found = Vec::new();
        for word in self.words(text).iter().take(MOST_WORDS) {
            match self.method {
                Method::Merges => self.merge(word, &mut found),
                Method::Longest => self.longest(word, &mut found),
                Method::Likeliest => self.likeliest(word, &mut found),
            }
        }
        found
    }

    fn words(&self, text: &str) -> Vec<String> {
        let mut folded: String = text.nfkc().collect();
        if self.folding.accents {
            folded = folded.nfd().filter(|character| !is_combining_mark(*character)).collect();
        }
        if self.folding.lower_case {
            folded = folded.to_lowercase();
        }
        let parts: Vec<String> = match self.method {
            Method::Longest => split_as_bert(&folded),
            Method::Merges | Method::Likeliest => {
                folded.split_whitespace().map(|word| format!("{SPACE}{word}")).collect()
            }
        };
        let cut = |word: String| word.chars().take(LONGEST_WORD).collect();
        parts.into_iter().map(cut).collect()
    }

    /// Joins the two neighbours whose union ranks first until none is a piece.
    fn merge(&self, word: &str, found: &mut Vec<usize>) {
        let mut ends: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(1).collect();
        ends.push(word.len());
        loop {
            let mut best: Option<(f32, usize)> = None;
            for at in 0..ends.len().saturating_sub(1) {
                let start = if at == 0 { 0 } else { ends[at - 1] };
                let Some(piece) = self.find(&word[start..ends[at + 1]]) else { continue };
                let rank = self.score(piece);
                if best.is_none_or(|(least, _)| rank < least) {
                    best = Some((rank, at));
                }
            }
            let Some((_, at)) = best else { break };
            ends.remove(at);
        }
        let mut start = 0;
        for end in ends {
            match self.find(&word[start..end]) {
                Some(piece) => found.push(piece),
                None => found.extend(
                    word[start..end]
                        .bytes()
                        .filter_map(|byte| self.find(&format!("<0x{byte:02X}>"))),
                ),
            }
            start = end;
        }
    }

    /// Takes the longest piece from the front; a word with a part that no piece fits is unknown as a whole.
    fn longest(&self, word: &str, found: &mut Vec<usize>) {
        let before = found.len();
        let mut start = 0;
        while start < word.len() {
            let ends = word[start..]
                .char_indices()
                .map(|(at, character)| start + at + character.len_utf8());
            let ends: Vec<usize> = ends.collect();
            let fits = |end: &usize| {
                let part = &word[start..*end];
                let found =
                    if start == 0 { self.find(part) } else { self.find(&format!("##{part}")) };
                found.map(|piece| (piece, *end))
            };
            let Some((piece, end)) = ends.iter().rev().find_map(fits) else {
                found.truncate(before);
                return;
            };
            found.push(piece);
            start = end;
        }
    }

    /// Viterbi's path: of all ways to cut the word the one whose scores add up to most.
    fn likeliest(&self, word: &str, found: &mut Vec<usize>) {
        const UNKNOWN: f32 = -20.0;
        let bounds: Vec<usize> =
            word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        let mut best: Vec<(f32, usize, Option<usize>)> = vec![(f32::MIN, 0, None); bounds.len()];
        best[0].0 = 0.0;
        for end in 1..bounds.len() {
            for start in 0..end {
                let piece = self.find(&word[bounds[start]..bounds[end]]);
                let score = match piece {
                    Some(piece) => self.score(piece),
                    None if end - start == 1 => UNKNOWN,
                    None => continue,
                };
                let total = best[start].0 + score;
                if total > best[end].0 {
                    best[end] = (total, start, piece);
                }
            }
        }
        let mut path = Vec::new();
        let mut at = bounds.len() - 1;
        while at > 0 {
            path.extend(best[at].2);
            at = best[at].1;
        }
        found.extend(path.into_iter().rev());
    }
}

/// Words and single marks of punctuation; each Chinese or Japanese character is a word.
fn split_as_bert(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for character in text.chars() {
        let is_alone = !(character.is_alphanumeric() || is_combining_mark(character))
            || matches!(character, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
        if is_alone {
            words.push(if character.is_whitespace() {
                String::new()
            } else {
                character.to_string()
            });
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(character);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
