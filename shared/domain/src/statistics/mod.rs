//! What cases come to in a store's statistics: the facts of one case, and the figures of many.

mod case_facts;
mod day;
mod figures;
mod target_facts;

pub use case_facts::CaseFacts;
pub use day::Day;
pub use figures::{Count, Figures, Scope, Spread, difference};
pub use target_facts::{TargetFacts, TargetOutcome};
