//! One tier's seat at the table: how it sees a question, how sure it is, and what it may do.

use serde::{Deserialize, Serialize};

use crate::autonomy::{Autonomy, Permission};
use crate::calibrator::Calibrator;
use crate::certify::RiskBound;
use crate::weights::{DENSE, LEXICAL, WeighedModel, Weights};

/// What a decision rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tier {
    /// Words and shapes; needs no model.
    Lexical,
    /// Embeddings alone.
    Dense,
    /// Words, shapes and embeddings together.
    Both,
    /// Both, and a language model's vote among the offered answers.
    WithModel,
    /// Words and shapes, and a language model's vote among the offered answers.
    WordsWithModel,
}

impl Tier {
    /// The tiers an engine of this tier runs, weakest first: when the model is away the first one decides.
    pub(crate) fn tier_states(self) -> &'static [Self] {
        match self {
            Self::Lexical => &[Self::Lexical],
            Self::Dense => &[Self::Lexical, Self::Dense],
            Self::Both => &[Self::Lexical, Self::Both],
            Self::WithModel => &[Self::Lexical, Self::WordsWithModel, Self::Both, Self::WithModel],
            Self::WordsWithModel => &[Self::Lexical, Self::WordsWithModel],
        }
    }

    /// The tier that adds a language model's vote to this one's view.
    pub(crate) fn judged(self) -> Option<Self> {
        match self {
            Self::Lexical => Some(Self::WordsWithModel),
            Self::Both => Some(Self::WithModel),
            Self::Dense | Self::WithModel | Self::WordsWithModel => None,
        }
    }

    /// Whether a seat of this tier means something without vectors, and with those of any model.
    pub fn is_of_words(self) -> bool {
        matches!(self, Self::Lexical | Self::WordsWithModel)
    }

    /// The weights shipped for this tier and this model's vectors.
    pub fn shipped(self, model: WeighedModel) -> Option<Weights> {
        match self {
            Self::Lexical => Weights::parse(LEXICAL),
            Self::Dense => Weights::parse(DENSE),
            Self::Both => Weights::parse(model.both()),
            Self::WithModel => Weights::parse(model.both()).map(with_vote(VOTE_BESIDE_VECTORS)),
            Self::WordsWithModel => Weights::parse(LEXICAL).map(with_vote(VOTE_BESIDE_WORDS)),
        }
    }
}

/// What a language model's vote adds to the evidence, agreed and declined, and what each weighs before a store's verdicts say
/// how good its model is: as much as one that is right in nine of ten cases, in log-odds. Enough to put a draft before
/// an agent or to keep one back; what goes out by itself is certified by verdicts alone.
const VOTE_BESIDE_WORDS: [f64; 2] = [2.2, -2.2];
/// The same where vectors have spoken. They read much of the likeness that a model reads, so its vote tells less that is
/// new: it begins with twice the odds, and refits let it earn the rest. At nine of ten cases a model that is right in
/// three of four cost two points of coverage at P97; at twice the odds, a third of a point (docs/evaluation.md).
const VOTE_BESIDE_VECTORS: [f64; 2] = [0.7, -0.7];

fn with_vote(vote: [f64; 2]) -> impl Fn(Weights) -> Weights {
    move |weights| Weights { stack: weights.stack.widened(&vote), ..weights }
}

/// A tier with its calibration and its standing.
#[derive(Debug, Clone)]
pub struct TierState {
    /// Which tier sits here.
    pub tier: Tier,
    /// How sure it is.
    pub calibrator: Calibrator,
    /// What it may do.
    pub autonomy: Autonomy,
}

impl TierState {
    /// A seat that starts from these weights.
    pub fn starting(tier: Tier, weights: Weights, promise: RiskBound) -> Self {
        let autonomy = Autonomy::new(promise, weights.threshold);
        Self { tier, calibrator: Calibrator::shipped(weights.stack), autonomy }
    }

    /// What a candidate of this purity may do. A young store is generous with drafts. (Vectors of a model without weights
    /// don't decide before verdicts have weighed them.)
    pub fn permits(&self, purity: f32) -> Permission {
        let is_draft = purity >= self.autonomy.draft_threshold();
        match self.autonomy.permits(purity) {
            Permission::Nothing if is_draft => Permission::Suggest,
            permission => permission,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_young_store_drafts_what_is_likelier_right_than_wrong_in_every_tier() {
        for tier in [Tier::Lexical, Tier::Both, Tier::WordsWithModel, Tier::WithModel] {
            let weights = tier.shipped(WeighedModel::WordLlama).unwrap();
            let state = TierState::starting(tier, weights, RiskBound::STANDARD);
            assert_eq!(state.permits(0.51), Permission::Suggest, "{tier:?}");
            assert_eq!(state.permits(0.49), Permission::Nothing, "{tier:?}");
        }
    }
}
