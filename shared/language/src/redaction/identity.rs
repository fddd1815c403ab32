//! Identity numbers that need no word before them: their form and their check digits tell them.

use super::normalized_text::Glyphs;
use super::{Kind, PrivateSpan};

/// Characters of the shortest and the longest of these numbers, without separators.
const SHORTEST: usize = 9;
const LONGEST: usize = 16;
/// The letters that close a Spanish number, by its remainder.
const SPANISH: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

/// Every such number in the text.
pub(super) fn find(glyphs: &Glyphs) -> Vec<PrivateSpan> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        let end = if glyphs.is_start(at) { end_of_number(glyphs, at) } else { None };
        found.extend(end.map(|end| glyphs.found(Kind::Identity, at, end)));
        at = end.unwrap_or(at + 1);
    }
    found
}

fn end_of_number(glyphs: &Glyphs, start: usize) -> Option<usize> {
    let (mut code, mut at, mut gaps) = (String::new(), start, 0);
    let mut last = None;
    while code.len() < LONGEST {
        if at > start && matches!(glyphs.at(at), ' ' | '-' | '.' | '/') {
            at += 1;
            gaps += 1;
        }
        if !glyphs.at(at).is_ascii_alphanumeric() {
            break;
        }
        code.push(glyphs.at(at));
        at += 1;
        if code.len() >= SHORTEST && glyphs.is_end(at) && is_number(&code, gaps) {
            last = Some(at);
        }
    }
    last
}

fn is_number(code: &str, gaps: usize) -> bool {
    is_british(code)
        || is_spanish(code)
        || is_italian(code)
        || is_french(code)
        || (gaps == 3 && is_brazilian(code))
}

/// A national insurance number: two letters, six digits, a letter from A to D.
fn is_british(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() == 9
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..8].iter().all(u8::is_ascii_digit)
        && matches!(bytes[8], b'A'..=b'D')
}

/// A DNI or NIE: the letter at its end is the remainder of the number.
fn is_spanish(code: &str) -> bool {
    let code = code.to_ascii_uppercase();
    let digits = match code.as_bytes() {
        [b'X', ..] => code.replacen('X', "0", 1),
        [b'Y', ..] => code.replacen('Y', "1", 1),
        [b'Z', ..] => code.replacen('Z', "2", 1),
        _ => code,
    };
    let (number, letter) = digits.split_at(digits.len() - 1);
    let number = number.parse::<usize>().ok().filter(|_| number.len() == 8);
    number.is_some_and(|number| SPANISH[number % 23] == letter.as_bytes()[0])
}

/// A codice fiscale, by which of its sixteen places are letters.
fn is_italian(code: &str) -> bool {
    const FORM: &[u8; 16] = b"AAAAAA00A00A000A";
    let fits = |(byte, form): (u8, &u8)| match form {
        b'A' => byte.is_ascii_alphabetic(),
        _ => byte.is_ascii_digit(),
    };
    code.len() == FORM.len() && code.bytes().zip(FORM).all(fits)
}

/// A number of the French social security: thirteen digits and what completes them to 97.
fn is_french(code: &str) -> bool {
    let number = code.get(..13).and_then(|number| number.parse::<u64>().ok());
    let key = code.get(13..).filter(|key| key.len() == 2).and_then(|key| key.parse::<u64>().ok());
    let is_month = code
        .get(3..5)
        .and_then(|month| month.parse::<u32>().ok())
        .is_some_and(|month| (1..=42).contains(&month));
    matches!(code.as_bytes()[0], b'1' | b'2')
        && is_month
        && number.zip(key).is_some_and(|(number, key)| 97 - number % 97 == key)
}

/// A CPF in its usual form, `123.456.789-09`, by its two check digits.
fn is_brazilian(code: &str) -> bool {
    let digits: Vec<u32> = code.chars().filter_map(|c| c.to_digit(10)).collect();
    let check = |length: usize| {
        let sum: u32 =
            (2..).zip(digits[..length].iter().rev()).map(|(weight, digit)| weight * digit).sum();
        let rest = sum * 10 % 11;
        if rest == 10 { 0 } else { rest }
    };
    code.len() == 11 && digits.len() == 11 && check(9) == digits[9] && check(10) == digits[10]
}
