//! Bank accounts by IBAN: two letters, two check digits, and what makes the whole 1 modulo 97.

use super::normalized_text::Glyphs;
use super::{Found, Kind};

/// The characters that an IBAN may have.
const SHORTEST: usize = 15;
const LONGEST: usize = 34;

/// Every IBAN in the text, in whatever groups it is written.
pub(super) fn find(glyphs: &Glyphs) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        let end = end_of_iban(glyphs, at);
        if let Some(end) = end {
            found.push(glyphs.found(Kind::Iban, at, end));
        }
        at = end.unwrap_or(at + 1);
    }
    found
}

fn end_of_iban(glyphs: &Glyphs, start: usize) -> Option<usize> {
    let letter = |at| glyphs.at(at).is_ascii_alphabetic();
    if !glyphs.is_start(start) || !letter(start) || !letter(start + 1) {
        return None;
    }
    let (mut ends, mut code, mut at) = (Vec::new(), String::new(), start);
    while code.len() < LONGEST {
        if at > start && matches!(glyphs.at(at), ' ' | '-' | '.' | '\n') {
            at += 1;
        }
        if !glyphs.at(at).is_ascii_alphanumeric() {
            break;
        }
        code.push(glyphs.at(at).to_ascii_uppercase());
        at += 1;
        ends.push(at);
    }
    let is_whole = |length: &usize| glyphs.is_end(ends[*length - 1]) && is_valid(&code[..*length]);
    (SHORTEST..=code.len()).rev().find(is_whole).map(|length| ends[length - 1])
}

fn is_valid(code: &str) -> bool {
    if !code.as_bytes()[2..4].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let rotated = code[4..].bytes().chain(code[..4].bytes());
    let rest = rotated.fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    rest == 1
}
