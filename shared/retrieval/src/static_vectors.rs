//! Static word-piece vectors: a text's embedding is the mean of its pieces' vectors. No model runs, nothing is called.
//!
//! The compact file holds the pieces in ascending order of their bytes, so that a lookup is a binary search in place and
//! nothing is parsed at start. Vectors take one byte per dimension and one scale per piece.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::vector::Vector;

/// The first bytes of a compact file, format version included.
const MAGIC: &[u8; 8] = b"FLvec\0\0\x01";
/// Bytes of the magic and the fixed fields: method, folding, dimensions, pieces, length of the name.
const HEADER: usize = 8 + 5 * 4;
/// No table has longer vectors.
const MOST_DIMENSIONS: usize = 1 << 14;
/// Longer words are cut: nobody types them, and merging costs the square of the length.
const LONGEST_WORD: usize = 64;
/// Words of one text that are read; a question that long has said what it is about.
const MOST_WORDS: usize = 256;
/// What stands for a space in front of a word in SentencePiece vocabularies.
const SPACE: char = '\u{2581}';

/// How a vocabulary cuts a word into pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Byte-pair merges in the order of the pieces' ranks, as SentencePiece does it (Llama).
    Merges = 0,
    /// The longest piece that fits, again and again (BERT's WordPiece).
    Longest = 1,
    /// The likeliest pieces by their scores (SentencePiece's unigram).
    Likeliest = 2,
}

/// What a text loses before it is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Folding {
    /// Its capitals.
    pub lower_case: bool,
    /// Its accents.
    pub accents: bool,
}

/// One piece of a vocabulary, for [`StaticVectors::build`].
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its bytes as the tokenizer spells them.
    pub text: String,
    /// Rank of a merge (lower merges first) or score (higher is likelier).
    pub score: f32,
    /// Its vector.
    pub values: Vec<f32>,
}

/// Why bytes are no table of vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaticVectorsError {
    /// The file is of another kind, or of a format that this version doesn't know.
    UnknownFormat,
    /// The file ends early or contradicts itself.
    Damaged,
}

impl fmt::Display for StaticVectorsError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::UnknownFormat => "the vectors are in a format that is not known",
            Self::Damaged => "the vectors' file is damaged",
        })
    }
}

impl std::error::Error for StaticVectorsError {}

/// A table of static vectors over the bytes of its compact file.
#[derive(Debug, Clone)]
pub struct StaticVectors {
    bytes: Vec<u8>,
    method: Method,
    folding: Folding,
    dimensions: usize,
    pieces: usize,
    name: String,
    /// Where each section of the file begins.
    offsets: usize,
    scores: usize,
    scales: usize,
    texts: usize,
    values: usize,
}

impl StaticVectors {
    /// Reads a compact file. Only its outline is checked, so that a cold start stays short.
    ///
    /// # Errors
    /// [`StaticVectorsError`].
    pub fn parse(bytes: Vec<u8>) -> Result<Self, StaticVectorsError> {
        use StaticVectorsError::{Damaged, UnknownFormat};
        if bytes.get(..8) != Some(MAGIC) {
            return Err(UnknownFormat);
        }
        let field = |number: usize| u32_at(&bytes, 8 + 4 * number).ok_or(Damaged);
        let method = match field(0)? {
            0 => Method::Merges,
            1 => Method::Longest,
            2 => Method::Likeliest,
            _ => return Err(UnknownFormat),
        };
        let flags = field(1)?;
        let folding = Folding { lower_case: flags & 1 != 0, accents: flags & 2 != 0 };
        let (dimensions, pieces) = (field(2)? as usize, field(3)? as usize);
        let name_end = HEADER.checked_add(field(4)? as usize).ok_or(Damaged)?;
        let name = bytes.get(HEADER..name_end).and_then(|name| std::str::from_utf8(name).ok());
        let name = name.ok_or(Damaged)?.to_owned();
        let offsets = name_end;
        let scores = offsets + 4 * (pieces + 1);
        let scales = scores + 4 * pieces;
        let texts = scales + 4 * pieces;
        let texts_length = u32_at(&bytes, offsets + 4 * pieces).ok_or(Damaged)? as usize;
        let values = texts + texts_length;
        let is_sized = (1..=MOST_DIMENSIONS).contains(&dimensions) && pieces > 0;
        if !is_sized || bytes.len() != values + dimensions * pieces {
            return Err(Damaged);
        }
        Ok(Self {
            bytes,
            method,
            folding,
            dimensions,
            pieces,
            name,
            offsets,
            scores,
            scales,
            texts,
            values,
        })
    }

    /// The compact file of a vocabulary. The name says which model it is: vectors of two models have nothing in common.
    pub fn build(name: &str, method: Method, folding: Folding, mut pieces: Vec<Piece>) -> Vec<u8> {
        pieces.sort_by(|one, other| one.text.as_bytes().cmp(other.text.as_bytes()));
        pieces.dedup_by(|one, other| one.text == other.text);
        let dimensions = pieces.first().map_or(0, |piece| piece.values.len());
        let flags = u32::from(folding.lower_case) | u32::from(folding.accents) << 1;
        let mut bytes = MAGIC.to_vec();
        let header =
            [method as u32, flags, dimensions as u32, pieces.len() as u32, name.len() as u32];
        bytes.extend(header.iter().flat_map(|field| field.to_le_bytes()));
        bytes.extend_from_slice(name.as_bytes());
        let mut end = 0u32;
        for piece in &pieces {
            bytes.extend_from_slice(&end.to_le_bytes());
            end += piece.text.len() as u32;
        }
        bytes.extend_from_slice(&end.to_le_bytes());
        bytes.extend(pieces.iter().flat_map(|piece| piece.score.to_le_bytes()));
        let scale = |piece: &Piece| {
            piece.values.iter().fold(0f32, |most, value| most.max(value.abs())) / 127.0
        };
        bytes.extend(pieces.iter().flat_map(|piece| scale(piece).to_le_bytes()));
        bytes.extend(pieces.iter().flat_map(|piece| piece.text.bytes()));
        for piece in &pieces {
            let scale = scale(piece).max(f32::MIN_POSITIVE);
            let byte = |value: &f32| ((value / scale).round() as i8).cast_unsigned();
            bytes.extend(piece.values.iter().map(byte));
        }
        bytes
    }

    /// The model's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How long its vectors are.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The embedding of a text; nothing where no piece of it is known.
    pub fn embed(&self, text: &str) -> Option<Vector> {
        let mut sum = vec![0f32; self.dimensions];
        for piece in self.pieces(text) {
            let scale = f32::from_bits(u32_at(&self.bytes, self.scales + 4 * piece)?);
            let from = self.values + piece * self.dimensions;
            let values = self.bytes.get(from..from + self.dimensions)?;
            for (sum, value) in sum.iter_mut().zip(values) {
                *sum += scale * f32::from(value.cast_signed());
            }
        }
        // The mean points where the sum does.
        Vector::parse(&sum).ok()
    }

    /// The pieces of a text, by their numbers in the file; unknown ones are left out.
    fn pieces(&self, text: &str) -> Vec<usize> {
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

    fn find(&self, text: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.pieces);
        while low < high {
            let middle = (low + high) / 2;
            match self.text(middle)?.cmp(text.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    fn text(&self, piece: usize) -> Option<&[u8]> {
        let from = u32_at(&self.bytes, self.offsets + 4 * piece)? as usize;
        let to = u32_at(&self.bytes, self.offsets + 4 * (piece + 1))? as usize;
        self.bytes.get(self.texts + from..self.texts + to)
    }

    fn score(&self, piece: usize) -> f32 {
        u32_at(&self.bytes, self.scores + 4 * piece).map_or(0.0, f32::from_bits)
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

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests;
