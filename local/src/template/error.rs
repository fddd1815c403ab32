//! What can be wrong with a template, said in one sentence.

use std::fmt::Display;

/// A template or parameter that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the template is broken at {place}: {reason}")]
pub struct TemplateError {
    /// A logical id, a parameter's name, a line or a file.
    pub place: String,
    /// What is wrong there.
    pub reason: String,
}

impl From<cloudformation::ParseError> for TemplateError {
    fn from(error: cloudformation::ParseError) -> Self {
        Self { place: error.place, reason: error.reason }
    }
}

impl TemplateError {
    pub(crate) fn new(place: impl Display, reason: impl Display) -> Self {
        Self { place: place.to_string(), reason: reason.to_string() }
    }
}
