//! Replays a file through an engine: decide, reveal the verdict, learn.

use std::time::{Duration, Instant};

use domain::EarnedBy;
use indicatif::ProgressBar;
use retrieval::stacked_confidence::TrainingRow;
use retrieval::{Classifier, Feedback, Permission, Question, Tier, Vote};
use serde::Serialize;

use super::data::Data;
use super::embeddings::Embeddings;
use super::unattended::{FLOORS, Records};

/// A language model accepts its nearest offer from this cosine on, and only this far ahead of the next answer's.
const JUDGE_ACCEPTS: f32 = 0.62;
const JUDGE_MARGIN: f32 = 0.02;

/// What came of one question.
#[derive(Debug, Clone, Copy, PartialEq)]
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

/// What was known of a question's candidate, for whoever wants to try another policy on it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Trace {
    /// The candidate, the answer that a person named, and the one that was right.
    candidate: Option<String>,
    verdict: Option<String>,
    answer: Option<String>,
    /// Whether the right answer had been learned before.
    repeat: bool,
    /// How sure the engine was.
    purity: f32,
    probability: f32,
    youth: f32,
    /// What spoke for the candidate.
    features: Vec<f32>,
}

/// A whole replay.
pub(crate) struct Replay {
    /// One outcome a question, in order.
    pub(crate) outcomes: Vec<Outcome>,
    /// One lesson for each question that had a candidate.
    pub(crate) lessons: Vec<TrainingRow>,
    /// One a question, in order.
    pub(crate) traces: Vec<Trace>,
    /// How many drafts of each answer were right and wrong.
    pub(crate) drafts: Vec<(u32, u32)>,
    /// Time spent in deciding and learning.
    pub(crate) time: Duration,
}

/// Replays the lines from an empty memory.
pub(crate) fn replay(
    mut engine: Classifier,
    tier: Tier,
    data: &Data,
    embeddings: Option<&Embeddings>,
) -> anyhow::Result<Replay> {
    let bar = ProgressBar::new(data.lines.len() as u64).with_message(data.name.clone());
    bar.set_style(super::progress_style());
    let started = Instant::now();
    let (mut outcomes, mut lessons) = (Vec::with_capacity(data.lines.len()), Vec::new());
    let (mut traces, mut records) = (Vec::new(), Records::default());
    let mut firsts = std::collections::HashMap::new();
    for line in &data.lines {
        let mut question = Question::lexical(&line.text);
        if let Some(embeddings) = embeddings {
            question = Question { vector: embeddings.of(&line.text)?, ..question };
        }
        let mut decision = engine.decide(&question);
        if tier == Tier::WithModel {
            let vote = scripted(&question, &decision.offers, &firsts);
            decision =
                engine.decide_with_vote(&decision, vote.as_deref().map_or(Vote::None, Vote::For));
        }
        let seat = decision.views.last().and_then(|view| engine.seat(view.tier));
        let (threshold, certified) = seat.map_or((f32::MAX, false), |seat| {
            (seat.autonomy.threshold(), seat.autonomy.is_certified())
        });
        let verdict = line.verdict().map_or(Feedback::Escalate, Feedback::Answer);
        let right = decision.candidate.as_ref().map(|found| found.answer.as_str());
        let is_right = right.is_some() && right == line.answer.as_deref();
        let repeat = line.answer.as_deref().is_some_and(|answer| engine.knows(answer));
        let is_draft = engine.permits(&decision) != Permission::Nothing;
        let automatic = records.earned_by(&engine, &decision);
        let proven_from = records.proven_from(&decision);
        records.learn(&decision, is_draft, line.verdict(), line.answer.as_deref());
        let scored = engine.learn(&question, &decision, verdict, 1.0);
        let view = decision.views.last();
        traces.push(Trace {
            candidate: decision.candidate.as_ref().map(|found| found.answer.clone()),
            verdict: line.verdict().map(str::to_owned),
            answer: line.answer.clone(),
            repeat,
            purity: scored.confidence,
            probability: view.map_or(0.0, |view| view.confidence.probability),
            youth: view.map_or(1.0, |view| view.evidence.youth),
            features: view.map(|view| view.evidence.features.clone()).unwrap_or_default(),
        });
        if let Some(view) = view {
            lessons.push(TrainingRow { evidence: view.evidence.clone(), right: scored.right });
        }
        outcomes.push(Outcome {
            confidence: scored.confidence,
            right: is_right,
            repeat,
            unanswerable: line.answer.is_none(),
            shown: scored.confidence >= threshold,
            unsure: is_draft && scored.confidence < threshold,
            certified,
            automatic,
            proven_from,
        });
        if let (Some(answer), true) = (&line.answer, tier == Tier::WithModel) {
            firsts.entry(answer.clone()).or_insert_with(Vec::new).push(question);
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(Replay { outcomes, lessons, traces, drafts: records.truth(), time: started.elapsed() })
}

/// The scripted judge: takes the offer whose nearest known question is clearly nearest, else none.
fn scripted(
    question: &Question,
    offers: &[String],
    known: &std::collections::HashMap<String, Vec<Question>>,
) -> Option<String> {
    let vector = question.vector.as_ref()?;
    let mut ranked: Vec<(f32, &String)> = Vec::new();
    for offer in offers {
        let vectors =
            known.get(offer).into_iter().flatten().filter_map(|known| known.vector.as_ref());
        ranked.push((vectors.map(|known| vector.cosine(known)).fold(-1f32, f32::max), offer));
    }
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (best, answer) = *ranked.first()?;
    let next = ranked.get(1).map_or(-1.0, |(cosine, _)| *cosine);
    (best >= JUDGE_ACCEPTS && best - next >= JUDGE_MARGIN).then(|| answer.clone())
}
