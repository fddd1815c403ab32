//! What would have gone out without a person, by the very rules of the product.
//!
//! Everything is scored in shadow: each question brings its verdict, whether or not its answer would have gone out.

use std::collections::BTreeMap;

use domain::{Answer, EarnedBy, Fit, StoreId, Tally, Timestamp};
use retrieval::{Classifier, Decision, Permission};

/// Other confidences from which on an answer's own record might decide, beside the product's: the store's threshold.
pub(crate) const FLOORS: [f32; 3] = [0.5, 0.8, 0.9];

/// A store's answers with what agents decided on their drafts.
#[derive(Default)]
pub(crate) struct Records {
    answers: BTreeMap<String, Answer>,
    /// The same where only drafts from each of [`FLOORS`] on are counted.
    from: [BTreeMap<String, Answer>; FLOORS.len()],
    /// How many drafts of each answer were right and wrong in truth.
    truth: BTreeMap<String, (u32, u32)>,
    events: u64,
}

impl Records {
    /// By what the decision's candidate would have gone out by itself.
    pub(crate) fn earned_by(&self, engine: &Classifier, decision: &Decision) -> Option<EarnedBy> {
        let candidate = decision.candidate.as_ref()?.answer.as_str();
        let is_alone = engine.alike(decision).iter().all(|other| *other == Some(candidate));
        let fit = Fit {
            is_same_question: is_alone && engine.same_question(decision) == Some(candidate),
            is_sure: engine.is_sure(decision),
            is_certified: engine.permits(decision) == Permission::Answer,
        };
        self.answers.get(candidate)?.earned_by(fit)
    }

    /// Whether it would have gone out by its answer's own record from each of [`FLOORS`] on.
    pub(crate) fn proven_from(&self, decision: &Decision) -> [bool; FLOORS.len()] {
        let Some(candidate) = &decision.candidate else { return Default::default() };
        let is_proven = |at: usize| self.from[at].get(&candidate.answer).map(Answer::is_proven);
        std::array::from_fn(|at| {
            candidate.confidence.purity >= FLOORS[at] && is_proven(at) == Some(true)
        })
    }

    /// Counts what a person answered to a question with this candidate, which was drafted or not, and what was right.
    pub(crate) fn learn(
        &mut self,
        decision: &Decision,
        is_draft: bool,
        verdict: Option<&str>,
        right: Option<&str>,
    ) {
        self.events += 1;
        let event = self.events.to_string();
        let candidate = decision.candidate.as_ref();
        let is_from = |floor: f32| candidate.is_some_and(|of| of.confidence.purity >= floor);
        let name = candidate.map(|candidate| candidate.answer.as_str());
        count(&mut self.answers, name.filter(|_| is_draft), verdict, &event);
        for (answers, floor) in self.from.iter_mut().zip(FLOORS) {
            count(answers, name.filter(|_| is_from(floor)), verdict, &event);
        }
        if let Some(name) = name.filter(|_| is_draft) {
            let (rights, wrongs) = self.truth.entry(name.to_owned()).or_default();
            *(if right == Some(name) { rights } else { wrongs }) += 1;
        }
    }

    /// How many drafts of each answer were right and wrong in truth.
    pub(crate) fn truth(self) -> Vec<(u32, u32)> {
        self.truth.into_values().collect()
    }
}

fn count(
    answers: &mut BTreeMap<String, Answer>,
    drafted: Option<&str>,
    verdict: Option<&str>,
    event: &str,
) {
    if let Some(named) = verdict {
        answers.entry(named.to_owned()).or_insert_with(|| approved(named));
    }
    let Some(answer) = drafted.and_then(|drafted| answers.get_mut(drafted)) else { return };
    let tally = if drafted == verdict { Tally::Approved } else { Tally::Rejected };
    if let Some(counted) = answer.counted(tally, event) {
        *answer = counted;
    }
}

fn approved(name: &str) -> Answer {
    let store: StoreId = "simulated".parse().unwrap_or_else(|_| unreachable!("a plain name"));
    let words = || name.parse().unwrap_or_else(|_| unreachable!("the answer's id is a text"));
    let id = domain::AnswerId::derive(&store, name);
    Answer::candidate(id, store, words(), words(), Timestamp(0)).approved(None, Timestamp(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use retrieval::{Feedback, Question, RiskBound, Tier};

    #[test]
    fn the_same_question_goes_out_at_once_and_no_more_once_it_was_wrong() {
        let mut engine = Classifier::new(Tier::Lexical, 0, RiskBound::STANDARD, 1).unwrap();
        let mut records = Records::default();
        let question = Question::lexical("where is my parcel");
        let decision = engine.decide(&question);
        assert_eq!(records.earned_by(&engine, &decision), None);
        engine.learn(&question, &decision, Feedback::Answer("tracking"), 1.0);
        records.learn(&decision, false, Some("tracking"), Some("tracking"));
        let decision = engine.decide(&question);
        assert_eq!(records.earned_by(&engine, &decision), Some(EarnedBy::SameQuestion));
        records.learn(&decision, true, None, None);
        assert_eq!(records.earned_by(&engine, &decision), None);
        assert_eq!(records.truth(), [(0, 1)]);
    }

    #[test]
    fn a_record_is_kept_for_drafts_from_each_floor_on() {
        let mut engine = Classifier::new(Tier::Lexical, 0, RiskBound::STANDARD, 1).unwrap();
        let mut records = Records::default();
        let question = Question::lexical("where is my parcel");
        for _ in 0..60 {
            let decision = engine.decide(&question);
            engine.learn(&question, &decision, Feedback::Answer("tracking"), 1.0);
            records.learn(&decision, true, Some("tracking"), Some("tracking"));
        }
        let decision = engine.decide(&question);
        let purity = decision.candidate.as_ref().unwrap().confidence.purity;
        assert!(purity >= FLOORS[0], "{purity}");
        assert!(records.proven_from(&decision)[0]);
        assert_eq!(Records::default().proven_from(&decision), [false; FLOORS.len()]);
    }
}
