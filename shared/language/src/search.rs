//! Searching what people wrote: by which terms a text is found, which ones are looked for, and where they stand.
//!
//! A term is a folded word without what every text has. Scripts without spaces give pairs of characters.

use std::collections::BTreeSet;

use crate::detection::is_common;
use crate::text::{Word, fold, is_unspaced, words};

/// Characters of a term; what is longer is cut.
const TERM_CHARS: usize = 24;
/// Characters from which on the beginning of a word finds it.
const PREFIX_CHARS: usize = 3;
/// Terms of a query; more find hardly less.
const QUERY_TERMS: usize = 6;
/// How much of an excerpt stands before the first hit: a quarter.
const BEFORE: usize = 4;

/// A run of a text's characters, and whether it is a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPart {
    /// The characters.
    pub text: String,
    /// Whether they are what was looked for.
    pub is_hit: bool,
}

/// The terms by which a text is found: each once, in their order.
pub fn search_terms(text: &str) -> Vec<String> {
    let mut known = BTreeSet::new();
    let mut terms: Vec<String> =
        words(text).iter().flat_map(|word| terms_of(&word.folded)).collect();
    terms.retain(|term| is_telling(term) && known.insert(term.clone()));
    terms
}

/// The terms that a text must have to be what these words look for. The words that every text has are looked for only where
/// there are no others.
pub fn query_terms(query: &str) -> Vec<String> {
    let mut known = BTreeSet::new();
    let mut terms: Vec<String> =
        words(query).iter().flat_map(|word| looked_for(&word.folded)).collect();
    terms.retain(|term| is_long_enough(term) && known.insert(term.clone()));
    let telling: Vec<String> = terms.iter().filter(|term| is_telling(term)).cloned().collect();
    let mut wanted = if telling.is_empty() { terms } else { telling };
    wanted.truncate(QUERY_TERMS);
    wanted
}

/// Whether a term of a query finds this one: it is the same, or begins it.
pub fn finds(wanted: &str, term: &str) -> bool {
    wanted == term || (is_beginning(wanted) && term.starts_with(wanted))
}

/// Whether a term of a query also finds what begins with it: two letters begin too much.
pub fn is_beginning(wanted: &str) -> bool {
    wanted.chars().any(is_unspaced) || wanted.chars().count() >= PREFIX_CHARS
}

/// A text with the words marked that these terms of a query find.
pub fn marked(text: &str, wanted: &[String]) -> Vec<TextPart> {
    let mut parts = Parts::default();
    let mut from = 0;
    for word in words(text) {
        for (start, end) in hits(text, &word, wanted) {
            parts.add(&text[from..start], false);
            parts.add(&text[start..end], true);
            from = end;
        }
    }
    parts.add(&text[from..], false);
    parts.0
}

/// The same of about this many characters around the first hit, on one line.
pub fn marked_excerpt(text: &str, wanted: &[String], chars: usize) -> Vec<TextPart> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = words(&line).iter().find_map(|word| hits(&line, word, wanted).first().copied());
    let before = first.map_or(0, |(start, _)| line[..start].chars().count());
    let skipped = if before + chars / BEFORE < chars { 0 } else { before - chars / BEFORE };
    let mut excerpt: String = line.chars().skip(skipped).take(chars).collect();
    if line.chars().count() > skipped + chars {
        excerpt.push('…');
    }
    if skipped > 0 {
        excerpt.insert(0, '…');
    }
    marked(&excerpt, wanted)
}

#[derive(Default)]
struct Parts(Vec<TextPart>);

impl Parts {
    /// Adds a run; one that goes on like the last becomes one with it.
    fn add(&mut self, text: &str, is_hit: bool) {
        if text.is_empty() {
            return;
        }
        match self.0.last_mut().filter(|last| last.is_hit == is_hit) {
            Some(last) => last.text.push_str(text),
            None => self.0.push(TextPart { text: text.to_owned(), is_hit }),
        }
    }
}

/// The bytes of a word that the terms find: all of it, or in a script without spaces the characters themselves.
fn hits(text: &str, word: &Word, wanted: &[String]) -> Vec<(usize, usize)> {
    let mut hits = Vec::new();
    for (start, end) in segments(&text[word.start..word.end]) {
        let (start, end) = (word.start + start, word.start + end);
        let segment = &text[start..end];
        if !segment.contains(is_unspaced) {
            let folded = cut(&fold(segment));
            if wanted.iter().any(|wanted| finds(wanted, &folded)) {
                hits.push((start, end));
            }
            continue;
        }
        let chars: Vec<(usize, char)> = segment.char_indices().collect();
        let mut covered = start;
        for at in 0..chars.len() {
            let rest = fold(&segment[chars[at].0..]);
            let longest = wanted.iter().filter(|wanted| rest.starts_with(wanted.as_str()));
            let Some(length) = longest.map(|wanted| wanted.chars().count()).max() else { continue };
            let from = (start + chars[at].0).max(covered);
            let until = chars.get(at + length).map_or(end, |(next, _)| start + next);
            if from < until {
                hits.push((from, until));
                covered = until;
            }
        }
    }
    hits
}

/// The terms of a folded word: itself, or the pairs of its characters where its script has no spaces, and the last one alone.
fn terms_of(word: &str) -> Vec<String> {
    let mut terms = Vec::new();
    for (start, end) in segments(word) {
        let segment = &word[start..end];
        if segment.contains(is_unspaced) {
            terms.extend(pairs(segment));
            terms.extend(segment.chars().next_back().map(String::from));
        } else {
            terms.push(cut(segment));
        }
    }
    terms
}

/// The terms that a folded word of a query looks for: one character is the beginning of a pair.
fn looked_for(word: &str) -> Vec<String> {
    let mut terms = Vec::new();
    for (start, end) in segments(word) {
        let segment = &word[start..end];
        let pairs = if segment.contains(is_unspaced) { pairs(segment) } else { Vec::new() };
        if pairs.is_empty() { terms.push(cut(segment)) } else { terms.extend(pairs) }
    }
    terms
}

/// The runs of a word with and without spaces in their script, by their bytes.
fn segments(word: &str) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize, bool)> = Vec::new();
    for (at, c) in word.char_indices() {
        let (end, kind) = (at + c.len_utf8(), is_unspaced(c));
        match runs.last_mut().filter(|(_, _, last)| *last == kind) {
            Some(run) => run.1 = end,
            None => runs.push((at, end, kind)),
        }
    }
    runs.into_iter().map(|(start, end, _)| (start, end)).collect()
}

fn pairs(segment: &str) -> Vec<String> {
    let chars: Vec<char> = segment.chars().collect();
    chars.windows(2).map(|pair| pair.iter().collect()).collect()
}

fn cut(word: &str) -> String {
    word.chars().take(TERM_CHARS).collect()
}

/// Whether it says what a text is about.
fn is_telling(term: &str) -> bool {
    is_long_enough(term) && !is_common(term)
}

/// A letter or a digit alone says nothing, but in scripts of which one is a word.
fn is_long_enough(term: &str) -> bool {
    term.chars().any(is_unspaced) || term.chars().nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(parts: &[TextPart]) -> String {
        let show = |part: &TextPart| match part.is_hit {
            true => format!("[{}]", part.text),
            false => part.text.clone(),
        };
        parts.iter().map(show).collect()
    }

    #[test]
    fn a_text_is_found_by_its_telling_words_once_each_and_in_pairs_where_there_are_no_spaces() {
        for (text, expected) in [
            ("Where is the parcel to Zürich? The PARCEL!", vec!["parcel", "zurich"]),
            ("Order 48213-7 à 5 €", vec!["order", "48213"]),
            ("商品の返品", vec!["商品", "品の", "の返", "返品", "品"]),
            ("iPhone15の画面", vec!["iphone15", "の画", "画面", "面"]),
            ("", vec![]),
        ] {
            assert_eq!(search_terms(text), expected, "{text}");
        }
        let long = "Donaudampfschifffahrtsgesellschaft";
        assert_eq!(search_terms(long), ["donaudampfschifffahrtsge"]);
        assert_eq!(query_terms(long), search_terms(long));
    }

    #[test]
    fn a_query_leaves_out_what_every_text_has_unless_there_is_nothing_else() {
        for (query, expected) in [
            ("where is my PARCEL", vec!["parcel"]),
            ("the", vec!["the"]),
            ("e", vec![]),
            ("返品", vec!["返品"]),
            ("返", vec!["返"]),
            ("返品は", vec!["返品", "品は"]),
            ("?!", vec![]),
        ] {
            assert_eq!(query_terms(query), expected, "{query}");
        }
        let many = "one1 two2 three3 four4 five5 six6 seven7 eight8";
        assert_eq!(query_terms(many).len(), QUERY_TERMS);
    }

    #[test]
    fn the_beginning_of_a_word_finds_it_from_three_letters_on() {
        assert!(finds("ref", "refund") && finds("refund", "refund") && finds("re", "re"));
        assert!(!finds("re", "refund") && !finds("fund", "refund"));
        assert!(finds("返", "返品"));
    }

    #[test]
    fn what_was_looked_for_is_marked_as_it_was_written() {
        for (text, query, expected) in [
            ("Nach ZÜRICH, bitte", "zur", "Nach [ZÜRICH], bitte"),
            ("Refunds and refunded", "refund", "[Refunds] and [refunded]"),
            ("商品の返品はできますか", "返品は", "商品の[返品は]できますか"),
            ("nothing of it", "parcel", "nothing of it"),
            ("Straße 5", "strasse", "[Straße] 5"),
        ] {
            assert_eq!(shown(&marked(text, &query_terms(query))), expected);
        }
    }

    #[test]
    fn an_excerpt_is_cut_around_the_first_hit() {
        let text = format!("{}the lamp\nis broken {}", "one two ".repeat(20), "three ".repeat(20));
        let excerpt = marked_excerpt(&text, &query_terms("lamp"), 40);
        assert_eq!(shown(&excerpt), "…e two the [lamp] is broken three three thr…");
        let short = marked_excerpt("The lamp is broken", &query_terms("lamp"), 40);
        assert_eq!(shown(&short), "The [lamp] is broken");
        let none = marked_excerpt(&text, &query_terms("unicorn"), 10);
        assert_eq!(shown(&none), "one two on…");
    }
}
