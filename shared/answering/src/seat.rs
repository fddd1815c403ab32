//! One tier's seat at the table: how it sees a question, how sure it is, and what it may do.

use serde::{Deserialize, Serialize};

use crate::autonomy::Autonomy;
use crate::certify::Promise;
use crate::judge::Judge;
use crate::weights::{BOTH, DENSE, LEXICAL, Weights};

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
    Judged,
}

impl Tier {
    /// The tiers an engine of this tier runs, weakest first: when the model is away the first one decides.
    pub(crate) fn seats(self) -> &'static [Self] {
        match self {
            Self::Lexical => &[Self::Lexical],
            Self::Dense => &[Self::Lexical, Self::Dense],
            Self::Both => &[Self::Lexical, Self::Both],
            Self::Judged => &[Self::Lexical, Self::Both, Self::Judged],
        }
    }

    /// The weights shipped for this tier. A judge's vote starts without weight: it earns it by verdicts.
    pub fn shipped(self) -> Option<Weights> {
        match self {
            Self::Lexical => Weights::parse(LEXICAL),
            Self::Dense => Weights::parse(DENSE),
            Self::Both => Weights::parse(BOTH),
            Self::Judged => Weights::parse(BOTH)
                .map(|weights| Weights { stack: weights.stack.widened(VOTE_FEATURES), ..weights }),
        }
    }
}

/// Features that a judge's vote adds to the evidence: agreed, declined.
pub(crate) const VOTE_FEATURES: usize = 2;

/// A tier with its calibration and its standing.
#[derive(Debug, Clone)]
pub struct Seat {
    /// Which tier sits here.
    pub tier: Tier,
    /// How sure it is.
    pub judge: Judge,
    /// What it may do.
    pub autonomy: Autonomy,
}

impl Seat {
    /// A seat that starts from these weights.
    pub fn starting(tier: Tier, weights: Weights, promise: Promise) -> Self {
        let autonomy = Autonomy::new(promise, weights.threshold);
        Self { tier, judge: Judge::shipped(weights.stack), autonomy }
    }
}
