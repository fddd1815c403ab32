//! Values by the words before them: "my password is …", "passport number …", "born on …".
//!
//! The words are data (`cues.txt`), one line a kind and a language. What follows them counts only where it has the form
//! of such a value (`value_form`): "my password is wrong" holds none.

use std::sync::LazyLock;

use super::normalized_text::{Glyphs, folded_char};
use super::value_form::{account, date, identity, name, password, pin};
use super::{Kind, PrivateSpan};
use crate::text::{fold, is_unspaced};

/// Words that may stand between a cue and its value, and the most characters of other signs.
const FILLERS: usize = 4;
const GAP: usize = 4;

/// What a cue announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    Secret,
    Pin,
    Identity,
    Bank,
    Birth,
    Name,
}

struct Cue {
    value: Value,
    word: Vec<char>,
    takes_endings: bool,
}

struct Cues {
    cues: Vec<Cue>,
    fillers: Vec<String>,
}

static CUES: LazyLock<Cues> = LazyLock::new(|| Cues::read(include_str!("cues.txt")));

/// How a value is joined to its cue.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// By nothing: "PIN 4711".
    Bare,
    /// By a word: "my PIN is 4711".
    Word,
    /// By a sign: "PIN: 4711".
    Sign,
}

/// Every value with its cue.
pub(super) fn find(glyphs: &Glyphs) -> Vec<PrivateSpan> {
    let mut found: Vec<PrivateSpan> = Vec::new();
    for at in 0..glyphs.len() {
        if !glyphs.is_start(at) && !is_unspaced(glyphs.at(at)) {
            continue;
        }
        for cue in CUES.cues.iter().filter(|cue| cue.word[0] == glyphs.folded(at)) {
            let Some(end) = cue.end(glyphs, at) else { continue };
            let (start, joint) = value_start(glyphs, end);
            let Some(end) = value_end(glyphs, start, cue.value, joint) else { continue };
            found.push(glyphs.found(cue.value.kind(), start, end));
        }
    }
    found
}

impl Cues {
    fn read(lines: &str) -> Self {
        let (mut cues, mut fillers) = (Vec::new(), Vec::new());
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            let Some((head, words)) = line.split_once(": ") else { continue };
            let Some(value) = Value::named(head.split(' ').next().unwrap_or_default()) else {
                fillers.extend(words.split(' ').map(fold));
                continue;
            };
            cues.extend(words.split(" | ").map(|word| Cue {
                value,
                word: word.trim_end_matches('*').chars().map(folded_char).collect(),
                takes_endings: word.ends_with('*'),
            }));
        }
        Self { cues, fillers }
    }
}

impl Cue {
    /// The place after the cue, if it stands at this place.
    fn end(&self, glyphs: &Glyphs, at: usize) -> Option<usize> {
        let is_here = (0..self.word.len()).all(|step| glyphs.folded(at + step) == self.word[step]);
        let mut end = at + self.word.len();
        while self.takes_endings && glyphs.at(end).is_alphabetic() {
            end += 1;
        }
        let last = *self.word.last()?;
        let is_whole = !last.is_alphanumeric() || is_unspaced(last) || glyphs.is_end(end);
        (is_here && is_whole).then_some(end)
    }
}

impl Value {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "secret" => Value::Secret,
            "pin" => Value::Pin,
            "identity" => Value::Identity,
            "bank" => Value::Bank,
            "birth" => Value::Birth,
            "name" => Value::Name,
            _ => return None,
        })
    }

    fn kind(self) -> Kind {
        match self {
            Value::Secret | Value::Pin => Kind::Secret,
            Value::Identity => Kind::Identity,
            Value::Bank => Kind::Account,
            Value::Birth => Kind::Birth,
            Value::Name => Kind::Name,
        }
    }
}

/// Where the value behind a cue begins, and what joins them.
fn value_start(glyphs: &Glyphs, end_of_cue: usize) -> (usize, Joint) {
    let (mut at, mut joint) = (end_of_cue, Joint::Bare);
    for _ in 0..=FILLERS {
        for _ in 0..GAP {
            match glyphs.at(at) {
                ':' | '=' | '"' | '“' | '„' | '«' | '「' | '`' => joint = Joint::Sign,
                ' ' | '\t' | '\'' | '#' | '-' | '–' | '.' | '(' | '/' | '№' | '°' | ',' => {}
                'は' | 'が' | 'を' if joint == Joint::Bare => joint = Joint::Word,
                '\n' if joint == Joint::Sign => {}
                _ => break,
            }
            at += 1;
        }
        let length = (at..).take_while(|at| is_word(glyphs.at(*at))).count();
        let word = fold(&glyphs.text(at, at + length));
        if length == 0 || !CUES.fillers.contains(&word) {
            break;
        }
        if joint == Joint::Bare {
            joint = Joint::Word;
        }
        at += length;
    }
    (at, joint)
}

fn is_word(c: char) -> bool {
    c.is_alphabetic() || c == '\'' || c == '’'
}

/// Where the value ends, if it has the form of one.
fn value_end(glyphs: &Glyphs, start: usize, value: Value, joint: Joint) -> Option<usize> {
    match value {
        Value::Secret => password(glyphs, start, joint),
        Value::Pin => pin(glyphs, start),
        Value::Identity => identity(glyphs, start),
        Value::Bank => account(glyphs, start),
        Value::Birth => date(glyphs, start),
        Value::Name => name(glyphs, start),
    }
}
