//! One request to a model, and the reading of its reply.

use super::check::{self, Terms};
use super::prompt::{self, Prompt};
use super::support::Source;
use super::{Draft, DraftError, MOST_OFFERS, Task, Turn, reply_schema};
use crate::Language;
use crate::redaction::Mask;
use domain::is_invisible;

/// Earlier messages that a model is told, and how much of each, in characters.
const TURNS: usize = 6;
const TURN_CHARS: usize = 600;
/// How much of a question and of an answer a model is told, in characters.
const TEXT_CHARS: usize = 4_000;

/// What a model is told, and what is needed to judge what it replies.
#[derive(Debug)]
pub struct PromptContext {
    /// What the model is told.
    pub prompt: Prompt,
    mask: Mask,
    terms: Terms,
}

impl PromptContext {
    /// Asks for a reply made of the offers.
    pub fn draft(task: &Task<'_>) -> Self {
        let mut mask = Mask::new(task.private);
        let mut clean = |text: &str, chars| cut(&mask.hide(&visible(text)), chars);
        let question = clean(task.question, TEXT_CHARS);
        let offers = task.offers.iter().take(MOST_OFFERS);
        let offers: Vec<(String, String)> = offers
            .map(|offer| (clean(offer.question, TURN_CHARS), clean(offer.text, TEXT_CHARS)))
            .collect();
        let recent = &task.history[task.history.len().saturating_sub(TURNS)..];
        let history =
            recent.iter().map(|Turn { speaker, text }| (*speaker, clean(text, TURN_CHARS)));
        let history = history.collect();
        let wanted = Language::of(&question).or_else(|| task.locale.and_then(Language::of_locale));
        let sources = offers.iter().map(|(_, text)| Source::of(text)).collect();
        let terms = Terms { sources, wanted, reader: task.reader, question: question.clone() };
        let prompt = prompt::draft(&prompt::Material { question, history, offers, wanted });
        Self { prompt, mask, terms }
    }

    /// The draft in a model's reply.
    ///
    /// # Errors
    /// [`DraftError`]: nothing of the reply may be shown then.
    pub fn read_draft(&self, reply: &str) -> Result<Draft, DraftError> {
        let parts = reply_schema::draft(reply, self.terms.sources.len())?;
        check::draft(&parts, &self.terms, &self.mask)
    }
}

/// The text without what readers can't see and models can.
fn visible(text: &str) -> String {
    let is_kept = |c: &char| !is_invisible(*c) && (!c.is_control() || matches!(c, '\n' | '\t'));
    text.chars().filter(is_kept).collect()
}

/// So many characters of a masked text. It is cut behind the mask: half an address is no address any more, and would be
/// left as it is. A placeholder at the edge goes as a whole.
fn cut(masked: &str, chars: usize) -> String {
    let Some((mut end, _)) = masked.char_indices().nth(chars) else { return masked.to_owned() };
    if let Some(open) = masked[..end].rfind('[').filter(|open| !masked[*open..end].contains(']')) {
        end = open;
    }
    masked[..end].to_owned()
}
