//! What a sentence must not have from nowhere: numbers, prices, dates, links, addresses, placeholders.

use std::collections::BTreeSet;

use crate::Language;
use crate::detection::number;
use crate::text::folded_words;

/// Signs that give a number its meaning.
const SIGNS: [char; 9] = ['%', '€', '$', '£', '¥', '₺', '₪', '°', '#'];

/// The figures of a text, each in one spelling.
pub(super) fn figures(text: &str, tongue: Option<Language>) -> BTreeSet<String> {
    let plain: String = text.chars().map(plain_digit).flat_map(char::to_lowercase).collect();
    let mut found: BTreeSet<String> = numbers(&plain).into_iter().collect();
    found.extend(plain.chars().filter(|c| SIGNS.contains(c)).map(String::from));
    found.extend(
        folded_words(text).iter().filter_map(|word| number(word, tongue)).map(str::to_owned),
    );
    found.extend(places(&plain));
    found.extend(placeholders(&plain));
    found
}

/// Words with digits, and digits with what stands between them: `1.299,00`, `09:15`, `2024-01-15`, `ab12`.
fn numbers(text: &str) -> Vec<String> {
    let is_inside = |c: char| c.is_alphanumeric() || ".,:/-".contains(c);
    let tokens = text.split(|c: char| !is_inside(c));
    let tokens = tokens.filter(|token| token.contains(|c: char| c.is_ascii_digit()));
    tokens.flat_map(cores).collect()
}

/// The numbers in a token: `14-day` has 14 and nothing else; `24/7` is one.
fn cores(token: &str) -> Vec<String> {
    let parts = token.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for part in parts {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let has_digit = word.contains(|c: char| c.is_ascii_digit());
        match found.last_mut().filter(|_| open && has_digit) {
            Some(last) => last.push_str(part),
            None if has_digit => found.push(part.to_owned()),
            None => {}
        }
        open = has_digit && part.len() > word.len();
    }
    let bare = |number: &String| number.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    found.iter().map(bare).collect()
}

/// Links, hosts, e-mail addresses and names of accounts.
fn places(text: &str) -> Vec<String> {
    let tokens = text.split(|c: char| c.is_whitespace() || "()<>\"'„“”«»".contains(c));
    let tokens = tokens
        .map(|token| token.trim_matches(|c: char| !c.is_alphanumeric() && c != '@' && c != '/'));
    tokens.filter(|token| is_place(token)).map(str::to_owned).collect()
}

fn is_place(token: &str) -> bool {
    let host = token.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = host.rsplit_once('.').is_some_and(|(name, end)| {
        end.len() > 1
            && end.chars().all(char::is_alphabetic)
            && name.contains(char::is_alphanumeric)
    });
    token.contains("://") || token.contains('@') || token.starts_with("www.") || is_host
}

fn placeholders(text: &str) -> Vec<String> {
    let inside = text.split('[').skip(1).filter_map(|rest| rest.split_once(']'));
    inside.map(|(name, _)| format!("[{name}]")).collect()
}

fn plain_digit(c: char) -> char {
    let value = match c {
        '\u{0660}'..='\u{0669}' => u32::from(c) - 0x0660,
        '\u{06f0}'..='\u{06f9}' => u32::from(c) - 0x06f0,
        '\u{ff10}'..='\u{ff19}' => u32::from(c) - 0xff10,
        '％' => return '%',
        '＠' => return '@',
        _ => return c,
    };
    char::from_digit(value, 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let expected: BTreeSet<String> = expected.iter().map(|one| (*one).to_owned()).collect();
        assert_eq!(figures(text, Some(Language::En)), expected, "{text}");
    }

    #[test]
    fn figures_are_found_in_one_spelling() {
        check(
            "It costs 1.299,00 € until 2024-01-15, 09:15.",
            &["1.299,00", "€", "2024-01-15", "09:15"],
        );
        check("A 14-day return, 24/7, size ab12", &["14", "24/7", "ab12"]);
        check("fourteen days, ten percent, ١٤", &["14", "10"]);
        check("See https://shop.example/returns?a=1.", &["https://shop.example/returns?a=1", "1"]);
        check("Ask help@shop.example or shop.example!", &["help@shop.example", "shop.example"]);
        check("Write to [email 1].", &["[email 1]", "1"]);
        check("No figures here. Really.", &[]);
    }
}
