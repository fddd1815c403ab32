//! The documents of replies that went out by themselves, or would have where the store allowed that.

use domain::{AnswerId, CaseId, EarnedBy, ReplyOutcome, Seq, Text, Timestamp};
use serde::{Deserialize, Serialize};

/// A reply that went out by itself, or would have where the store allowed that, and what people made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct UnattendedView {
    /// In which case.
    pub case: CaseId,
    /// The customer's message that it answers.
    pub seq: Seq,
    /// When that was written.
    pub at: Timestamp,
    /// By what it had earned to go out by itself.
    pub earned: EarnedBy,
    /// Whether it was sent. Else it was drafted, because the store does not allow it, or for an audit.
    pub sent: bool,
    /// What people made of it.
    pub outcome: ReplyOutcome,
    /// What the customer asked; null once erased.
    pub question: Option<Text>,
    /// What went out, or would have; null once erased.
    pub reply: Option<Text>,
    /// The answer that it rests on.
    pub answer: Option<AnswerId>,
    /// What an agent then wrote; null where nobody has, or once erased.
    pub written: Option<Text>,
}

/// A page of such replies, newest first. They are kept for 90 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct UnattendedPage {
    /// The replies.
    pub replies: Vec<UnattendedView>,
    /// Asks for the next page; null on the last one. Opaque.
    pub next: Option<String>,
}

/// How a store's newest replies of that kind fared, 500 at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct UnattendedFigures {
    /// When the oldest of them was asked for; null where there is none.
    pub since: Option<Timestamp>,
    /// One for each way in which a reply can earn to go out by itself.
    pub ways: Vec<WayFigures>,
}

/// How the replies fared that had earned it in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct WayFigures {
    /// The way.
    pub earned: EarnedBy,
    /// How many were sent.
    pub sent: u32,
    /// To how many of those a customer or a person objected.
    pub objected: u32,
    /// How many would have been sent, and were drafted.
    pub held: u32,
    /// How many of those an agent sent as they were.
    pub approved: u32,
    /// How many an agent sent in other words.
    pub edited: u32,
    /// How many an agent rejected, or left aside for something else.
    pub refused: u32,
}

impl WayFigures {
    /// Before anything is counted.
    pub fn none(earned: EarnedBy) -> Self {
        Self { earned, sent: 0, objected: 0, held: 0, approved: 0, edited: 0, refused: 0 }
    }

    /// Counts a reply. One that was sent and that nobody objected to is taken to be right.
    pub fn count(&mut self, is_sent: bool, outcome: ReplyOutcome) {
        if is_sent {
            self.sent += 1;
            let is_objection = matches!(outcome, ReplyOutcome::NotHelped | ReplyOutcome::Rejected);
            self.objected += u32::from(is_objection);
            return;
        }
        self.held += 1;
        match outcome {
            ReplyOutcome::Approved => self.approved += 1,
            ReplyOutcome::Edited => self.edited += 1,
            ReplyOutcome::Rejected | ReplyOutcome::OwnWords | ReplyOutcome::NotHelped => {
                self.refused += 1;
            }
            ReplyOutcome::None | ReplyOutcome::NotNeeded => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_counted_where_it_belongs() {
        let mut figures = WayFigures::none(EarnedBy::Answer);
        for is_sent in [false, true] {
            for outcome in ReplyOutcome::ALL {
                figures.count(is_sent, outcome);
            }
        }
        let expected = WayFigures {
            earned: EarnedBy::Answer,
            sent: 7,
            objected: 2,
            held: 7,
            approved: 1,
            edited: 1,
            refused: 3,
        };
        assert_eq!(figures, expected);
    }
}
