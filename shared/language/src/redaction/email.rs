//! E-mail addresses, also as people write them to hide them from machines: `ines (at) example dot com`.

use super::normalized_text::Glyphs;
use super::{Found, Kind};

/// Ways to write `@` and `.` in words. The bare words count only together.
const AT: [&str; 5] = ["@", "(at)", "[at]", "{at}", "<at>"];
const AT_WORD: &str = " at ";
const DOT: [&str; 5] = ["(dot)", "[dot]", "{dot}", "(punkt)", "[punkt]"];
const DOT_WORDS: [&str; 3] = [" dot ", " punkt ", " point "];

/// Every e-mail address in the text.
pub(super) fn find(glyphs: &Glyphs) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut from = 0;
    for at in 0..glyphs.len() {
        if let Some((start, end)) = address_around(glyphs, at, from) {
            found.push(glyphs.found(Kind::Email, start, end));
            from = end;
        }
    }
    found
}

/// The address whose `@` is written at this place, not reaching back behind `from`.
fn address_around(glyphs: &Glyphs, at: usize, from: usize) -> Option<(usize, usize)> {
    let sign = AT.iter().find(|sign| glyphs.has(at, sign));
    let (length, in_words) = match sign {
        Some(sign) => (sign.len(), false),
        None if glyphs.has(at, AT_WORD) => (AT_WORD.len(), true),
        None => return None,
    };
    let local_end = if glyphs.before(at) == ' ' && !in_words { at - 1 } else { at };
    let start = (from..local_end).rev().take_while(|at| is_local(glyphs.at(*at))).last()?;
    let end = end_of_host(glyphs, glyphs.after_space(at + length), in_words)?;
    Some((start, end))
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "._%+-'".contains(c)
}

/// The place after a host of at least two labels; `in_words` demands a dot in words.
fn end_of_host(glyphs: &Glyphs, start: usize, in_words: bool) -> Option<usize> {
    let (mut at, mut last, mut dots) = (start, None, 0);
    loop {
        let label = (at..)
            .take_while(|at| glyphs.at(*at).is_alphanumeric() || glyphs.at(*at) == '-')
            .count();
        if label == 0 {
            return last.filter(|_| dots > 0);
        }
        at += label;
        last = (dots > 0).then_some(at);
        match dot(glyphs, at, in_words) {
            Some(after) => at = after,
            None => return last,
        }
        dots += 1;
    }
}

/// The place after a dot at this place.
fn dot(glyphs: &Glyphs, at: usize, in_words: bool) -> Option<usize> {
    if let Some(word) = DOT_WORDS.iter().find(|word| glyphs.has(at, word)) {
        return Some(at + word.len());
    }
    let open = glyphs.after_space(at);
    if let Some(sign) = DOT.iter().find(|sign| glyphs.has(open, sign)) {
        return Some(glyphs.after_space(open + sign.len()));
    }
    (glyphs.at(at) == '.' && !in_words).then_some(at + 1)
}
