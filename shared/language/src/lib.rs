//! Language processing of customer messages and drafted replies, as pure functions over text.
//!
//! [`Language::of`] detects the language, [`human_request`] finds requests for a person, [`redaction`] masks personal
//! data, [`search_terms`] are what a text is found by, [`urgency`] finds what is pressing, [`question`] tells what is asked from what is only said, [`drafting`] writes a model's prompt and checks its reply. Word lists of the twelve languages lie beside the code.

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
