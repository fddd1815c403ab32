//! Judges a replay by some weights: how sure triage would have been of each candidate, and what it would have done with it.

use domain::{EarnedBy, Fit};
use retrieval::stacked_confidence::TrainingRow;
use retrieval::tier_state::TierState;
use retrieval::weights::Weights;
use retrieval::{Confidence, Permission, RiskBound, Scored, Tier};

use super::data::Line;
use super::replay::{Replay, Seen};
use super::unattended::{FLOORS, Records};

/// What came of one question.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // each is counted by itself
pub(crate) struct Outcome {
    /// The candidate's purity; 0 without one.
    pub(crate) confidence: f32,
    /// Whether a person answered the same.
    pub(crate) right: bool,
    /// Whether the right answer had been learned before: the question is a repeat.
    pub(crate) repeat: bool,
    /// Whether no reusable answer exists.
    pub(crate) unanswerable: bool,
    /// Whether the online policy would have shown it.
    pub(crate) shown: bool,
    /// Whether it would have been a draft below that: likelier right than wrong, no more.
    pub(crate) unsure: bool,
    /// Whether the online policy was certified at that moment.
    pub(crate) certified: bool,
    /// By what it would have gone out without a person.
    pub(crate) automatic: Option<EarnedBy>,
    /// Whether its answer's own record would have sent it from each of [`FLOORS`] on.
    pub(crate) proven_from: [bool; FLOORS.len()],
}

/// What some weights make of a replay.
pub(crate) struct Judged {
    /// One outcome a question, in order.
    pub(crate) outcomes: Vec<Outcome>,
    /// How many sure drafts of each answer were right and wrong.
    pub(crate) drafts: Vec<(u32, u32)>,
}

/// Judges a replay of a tier by these weights, from no verdicts on.
pub(crate) fn judge(tier: Tier, weights: &Weights, replay: &Replay) -> Judged {
    let mut state = TierState::starting(tier, weights.clone(), RiskBound::STANDARD);
    let mut records = Records::default();
    let mut outcomes = Vec::with_capacity(replay.seen.len());
    for (line, seen) in replay.data.lines.iter().zip(&replay.seen) {
        let confidence =
            seen.candidate.as_ref().map(|(_, evidence)| state.calibrator.confidence(evidence));
        let confidence = confidence.unwrap_or_default();
        outcomes.push(outcome(&state, &mut records, line, seen, confidence));
        learn(&mut state, line, seen, confidence);
    }
    Judged { outcomes, drafts: records.truth() }
}

fn outcome(
    state: &TierState,
    records: &mut Records,
    line: &Line,
    seen: &Seen,
    confidence: Confidence,
) -> Outcome {
    let candidate = seen.candidate.as_ref().map(|(name, _)| name.as_str());
    let Confidence { purity, .. } = confidence;
    let permits = candidate.map_or(Permission::Nothing, |_| state.permits(purity));
    let is_sure = candidate.is_some() && purity >= state.autonomy.threshold();
    let is_draft = permits != Permission::Nothing;
    let fit = Fit {
        is_same_question: seen.is_same_question,
        is_sure,
        is_certified: permits == Permission::Answer,
    };
    let automatic = candidate.and_then(|name| records.earned_by(name, fit));
    let proven_from = records.proven_from(candidate, purity);
    records.learn(candidate, (purity, is_draft, is_sure), line.verdict(), line.answer.as_deref());
    Outcome {
        confidence: purity,
        right: candidate.is_some() && candidate == line.answer.as_deref(),
        repeat: seen.repeat,
        unanswerable: line.answer.is_none(),
        shown: is_sure,
        unsure: is_draft && !is_sure,
        certified: state.autonomy.is_certified(),
        automatic,
        proven_from,
    }
}

/// What the engine learns of a verdict, beside what it remembers.
fn learn(state: &mut TierState, line: &Line, seen: &Seen, confidence: Confidence) {
    let Some((candidate, evidence)) = &seen.candidate else { return };
    let right = line.verdict() == Some(candidate);
    let (answerable, purity) = (seen.is_verdict_known, confidence.purity);
    state.autonomy.learn(Scored { confidence: purity, right, answerable, weight: 1.0 });
    state.calibrator.learn(TrainingRow { evidence: evidence.clone(), right });
}
