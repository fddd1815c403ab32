//! Language processing of customer messages and drafted replies, as pure functions over text.
//!
//! [`Language::of`] detects the language, [`human_request`] finds requests for a person, [`redaction`] masks personal
//! data, [`search_terms`] are what a text is found by, [`urgency`] finds what is pressing, [`question`] tells what is asked from what is only said, [`drafting`] writes a model's prompt and checks its reply. Word lists of the twelve languages lie beside the code.

/// The tables of the languages whose words are separated by spaces, a file each in the folder `words` beside the caller; behind them
/// those of further languages.
macro_rules! word_tables {
    ($($more:ident $file:literal)?) => {
        [
            ($crate::Language::En, include_str!("words/en.txt")),
            ($crate::Language::De, include_str!("words/de.txt")),
            ($crate::Language::Fr, include_str!("words/fr.txt")),
            ($crate::Language::Es, include_str!("words/es.txt")),
            ($crate::Language::It, include_str!("words/it.txt")),
            ($crate::Language::Pt, include_str!("words/pt.txt")),
            ($crate::Language::Nl, include_str!("words/nl.txt")),
            ($crate::Language::Pl, include_str!("words/pl.txt")),
            ($crate::Language::Tr, include_str!("words/tr.txt")),
            ($crate::Language::Ar, include_str!("words/ar.txt")),
            ($crate::Language::He, include_str!("words/he.txt")),
            $(($crate::Language::$more, include_str!($file)),)?
        ]
    };
}

mod detection;
pub mod drafting;
pub mod human_request;
pub mod question;
pub mod redaction;
mod search;
mod text;
pub mod urgency;

pub use detection::Language;
pub use search::{
    TextPart, finds, is_beginning, marked, marked_excerpt, query_terms, search_terms,
};
pub use text::{folded_words, is_unspaced};
