//! What lets an answer go out by itself: the same question, its own record, its store's certificate.

use crate::{Answer, AnswerStatus, EarnedBy, Record};

/// Approvals in a row, the newest rejection behind them, from which on an answer may go out by itself.
///
/// Three people (or one three times) have then sent it as it is without anybody objecting. It is a floor, not the
/// gate: whether a question is really this answer's is for the engine's certificate to say.
pub const CLEAN_APPROVALS: u32 = 3;

/// Approvals in a row from which on an answer may go out by its own record.
///
/// A record is long and forgets slowly. An answer that has become wrong one time in three hardly ever gets so far.
const CLEAN_AGAIN: u32 = 10;

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

impl Answer {
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

    /// Whether its own record shows that hardly one of twenty drafts of it that triage is sure of is wrong. Then it may go
    /// out by itself before the store's verdicts certify that for all answers. One rejection takes it back until it was
    /// right a while again.
    pub fn is_proven(&self) -> bool {
        self.may_go_out() && self.clean >= CLEAN_AGAIN && self.record().is_proof()
    }

    /// What came of its drafts. A row of an earlier release tells of those since its last rejection, which counts.
    pub(crate) fn record(&self) -> Record {
        let told = || Record { right: self.clean, wrong: self.rejections.min(1) };
        self.record.unwrap_or_else(told)
    }

    /// Whether a person stands behind it, and no lead has decided that it needs one each time.
    fn may_go_out(&self) -> bool {
        self.status == AnswerStatus::Approved && !self.drafts_only
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{answer, with_tallies};
    use crate::{Change, Tally, Timestamp};

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
            assert_eq!(with_tallies(&answer(), tallies).is_earned(), earned, "{tallies:?}");
        }
    }

    #[test]
    fn a_long_clean_record_proves_an_answer_and_one_rejection_takes_it_back() {
        use Tally::{Approved as A, Fitted as F, Rejected as R, Unwanted as U};
        let is_proven = |tallies: &[Tally]| with_tallies(&answer(), tallies).is_proven();
        let enough = CLEAN_AGAIN as usize;
        assert!(is_proven(&vec![A; enough]) && !is_proven(&vec![A; enough - 1]));
        assert!(!is_proven(&[F; 60]), "nobody sent these words");
        let proof = vec![A; enough];
        assert!(is_proven(&[proof.clone(), vec![U; 3]].concat()), "nothing against it");
        let rejected = [vec![A; 200], vec![R]].concat();
        for again in 0..CLEAN_AGAIN {
            let tallies = [rejected.clone(), vec![A; again as usize]].concat();
            assert!(!is_proven(&tallies), "{again}");
        }
        assert!(is_proven(&[rejected, vec![A; CLEAN_AGAIN as usize]].concat()), "not for ever");
        let soon = [&vec![A; 5][..], &[R], &vec![A; CLEAN_AGAIN as usize]].concat();
        assert!(!is_proven(&soon), "a short record is not mended by ten");
    }

    #[test]
    fn what_triage_guessed_proves_nothing_and_its_rejection_takes_autonomy_all_the_same() {
        use Tally::{Approved as A, GuessApproved as GA, GuessRejected as GR};
        let with_tallies = |tallies: &[Tally]| with_tallies(&answer(), tallies);
        assert!(!with_tallies(&[GA; 60]).is_proven() && with_tallies(&[GA; 3]).is_earned());
        let rejected = with_tallies(&[vec![A; 60], vec![GR]].concat());
        assert!(!rejected.is_proven() && !rejected.is_earned());
        assert_eq!((rejected.rejections, rejected.record.map(|record| record.wrong)), (1, Some(0)));
        assert!(with_tallies(&[vec![A; 60], vec![GR], vec![GA; 10]].concat()).is_proven());
    }

    #[test]
    fn of_answers_that_are_too_often_wrong_most_never_have_a_record_that_proves_them_right() {
        let mut state = 7u64;
        let mut unit = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as f64 / (1u64 << 31) as f64
        };
        let mut is_ever_proven = |precision: f64| {
            let (mut record, mut clean) = (Record::default(), 0);
            (0..200).any(|_| {
                let is_right = unit() < precision;
                record = if is_right { record.with_right() } else { record.with_wrong() };
                clean = if is_right { clean + 1 } else { 0 };
                clean >= CLEAN_AGAIN && record.is_proof()
            })
        };
        let mut share =
            |precision| (0..400).filter(|_| is_ever_proven(precision)).count() as f64 / 400.0;
        assert!(share(0.7) < 0.05, "three times in ten");
        assert!(share(0.8) < 0.2, "one time in five");
        assert!(share(0.99) > 0.9, "hardly ever");
    }

    #[test]
    fn other_words_begin_a_record_of_their_own() {
        let proven = with_tallies(&answer(), &[Tally::Approved; 60]);
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
        assert!(!again(CLEAN_AGAIN as usize - 1).is_proven() && again(60).is_proven());
    }

    #[test]
    fn an_answer_of_an_earlier_release_brings_what_it_has_counted() {
        let before = |clean, rejections| Answer { rejections, clean, ..answer() };
        assert!(before(60, 0).is_proven() && before(100, 4).is_proven());
        assert!(!before(9, 0).is_proven() && !before(15, 4).is_proven());
        let rejected = before(60, 0).counted(Tally::Rejected, "event").unwrap();
        assert_eq!(rejected.record, Some(Record { right: 60, wrong: 1 }));
    }

    #[test]
    fn an_answer_that_a_lead_keeps_for_drafts_never_goes_out_by_itself() {
        let earned = with_tallies(&answer(), &[Tally::Approved; 60]);
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
            with_tallies(&answer(), &[Tally::Approved; 3]),
            with_tallies(&answer(), &[Tally::Approved; 60]),
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
        assert!(answer().may_repeat() && with_tallies(&answer(), &[U]).may_repeat());
        assert!(!Answer { status: AnswerStatus::Candidate, ..answer() }.may_repeat());
        assert!(!with_tallies(&answer(), &[R]).may_repeat());
        assert!(!with_tallies(&answer(), &[R, A, A]).may_repeat());
        assert!(with_tallies(&answer(), &[R, A, A, A]).may_repeat());
    }

    #[test]
    fn a_candidate_earns_nothing_however_often_it_is_sent() {
        let candidate = Answer { status: AnswerStatus::Candidate, ..answer() };
        assert!(!with_tallies(&candidate, &[Tally::Approved; 9]).is_earned());
        assert!(
            !with_tallies(&answer(), &[Tally::Fitted; 9]).is_earned(),
            "nobody sent these words"
        );
    }

    #[test]
    fn other_words_have_to_earn_their_autonomy_anew() {
        let earned = with_tallies(&answer(), &[Tally::Approved; 3]);
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
}
