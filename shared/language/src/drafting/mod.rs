//! A model's task, as values: what it is told, and what of its reply is believed.
//!
//! A model adapts approved answers to a conversation; by the answers that it names, or by there being none, it says too
//! which of them fits. It is told what customers wrote as data, with personal data masked, and whatever it replies is
//! refused unless it names what it rests on and stays with that. A refusal means the approved text as it is.

mod check;
mod figures;
mod prompt;
mod prompt_context;
mod reply_schema;
mod sentence;
mod support;

pub use prompt::Prompt;
pub use prompt_context::PromptContext;
pub use sentence::sentences;

use crate::redaction::Private;
use domain::{Locale, Text};

/// As many offers go to a model; triage finds the right one among so many in 97 of 100 cases.
pub const MOST_OFFERS: usize = 5;

/// An approved answer that may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer<'a> {
    /// The question it answers.
    pub question: &'a str,
    /// The approved words.
    pub text: &'a str,
}

/// An earlier message of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn<'a> {
    /// Who wrote it.
    pub speaker: Speaker,
    /// What they wrote.
    pub text: &'a str,
}

/// Who speaks in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// The customer.
    Customer,
    /// A person of the shop.
    Agent,
    /// The assistant.
    Assistant,
}

/// Who reads a reply first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The customer: one sentence that is not its sources' own refuses the reply.
    Customer,
    /// An agent, who decides: such a sentence is marked.
    Agent,
}

/// What a model is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// The customer's message or burst of messages.
    pub question: &'a str,
    /// The language of their browser; it counts where their words leave the language open.
    pub locale: Option<&'a Locale>,
    /// What was said before, oldest first.
    pub history: &'a [Turn<'a>],
    /// The answers to choose from, nearest first; those beyond [`MOST_OFFERS`] are left out.
    pub offers: &'a [Offer<'a>],
    /// What is known of the customer and must not leave.
    pub private: &'a [Private<'a>],
    /// Who reads the reply first.
    pub reader: Reader,
}

/// A reply that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The whole reply.
    pub text: Text,
    /// Its sentences, in order.
    pub sentences: Vec<String>,
    /// The places of the sentences that no named answer supports; none in a reply for a customer.
    pub unsupported: Vec<u16>,
    /// What it rests on.
    pub used: Vec<Used>,
}

/// An offer that a reply rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// Its place among the task's offers.
    pub offer: usize,
    /// The sentence of it that was used.
    pub quote: String,
}

/// Why a model's reply is not believed. Its print is a code without words of anyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DraftError {
    /// Not the form that was asked for.
    Form,
    /// The model found no answer among those offered.
    Declined,
    /// It names an answer that was not offered.
    UnknownAnswer,
    /// A sentence names no answer.
    NoSource,
    /// Too long, too many sentences, or nothing in one.
    Length,
    /// Not the customer's language.
    Language,
    /// A number, a link, an address or a promise that its sources do not hold.
    Foreign,
    /// Sentences that their sources do not support.
    Unsupported,
}

impl std::fmt::Display for DraftError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            DraftError::Form => "form",
            DraftError::Declined => "declined",
            DraftError::UnknownAnswer => "unknown_answer",
            DraftError::NoSource => "no_source",
            DraftError::Length => "length",
            DraftError::Language => "language",
            DraftError::Foreign => "foreign",
            DraftError::Unsupported => "unsupported",
        })
    }
}

impl std::error::Error for DraftError {}

#[cfg(test)]
mod tests;
