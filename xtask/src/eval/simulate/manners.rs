//! How a simulated store's customers write, and how often its agents are wrong.

use super::super::data::{Line, PersonsWord};
use super::Draw;

/// How a store's customers and agents are.
pub(super) struct Manners {
    typos: f64,
    abbreviations: f64,
    greetings: f64,
    numbers: f64,
    doubles: f64,
    wrong_verdicts: f64,
}

impl Manners {
    pub(super) fn draw(draw: &mut Draw) -> Self {
        Self {
            typos: *draw.pick(&[0.0, 0.01, 0.03, 0.08]),
            abbreviations: draw.between(0.0, 0.3),
            greetings: draw.between(0.0, 0.3),
            numbers: draw.between(0.0, 0.15),
            doubles: draw.between(0.0, 0.05),
            wrong_verdicts: draw.between(0.0, 0.08),
        }
    }

    /// A question as this store's customers ask it, with what a person says of it.
    pub(super) fn ask(
        &self,
        text: &str,
        answer: Option<String>,
        kept: &[&str],
        draw: &mut Draw,
    ) -> Line {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        for word in &mut words {
            let short = ABBREVIATIONS.iter().find(|(long, _)| word.eq_ignore_ascii_case(long));
            match short {
                Some((_, short)) if draw.happens(self.abbreviations) => *word = (*short).to_owned(),
                _ if word.len() > 3 && draw.happens(self.typos) => misspell(word, draw),
                _ => {}
            }
        }
        let mut text = words.join(" ");
        if draw.happens(self.numbers) {
            let number = 10_000 + draw.0.below(90_000);
            text = match draw.0.below(4) {
                0 => format!("{text} #{number}"),
                1 => format!("{text} order {number}"),
                2 => format!("{text} my number is {number}-{}", draw.pick(&["A", "BX", "7"])),
                _ => format!("{text} {}", draw.pick(&NAMES)),
            };
        }
        if draw.happens(self.greetings) {
            text = format!("{} {text}", draw.pick(&GREETINGS));
        }
        if draw.happens(self.greetings * 0.6) {
            text = format!("{text} {}", draw.pick(&THANKS));
        }
        let verdict = match draw.happens(self.wrong_verdicts) {
            true if draw.happens(0.5) => None,
            true => Some((*draw.pick(kept)).to_owned()),
            false => answer.clone(),
        };
        if answer.is_some() && draw.happens(self.doubles) {
            text = format!("{text} {}", draw.pick(&BESIDES));
        }
        Line { text, answer, said: PersonsWord::Other(verdict) }
    }
}

/// One slip of a finger: two letters change places, one is left out, doubled, or hit beside.
fn misspell(word: &mut String, draw: &mut Draw) {
    let mut letters: Vec<char> = word.chars().collect();
    let at = draw.0.below(letters.len() - 1);
    match draw.0.below(4) {
        0 => letters.swap(at, at + 1),
        1 => {
            letters.remove(at + 1);
        }
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = char::from(b'a' + draw.0.below(26) as u8),
    }
    *word = letters.into_iter().collect();
}

const ABBREVIATIONS: [(&str, &str); 16] = [
    ("you", "u"),
    ("your", "ur"),
    ("are", "r"),
    ("please", "pls"),
    ("because", "bc"),
    ("what's", "whats"),
    ("i'm", "im"),
    ("don't", "dont"),
    ("can't", "cant"),
    ("why", "y"),
    ("with", "w/"),
    ("people", "ppl"),
    ("thanks", "thx"),
    ("tomorrow", "tmrw"),
    ("i've", "ive"),
    ("account", "acct"),
];
const GREETINGS: [&str; 8] = [
    "hi",
    "Hello,",
    "hey there",
    "Good morning,",
    "hi there!",
    "Dear team,",
    "quick question:",
    "hello again",
];
const THANKS: [&str; 6] = ["thanks", "thank you!", "pls help", "thx", "regards", "cheers"];
const NAMES: [&str; 6] = [
    "- Anna Smith",
    "this is Peter",
    "my name is Omar Khan",
    "(Lee)",
    "regards Maria Garcia",
    "I am John",
];
const BESIDES: [&str; 5] = [
    "and where can I leave a review",
    "also do you have a shop in Berlin",
    "and are you hiring",
    "by the way I like your page",
    "and how old is your company",
];
/// What is no question at all.
pub(super) const CHATTER: [&str; 24] = [
    "hi",
    "hello",
    "thanks",
    "thank you so much",
    "ok",
    "great",
    "yes",
    "no",
    "are you a bot",
    "test",
    "?",
    "hello is anybody there",
    "lol",
    "good morning",
    "who are you",
    "bye",
    "have a nice day",
    "hmm",
    "that did not help",
    "you are useless",
    "asdf",
    "what",
    "i have a question",
    "help",
];
