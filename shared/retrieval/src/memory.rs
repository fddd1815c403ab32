//! What an engine remembers, for whoever keeps it; and answers that become one.

use crate::classifier::Classifier;
use crate::example_index::Question;

impl Classifier {
    /// The remembered questions, oldest first, each with its answer's id (none for ESCALATE): what
    /// [`Classifier::resume`] wants back. Forgotten ones are left out.
    pub fn remembered(&self) -> impl Iterator<Item = (Question, Option<&str>)> {
        (0..self.mind.index.len()).filter_map(|place| {
            let label = self.mind.index.label(place)?;
            Some((self.mind.question(place), self.labels.name(label)))
        })
    }

    /// Makes one answer's questions another's. The first is never a candidate again.
    pub fn merge(&mut self, from: &str, into: &str) {
        let Some(label) = self.labels.find(from) else { return };
        let merged_into = self.labels.number(into);
        if label == merged_into {
            return;
        }
        self.learned.resize(self.learned.len().max(merged_into.0 as usize + 1), 0);
        self.learned[merged_into.0 as usize] += std::mem::take(&mut self.learned[label.0 as usize]);
        self.mind.merge(label, merged_into);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RiskBound, Tier, Vector};

    fn engine() -> Classifier {
        let mut engine = Classifier::new(Tier::Both, 2, RiskBound::STANDARD, 1).unwrap();
        for (text, values, answer) in [
            ("where is my parcel", [1.0, 0.0], "tracking"),
            ("has my order shipped", [0.9, 0.2], "shipped"),
            ("i want my money back", [0.0, 1.0], "refund"),
        ] {
            let vector = Vector::parse(&values).unwrap();
            engine.train(&Question::lexical(text).with_vector(vector), answer);
        }
        engine
    }

    fn candidate(engine: &Classifier, text: &str) -> Option<String> {
        engine.decide(&Question::lexical(text)).candidate.map(|found| found.answer)
    }

    #[test]
    fn what_is_remembered_is_what_resume_wants_back() {
        let mut before = engine();
        before.forget("refund");
        let questions: Vec<_> = before.remembered().collect();
        assert_eq!(questions.len(), 2);
        assert!(questions.iter().all(|(question, _)| question.vector.is_some()));
        let fresh = Classifier::new(Tier::Both, 2, RiskBound::STANDARD, 1).unwrap();
        let after = fresh.resume(before.parts(), before.remembered());
        assert_eq!(candidate(&after, "my order").as_deref(), Some("shipped"));
    }

    #[test]
    fn a_merged_answers_questions_find_the_one_that_stays() {
        let mut engine = engine();
        engine.merge("shipped", "tracking");
        assert!(!engine.knows("shipped"));
        let decision = engine.decide(&Question::lexical("has my order shipped?"));
        assert_eq!(decision.candidate.map(|found| found.answer).as_deref(), Some("tracking"));
        assert!(!decision.offers.contains(&"shipped".to_owned()));
    }

    #[test]
    fn what_is_taught_stands_above_what_was_once_escalated() {
        let mut engine = engine();
        let question = Question::lexical("do you gift wrap");
        let decision = engine.decide(&question);
        engine.learn(&question, &decision, crate::Feedback::Escalate, 1.0);
        engine.train(&question, "wrapping");
        let answers: Vec<_> = engine.remembered().map(|(_, answer)| answer).collect();
        assert!(!answers.contains(&None), "{answers:?}");
        assert_eq!(candidate(&engine, "do you gift wrap?").as_deref(), Some("wrapping"));
    }
}
