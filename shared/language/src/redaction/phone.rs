//! Phone numbers, and social security numbers, which are written alike.
//!
//! A run of digits is a phone number by how it begins (`+49`, `0049`, `030`, `(555)`), by how it is grouped, or by the
//! word before it. Whatever is called an order, an invoice or an article is none, except after a plus sign.

use std::sync::LazyLock;

use super::digits::{Group, calendar, date, runs};
use super::normalized_text::Glyphs;
use super::{Kind, PrivateSpan};
use crate::text::is_unspaced;

/// How far left a word says what a number is, in characters.
const REACH: usize = 24;
const LONGEST: usize = 15;

/// Groups that make a national number without a leading zero, and the digits it may begin with.
const SHAPES: [(&[usize], &str); 12] = [
    (&[3, 3, 4], "23456789"),
    (&[1, 3, 3, 4], "1"),
    (&[3, 3, 3], "56789"),
    (&[3, 2, 2, 2], "56789"),
    (&[3, 3, 2, 2], "5"),
    (&[2, 3, 2, 2], "123456789"),
    (&[5, 5], "6789"),
    (&[3, 4, 4], "1"),
    (&[2, 5, 4], "123456789"),
    (&[3, 7], "3"),
    (&[3, 6], "3"),
    (&[4, 4], "89"),
];
const IDENTITY: &[usize] = &[3, 2, 4];

/// What comes before a phone number, and what before others; one kind a line.
const WORDS: &str = include_str!("numbers.txt");

static NUMBERS: LazyLock<(Vec<&str>, Vec<&str>)> = LazyLock::new(|| {
    let of = |kind: &str| {
        let lines = WORDS.lines().filter_map(|line| line.strip_prefix(kind));
        lines.flat_map(|words| words.split(" | ")).map(str::trim).collect()
    };
    (of("phone: "), of("other: "))
});

/// Every phone or social security number in the text.
pub(super) fn find(glyphs: &Glyphs) -> Vec<PrivateSpan> {
    let mut found = Vec::new();
    for run in runs(glyphs) {
        let mut at = 0;
        while at < run.len() {
            let groups = &run[at..];
            let (kind, taken) = number(glyphs, groups);
            if let Some(kind) = kind {
                found.push(glyphs.found(kind, start(glyphs, &groups[0]), groups[taken - 1].end));
            }
            at += taken;
        }
    }
    found
}

/// What the first groups are, and how many they are.
fn number(glyphs: &Glyphs, groups: &[Group]) -> (Option<Kind>, usize) {
    if let Some(taken) = date(glyphs, groups) {
        return (None, taken);
    }
    if let Some(taken) = calendar(groups).filter(|_| glyphs.before(groups[0].start) != '+') {
        return (None, taken);
    }
    let lengths: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    let meaning = Meaning::of(glyphs, &groups[0]);
    if lengths.starts_with(IDENTITY) && meaning == Meaning::Open && glyphs.at(groups[0].end) == '-'
    {
        return (Some(Kind::Identity), IDENTITY.len());
    }
    match phone(glyphs, groups, &lengths, meaning) {
        0 => (None, 1),
        taken => (Some(Kind::Phone), taken),
    }
}

fn phone(glyphs: &Glyphs, groups: &[Group], lengths: &[usize], meaning: Meaning) -> usize {
    let first = &groups[0].digits;
    let before = glyphs.before(groups[0].start);
    let (taken, digits) = reach(glyphs, groups);
    let is_international = before == '+' && digits >= 8;
    if is_international {
        return taken;
    }
    if meaning == Meaning::Other || is_money(glyphs, &groups[0]) {
        return 0;
    }
    let shortest_trunk = if lengths.len() > 1 { 8 } else { 9 };
    // What follows a dot is the middle of a version or a price.
    let is_trunk = first.starts_with('0') && before != '.' && digits >= shortest_trunk;
    let is_bracketed = before == '(' && (9..=11).contains(&digits);
    let is_called_phone = meaning == Meaning::Phone && digits >= 7;
    if is_trunk || is_bracketed || is_called_phone {
        return taken;
    }
    if is_bare(glyphs, groups, meaning) {
        return 1;
    }
    let shape = SHAPES.iter().find(|(shape, starts)| {
        lengths.starts_with(shape)
            && starts.contains(&first[..1])
            && has_one_separator(glyphs, &groups[..shape.len()])
    });
    shape.map_or(0, |(shape, _)| shape.len())
}

/// A national number without separators, as the countries of the twelve languages dial it. Nothing else of a shop is so
/// long and begins so, unless it is called an order or an article.
fn is_bare(glyphs: &Glyphs, groups: &[Group], meaning: Meaning) -> bool {
    let digits = groups[0].digits.as_bytes();
    let is_alone = groups
        .get(1)
        .is_none_or(|next| glyphs.at(groups[0].end) == '\n' || next.start - groups[0].end > 1);
    let at = |place: usize| digits.get(place).copied().unwrap_or(b'0');
    let fits = match digits.len() {
        9 => at(0) >= b'5',
        10 => matches!(at(0), b'3' | b'5'..=b'9') || (at(0) >= b'2' && at(3) >= b'2'),
        11 => (at(0) == b'1' && at(1) >= b'2') || (at(0) >= b'1' && at(2) == b'9'),
        _ => false,
    };
    let before = glyphs.before(groups[0].start);
    meaning == Meaning::Open
        && is_alone
        && fits
        && !matches!(before, '.' | ',' | '/' | '=' | '-' | '_' | '#')
}

/// How many groups may belong to one number, and their digits.
fn reach(glyphs: &Glyphs, groups: &[Group]) -> (usize, usize) {
    let (mut taken, mut digits) = (0, 0);
    for (at, group) in groups.iter().enumerate() {
        let is_new_line =
            at > 0 && (groups[at - 1].end..group.start).any(|at| glyphs.at(at) == '\n');
        if is_new_line
            || digits + group.digits.len() > LONGEST
            || (at > 0 && date(glyphs, &groups[at..]).is_some())
        {
            break;
        }
        (taken, digits) = (at + 1, digits + group.digits.len());
    }
    (taken, digits)
}

fn has_one_separator(glyphs: &Glyphs, groups: &[Group]) -> bool {
    groups
        .windows(2)
        .all(|pair| matches!(pair[1].start - pair[0].end, 1 | 2) && glyphs.at(pair[0].end) != '\n')
}

fn is_money(glyphs: &Glyphs, group: &Group) -> bool {
    "€$£¥₺₪".contains(glyphs.before(group.start))
        || "€$£¥₺₪".contains(glyphs.at(glyphs.after_space(group.end)))
}

/// A plus sign or a bracket before the number belongs to it.
fn start(glyphs: &Glyphs, group: &Group) -> usize {
    (0..group.start)
        .rev()
        .take_while(|at| matches!(glyphs.at(*at), '+' | '('))
        .last()
        .unwrap_or(group.start)
}

/// What the words before a number say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Phone,
    Other,
    Open,
}

impl Meaning {
    fn of(glyphs: &Glyphs, group: &Group) -> Self {
        let left = glyphs.left_of(group.start, REACH);
        let left = &left[end_of_sentence(&left)..];
        let last = |words: &[&str]| words.iter().filter_map(|word| last_start(left, word)).max();
        let (phones, others) = &*NUMBERS;
        match (last(phones), last(others)) {
            (Some(phone), other) if other.is_none_or(|other| phone >= other) => Meaning::Phone,
            (_, Some(_)) => Meaning::Other,
            _ => Meaning::Open,
        }
    }
}

/// Where the sentence before ends: what it speaks of is another matter. The dot of "no." ends none.
fn end_of_sentence(text: &str) -> usize {
    let word = |at: usize| text[..at].chars().rev().take_while(|c| c.is_alphanumeric()).count();
    let is_end = |at: usize, c: char| match c {
        '?' | '!' | '؟' | '？' | '！' | '。' | ';' => true,
        '.' => word(at) > 3 && text[at + 1..].starts_with(' '),
        _ => false,
    };
    let last = text.char_indices().rfind(|(at, c)| is_end(*at, *c));
    last.map_or(0, |(at, c)| at + c.len_utf8())
}

/// Where the last word that begins like this one stands. In scripts without spaces any place is a beginning.
fn last_start(text: &str, word: &str) -> Option<usize> {
    let is_free = |c: char| !c.is_alphanumeric() || is_unspaced(c);
    let starts = |at: usize| text[..at].chars().next_back().is_none_or(is_free) || !word.is_ascii();
    text.rmatch_indices(word).map(|(at, _)| at).find(|at| starts(*at))
}
