//! Payment cards: 14 to 19 digits of an issuer's range whose check digit (Luhn) is right.

use super::digits::{Group, runs};
use super::normalized_text::Glyphs;
use super::{Found, Kind};

/// The digits that a card may have.
const LENGTHS: std::ops::RangeInclusive<usize> = 14..=19;

/// Every card number in the text.
pub(super) fn find(glyphs: &Glyphs) -> Vec<Found> {
    let mut found = Vec::new();
    for run in runs(glyphs) {
        let mut at = 0;
        while at < run.len() {
            let is_phone = glyphs.before(run[at].start) == '+';
            let taken = if is_phone { 0 } else { card(&run[at..]) };
            if taken > 0 {
                found.push(glyphs.found(Kind::Card, run[at].start, run[at + taken - 1].end));
            }
            at += taken.max(1);
        }
    }
    found
}

/// How many of these groups, from the first on, make a card number.
fn card(groups: &[Group]) -> usize {
    let mut digits = String::new();
    for (at, group) in groups.iter().enumerate() {
        digits.push_str(&group.digits);
        if digits.len() > *LENGTHS.end() {
            return 0;
        }
        if LENGTHS.contains(&digits.len()) && is_of_an_issuer(&digits) && has_right_check(&digits) {
            return at + 1;
        }
    }
    0
}

/// Issuers' ranges, and how many digits their cards have.
fn is_of_an_issuer(digits: &str) -> bool {
    let start = |length: usize| digits[..length].parse::<u32>().unwrap_or_default();
    matches!(
        (start(1), start(2), start(4), digits.len()),
        (4, _, _, 16 | 19)
            | (_, 34 | 37, _, 15)
            | (6, _, _, 16..)
            | (_, 36 | 38 | 39, _, 14..)
            | (_, _, 3000..=3059, 14..)
            | (_, 35 | 50..=58, _, 16..)
            | (_, _, 2200..=2204 | 2221..=2720 | 9792, 16..)
    )
}

fn has_right_check(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let value = u32::from(digit - b'0') * if at % 2 == 1 { 2 } else { 1 };
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    sum.is_multiple_of(10)
}
