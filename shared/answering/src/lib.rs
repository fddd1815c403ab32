//! Triage: finds the stored answer that fits a customer's question, and knows how sure it may be.
//!
//! Pure: no I/O, no clock, no chance but a seed. A question is hashed ([`features`]), compared with remembered
//! questions ([`index`], [`vector`]) and read by online linear heads ([`head`]). What speaks for the best candidate
//! ([`evidence`]) becomes a probability ([`stack`]) and a purity ([`judge`]); thresholds on purity are certified by
//! exact tests over people's verdicts ([`certify`]), and lost again on drift ([`autonomy`]). [`engine`] joins them.
//!
//! ```
//! use answering::{Engine, Permission, Promise, Question, Tier, Verdict};
//!
//! let mut engine = Engine::new(Tier::Lexical, 0, Promise::STANDARD, 1).expect("shipped weights");
//! let question = Question::lexical("Where is my parcel?");
//! let decision = engine.decide(&question);
//! assert!(decision.candidate.is_none());
//! engine.learn(&question, &decision, Verdict::Answer("tracking"), 1.0);
//!
//! let decision = engine.decide(&Question::lexical("where's my parcel"));
//! assert_eq!(decision.candidate.as_ref().map(|found| found.answer.as_str()), Some("tracking"));
//! assert_ne!(engine.permits(&decision), Permission::Answer);
//! ```

pub mod autonomy;
pub mod certify;
pub mod decision;
pub mod engine;
pub mod evidence;
pub mod features;
pub mod head;
pub mod index;
pub mod judge;
pub mod label;
mod memory;
pub mod mind;
pub mod nearest;
mod packed;
pub mod random;
mod row;
pub mod seat;
pub mod snapshot;
mod solve;
pub mod sparse;
pub mod stack;
pub mod text;
pub mod vector;
mod vectors;
pub mod votes;
pub mod weights;

pub use autonomy::{Autonomy, Permission};
pub use certify::{Promise, Scored};
pub use decision::{Candidate, Decision, Verdict, View, Vote};
pub use engine::Engine;
pub use judge::Confidence;
pub use mind::Question;
pub use seat::Tier;
pub use snapshot::Part;
pub use vector::{BadVector, Vector};
