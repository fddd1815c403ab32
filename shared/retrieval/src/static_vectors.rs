//! Static word-piece vectors: a text's embedding is the mean of its pieces' vectors. No model runs, nothing is called.
//!
//! The compact file holds the pieces in ascending order of their bytes, so that a lookup is a binary search in place and
//! nothing is parsed at start. Vectors take one byte per dimension and one scale per piece. A checksum ends the file:
//! a table with a few wrong bytes would go on giving vectors, and nobody would see why answers are worse.

mod tokenizer;

use std::fmt;

use crate::vector::Vector;

/// The first bytes of a compact file, format version included.
const MAGIC: &[u8; 8] = b"FLvec\0\0\x02";
/// Bytes of the magic and the fixed fields: method, folding, dimensions, pieces, length of the name.
const HEADER: usize = 8 + 5 * 4;
/// Bytes of the checksum (CRC-32) at the end.
const CHECKSUM: usize = 4;
/// No table has longer vectors.
const MOST_DIMENSIONS: usize = 1 << 14;

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
    /// Reads a compact file. Its outline and its checksum are tested, which takes a millisecond or two.
    ///
    /// # Errors
    /// [`StaticVectorsError`].
    pub fn parse(bytes: Vec<u8>) -> Result<Self, StaticVectorsError> {
        use StaticVectorsError::{Damaged, UnknownFormat};
        if bytes.get(..8) != Some(MAGIC) {
            return Err(UnknownFormat);
        }
        let (content, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(Damaged)?;
        if crc32fast::hash(content) != u32::from_le_bytes(*checksum) {
            return Err(Damaged);
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
        // Before the offsets are computed: on a small machine a product of damaged numbers would overflow.
        if !(1..=MOST_DIMENSIONS).contains(&dimensions) || !(1..=bytes.len()).contains(&pieces) {
            return Err(Damaged);
        }
        let scores = offsets + 4 * (pieces + 1);
        let scales = scores + 4 * pieces;
        let texts = scales + 4 * pieces;
        let texts_length = u32_at(&bytes, offsets + 4 * pieces).ok_or(Damaged)? as usize;
        let values = texts + texts_length;
        if bytes.len() != values + dimensions * pieces + CHECKSUM {
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
        let checksum = crc32fast::hash(&bytes);
        bytes.extend_from_slice(&checksum.to_le_bytes());
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

    fn find(&self, text: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.pieces);
        while low < high {
            let middle = usize::midpoint(low, high);
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

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests;
