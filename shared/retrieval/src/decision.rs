//! What triage says about a question, and what a person then said.

use crate::calibrator::Confidence;
use crate::evidence::{Evidence, Sources};
use crate::label::Label;
use crate::tier_state::Tier;

/// Answers offered to a language model: the right one is among five in 97 to 99.5 % of repeats.
pub const OFFERS: usize = 5;

/// One answer worth considering.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The answer's id.
    pub answer: String,
    /// How sure triage is of it.
    pub confidence: Confidence,
}

/// A tier's view of a question: its candidate and what speaks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Whose view it is.
    pub tier: Tier,
    /// The candidate.
    pub label: Label,
    /// What speaks for it.
    pub evidence: Evidence,
    /// How sure the tier is.
    pub confidence: Confidence,
}

/// What triage says about a question.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The answer it would give, by the strongest tier that could see the question; nothing if none is known.
    pub candidate: Option<Candidate>,
    /// Up to five distinct answers, best supported first: what a language model may choose from.
    pub offers: Vec<String>,
    /// Every tier's view, weakest first; the last one is in force.
    pub views: Vec<View>,
    pub(crate) sources: Sources,
}

/// What a language model chose among the offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vote<'a> {
    /// This answer; one that was not offered counts as none.
    For(&'a str),
    /// None of them.
    None,
}

/// What a person did with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feedback<'a> {
    /// Approved, edited or wrote what this stored answer says.
    Answer(&'a str),
    /// Wrote something that no stored answer says.
    Escalate,
}
