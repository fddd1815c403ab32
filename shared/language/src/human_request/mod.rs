//! Whether a customer asks for a person, in words. Tables decide it, never a model: nothing may come between a customer
//! and a person.
//!
//! In doubt it is a wish: a person too many costs a minute, a person refused costs a customer.

mod escalate;
mod japanese;
mod phrases;

use std::sync::LazyLock;

pub use escalate::EscalateWords;
use phrases::{SPEECHES, Speech};

use crate::Language;
use crate::detection::{is_common_in, is_negated};
use crate::text::{Word, fold, words};

/// How many words may stand between a negation and the wish it turns round.
const REACH: usize = 4;
/// A message of so few telling words may be nothing but the wish.
const SHORT: usize = 2;

/// Whether the text asks for a person, in any of the widget's languages.
pub fn requests_human(text: &str) -> bool {
    japanese::asks(text) || clauses(text).any(asks)
}

fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', ',', ';', '!', '?', ':', '\n', '¿', '¡', '؟', '،', '؛', '–', '—', '(', ')'])
        .filter(|clause| !clause.trim().is_empty())
}

fn asks(clause: &str) -> bool {
    let words: Vec<Word> = words(clause);
    let clause = Clause { text: clause, words: &words };
    LEXICONS.iter().any(|lexicon| lexicon.is_asked_in(&clause))
}

/// A part of a sentence, with its words.
struct Clause<'a> {
    text: &'a str,
    words: &'a [Word],
}

/// A language's tables, folded once.
struct Lexicon {
    tongue: Language,
    reach: Terms,
    want: Terms,
    people: Terms,
    someone: Terms,
    between: Terms,
    bots: Terms,
    not: Terms,
    still: Terms,
    phrases: Vec<Vec<String>>,
    verb_last: bool,
}

static LEXICONS: LazyLock<Vec<Lexicon>> =
    LazyLock::new(|| SPEECHES.iter().map(Lexicon::of).collect());

impl Lexicon {
    fn of(speech: &Speech) -> Self {
        let terms = |list| Terms::of(list, speech.tongue);
        Self {
            tongue: speech.tongue,
            reach: terms(speech.reach),
            want: terms(speech.want),
            people: terms(speech.people),
            someone: terms(speech.someone),
            between: terms(speech.between),
            bots: terms(speech.bots),
            not: terms(speech.not),
            still: terms(speech.still),
            phrases: speech.phrases.split('|').map(crate::text::folded_words).collect(),
            verb_last: speech.verb_last,
        }
    }

    fn is_asked_in(&self, clause: &Clause<'_>) -> bool {
        let starts = 0..clause.words.len();
        starts.clone().any(|at| self.is_bot_refused(clause, at))
            || self.is_only_a_person(clause)
            || starts
                .into_iter()
                .any(|at| self.is_wish(clause, at) && !self.is_turned_round(clause, at))
    }

    /// A wish whose first word is this one.
    fn is_wish(&self, clause: &Clause<'_>, at: usize) -> bool {
        let word = &clause.words[at];
        let rest = &clause.words[at..];
        let is_phrase = |phrase: &Vec<String>| {
            rest.len() >= phrase.len()
                && phrase.iter().zip(rest).all(|(one, word)| *one == word.folded)
        };
        let then = |who: &[&Terms]| self.is_followed(clause, at, who);
        (self.reach.has(word) && then(&[&self.people, &self.someone]))
            || (self.want.has(word) && then(&[&self.people]))
            || (self.verb_last && self.is_anyone(clause, at) && then(&[&self.reach]))
            || (self.verb_last && self.is_person(clause, at) && then(&[&self.want]))
            || self.phrases.iter().any(is_phrase)
    }

    /// Whether one of `who` comes after the word, with nothing but fillers between.
    fn is_followed(&self, clause: &Clause<'_>, at: usize, who: &[&Terms]) -> bool {
        for next in at + 1..clause.words.len() {
            let word = &clause.words[next];
            if who.iter().any(|terms| terms.has(word)) && !is_compound(clause.text, word) {
                return true;
            }
            if !self.between.has(word) {
                return false;
            }
        }
        false
    }

    fn is_person(&self, clause: &Clause<'_>, at: usize) -> bool {
        self.people.has(&clause.words[at]) && !is_compound(clause.text, &clause.words[at])
    }

    fn is_anyone(&self, clause: &Clause<'_>, at: usize) -> bool {
        self.is_person(clause, at) || self.someone.has(&clause.words[at])
    }

    /// "Agent, please": a person, and courtesies.
    fn is_only_a_person(&self, clause: &Clause<'_>) -> bool {
        let is_telling = |word: &&Word| {
            let is_filler = self.between.has(word) || is_common_in(&word.folded, Some(self.tongue));
            self.people.has(word) || !is_filler
        };
        let telling: Vec<&Word> = clause.words.iter().filter(is_telling).collect();
        let is_short = clause.words.len() <= SHORT + 2 && (1..=SHORT).contains(&telling.len());
        is_short
            && telling.iter().all(|word| self.people.has(word) && !is_compound(clause.text, word))
            && !is_negated(clause.text, Some(self.tongue))
    }

    /// "I won't talk to a bot": a negation, a verb that reaches, a machine.
    fn is_bot_refused(&self, clause: &Clause<'_>, at: usize) -> bool {
        let bot = |at: usize| self.bots.has(&clause.words[at]);
        let is_reached =
            self.reach.has(&clause.words[at]) && self.is_followed(clause, at, &[&self.bots]);
        let is_last = self.verb_last && bot(at) && self.is_followed(clause, at, &[&self.reach]);
        (is_reached || is_last) && is_negated(clause.text, Some(self.tongue))
    }

    fn is_turned_round(&self, clause: &Clause<'_>, at: usize) -> bool {
        if self.tongue == Language::Tr {
            return is_negated(clause.text, Some(self.tongue));
        }
        let before = &clause.words[at.saturating_sub(REACH)..at];
        let is_denied = before.iter().any(|word| self.not.has(word));
        let is_reproach = clause.words[..at].iter().any(|word| self.still.has(word));
        self.not.has_sequence(before) || (is_denied && !is_reproach)
    }
}

/// Words, and beginnings of words.
struct Terms {
    whole: Vec<String>,
    starts: Vec<String>,
    sequences: Vec<Vec<String>>,
    takes_prefixes: bool,
}

impl Terms {
    fn of(list: &str, tongue: Language) -> Self {
        let (mut whole, mut starts, mut sequences) = (Vec::new(), Vec::new(), Vec::new());
        for (place, part) in list.split('|').enumerate() {
            if place > 0 {
                sequences.push(crate::text::folded_words(part));
                continue;
            }
            for term in part.split_whitespace() {
                match term.strip_suffix('*') {
                    Some(start) => starts.push(fold(start)),
                    None => whole.push(fold(term)),
                }
            }
        }
        let takes_prefixes = matches!(tongue, Language::Ar | Language::He);
        Self { whole, starts, sequences, takes_prefixes }
    }

    fn has(&self, word: &Word) -> bool {
        let is_one = |word: &str| {
            self.whole.iter().any(|one| one == word)
                || self.starts.iter().any(|start| word.starts_with(start.as_str()))
        };
        is_one(&word.folded)
            || (self.takes_prefixes
                && without_prefixes(&word.folded).iter().any(|word| is_one(word)))
    }

    fn has_sequence(&self, words: &[Word]) -> bool {
        let is_here = |sequence: &Vec<String>| {
            words
                .windows(sequence.len())
                .any(|window| window.iter().zip(sequence).all(|(word, one)| word.folded == *one))
        };
        self.sequences.iter().any(is_here)
    }
}

/// The word without the particles that Arabic and Hebrew write onto it.
fn without_prefixes(word: &str) -> Vec<&str> {
    const PREFIXES: [&str; 10] = ["ال", "وال", "بال", "لل", "ل", "ب", "و", "ל", "ה", "ב"];
    PREFIXES
        .iter()
        .filter_map(|prefix| word.strip_prefix(prefix))
        .filter(|rest| rest.chars().count() > 2)
        .collect()
}

/// "Human-sized" speaks of a size.
fn is_compound(text: &str, word: &Word) -> bool {
    let mut after = text[word.end..].chars();
    after.next() == Some('-') && after.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests;
