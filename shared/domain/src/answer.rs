//! An answer of a store's knowledge base: a question with its reply, and how it has fared.

use serde::{Deserialize, Serialize};

use crate::{
    AnswerId, CaseId, EarnedBy, Locale, Name, Record, Seq, Source, StoreId, Text, Timestamp,
};

/// Approvals in a row, the newest rejection behind them, from which on an answer may go out by itself.
///
/// Three people (or one three times) have then sent it as it is without anybody objecting. It is a floor, not the
/// gate: whether a question is really this answer's is for the engine's certificate to say.
pub const CLEAN_APPROVALS: u32 = 3;

/// Approvals in a row from which on an answer may go out by its own record.
///
/// A record is long and forgets slowly. An answer that has become wrong one time in three hardly ever gets so far.
const CLEAN_AGAIN: u32 = 10;

/// Events that an answer remembers to have counted, so that a repeated one is not counted again.
const HEARD: usize = 64;

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
    /// Whether a lead has settled that it never goes out by itself.
    #[serde(default, skip_serializing_if = "is_false")]
    pub drafts_only: bool,
    /// When people changed it last.
    pub updated_at: Timestamp,
    /// Grows with each change; an edit names the one it has seen.
    pub version: u32,
    /// The events that were counted last; kept by [`Answer::counted`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heard: Vec<String>,
}

/// Something to be counted for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tally {
    /// A person sent it as it is.
    Approved,
    /// A person sent it in other words: right for the question, and no word for the text itself.
    Fitted,
    /// A person said that it is wrong, outdated or badly put, or a customer that it did not help.
    Rejected,
    /// A person did not want it here, and has nothing against it.
    Unwanted,
    /// A person gave it in words of their own.
    Repeated,
    /// A customer got it.
    Used,
}

/// How well an answer fits a question, as the engine sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fit {
    /// The very words were asked before, and answered with this and nothing else.
    pub is_same_question: bool,
    /// It is as sure as the store's threshold asks.
    pub is_sure: bool,
    /// The store's verdicts certify that threshold.
    pub is_certified: bool,
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
            heard: Vec::new(),
        }
    }

    /// The same with someone who stands behind it.
    #[must_use]
    pub fn approved(self, by: Option<Name>, at: Timestamp) -> Self {
        Self { status: AnswerStatus::Approved, approved_by: by, approved_at: Some(at), ..self }
    }

    /// Whether it may go out by itself where the store allows that and its verdicts certify it.
    pub fn is_earned(&self) -> bool {
        self.may_go_out() && self.clean >= CLEAN_APPROVALS
    }

    /// By what it may go out by itself to a question that it fits so; the most obvious reason first.
    pub fn earned_by(&self, fit: Fit) -> Option<EarnedBy> {
        match fit {
            Fit { is_same_question: true, .. } if self.may_repeat() => Some(EarnedBy::SameQuestion),
            Fit { is_certified: true, .. } if self.is_earned() => Some(EarnedBy::Store),
            Fit { is_sure: true, .. } if self.is_proven() => Some(EarnedBy::Answer),
            _ => None,
        }
    }

    /// Whether it may go out by itself to the very question that it was written or approved for: nobody objects to it.
    pub fn may_repeat(&self) -> bool {
        self.may_go_out() && (self.record().wrong == 0 || self.clean >= CLEAN_APPROVALS)
    }

    /// Whether its own record shows that hardly one of twenty drafts of it is wrong. Then it may go out by itself before the
    /// store's verdicts certify that for all answers. One rejection takes it back until it was right a while again.
    pub fn is_proven(&self) -> bool {
        self.may_go_out() && self.clean >= CLEAN_AGAIN && self.record().is_proof()
    }

    /// What came of its drafts. A row of an earlier release tells of those since its last rejection, which counts.
    fn record(&self) -> Record {
        let told = || Record { right: self.clean, wrong: self.rejections.min(1) };
        self.record.unwrap_or_else(told)
    }

    /// Whether a person stands behind it, and no lead has settled that it needs one each time.
    fn may_go_out(&self) -> bool {
        self.status == AnswerStatus::Approved && !self.drafts_only
    }

    /// Whether it is a reply that was proposed, and that nobody has approved, written, changed or sent again: triage was
    /// never taught it.
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

    /// The answer with something counted; none where that event was counted before. `event` names it among all.
    #[must_use]
    pub fn counted(&self, tally: Tally, event: &str) -> Option<Self> {
        if self.heard.iter().any(|heard| heard == event) {
            return None;
        }
        let mut after = self.clone();
        match tally {
            Tally::Approved => {
                after.approvals += 1;
                after.clean += 1;
                after.phrasings += 1;
                after.record = Some(self.record().with_right());
            }
            Tally::Fitted => {
                after.approvals += 1;
                after.phrasings += 1;
            }
            Tally::Rejected => {
                after.rejections += 1;
                after.clean = 0;
                after.record = Some(self.record().with_wrong());
            }
            Tally::Unwanted => after.rejections += 1,
            Tally::Repeated => after.phrasings += 1,
            Tally::Used => after.uses += 1,
        }
        let surplus = (after.heard.len() + 1).saturating_sub(HEARD);
        after.heard.drain(..surplus);
        after.heard.push(event.to_owned());
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

fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Answer {
        let store: StoreId = "demo".parse().unwrap();
        let id = AnswerId::derive(&store, "one");
        let (question, text) = ("When?".parse().unwrap(), "Tomorrow.".parse().unwrap());
        Answer::candidate(id, store, question, text, Timestamp(1)).approved(None, Timestamp(1))
    }

    fn heard(answer: &Answer, tallies: &[Tally]) -> Answer {
        let count = |answer: Answer, (at, tally): (usize, &Tally)| {
            answer.counted(*tally, &format!("event-{at}")).unwrap()
        };
        tallies.iter().enumerate().fold(answer.clone(), count)
    }

    #[test]
    fn three_clean_approvals_earn_autonomy_and_one_rejection_takes_it() {
        use Tally::{Approved as A, Rejected as R, Unwanted as U};
        for (tallies, earned) in [
            (&[][..], false),
            (&[A, A], false),
            (&[A, A, A], true),
            (&[A, A, A, R], false),
            (&[A, A, A, R, A, A], false),
            (&[A, R, A, A, A], true),
            (&[A, A, U, A], true),
        ] {
            assert_eq!(heard(&answer(), tallies).is_earned(), earned, "{tallies:?}");
        }
    }

    #[test]
    fn a_long_clean_record_proves_an_answer_and_one_rejection_takes_it_back() {
        use Tally::{Approved as A, Fitted as F, Rejected as R, Unwanted as U};
        let is_proven = |tallies: &[Tally]| heard(&answer(), tallies).is_proven();
        assert!(!is_proven(&[A; 3]) && !is_proven(&[A; 15]), "a few prove nothing");
        let enough = (1..60).find(|count| is_proven(&vec![A; *count])).unwrap();
        assert!((18..30).contains(&enough), "{enough}");
        assert!(!is_proven(&[F; 60]), "nobody sent these words");
        let proof = vec![A; enough];
        assert!(is_proven(&[proof.clone(), vec![U; 3]].concat()), "nothing against it");
        let rejected = [vec![A; 200], vec![R]].concat();
        for again in 0..CLEAN_AGAIN {
            let tallies = [rejected.clone(), vec![A; again as usize]].concat();
            assert!(!is_proven(&tallies), "{again}");
        }
        assert!(is_proven(&[rejected, vec![A; CLEAN_AGAIN as usize]].concat()), "not for ever");
        let soon = [proof, vec![R], vec![A; CLEAN_AGAIN as usize]].concat();
        assert!(!is_proven(&soon), "a short record is not mended by ten");
    }

    #[test]
    fn other_words_begin_a_record_of_their_own() {
        let proven = heard(&answer(), &[Tally::Approved; 60]);
        let edit = |text: &str| {
            let text = Some(text.parse().unwrap());
            Change::Edit { question: None, text, language: None, drafts_only: None }
        };
        let change = |text| proven.changed(&edit(text), None, Timestamp(2)).unwrap();
        assert!(proven.is_proven() && change("Tomorrow.").is_proven());
        let edited = change("Next week.");
        let again = |count: usize| {
            (0..count).fold(edited.clone(), |answer, at| {
                answer.counted(Tally::Approved, &format!("again-{at}")).unwrap()
            })
        };
        assert!(!again(CLEAN_AGAIN as usize).is_proven() && again(60).is_proven());
    }

    #[test]
    fn an_answer_of_an_earlier_release_brings_what_it_has_counted() {
        let before = |clean, rejections| Answer { clean, rejections, ..answer() };
        assert!(before(60, 0).is_proven() && before(100, 4).is_proven());
        assert!(!before(15, 0).is_proven() && !before(20, 4).is_proven());
        let rejected = before(60, 0).counted(Tally::Rejected, "event").unwrap();
        assert_eq!(rejected.record, Some(Record { right: 60, wrong: 1 }));
    }

    #[test]
    fn an_answer_that_a_lead_keeps_for_drafts_never_goes_out_by_itself() {
        let earned = heard(&answer(), &[Tally::Approved; 60]);
        assert!(earned.is_earned() && earned.is_proven() && earned.may_repeat());
        let only = |is_only| Change::Edit {
            question: None,
            text: None,
            language: None,
            drafts_only: Some(is_only),
        };
        let kept = earned.changed(&only(true), None, Timestamp(2)).unwrap();
        assert!(!kept.is_earned() && !kept.is_proven() && !kept.may_repeat());
        assert_eq!((kept.clean, kept.record), (earned.clean, earned.record), "its record stays");
        assert!(kept.changed(&only(false), None, Timestamp(3)).unwrap().is_proven());
    }

    #[test]
    fn what_an_answer_has_earned_depends_on_how_it_fits() {
        let fits = |is_same_question, is_sure, is_certified| Fit {
            is_same_question,
            is_sure,
            is_certified,
        };
        let (new, earned, proven) = (
            answer(),
            heard(&answer(), &[Tally::Approved; 3]),
            heard(&answer(), &[Tally::Approved; 60]),
        );
        for (fit, expected) in [
            (fits(false, false, false), [None, None, None]),
            (fits(true, false, false), [Some(EarnedBy::SameQuestion); 3]),
            (fits(false, true, false), [None, None, Some(EarnedBy::Answer)]),
            (fits(false, true, true), [None, Some(EarnedBy::Store), Some(EarnedBy::Store)]),
        ] {
            assert_eq!(
                [&new, &earned, &proven].map(|answer| answer.earned_by(fit)),
                expected,
                "{fit:?}"
            );
        }
    }

    #[test]
    fn an_approved_answer_may_repeat_itself_until_somebody_objects() {
        use Tally::{Approved as A, Rejected as R, Unwanted as U};
        assert!(answer().may_repeat() && heard(&answer(), &[U]).may_repeat());
        assert!(!Answer { status: AnswerStatus::Candidate, ..answer() }.may_repeat());
        assert!(!heard(&answer(), &[R]).may_repeat());
        assert!(!heard(&answer(), &[R, A, A]).may_repeat());
        assert!(heard(&answer(), &[R, A, A, A]).may_repeat());
    }

    #[test]
    fn a_candidate_earns_nothing_however_often_it_is_sent() {
        let candidate = Answer { status: AnswerStatus::Candidate, ..answer() };
        assert!(!heard(&candidate, &[Tally::Approved; 9]).is_earned());
        assert!(!heard(&answer(), &[Tally::Fitted; 9]).is_earned(), "nobody sent these words");
    }

    #[test]
    fn an_event_is_counted_once() {
        let once = answer().counted(Tally::Used, "event").unwrap();
        assert_eq!(once.counted(Tally::Used, "event"), None);
        assert_eq!(once.counted(Tally::Used, "other").map(|answer| answer.uses), Some(2));
    }

    #[test]
    fn what_it_remembers_to_have_counted_is_bounded() {
        let long = heard(&answer(), &[Tally::Used; 100]);
        assert_eq!((long.uses, long.heard.len()), (100, HEARD));
    }

    #[test]
    fn other_words_have_to_earn_their_autonomy_anew() {
        let earned = heard(&answer(), &[Tally::Approved; 3]);
        let edit = |text: &str| Change::Edit {
            question: None,
            text: Some(text.parse().unwrap()),
            language: None,
            drafts_only: None,
        };
        let change = |text| earned.changed(&edit(text), None, Timestamp(2)).unwrap();
        assert!(!change("Next week.").is_earned());
        assert!(change("Tomorrow.").is_earned(), "the same words");
        assert_eq!(change("Next week.").version, 2);
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
