//! Whether two questions are one: the same words but for case, accents, signs, numbers, courtesies and slips of the pen.

use super::without_small_talk;
use crate::text::{fold, folded_words, is_unspaced};

/// Words that say of a number what it is, and go with it.
const NUMBER_WORDS: [&str; 13] = [
    "number",
    "no",
    "n",
    "nr",
    "num",
    "numero",
    "nummer",
    "numer",
    "numaram",
    "numarasi",
    "ref",
    "reference",
    "id",
];
/// Contractions as people write them without the apostrophe.
const CONTRACTIONS: [(&str, &[&str]); 14] = [
    ("wheres", &["where", "is"]),
    ("whats", &["what", "is"]),
    ("hows", &["how", "is"]),
    ("whos", &["who", "is"]),
    ("whens", &["when", "is"]),
    ("dont", &["do", "not"]),
    ("doesnt", &["does", "not"]),
    ("didnt", &["did", "not"]),
    ("cant", &["can", "not"]),
    ("cannot", &["can", "not"]),
    ("isnt", &["is", "not"]),
    ("hasnt", &["has", "not"]),
    ("im", &["i", "am"]),
    ("ive", &["i", "have"]),
];
/// The endings that stand apart behind an apostrophe.
const ENDINGS: [(&str, &str); 6] =
    [("s", "is"), ("t", "not"), ("m", "am"), ("re", "are"), ("ve", "have"), ("ll", "will")];
/// Letters of the shortest word in which a slip is forgiven.
const FORGIVEN: usize = 4;

/// What a question is compared by: its words without case, accents, signs, courtesies, numbers, codes and links.
pub fn question_key(question: &str) -> String {
    key_words(question).join(" ")
}

/// Whether two questions are one; one slip of the pen is forgiven for every three words.
pub fn is_same_question(one: &str, other: &str) -> bool {
    let (one, other) = (key_words(one), key_words(other));
    if one.is_empty() || one.len() != other.len() {
        return false;
    }
    let slips = one.iter().zip(&other).filter(|(one, other)| one != other).count();
    let is_slip = |(one, other): (&String, &String)| one == other || is_slip_of(one, other);
    slips <= one.len().div_ceil(3).min(2) && one.iter().zip(&other).all(is_slip)
}

/// Whether one word becomes the other by a slip behind its first letter.
fn is_slip_of(one: &str, other: &str) -> bool {
    let shortest = one.chars().count().min(other.chars().count());
    let is_unspaced = one.chars().chain(other.chars()).any(is_unspaced);
    shortest >= FORGIVEN
        && !is_unspaced
        && one.chars().next() == other.chars().next()
        && strsim::osa_distance(one, other) == 1
}

fn key_words(question: &str) -> Vec<String> {
    let bare = without_small_talk(question);
    let asked: String =
        bare.split_whitespace().filter(|word| !is_code(word)).collect::<Vec<_>>().join(" ");
    let mut key: Vec<String> = Vec::new();
    let has_apostrophe = fold(&asked).contains('\'');
    for word in folded_words(&asked) {
        if let Some((_, parts)) = CONTRACTIONS.iter().find(|(short, _)| *short == word) {
            key.extend(parts.iter().map(|part| (*part).to_owned()));
            continue;
        }
        let ending = ENDINGS.iter().find(|(short, _)| has_apostrophe && *short == word);
        match (ending, key.last_mut()) {
            // "don't" is read as "don" and "t".
            (Some((_, "not")), Some(last)) => {
                if last.len() > 2 && last.ends_with('n') && last != "can" {
                    last.pop();
                }
                key.push("not".to_owned());
            }
            (Some((_, long)), Some(_)) => key.push((*long).to_owned()),
            _ => key.push(word),
        }
    }
    let has_number = asked.len() < bare.len() && bare.split_whitespace().any(is_code);
    if has_number {
        while key.last().is_some_and(|word| NUMBER_WORDS.contains(&word.as_str())) {
            key.pop();
        }
    }
    key
}

/// Whether a word is a number, a code or a link: what differs from customer to customer.
fn is_code(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let has_digit = bare.chars().any(char::is_numeric);
    let is_plain = bare.chars().all(|c| c.is_alphanumeric() || "-/._".contains(c));
    let is_unspaced = bare.chars().any(is_unspaced);
    word.contains("://") || (has_digit && is_plain && !is_unspaced && bare.chars().count() > 2)
}
