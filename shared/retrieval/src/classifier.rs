//! One store's triage: decide, take the verdict, learn.

use crate::autonomy::Permission;
use crate::certify::{RiskBound, Scored};
use crate::decision::{Candidate, Decision, Feedback, OFFERS, View, Vote};
use crate::evidence::Sources;
use crate::example_index::{ExampleIndex, Question};
use crate::label::{ESCALATE, Label, Labels};
use crate::random::Random;
use crate::stacked_confidence::TrainingRow;
use crate::tier_state::{Tier, TierState};
use crate::weights::{WeighedModel, Weights};

/// A store's triage. Deterministic: the same seed and verdicts give the same engine, to the bit.
#[derive(Debug, Clone)]
pub struct Classifier {
    pub(crate) labels: Labels,
    /// How often each label was right, by label; the first counts ESCALATE.
    pub(crate) learned: Vec<u32>,
    pub(crate) mind: ExampleIndex,
    pub(crate) tier_states: Vec<TierState>,
    pub(crate) random: Random,
}

impl Classifier {
    /// An engine with the weights shipped for words, and for MiniLM's vectors; nothing only if those are damaged.
    ///
    /// `dimensions` is the length of the embeddings model's vectors; for the lexical tier, 0.
    pub fn new(tier: Tier, dimensions: usize, promise: RiskBound, seed: u64) -> Option<Self> {
        Self::reading(WeighedModel::MiniLm, tier, dimensions, promise, seed)
    }

    /// The same for vectors of this model.
    pub fn reading(
        model: WeighedModel,
        tier: Tier,
        dimensions: usize,
        promise: RiskBound,
        seed: u64,
    ) -> Option<Self> {
        let weights: Option<Vec<_>> =
            tier.tier_states().iter().map(|tier| Some((*tier, tier.shipped(model)?))).collect();
        Some(Self::with_weights(weights?, dimensions, promise, seed))
    }

    /// An engine whose tiers, weakest first, start from these weights.
    pub fn with_weights(
        tier_states: Vec<(Tier, Weights)>,
        dimensions: usize,
        promise: RiskBound,
        seed: u64,
    ) -> Self {
        let tier_states = tier_states
            .into_iter()
            .map(|(tier, weights)| TierState::starting(tier, weights, promise))
            .collect();
        let (labels, random) = (Labels::default(), Random::seeded(seed));
        Self { labels, learned: vec![0], mind: ExampleIndex::new(dimensions), tier_states, random }
    }

    /// What triage says about a question.
    pub fn decide(&self, question: &Question) -> Decision {
        let seen = self.mind.see(question);
        let lexical = self.mind.lexical(question, &seen);
        let dense = self.mind.dense(question, &seen);
        let both = dense
            .clone()
            .zip(self.mind.joint(&seen))
            .map(|(dense, joint)| join(&lexical, dense, joint));
        let mut views = Vec::new();
        let mut strongest = lexical.clone();
        for tier_state in &self.tier_states {
            let sources = match tier_state.tier {
                Tier::Lexical => Some(&lexical),
                Tier::Dense => dense.as_ref(),
                Tier::Both => both.as_ref(),
                Tier::WithModel | Tier::WordsWithModel => None,
            };
            let Some(sources) = sources else { continue };
            views.extend(self.view(tier_state, sources));
            // That a question was asked before is for words to say, whatever else speaks for an answer.
            let (same, alike) = (lexical.same, lexical.alike.clone());
            strongest = Sources { same, alike, ..sources.clone() };
        }
        self.decision(strongest, views)
    }

    /// The decision once a language model has voted; without a seat for it the decision stays as it was.
    pub fn decide_with_vote(&self, decision: &Decision, vote: Vote<'_>) -> Decision {
        let Some(current) = decision.views.last() else { return decision.clone() };
        let Some(tier_state) = current.tier.judged().and_then(|tier| self.tier_state(tier)) else {
            return decision.clone();
        };
        let chosen = match vote {
            Vote::For(answer) if decision.offers.iter().any(|offer| offer == answer) => {
                self.labels.find(answer)
            }
            _ => None,
        };
        let label = chosen.unwrap_or(current.label);
        let says = if chosen.is_some() { [1.0, 0.0] } else { [0.0, 1.0] };
        let view = self.judged(tier_state, &decision.sources, label, says);
        let views = decision.views.iter().cloned().chain([view]).collect();
        self.decision(decision.sources.clone(), views)
    }

    /// What the decision's candidate may do, by the standing of the tier that found it. Before verdicts have certified that
    /// tier, what they certified for a weaker one holds, where it found the same: a store that gets vectors goes on
    /// answering what its words find.
    pub fn permits(&self, decision: &Decision) -> Permission {
        let Some((strongest, weaker)) = decision.views.split_last() else {
            return Permission::Nothing;
        };
        let Some(tier_state) = self.tier_state(strongest.tier) else { return Permission::Nothing };
        let permits = |view: &View| {
            self.tier_state(view.tier).map(|tier_state| tier_state.permits(view.confidence.purity))
        };
        let is_certified_below = !tier_state.autonomy.is_certified()
            && weaker.iter().any(|view| {
                view.label == strongest.label && permits(view) == Some(Permission::Answer)
            });
        match is_certified_below {
            true => Permission::Answer,
            false => tier_state.permits(strongest.confidence.purity),
        }
    }

    /// Whether its candidate is as sure as the store's threshold asks: the certified one, else the shipped one.
    pub fn is_sure(&self, decision: &Decision) -> bool {
        let Some(view) = decision.views.last() else { return false };
        let threshold =
            self.tier_state(view.tier).map(|tier_state| tier_state.autonomy.threshold());
        threshold.is_some_and(|threshold| view.confidence.purity >= threshold)
    }

    /// The answer that people gave to the very words of this question.
    pub fn same_question(&self, decision: &Decision) -> Option<&str> {
        self.labels.name(decision.sources.same?)
    }

    /// The answers that people gave to questions that are hardly another one; none for words of their own.
    pub fn alike(&self, decision: &Decision) -> Vec<Option<&str>> {
        decision.sources.alike.iter().map(|label| self.labels.name(*label)).collect()
    }

    /// Learns what a person did with a question on which triage had decided so (shown or not).
    ///
    /// Never call it with an answer of triage's own that nobody reviewed. `weight` is 1, or 1 / audit rate for an
    /// audited answer.
    pub fn learn(
        &mut self,
        question: &Question,
        decision: &Decision,
        verdict: Feedback<'_>,
        weight: f32,
    ) -> Scored {
        let answerable = matches!(verdict, Feedback::Answer(answer) if self.knows(answer));
        let label = match verdict {
            Feedback::Answer(answer) => self.labels.number(answer),
            Feedback::Escalate => ESCALATE,
        };
        let score = |view: &View| Scored {
            confidence: view.confidence.purity,
            right: view.label == label,
            answerable,
            weight,
        };
        for view in &decision.views {
            let Some(tier_state) =
                self.tier_states.iter_mut().find(|tier_state| tier_state.tier == view.tier)
            else {
                continue;
            };
            tier_state.autonomy.learn(score(view));
            tier_state
                .calibrator
                .learn(TrainingRow { evidence: view.evidence.clone(), right: view.label == label });
        }
        self.learned.resize(self.learned.len().max(label.0 as usize + 1), 0);
        self.learned[label.0 as usize] += 1;
        self.mind.learn(question, label, &mut self.random);
        decision
            .views
            .last()
            .map_or(Scored { confidence: 0.0, right: false, answerable, weight }, score)
    }

    /// Adds a question with an approved answer that was not a verdict: an imported FAQ, a saved answer. That the very
    /// same question had no answer before is forgotten.
    pub fn train(&mut self, question: &Question, answer: &str) {
        let label = self.labels.number(answer);
        self.mind.index.unsay(&question.features, ESCALATE);
        self.learned.resize(self.learned.len().max(label.0 as usize + 1), 0);
        self.learned[label.0 as usize] += 1;
        self.mind.learn(question, label, &mut self.random);
    }

    /// Forgets an answer: it is never a candidate again, unless a later verdict names it anew.
    pub fn forget(&mut self, answer: &str) {
        if let Some(label) = self.labels.find(answer) {
            self.learned[label.0 as usize] = 0;
            self.mind.forget(label);
        }
    }

    /// A tier's seat.
    pub fn tier_state(&self, tier: Tier) -> Option<&TierState> {
        self.tier_states.iter().find(|tier_state| tier_state.tier == tier)
    }

    /// Whether this answer was ever right and is not forgotten.
    pub fn knows(&self, answer: &str) -> bool {
        self.labels.find(answer).is_some_and(|label| self.learned[label.0 as usize] > 0)
    }

    fn view(&self, tier_state: &TierState, sources: &Sources) -> Option<View> {
        let (label, _) = *sources.ranked().first()?;
        let evidence = sources.weigh(label, self.learned[label.0 as usize]);
        let confidence = tier_state.calibrator.confidence(&evidence);
        Some(View { tier: tier_state.tier, label, evidence, confidence })
    }

    fn judged(
        &self,
        tier_state: &TierState,
        sources: &Sources,
        label: Label,
        says: [f32; 2],
    ) -> View {
        let mut evidence = sources.weigh(label, self.learned[label.0 as usize]);
        evidence.features.extend(says);
        let confidence = tier_state.calibrator.confidence(&evidence);
        View { tier: tier_state.tier, label, evidence, confidence }
    }

    fn decision(&self, sources: Sources, views: Vec<View>) -> Decision {
        let candidate = views.last().and_then(|view| {
            let answer = self.labels.name(view.label)?.to_owned();
            Some(Candidate { answer, confidence: view.confidence })
        });
        let ranked = sources.ranked().into_iter().take(OFFERS);
        let offers =
            ranked.filter_map(|(label, _)| self.labels.name(label).map(str::to_owned)).collect();
        Decision { candidate, offers, views, sources }
    }
}

fn join(lexical: &Sources, dense: Sources, joint: crate::linear_classifier::Beliefs) -> Sources {
    let votes = [lexical.votes.clone(), dense.votes].concat();
    let beliefs = [lexical.beliefs.clone(), dense.beliefs, vec![joint]].concat();
    Sources { votes, beliefs, ..lexical.clone() }
}
