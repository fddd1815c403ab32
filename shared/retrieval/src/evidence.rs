//! What speaks for a candidate, as numbers: the row that the stacked confidence reads.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::label::{ESCALATE, Label};
use crate::linear_classifier::Beliefs;
use crate::neighbour_votes::Votes;

/// A candidate's evidence: a fixed number of features for a tier.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The features, in the order in which [`Sources::weigh`] lays them.
    pub features: Vec<f32>,
    /// How young the memory was: 1 when empty, falling to 0 (a fall to 1/e in [`YOUTH`] questions).
    pub youth: f32,
}

/// Questions after which a memory's youth has fallen to 1/e.
pub const YOUTH: f32 = 2000.0;

/// Everything known about a question when its candidates are weighed.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// One vote per space.
    pub votes: Vec<Votes>,
    /// One set of beliefs per head.
    pub beliefs: Vec<Beliefs>,
    /// Share of the question's weight on features never seen: words, shapes.
    pub novelty: [f32; 2],
    /// Tokens in the question.
    pub tokens: u32,
    /// Questions remembered.
    pub remembered: usize,
    /// The answer of a remembered question with the very same words.
    pub same: Option<Label>,
    /// The answers of all remembered questions that are hardly another one, whatever their number.
    pub alike: BTreeSet<Label>,
}

impl Sources {
    /// How much speaks for a label, for ranking only: shares of votes and beliefs added up.
    pub fn support(&self, label: Label) -> f32 {
        let votes: f32 = self.votes.iter().map(|votes| votes.of(label).share).sum();
        let beliefs: f32 = self.beliefs.iter().map(|beliefs| beliefs.of(label)).sum();
        votes + beliefs
    }

    /// The answers that anything speaks for, best supported first.
    pub fn ranked(&self) -> Vec<(Label, f32)> {
        let voted = self.votes.iter().flat_map(|votes| votes.answers().map(|(label, _)| label));
        let believed = self.beliefs.iter().flat_map(|beliefs| {
            beliefs.answers().filter(|(_, share)| *share > 0.01).map(|(label, _)| label)
        });
        let mut labels: Vec<Label> = voted.chain(believed).collect();
        labels.sort_unstable();
        labels.dedup();
        let mut ranked: Vec<_> =
            labels.into_iter().map(|label| (label, self.support(label))).collect();
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        ranked
    }

    /// The evidence for one candidate that was right `learned` times before.
    pub fn weigh(&self, label: Label, learned: u32) -> Evidence {
        let mut features = Vec::with_capacity(40);
        self.votes.iter().for_each(|votes| features.extend(vote_features(votes, label)));
        self.beliefs.iter().for_each(|beliefs| features.extend(belief_features(beliefs, label)));
        let learned = learned as f32;
        features.extend([learned.ln_1p(), 1.0 / (1.0 + learned)]);
        features.extend([(self.remembered as f32).ln_1p(), (self.tokens as f32).ln_1p()]);
        features.extend(self.novelty);
        Evidence { features, youth: (-(self.remembered as f32) / YOUTH).exp() }
    }
}

fn vote_features(votes: &Votes, label: Label) -> [f32; 8] {
    let (own, other, escalate) = (votes.of(label), votes.best_other(label), votes.of(ESCALATE));
    [
        own.best,
        own.best - other.best.max(escalate.best),
        own.best - escalate.best,
        log(own.share),
        log(own.share) - log(other.share),
        log(own.share) - log(escalate.share),
        escalate.share,
        own.count,
    ]
}

fn belief_features(beliefs: &Beliefs, label: Label) -> [f32; 5] {
    let own = beliefs.of(label);
    let others = beliefs.answers().filter(|(held, _)| *held != label);
    let other = others.fold(0f32, |most, (_, share)| most.max(share));
    [log(own), log(own) - log(other), log(own) - log(beliefs.escalate), beliefs.escalate, own]
}

/// A logarithm that bottoms out: below a ten-thousandth, less is not more telling.
fn log(share: f32) -> f32 {
    share.max(1e-4).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nearest::Neighbour;

    fn sources(neighbours: &[(f32, u32)]) -> Sources {
        let neighbour = |&(similarity, label): &(f32, u32)| Neighbour {
            similarity,
            place: 0,
            label: Label(label),
        };
        let votes = Votes::count(&neighbours.iter().map(neighbour).collect::<Vec<_>>(), 4);
        Sources { votes: vec![votes], beliefs: vec![Beliefs::default()], ..Sources::default() }
    }

    #[test]
    fn candidates_are_ranked_by_support_and_escalate_is_none() {
        let ranked = sources(&[(0.9, 0), (0.5, 2), (0.8, 1)]).ranked();
        assert_eq!(ranked.iter().map(|(label, _)| label.0).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn every_feature_is_a_number_even_when_nothing_is_known() {
        let evidence = sources(&[]).weigh(Label(1), 0);
        assert!(evidence.features.iter().all(|feature| feature.is_finite()));
        assert_eq!(evidence.youth, 1.0);
    }

    #[test]
    fn a_close_unanswerable_neighbour_counts_against_a_candidate() {
        let (clear, doubtful) = (sources(&[(0.8, 1)]), sources(&[(0.8, 1), (0.79, 0)]));
        let gap = |sources: &Sources| sources.weigh(Label(1), 3).features[1];
        assert!(gap(&clear) > gap(&doubtful));
    }
}
