//! Replays a file through an engine: decide, reveal the verdict, learn.
//!
//! What an engine remembers depends on the verdicts alone, and not on how sure it is. So a file is replayed once, and
//! what it showed is judged by as many weights as are to be tried.

use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use retrieval::evidence::Evidence;
use retrieval::stacked_confidence::TrainingRow;
use retrieval::{Classifier, Feedback, Question, Tier, Vote};
use serde::{Deserialize, Serialize};

use super::data::Data;
use super::embeddings::Embeddings;

/// A language model accepts its nearest offer from this cosine on, and only this far ahead of the next answer's.
const JUDGE_ACCEPTS: f32 = 0.62;
const JUDGE_MARGIN: f32 = 0.02;

/// What was known of a question when it was asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Seen {
    /// The candidate of the strongest tier, with what spoke for it.
    pub(crate) candidate: Option<(String, Evidence)>,
    /// Whether the very words were asked before, and answered with the candidate and nothing else.
    pub(crate) is_same_question: bool,
    /// Whether the right answer had been learned before: the question is a repeat.
    pub(crate) repeat: bool,
    /// Whether the answer that a person named had been learned before.
    pub(crate) is_verdict_known: bool,
}

/// A whole replay.
pub(crate) struct Replay {
    /// What was asked.
    pub(crate) data: Data,
    /// What was known of each question, in order.
    pub(crate) seen: Vec<Seen>,
    /// Time spent in deciding and learning.
    pub(crate) time: Duration,
}

impl Replay {
    /// One example for each question that had a candidate.
    pub(crate) fn examples(&self) -> impl Iterator<Item = TrainingRow> {
        self.data.lines.iter().zip(&self.seen).filter_map(|(line, seen)| {
            let (candidate, evidence) = seen.candidate.as_ref()?;
            let right = line.verdict() == Some(candidate);
            Some(TrainingRow { evidence: evidence.clone(), right })
        })
    }
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
    let mut all = Vec::with_capacity(data.lines.len());
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
        let is_known = |answer: Option<&str>| answer.is_some_and(|answer| engine.knows(answer));
        let name = decision.candidate.as_ref().map(|found| found.answer.as_str());
        let is_alone = engine.alike(&decision).iter().all(|other| *other == name);
        all.push(Seen {
            is_same_question: is_alone && name.is_some() && engine.same_question(&decision) == name,
            candidate: name
                .map(str::to_owned)
                .zip(decision.views.last())
                .map(|(name, view)| (name, view.evidence.clone())),
            repeat: is_known(line.answer.as_deref()),
            is_verdict_known: is_known(line.verdict()),
        });
        let verdict = line.verdict().map_or(Feedback::Escalate, Feedback::Answer);
        engine.learn(&question, &decision, verdict, 1.0);
        if let (Some(answer), true) = (&line.answer, tier == Tier::WithModel) {
            firsts.entry(answer.clone()).or_insert_with(Vec::new).push(question);
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(Replay { data: data.clone(), seen: all, time: started.elapsed() })
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
