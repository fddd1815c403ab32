//! E-mail addresses, also as people write them to hide them from machines: `ines (at) example (dot) com`.

use super::normalized_text::Glyphs;
use super::{Kind, PrivateSpan};

/// Ways to write `@`.
const SIGNS: [&str; 13] = [
    "@",
    "(at)",
    "[at]",
    "{at}",
    "<at>",
    "(@)",
    "[@]",
    "(ät)",
    "[ät]",
    "(a)",
    "(arobase)",
    "(arroba)",
    "(chiocciola)",
];
/// Words for `@` that mean nothing else between two words.
const WORDS: [&str; 12] = [
    " ät ",
    " aet ",
    " arobase ",
    " arroba ",
    " chiocciola ",
    " apenstaartje ",
    " małpa ",
    " kuyruklu a ",
    " at-sign ",
    " at sign ",
    " שטרודל ",
    " アットマーク ",
];
/// The English word means a place too: it counts where the dot is a word as well, or the host is one of [`MAIL_HOSTS`].
const AT_WORD: &str = " at ";
const MAIL_HOSTS: [&str; 22] = [
    "gmail.",
    "googlemail.",
    "yahoo.",
    "outlook.",
    "hotmail.",
    "icloud.",
    "live.",
    "msn.",
    "aol.",
    "gmx.",
    "web.de",
    "protonmail.",
    "proton.me",
    "t-online.",
    "orange.fr",
    "free.fr",
    "laposte.",
    "libero.",
    "wp.pl",
    "onet.pl",
    "ziggo.",
    "mynet.",
];
const DOTS: [&str; 9] =
    ["(dot)", "[dot]", "{dot}", "(punkt)", "[punkt]", "(point)", "(punto)", "(ponto)", "(kropka)"];
const DOT_WORDS: [&str; 11] = [
    " dot ",
    " punkt ",
    " point ",
    " punto ",
    " ponto ",
    " punt ",
    " kropka ",
    " nokta ",
    " נקודה ",
    " نقطة ",
    " ドット ",
];

/// How a dot of the host may be written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dots {
    Any,
    Words,
}

/// Every e-mail address in the text.
pub(super) fn find(glyphs: &Glyphs) -> Vec<PrivateSpan> {
    let mut found: Vec<PrivateSpan> = Vec::new();
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
    if at < from {
        return None;
    }
    if let Some(sign) = SIGNS.iter().find(|sign| glyphs.has(at, sign)) {
        let is_apart = at > from && matches!(glyphs.before(at), ' ' | '\n');
        let after = at + sign.chars().count();
        // "see @shop.example" names an account, "ines @ shop.example" an address.
        if *sign == "@" && glyphs.before(at) == ' ' && glyphs.at(after) != ' ' {
            return None;
        }
        let before = if is_apart { at - 1 } else { at };
        let start = start_of_local(glyphs, before, from)?;
        let after = after + usize::from(matches!(glyphs.at(after), ' ' | '\n'));
        return Some((start, end_of_host(glyphs, after, Dots::Any)?));
    }
    if let Some(word) = WORDS.iter().find(|word| glyphs.has(at, word)) {
        let start = start_of_local(glyphs, at, from)?;
        return Some((start, end_of_host(glyphs, at + word.chars().count(), Dots::Any)?));
    }
    if !glyphs.has(at, AT_WORD) {
        return None;
    }
    let host = at + AT_WORD.len();
    let dots = match MAIL_HOSTS.iter().any(|known| glyphs.has(host, known)) {
        true => Dots::Any,
        false => Dots::Words,
    };
    let end = end_of_host(glyphs, host, dots)?;
    Some((start_of_local(glyphs, at, from)?, end))
}

/// Where the part before the `@` begins; a quoted one may hold spaces.
fn start_of_local(glyphs: &Glyphs, end: usize, from: usize) -> Option<usize> {
    if end > from && glyphs.at(end - 1) == '"' {
        let opening = (from..end - 1).rev().take(64).find(|at| glyphs.at(*at) == '"');
        return opening.filter(|at| end - at > 2);
    }
    (from..end).rev().take_while(|at| is_local(glyphs.at(*at))).last()
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "._%+-'&#!~^$*|".contains(c)
}

/// The place after a host of at least two labels, or after an address in brackets.
fn end_of_host(glyphs: &Glyphs, start: usize, dots: Dots) -> Option<usize> {
    if glyphs.at(start) == '[' {
        let inside = |c: char| c.is_ascii_alphanumeric() || ".:".contains(c);
        let length = (start + 1..).take_while(|at| inside(glyphs.at(*at))).count();
        let is_closed = length > 2 && glyphs.at(start + 1 + length) == ']';
        return is_closed.then_some(start + length + 2);
    }
    let (mut at, mut last, mut labels) = (start, None, 0);
    loop {
        let label = (at..)
            .take_while(|at| {
                glyphs.at(*at).is_alphanumeric() || matches!(glyphs.at(*at), '-' | '_')
            })
            .count();
        if label == 0 {
            return last;
        }
        at += label;
        labels += 1;
        last = (labels > 1).then_some(at);
        match after_dot(glyphs, at, dots) {
            Some(after) => at = after,
            None => return last,
        }
    }
}

/// The place after a dot at this place.
fn after_dot(glyphs: &Glyphs, at: usize, dots: Dots) -> Option<usize> {
    if let Some(word) = DOT_WORDS.iter().find(|word| glyphs.has(at, word)) {
        return Some(at + word.chars().count());
    }
    if dots == Dots::Any && glyphs.has(at, " . ") {
        return Some(at + 3);
    }
    let open = glyphs.after_space(at);
    if let Some(sign) = DOTS.iter().find(|sign| glyphs.has(open, sign)) {
        return Some(glyphs.after_space(open + sign.chars().count()));
    }
    (matches!(glyphs.at(at), '.' | '。') && dots == Dots::Any).then_some(at + 1)
}
