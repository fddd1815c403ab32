//! Whether a customer asks for a person, in words. Tables decide it, never a model: nothing may come between a customer
//! and a person.
//!
//! In doubt it is a wish: a person too many costs a minute, a person refused costs a customer.

mod escalate;
mod japanese;
mod phrases;
mod terms;

use std::sync::LazyLock;

pub use escalate::EscalateWords;
pub(crate) use escalate::FoldedText;
use phrases::{TABLES, line};
use terms::{Terms, sequences};

use crate::Language;
use crate::detection::{is_common_in, is_negated};
use crate::text::{Word, words};

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
    language: Language,
    reach: Terms,
    want: Terms,
    people: Terms,
    someone: Terms,
    between: Terms,
    courtesy: Terms,
    bots: Terms,
    not: Terms,
    still: Terms,
    report: Vec<Vec<String>>,
    alone: Vec<Vec<String>>,
    phrases: Vec<Vec<String>>,
    verb_last: bool,
}

static LEXICONS: LazyLock<Vec<Lexicon>> = LazyLock::new(|| {
    TABLES.iter().map(|(language, table)| Lexicon::of(*language, table)).collect()
});

impl Lexicon {
    fn of(language: Language, table: &str) -> Self {
        let exact = |name| Terms::of(line(table, name), language);
        let tolerant = |name| exact(name).tolerant();
        Self {
            language,
            reach: tolerant("reach"),
            want: exact("want"),
            people: tolerant("people"),
            someone: tolerant("someone"),
            between: exact("between"),
            courtesy: exact("courtesy"),
            bots: exact("bots"),
            not: exact("not"),
            still: exact("still"),
            report: sequences(line(table, "report")),
            alone: sequences(line(table, "alone")),
            phrases: sequences(line(table, "phrases")),
            verb_last: line(table, "order") == "person first",
        }
    }

    fn is_asked_in(&self, clause: &Clause<'_>) -> bool {
        let starts = 0..clause.words.len();
        starts.clone().any(|at| self.is_bot_refused(clause, at))
            || self.is_only_a_person(clause)
            || self.is_alone(clause)
            || starts.into_iter().any(|at| {
                self.is_wish(clause, at)
                    && !self.is_turned_round(clause, at)
                    && !self.is_reported(clause, at)
            })
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

    /// "Customer service please": what is a request by itself, and courtesies.
    fn is_alone(&self, clause: &Clause<'_>) -> bool {
        let words: Vec<&Word> =
            clause.words.iter().filter(|word| !self.courtesy.has(word)).collect();
        let is_whole = |phrase: &Vec<String>| {
            phrase.len() == words.len()
                && phrase.iter().zip(&words).all(|(one, word)| terms::is_like(&word.folded, one))
        };
        self.alone.iter().any(is_whole)
    }

    /// "I was talking to an agent": what stands around the request says that it tells of another time.
    fn is_reported(&self, clause: &Clause<'_>, at: usize) -> bool {
        let around = at.saturating_sub(REACH)..(at + REACH).min(clause.words.len());
        self.report.iter().any(|report| {
            clause.words[around.clone()]
                .windows(report.len())
                .any(|words| words.iter().zip(report).all(|(word, one)| word.folded == *one))
        })
    }

    /// "Agent, please": a person, and courtesies.
    fn is_only_a_person(&self, clause: &Clause<'_>) -> bool {
        if clause.words.len() > SHORT + 2 {
            return false;
        }
        let is_telling = |word: &&Word| {
            let is_filler = self.between.has(word)
                || self.courtesy.has(word)
                || is_common_in(&word.folded, Some(self.language));
            self.people.has(word) || !is_filler
        };
        let telling: Vec<&Word> = clause.words.iter().filter(is_telling).collect();
        (1..=SHORT).contains(&telling.len())
            && telling.iter().all(|word| self.people.has(word) && !is_compound(clause.text, word))
            && !is_negated(clause.text, Some(self.language))
    }

    /// "I won't talk to a bot": a negation, a verb that reaches, a machine.
    fn is_bot_refused(&self, clause: &Clause<'_>, at: usize) -> bool {
        let bot = |at: usize| self.bots.has(&clause.words[at]);
        let is_reached =
            self.reach.has(&clause.words[at]) && self.is_followed(clause, at, &[&self.bots]);
        let is_last = self.verb_last && bot(at) && self.is_followed(clause, at, &[&self.reach]);
        (is_reached || is_last) && is_negated(clause.text, Some(self.language))
    }

    fn is_turned_round(&self, clause: &Clause<'_>, at: usize) -> bool {
        if self.language == Language::Tr {
            return is_negated(clause.text, Some(self.language));
        }
        let before = &clause.words[at.saturating_sub(REACH)..at];
        let is_denied = before.iter().any(|word| self.not.has(word));
        let is_reproach = clause.words[..at].iter().any(|word| self.still.has(word));
        let with_first = &clause.words[at.saturating_sub(REACH)..=at];
        self.not.has_sequence(with_first) || (is_denied && !is_reproach)
    }
}

/// "Human-sized" speaks of a size.
fn is_compound(text: &str, word: &Word) -> bool {
    let mut after = text[word.end..].chars();
    after.next() == Some('-') && after.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests;
