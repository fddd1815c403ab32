//! Triage: finds the stored answer that fits a customer's question, and knows how sure it may be.
//!
//! Pure: no I/O, no clock, no chance but a seed. A question is hashed ([`features`]), compared with remembered
//! questions ([`index`], [`vectors`]) and read by online linear heads ([`linear_classifier`]). What speaks for the best candidate
//! ([`evidence`]) becomes a probability ([`stacked_confidence`]) and a purity ([`calibrator`]); thresholds on purity are certified by
//! exact tests over people's verdicts ([`certify`]), and lost again on drift ([`autonomy`]). [`classifier`] joins them.
//!
//! ```
//! use retrieval::{Classifier, Permission, RiskBound, Question, Tier, Feedback};
//!
//! let mut engine = Classifier::new(Tier::Lexical, 0, RiskBound::STANDARD, 1).expect("shipped weights");
//! let question = Question::lexical("Where is my parcel?");
//! let decision = engine.decide(&question);
//! assert!(decision.candidate.is_none());
//! engine.learn(&question, &decision, Feedback::Answer("tracking"), 1.0);
//!
//! let decision = engine.decide(&Question::lexical("where's my parcel"));
//! assert_eq!(decision.candidate.as_ref().map(|found| found.answer.as_str()), Some("tracking"));
//! assert_ne!(engine.permits(&decision), Permission::Answer);
//! ```

pub mod autonomy;
pub mod calibrator;
pub mod certify;
pub mod classifier;
pub mod decision;
pub mod evidence;
pub mod example_index;
mod feature_row;
pub mod features;
pub mod index;
pub mod label;
pub mod linear_classifier;
mod memory;
pub mod nearest;
pub mod neighbour_votes;
pub mod random;
mod serialization;
pub mod snapshot;
mod solve;
pub mod sparse;
pub mod stacked_confidence;
pub mod static_vectors;
pub mod text;
pub mod tier_state;
pub mod vector;
mod vectors;
pub mod weights;

pub use autonomy::{Autonomy, Permission};
pub use calibrator::Confidence;
pub use certify::{RiskBound, Scored};
pub use classifier::Classifier;
pub use decision::{Candidate, Decision, Feedback, View, Vote};
pub use example_index::Question;
pub use snapshot::Part;
pub use static_vectors::StaticVectors;
pub use tier_state::Tier;
pub use vector::{BadVector, Vector};
pub use weights::WeighedModel;
