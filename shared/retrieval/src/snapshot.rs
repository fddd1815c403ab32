//! A learned engine in parts, each small enough for one item of a table.
//!
//! Left out is what rows hold anyway: the remembered questions. [`Classifier::resume`] takes parts and questions.

use serde::{Deserialize, Serialize};

use crate::autonomy::Autonomy;
use crate::classifier::Classifier;
use crate::example_index::{ExampleIndex, Question};
use crate::label::{Label, Labels};
use crate::linear_classifier::LinearClassifier;
use crate::random::Random;
use crate::stacked_confidence::{Stack, TrainingRow};
use crate::tier_state::Tier;

/// Features kept per class: the heaviest. With two bytes each for index and weight, a class stays under 10 KB.
pub const FEATURES_PER_CLASS: usize = 2048;
/// Features kept per head. Where thousands of answers share a head, each keeps fewer: those that tell it apart.
const FEATURES_PER_HEAD: usize = 1 << 20;
/// Features that each class keeps however many there are: about what its first question imprinted.
const FEWEST_FEATURES: usize = 96;
/// TrainingRows in one part: below 64 KB.
const EXAMPLES_PER_PART: usize = 250;
/// Names in one part.
const NAMES_PER_PART: usize = 1000;

/// Which head a class belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeadName {
    /// Over words and shapes.
    Words,
    /// Over vectors.
    Dense,
    /// Over both.
    Joint,
}

/// One class of a head: its heaviest weights, in steps of `step`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Class {
    /// Which head.
    pub head: HeadName,
    /// Its number in that head; classes are resumed in this order.
    pub number: u32,
    /// What it stands for.
    pub label: Label,
    /// Feature indices.
    pub features: Vec<u16>,
    /// Weights, in units of `step`.
    pub weights: Vec<i16>,
    /// The unit of `weights`.
    pub step: f32,
    /// Sums of squared gradients, as 8 x log2 + 128: what slows Adagrad down.
    pub squares: Vec<u8>,
}

/// A part of a snapshot. Their order is of no matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Part {
    /// What the engine is.
    Store {
        /// Length of its embeddings model's vectors.
        dimensions: u32,
        /// Its source of chance, where it stopped.
        random: Random,
    },
    /// Answers by label, from label `first` on, with how often each was right.
    Names {
        /// The first one's label.
        first: u32,
        /// Ids.
        names: Vec<String>,
        /// Times right.
        learned: Vec<u32>,
    },
    /// A class of a head.
    Class(Class),
    /// A tier's calibration and standing.
    TierState {
        /// Which tier.
        tier: Tier,
        /// Its fitted stack.
        fitted: Stack,
        /// Probabilities of its recent candidates.
        company: Vec<f32>,
        /// Verdicts it has learned.
        seen: u64,
        /// Its standing.
        autonomy: Autonomy,
    },
    /// Some of a tier's window of examples.
    TrainingRows {
        /// Which tier.
        tier: Tier,
        /// The first one's place in the window.
        first: u32,
        /// Oldest first.
        examples: Vec<TrainingRow>,
    },
}

impl Classifier {
    /// The engine's state but for its remembered questions.
    pub fn parts(&self) -> Vec<Part> {
        let dimensions = self.mind.vectors.dimensions() as u32;
        let mut parts = vec![Part::Store { dimensions, random: self.random.clone() }];
        let names = self.labels.names().chunks(NAMES_PER_PART).zip(1u32..);
        parts.extend(names.map(|(names, at)| {
            let first = (at - 1) * NAMES_PER_PART as u32 + 1;
            let learned = self.learned[first as usize..first as usize + names.len()].to_vec();
            Part::Names { first, names: names.to_vec(), learned }
        }));
        for (name, head) in self.heads() {
            parts.extend(classes(name, head).into_iter().map(Part::Class));
        }
        for tier_state in &self.tier_states {
            parts.push(Part::TierState {
                tier: tier_state.tier,
                fitted: tier_state.calibrator.fitted().clone(),
                company: tier_state.calibrator.company().collect(),
                seen: tier_state.calibrator.seen() as u64,
                autonomy: tier_state.autonomy.clone(),
            });
            let examples: Vec<TrainingRow> = tier_state.calibrator.examples().cloned().collect();
            parts.extend(examples.chunks(EXAMPLES_PER_PART).enumerate().map(|(at, examples)| {
                Part::TrainingRows {
                    tier: tier_state.tier,
                    first: (at * EXAMPLES_PER_PART) as u32,
                    examples: examples.to_vec(),
                }
            }));
        }
        parts
    }

    /// Continues from parts and from the questions that were learned, oldest first, each with its answer's id (none
    /// for ESCALATE). Tiers absent from the parts start as this engine's do: fresh.
    #[must_use]
    pub fn resume<'a>(
        mut self,
        mut parts: Vec<Part>,
        questions: impl Iterator<Item = (Question, Option<&'a str>)>,
    ) -> Self {
        parts.sort_by_key(order);
        self.learned = vec![0];
        self.labels = Labels::default();
        for part in parts {
            self.take(part);
        }
        let Self { labels, learned, mind, .. } = &mut self;
        mind.remember_all(questions.map(|(question, answer)| {
            let label = answer.map_or(crate::label::ESCALATE, |answer| labels.number(answer));
            learned.resize(learned.len().max(label.0 as usize + 1), 0);
            (question, label)
        }));
        self
    }

    fn take(&mut self, part: Part) {
        match part {
            Part::Store { dimensions, random } => {
                self.mind = ExampleIndex::new(dimensions as usize);
                self.random = random;
            }
            Part::Names { names, learned, .. } => {
                self.labels = Labels::named([self.labels.names(), &names].concat());
                self.learned.extend(learned);
            }
            Part::Class(class) => unpack(self.head_mut(class.head), &class),
            Part::TierState { tier, fitted, company, seen, autonomy } => {
                if let Some(tier_state) =
                    self.tier_states.iter_mut().find(|tier_state| tier_state.tier == tier)
                {
                    tier_state.calibrator.resume(fitted, company, seen as usize);
                    tier_state.autonomy = autonomy;
                }
            }
            Part::TrainingRows { tier, examples, .. } => {
                if let Some(tier_state) =
                    self.tier_states.iter_mut().find(|tier_state| tier_state.tier == tier)
                {
                    tier_state.calibrator.recall(examples);
                }
            }
        }
    }

    fn heads(&self) -> [(HeadName, &LinearClassifier); 3] {
        let mind = &self.mind;
        [
            (HeadName::Words, &mind.words),
            (HeadName::Dense, &mind.dense),
            (HeadName::Joint, &mind.joint),
        ]
    }

    fn head_mut(&mut self, name: HeadName) -> &mut LinearClassifier {
        match name {
            HeadName::Words => &mut self.mind.words,
            HeadName::Dense => &mut self.mind.dense,
            HeadName::Joint => &mut self.mind.joint,
        }
    }
}

/// The store first, then names, then what refers to them, each kind in its own order.
fn order(part: &Part) -> (u8, u32) {
    match part {
        Part::Store { .. } => (0, 0),
        Part::Names { first, .. } => (1, *first),
        Part::Class(class) => (2, class.number),
        Part::TierState { .. } => (3, 0),
        Part::TrainingRows { first, .. } => (4, *first),
    }
}

/// The classes of a head, each with its heaviest weights.
fn classes(name: HeadName, head: &LinearClassifier) -> Vec<Class> {
    let mut weights = vec![Vec::new(); head.classes.len()];
    // Row by row: asking each row for each class would take classes times features.
    for (feature, row) in head.rows.iter().enumerate() {
        for (class, weight, square) in row.filled() {
            if let Some(kept) = weights.get_mut(class) {
                kept.push((feature as u16, (weight, square)));
            }
        }
    }
    let share = FEATURES_PER_HEAD / head.classes.len().max(1);
    let most = share.clamp(FEWEST_FEATURES, FEATURES_PER_CLASS);
    let packed = weights.into_iter().enumerate();
    packed.map(|(class, kept)| pack(name, head.classes[class], class, kept, most)).collect()
}

fn pack(
    head: HeadName,
    label: Label,
    class: usize,
    mut kept: Vec<(u16, (f32, f32))>,
    most: usize,
) -> Class {
    if kept.len() > most {
        kept.select_nth_unstable_by(most, |one, other| {
            other.1.0.abs().total_cmp(&one.1.0.abs()).then(one.0.cmp(&other.0))
        });
    }
    kept.truncate(most);
    kept.sort_unstable_by_key(|(feature, _)| *feature);
    let largest = kept.iter().fold(0f32, |most, (_, (weight, _))| most.max(weight.abs()));
    let step = (largest / f32::from(i16::MAX)).max(f32::MIN_POSITIVE);
    Class {
        head,
        number: class as u32,
        label,
        features: kept.iter().map(|(feature, _)| *feature).collect(),
        weights: kept.iter().map(|(_, (weight, _))| (weight / step).round() as i16).collect(),
        step,
        squares: kept.iter().map(|(_, (_, square))| pack_square(*square)).collect(),
    }
}

fn unpack(head: &mut LinearClassifier, class: &Class) {
    head.classes.push(class.label);
    for ((feature, weight), square) in class.features.iter().zip(&class.weights).zip(&class.squares)
    {
        if let Some(row) = head.rows.get_mut(usize::from(*feature)) {
            row.set(class.number as usize, f32::from(*weight) * class.step, unpack_square(*square));
        }
    }
}

fn pack_square(square: f32) -> u8 {
    (square.max(f32::MIN_POSITIVE).log2() * 8.0 + 128.0).round().clamp(0.0, 255.0) as u8
}

fn unpack_square(packed: u8) -> f32 {
    if packed == 0 { 0.0 } else { ((f32::from(packed) - 128.0) / 8.0).exp2() }
}
