//! The wish in Japanese, whose words are not separated.

use super::phrases::{JA_NOT, JA_PEOPLE, JA_PHRASES, JA_WISHES};
use crate::text::{fold, is_unspaced};

/// How far behind a wish its negation may end, in characters.
const REACH: usize = 14;

/// Whether the text asks for a person in Japanese.
pub(super) fn asks(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let text = fold(text);
    // Every phrase has a sign of a script without spaces.
    if !text.chars().any(is_unspaced) {
        return false;
    }
    let person = JA_PEOPLE.iter().any(|person| {
        text.match_indices(&fold(person)).any(|(at, person)| is_wanted(&text, at, person.len()))
    });
    let is_person = |line: &str| {
        let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
        JA_PEOPLE[1..].iter().any(|person| fold(person) == bare)
    };
    person || has_any(&text, &JA_PHRASES) || text.lines().any(is_person)
}

fn is_wanted(text: &str, at: usize, length: usize) -> bool {
    let rest = &text[at + length..];
    let Some(wish) =
        JA_WISHES.iter().map(|wish| fold(wish)).find(|wish| rest.starts_with(wish.as_str()))
    else {
        return false;
    };
    let behind: String = rest[wish.len()..].chars().take(REACH).collect();
    !is_inside_word(text, at) && !has_any(&behind, &JA_NOT)
}

/// 友人 is a friend, not a 人 of the shop.
fn is_inside_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    text[at..].starts_with('人') && before.is_some_and(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
}

fn has_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| text.contains(&fold(phrase)))
}
