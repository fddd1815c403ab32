//! The form of a model's reply. What is not exactly of that form is refused; only a fence around it is forgiven.

use domain::cleaned;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::DraftError;
use super::prompt::label;

/// The longest reply that is looked at, in bytes.
const LONGEST: usize = 32 * 1024;

/// Words, and the places of the offers that they are said to rest on.
pub(super) struct Part {
    pub(super) text: String,
    pub(super) offers: Vec<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftForm {
    sentences: Vec<SentenceForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentenceForm {
    text: String,
    answers: Vec<String>,
}

/// The parts of a reply, of which each names offers that there are.
pub(super) fn draft(reply: &str, offers: usize) -> Result<Vec<Part>, DraftError> {
    let form: DraftForm = parse(reply)?;
    if form.sentences.is_empty() {
        return Err(DraftError::Declined);
    }
    form.sentences.into_iter().map(|sentence| part(sentence, offers)).collect()
}

fn part(sentence: SentenceForm, offers: usize) -> Result<Part, DraftError> {
    if sentence.answers.is_empty() {
        return Err(DraftError::NoSource);
    }
    let named: Result<Vec<usize>, DraftError> =
        sentence.answers.iter().map(|id| place(id, offers)).collect();
    // Cleaned before it is checked, as every text is: nothing may change its characters between check and screen.
    Ok(Part { text: cleaned(&sentence.text).into_owned(), offers: named? })
}

fn place(id: &str, offers: usize) -> Result<usize, DraftError> {
    (0..offers).find(|place| label(*place) == id).ok_or(DraftError::UnknownAnswer)
}

fn parse<T: DeserializeOwned>(reply: &str) -> Result<T, DraftError> {
    if reply.len() > LONGEST {
        return Err(DraftError::Length);
    }
    serde_json::from_str(unwrapped(reply)).map_err(|_| DraftError::Form)
}

/// The reply without the thoughts that some models think aloud, and without a fence.
fn unwrapped(reply: &str) -> &str {
    let reply = reply.trim();
    let reply = match reply.strip_prefix("<think>").and_then(|rest| rest.split_once("</think>")) {
        Some((_, rest)) => rest.trim(),
        None => reply,
    };
    let fenced = reply.strip_prefix("```").and_then(|rest| rest.strip_suffix("```"));
    fenced.map_or(reply, |inside| inside.strip_prefix("json").unwrap_or(inside)).trim()
}
