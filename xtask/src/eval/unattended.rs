//! What would have gone out without a person, by the very rules of the product.
//!
//! Everything is scored in shadow: each question brings its verdict, whether or not its answer would have gone out.

use std::collections::BTreeMap;

use domain::{Answer, EarnedBy, Fit, StoreId, Tally, Timestamp};

/// Other confidences from which on an answer's own record might decide, beside the product's: the store's threshold.
pub(crate) const FLOORS: [f32; 7] = [0.5, 0.8, 0.9, 0.92, 0.94, 0.95, 0.96];

/// A store's answers with what agents decided on their drafts.
#[derive(Default)]
pub(crate) struct Records {
    answers: BTreeMap<String, Answer>,
    /// The same where only drafts from each of [`FLOORS`] on are counted.
    from: [BTreeMap<String, Answer>; FLOORS.len()],
    /// How many sure drafts of each answer were right and wrong in truth.
    truth: BTreeMap<String, (u32, u32)>,
    events: u64,
}

impl Records {
    /// By what this candidate would have gone out by itself to a question that it fits so.
    pub(crate) fn earned_by(&self, candidate: &str, fit: Fit) -> Option<EarnedBy> {
        self.answers.get(candidate)?.earned_by(fit)
    }

    /// Whether it would have gone out by its answer's own record from each of [`FLOORS`] on.
    pub(crate) fn proven_from(&self, candidate: Option<&str>, purity: f32) -> [bool; FLOORS.len()] {
        let Some(candidate) = candidate else { return Default::default() };
        let is_proven = |at: usize| self.from[at].get(candidate).map(Answer::is_proven);
        std::array::from_fn(|at| purity >= FLOORS[at] && is_proven(at) == Some(true))
    }

    /// Counts what a person answered to a question with this candidate, so sure and drafted or not, surely or as a guess,
    /// and what was right.
    pub(crate) fn learn(
        &mut self,
        candidate: Option<&str>,
        (purity, is_draft, is_sure): (f32, bool, bool),
        verdict: Option<&str>,
        right: Option<&str>,
    ) {
        self.events += 1;
        let event = self.events.to_string();
        count(&mut self.answers, candidate.filter(|_| is_draft), (verdict, is_sure), &event);
        for (answers, floor) in self.from.iter_mut().zip(FLOORS) {
            count(answers, candidate.filter(|_| purity >= floor), (verdict, true), &event);
        }
        if let Some(name) = candidate.filter(|_| is_sure) {
            let (rights, wrongs) = self.truth.entry(name.to_owned()).or_default();
            *(if right == Some(name) { rights } else { wrongs }) += 1;
        }
    }

    /// How many sure drafts of each answer were right and wrong in truth.
    pub(crate) fn truth(self) -> Vec<(u32, u32)> {
        self.truth.into_values().collect()
    }
}

fn count(
    answers: &mut BTreeMap<String, Answer>,
    drafted: Option<&str>,
    (verdict, is_sure): (Option<&str>, bool),
    event: &str,
) {
    if let Some(named) = verdict {
        answers.entry(named.to_owned()).or_insert_with(|| approved(named));
    }
    let Some(answer) = drafted.and_then(|drafted| answers.get_mut(drafted)) else { return };
    let tally = match (drafted == verdict, is_sure) {
        (true, true) => Tally::Approved,
        (true, false) => Tally::GuessApproved,
        (false, true) => Tally::Rejected,
        (false, false) => Tally::GuessRejected,
    };
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

    #[test]
    fn the_same_question_goes_out_at_once_and_no_more_once_it_was_wrong() {
        let mut records = Records::default();
        let same = Fit { is_same_question: true, ..Fit::default() };
        assert_eq!(records.earned_by("tracking", same), None);
        records.learn(None, (0.0, false, false), Some("tracking"), Some("tracking"));
        assert_eq!(records.earned_by("tracking", same), Some(EarnedBy::SameQuestion));
        records.learn(Some("tracking"), (0.9, true, true), None, None);
        assert_eq!(records.earned_by("tracking", same), None);
        assert_eq!(records.truth(), [(0, 1)]);
    }

    #[test]
    fn a_record_is_kept_for_drafts_from_each_floor_on() {
        let mut records = Records::default();
        for _ in 0..200 {
            records.learn(
                Some("tracking"),
                (FLOORS[1], true, true),
                Some("tracking"),
                Some("tracking"),
            );
        }
        let proven = records.proven_from(Some("tracking"), FLOORS[2]);
        assert_eq!(proven[..3], [true, true, false], "nothing was drafted from the third on");
        assert!(!records.proven_from(Some("tracking"), FLOORS[0])[1]);
        assert_eq!(Records::default().proven_from(Some("tracking"), 1.0), [false; FLOORS.len()]);
    }
}
