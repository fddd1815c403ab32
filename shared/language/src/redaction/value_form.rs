//! The forms of values that a word announces: each gives the place after the value that begins at a place.

use super::cued::Joint;
use super::normalized_text::Glyphs;
use crate::detection::is_common;
use crate::text::{fold, is_unspaced};

/// Digits that an identity number has at least, and an account.
const IDENTITY_DIGITS: usize = 5;
const ACCOUNT_DIGITS: usize = 6;
/// Characters of the shortest password and of the longest value.
const SHORTEST_PASSWORD: usize = 4;
const LONGEST: usize = 40;

pub(super) fn identity(glyphs: &Glyphs, start: usize) -> Option<usize> {
    end_of_number(glyphs, start, IDENTITY_DIGITS)
}

pub(super) fn account(glyphs: &Glyphs, start: usize) -> Option<usize> {
    end_of_number(glyphs, start, ACCOUNT_DIGITS)
}

pub(super) fn password(glyphs: &Glyphs, start: usize, joint: Joint) -> Option<usize> {
    let is_inside = |c: char| !c.is_whitespace() && !is_unspaced(c) && !"\"“”»」`".contains(c);
    let run = (start..glyphs.len()).take_while(|at| is_inside(glyphs.at(*at))).count().min(LONGEST);
    let text = glyphs.text(start, start + run);
    let word = text.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '’', '…']);
    let length = word.chars().count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let has_letter = word.chars().any(char::is_alphabetic);
    let has_symbol = word.chars().any(|c| !c.is_alphanumeric() && !"-'’./".contains(c));
    let is_mixed =
        word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
    let is_counted = word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('-');
    let is_secret = length >= SHORTEST_PASSWORD
        && match joint {
            // A date or a price says when or how much, not what it is.
            _ if !has_letter && word.contains(['.', '/', ',']) => false,
            _ if is_counted || word.contains("://") => false,
            Joint::Sign => true,
            Joint::Word => (has_letter && (digits > 0 || has_symbol || is_mixed)) || digits >= 4,
            Joint::Bare => has_letter && (digits > 0 || (has_symbol && is_mixed)),
        };
    is_secret.then_some(start + length)
}

pub(super) fn pin(glyphs: &Glyphs, start: usize) -> Option<usize> {
    let digits = (start..).take_while(|at| glyphs.at(*at).is_ascii_digit()).count();
    let end = start + digits;
    let is_end = glyphs.is_end(end) || is_unspaced(glyphs.at(end));
    ((3..=8).contains(&digits) && is_end && glyphs.at(end) != '%').then_some(end)
}

/// Groups of letters and digits with single signs between them, as far as digits are in them.
fn end_of_number(glyphs: &Glyphs, start: usize, fewest: usize) -> Option<usize> {
    let (mut at, mut end, mut digits) = (start, start, 0);
    loop {
        let group = (at..glyphs.len())
            .take_while(|at| glyphs.at(*at).is_alphanumeric() && !is_unspaced(glyphs.at(*at)))
            .count();
        let own = (at..at + group).filter(|at| glyphs.at(*at).is_ascii_digit()).count();
        // "RSSMRA 85M01 H501Z", "QQ 12 34 56 C": letters alone belong to it where they are capital and few.
        let is_sign = own == 0
            && (1..=6).contains(&group)
            && (at..at + group).all(|at| glyphs.at(at).is_uppercase());
        let is_part = own > 0 || (is_sign && (digits == 0 || group <= 2));
        if !is_part || end - start + group > LONGEST {
            break;
        }
        at += group;
        digits += own;
        end = at;
        if !matches!(glyphs.at(at), ' ' | '-' | '.' | '/') {
            break;
        }
        at += 1;
    }
    (digits >= fewest).then_some(end)
}

/// A date: three numbers, or two and the name of a month, one of them a year.
pub(super) fn date(glyphs: &Glyphs, start: usize) -> Option<usize> {
    let (mut at, mut end, mut parts, mut numbers) = (start, start, 0, 0);
    let mut has_year = false;
    while parts < 5 && numbers < 3 {
        let digits = (at..).take_while(|at| glyphs.at(*at).is_ascii_digit()).count();
        let letters = (at..glyphs.len())
            .take_while(|at| digits == 0 && glyphs.at(*at).is_alphabetic())
            .count()
            .min(12);
        let length = digits.max(letters);
        let is_number = matches!(digits, 1 | 2 | 4);
        if length == 0 || (digits > 0 && !is_number) || (letters > 0 && parts > 0 && has_year) {
            break;
        }
        at += length;
        if digits > 0 {
            (numbers, end) = (numbers + 1, at);
            has_year |= digits == 4 && matches!(glyphs.at(at - 4), '1' | '2');
        }
        parts += 1;
        while matches!(glyphs.at(at), ' ' | '.' | '/' | '-' | ',' | '年' | '月' | '日') {
            at += 1;
        }
    }
    (numbers == 3 || (numbers == 2 && has_year)).then_some(end)
}

/// One to four capitalised words that are no common ones.
pub(super) fn name(glyphs: &Glyphs, start: usize) -> Option<usize> {
    let (mut at, mut end) = (start, None);
    for _ in 0..4 {
        let length = (at..glyphs.len())
            .take_while(|at| glyphs.at(*at).is_alphabetic() || "-'’".contains(glyphs.at(*at)))
            .count();
        let word = glyphs.text(at, at + length);
        let is_name = length > 1 && glyphs.at(at).is_uppercase() && !is_common(&fold(&word));
        if !is_name {
            break;
        }
        let is_title = glyphs.at(at + length) == '.' && length <= 4;
        at += length + usize::from(is_title);
        end = Some(at);
        if glyphs.at(at) != ' ' {
            break;
        }
        at += 1;
    }
    end
}
