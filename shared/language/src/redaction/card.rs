//! Payment cards: 14 to 19 digits of an issuer's range whose check digit (Luhn) is right, or that are grouped as on a card:
//! a slip of the writer hides no card.

use super::digits::{Group, runs_over};
use super::normalized_text::Glyphs;
use super::{Kind, PrivateSpan};

/// The digits that a card may have.
const LENGTHS: std::ops::RangeInclusive<usize> = 14..=19;

/// What people write between a card's groups.
const SEPARATORS: &str = " -./()\n_,*·|";
/// How digits are grouped on cards.
const SHAPES: [&[usize]; 3] = [&[4, 4, 4, 4], &[4, 6, 5], &[4, 6, 4]];

/// Every card number in the text.
pub(super) fn find(glyphs: &Glyphs) -> Vec<PrivateSpan> {
    let mut found = Vec::new();
    for run in runs_over(glyphs, SEPARATORS) {
        let mut at = 0;
        while at < run.len() {
            let is_phone = glyphs.before(run[at].start) == '+';
            let taken = if is_phone { 0 } else { card(glyphs, &run[at..]) };
            if taken > 0 {
                found.push(glyphs.found(Kind::Card, run[at].start, run[at + taken - 1].end));
            }
            at += taken.max(1);
        }
    }
    found
}

/// How many of these groups, from the first on, make a card number.
fn card(glyphs: &Glyphs, groups: &[Group]) -> usize {
    let mut digits = String::new();
    for (at, group) in groups.iter().enumerate() {
        digits.push_str(&group.digits);
        if digits.len() > *LENGTHS.end() {
            return 0;
        }
        let is_card = LENGTHS.contains(&digits.len())
            && is_of_an_issuer(&digits)
            && (has_right_check(&digits) || is_printed(glyphs, &groups[..=at]));
        if is_card {
            return at + 1;
        }
    }
    0
}

/// Whether the groups are those of a card, with one and the same sign between them.
fn is_printed(glyphs: &Glyphs, groups: &[Group]) -> bool {
    let lengths: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    let sign = glyphs.at(groups[0].end);
    let is_same =
        |pair: &[Group]| pair[1].start - pair[0].end == 1 && glyphs.at(pair[0].end) == sign;
    SHAPES.contains(&lengths.as_slice()) && groups.windows(2).all(is_same)
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
