//! A text as scanners read it: digits and full-width letters of whatever script as ASCII, invisible characters skipped.

use super::{Kind, PrivateSpan};
use crate::text::is_unspaced;
use domain::is_invisible;
use unicode_normalization::UnicodeNormalization;

/// The visible characters of a text and where they stand.
pub(super) struct Glyphs {
    chars: Vec<char>,
    /// Each in lower case and without its accent.
    folded: Vec<char>,
    /// The first byte of each character, and the byte after its last.
    bytes: Vec<(usize, usize)>,
}

impl Glyphs {
    /// Reads a text.
    pub(super) fn of(text: &str) -> Self {
        let visible = text.char_indices().filter(|(_, c)| !is_invisible(*c));
        let (bytes, chars): (_, Vec<char>) =
            visible.map(|(at, c)| ((at, at + c.len_utf8()), plain(c))).unzip();
        let folded = chars.iter().copied().map(folded_char).collect();
        Self { chars, folded, bytes }
    }

    /// How many characters there are.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at this place; a line break on both sides of the text.
    pub(super) fn at(&self, place: usize) -> char {
        self.chars.get(place).copied().unwrap_or('\n')
    }

    /// The character at this place in lower case and without its accent.
    pub(super) fn folded(&self, place: usize) -> char {
        self.folded.get(place).copied().unwrap_or('\n')
    }

    /// The characters from `from` up to `to`.
    pub(super) fn text(&self, from: usize, to: usize) -> String {
        (from..to.min(self.len())).map(|place| self.at(place)).collect()
    }

    /// The character before this place.
    pub(super) fn before(&self, place: usize) -> char {
        place.checked_sub(1).map_or('\n', |place| self.at(place))
    }

    /// Whether no letter or digit stands before this place.
    pub(super) fn is_start(&self, place: usize) -> bool {
        !self.before(place).is_alphanumeric()
    }

    /// Whether no letter or digit stands at this place.
    pub(super) fn is_end(&self, place: usize) -> bool {
        !self.at(place).is_alphanumeric()
    }

    /// Whether these characters (in lower case) stand at this place.
    pub(super) fn has(&self, place: usize, word: &str) -> bool {
        word.chars()
            .enumerate()
            .all(|(offset, c)| self.at(place + offset).to_ascii_lowercase() == c)
    }

    /// The place after a single space at this place, or this place.
    pub(super) fn after_space(&self, place: usize) -> usize {
        place + usize::from(matches!(self.at(place), ' ' | '\u{a0}' | '\u{202f}'))
    }

    /// Up to `count` characters before this place, in lower case, not beyond the line.
    pub(super) fn left_of(&self, place: usize, count: usize) -> String {
        let from = place.saturating_sub(count);
        let window = &self.chars[from..place.min(self.chars.len())];
        let from = window.iter().rposition(|c| *c == '\n').map_or(0, |at| at + 1);
        window[from..].iter().flat_map(|c| c.to_lowercase()).collect()
    }

    /// Personal data of this kind in the characters from `from` up to `to`.
    pub(super) fn found(&self, kind: Kind, from: usize, to: usize) -> PrivateSpan {
        PrivateSpan { kind, start: self.bytes[from].0, end: self.bytes[to - 1].1 }
    }
}

/// A character in lower case and without its accent.
pub(super) fn folded_char(c: char) -> char {
    let lower = c.to_lowercase().next().unwrap_or(c);
    match lower {
        'ı' => 'i',
        'ł' => 'l',
        '’' => '\'',
        _ if is_unspaced(lower) => lower,
        _ => lower.nfd().next().unwrap_or(lower),
    }
}

fn plain(c: char) -> char {
    let shifted = |first: char| char::from(b'0' + (u32::from(c) - u32::from(first)) as u8);
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from((u32::from(c) - 0xfee0) as u8),
        '\u{0660}'..='\u{0669}' => shifted('\u{0660}'),
        '\u{06f0}'..='\u{06f9}' => shifted('\u{06f0}'),
        '\u{0966}'..='\u{096f}' => shifted('\u{0966}'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => ' ',
        _ => c,
    }
}
