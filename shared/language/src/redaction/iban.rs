//! Bank accounts by IBAN: a country, and what its accounts look like by length and by place.

use iban::Iban;

use super::normalized_text::Glyphs;
use super::{Kind, PrivateSpan};

/// The characters that an IBAN may have.
const SHORTEST: usize = 15;
const LONGEST: usize = 34;
/// Digits from which on a wrong check is a slip of the writer, not a chance likeness.
const FEWEST_DIGITS: usize = 12;

/// Every IBAN in the text, in whatever groups it is written.
pub(super) fn find(glyphs: &Glyphs) -> Vec<PrivateSpan> {
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
    let is_start = glyphs.is_start(start) || glyphs.left_of(start, 4) == "iban";
    if !is_start || !letter(start) || !letter(start + 1) {
        return None;
    }
    let (mut ends, mut code, mut at) = (Vec::new(), String::new(), start);
    while code.len() < LONGEST {
        // "in 10 days" and "DE 44 5001": only capitals are a country apart from its check digits.
        let is_capital = (start..start + 2).all(|at| glyphs.at(at).is_ascii_uppercase());
        let may_gap = code.len() >= 4 || (code.len() == 2 && is_capital);
        if may_gap && matches!(glyphs.at(at), ' ' | '-' | '.' | '_' | '\n') {
            at += 1;
        }
        if !glyphs.at(at).is_ascii_alphanumeric() {
            break;
        }
        code.push(glyphs.at(at).to_ascii_uppercase());
        at += 1;
        ends.push(at);
    }
    let is_whole =
        |length: &usize| glyphs.is_end(ends[*length - 1]) && is_account(&code[..*length]);
    (SHORTEST..=code.len()).rev().find(is_whole).map(|length| ends[length - 1])
}

/// Whether this is an account of its country, also with a slip in it: the check digits may be wrong, the form may not.
fn is_account(code: &str) -> bool {
    if !code.as_bytes()[2..4].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    code.parse::<Iban>().is_ok()
        || (digits >= FEWEST_DIGITS && checked_anew(code).parse::<Iban>().is_ok())
}

/// The same account with the check digits that it should have (ISO 7064, MOD 97-10).
fn checked_anew(code: &str) -> String {
    let rotated = code[4..].bytes().chain(code[..2].bytes()).chain(*b"00");
    let rest = rotated.fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    format!("{}{:02}{}", &code[..2], 98 - rest, &code[4..])
}
