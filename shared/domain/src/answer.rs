//! An answer of a store's knowledge base: a question with its reply, and how it has fared.

use serde::{Deserialize, Serialize};

use crate::{AnswerId, CaseId, Locale, Name, Record, Seq, Source, StoreId, Text, Timestamp};

/// Events that an answer remembers to have counted, so that a repeated one is not counted again.
const COUNTED_EVENTS: usize = 64;

/// Where an answer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AnswerStatus {
    /// Nobody has approved it yet.
    Candidate,
    /// A person stands behind it.
    Approved,
    /// It is offered no more.
    Retired,
}

/// An answer. What people write grows `version`; what is counted does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Which.
    pub id: AnswerId,
    /// Whose.
    pub store: StoreId,
    /// The question it answers.
    pub question: Text,
    /// What it says.
    pub text: Text,
    /// Its language, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Locale>,
    /// Where it stands.
    pub status: AnswerStatus,
    /// How often people sent it as it was, or edited.
    pub approvals: u32,
    /// How often they did not want it, or it did not help.
    pub rejections: u32,
    /// Approvals since the last of those.
    pub clean: u32,
    /// How often customers got it.
    pub uses: u32,
    /// Ways of asking that are remembered for it.
    pub phrasings: u32,
    /// Who approved it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Name>,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_at: Option<Timestamp>,
    /// The message that it was saved from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<(CaseId, Seq)>,
    /// The answer that it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<AnswerId>,
    /// What came of its drafts since its words were written; none in rows of earlier releases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Record>,
    /// Whether a lead has decided that it never goes out by itself.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub drafts_only: bool,
    /// When people changed it last.
    pub updated_at: Timestamp,
    /// Grows with each change; an edit names the one it has seen.
    pub version: u32,
    /// The events that were counted last; kept by [`Answer::counted`].
    #[serde(rename = "heard", default, skip_serializing_if = "Vec::is_empty")]
    pub counted_events: Vec<String>,
}

/// Something to be counted for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tally {
    /// A person sent it as it is.
    Approved,
    /// A person sent it in other words: right for the question, and no word for the text itself.
    Fitted,
    /// A person sent it as it is, where triage had only guessed that it fits: no proof that it does when triage is sure.
    GuessApproved,
    /// A person said that it is wrong, outdated or badly put, or a customer that it did not help.
    Rejected,
    /// A person said so where triage had only guessed.
    GuessRejected,
    /// A person did not want it here, and has nothing against it.
    Unwanted,
    /// A person gave it in words of their own.
    Repeated,
    /// A customer got it.
    Used,
}

/// A change that a person makes to an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are those of the answer
pub enum Change {
    /// Other words.
    Edit {
        question: Option<Text>,
        text: Option<Text>,
        language: Option<Locale>,
        drafts_only: Option<bool>,
    },
    /// Someone stands behind it.
    Approve,
    /// It is offered no more.
    Retire,
    /// Another answer takes its place, and its ways of asking.
    Merge { into: AnswerId },
}

impl Answer {
    /// A candidate that nobody has approved.
    pub fn candidate(
        id: AnswerId,
        store: StoreId,
        question: Text,
        text: Text,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            store,
            question,
            text,
            language: None,
            status: AnswerStatus::Candidate,
            approvals: 0,
            rejections: 0,
            clean: 0,
            uses: 0,
            phrasings: 0,
            approved_by: None,
            approved_at: None,
            from: None,
            merged: None,
            record: None,
            drafts_only: false,
            updated_at: at,
            version: 1,
            counted_events: Vec::new(),
        }
    }

    /// The same with someone who stands behind it.
    #[must_use]
    pub fn approved(self, by: Option<Name>, at: Timestamp) -> Self {
        Self { status: AnswerStatus::Approved, approved_by: by, approved_at: Some(at), ..self }
    }

    /// Whether it is a reply that was proposed, and that nobody has approved, written, changed or sent again: triage was
    /// never learned it.
    pub fn is_untouched(&self) -> bool {
        let is_first = self.version == 1 && self.phrasings == 0;
        is_first && self.status == AnswerStatus::Candidate
    }

    /// Whether it may be drafted at all.
    pub fn is_offered(&self) -> bool {
        self.status != AnswerStatus::Retired
    }

    /// The answer after a person's change; none where it stands in the way of it.
    ///
    /// Other words are not those that were approved: whoever edits stands behind what they wrote, and its approvals
    /// count anew.
    #[must_use]
    pub fn changed(&self, change: &Change, by: Option<Name>, at: Timestamp) -> Option<Self> {
        let mut after = Self { version: self.version + 1, updated_at: at, ..self.clone() };
        match change {
            _ if !self.is_offered() => return None,
            Change::Edit { question, text, language, drafts_only } => {
                let has_other_words = text.as_ref().is_some_and(|text| *text != self.text);
                after.question = question.clone().unwrap_or(after.question);
                after.text = text.clone().unwrap_or(after.text);
                after.language = language.clone().or(after.language);
                after.drafts_only = drafts_only.unwrap_or(after.drafts_only);
                if has_other_words {
                    after.clean = 0;
                    after.record = Some(Record::default());
                    after = after.approved(by, at);
                }
            }
            Change::Approve => after = after.approved(by, at),
            Change::Retire => after.status = AnswerStatus::Retired,
            Change::Merge { into } if *into == self.id => return None,
            Change::Merge { into } => {
                after.status = AnswerStatus::Retired;
                after.merged = Some(into.clone());
            }
        }
        Some(after)
    }

    /// What is left of it once its words are erased: that there was one, and how it fared.
    #[must_use]
    pub fn erased(&self, at: Timestamp) -> Self {
        let gone = || Text::erased();
        let (question, text) = (gone(), gone());
        let (status, version) = (AnswerStatus::Retired, self.version + 1);
        Self { question, text, status, version, updated_at: at, approved_by: None, ..self.clone() }
    }

    /// Whether its words were erased.
    pub fn is_erased(&self) -> bool {
        self.status == AnswerStatus::Retired && self.text == Text::erased()
    }

    /// The answer with something counted; none where that event was counted before. `event` names it among all.
    #[must_use]
    pub fn counted(&self, tally: Tally, event: &str) -> Option<Self> {
        if self.counted_events.iter().any(|counted| counted == event) {
            return None;
        }
        let record = match tally {
            Tally::Approved => self.record().with_right(),
            Tally::Rejected => self.record().with_wrong(),
            _ => self.record(),
        };
        let mut after = Self { record: Some(record), ..self.clone() };
        match tally {
            Tally::Approved | Tally::GuessApproved => {
                after.approvals += 1;
                after.clean += 1;
                after.phrasings += 1;
            }
            Tally::Fitted => {
                after.approvals += 1;
                after.phrasings += 1;
            }
            Tally::Rejected | Tally::GuessRejected => {
                after.rejections += 1;
                after.clean = 0;
            }
            Tally::Unwanted => after.rejections += 1,
            Tally::Repeated => after.phrasings += 1,
            Tally::Used => after.uses += 1,
        }
        let surplus = (after.counted_events.len() + 1).saturating_sub(COUNTED_EVENTS);
        after.counted_events.drain(..surplus);
        after.counted_events.push(event.to_owned());
        Some(after)
    }

    /// What a draft or a message that uses this passage names as its source.
    pub fn source(&self, quote: String) -> Source {
        Source {
            answer: self.id.clone(),
            question: self.question.as_str().to_owned(),
            quote,
            approved_by: self.approved_by.clone(),
            approved_at: self.approved_at,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn answer() -> Answer {
        let store: StoreId = "demo".parse().unwrap();
        let id = AnswerId::derive(&store, "one");
        let (question, text) = ("When?".parse().unwrap(), "Tomorrow.".parse().unwrap());
        Answer::candidate(id, store, question, text, Timestamp(1)).approved(None, Timestamp(1))
    }

    pub(crate) fn with_tallies(answer: &Answer, tallies: &[Tally]) -> Answer {
        let count = |answer: Answer, (at, tally): (usize, &Tally)| {
            answer.counted(*tally, &format!("event-{at}")).unwrap()
        };
        tallies.iter().enumerate().fold(answer.clone(), count)
    }

    #[test]
    fn an_event_is_counted_once() {
        let once = answer().counted(Tally::Used, "event").unwrap();
        assert_eq!(once.counted(Tally::Used, "event"), None);
        assert_eq!(once.counted(Tally::Used, "other").map(|answer| answer.uses), Some(2));
    }

    #[test]
    fn what_it_remembers_to_have_counted_is_bounded() {
        let long = with_tallies(&answer(), &[Tally::Used; 100]);
        assert_eq!((long.uses, long.counted_events.len()), (100, COUNTED_EVENTS));
    }

    #[test]
    fn what_is_retired_stays_as_it_is() {
        let retired = answer().changed(&Change::Retire, None, Timestamp(2)).unwrap();
        for change in [Change::Approve, Change::Retire] {
            assert_eq!(retired.changed(&change, None, Timestamp(3)), None);
        }
        let itself = Change::Merge { into: answer().id };
        assert_eq!(answer().changed(&itself, None, Timestamp(2)), None);
    }
}
