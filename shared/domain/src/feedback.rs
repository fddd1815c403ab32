//! What an event of a case says about triage's work: read off the log alone, so that a repeated record says the same.

use crate::unattended::is_adapted;
use crate::{AnswerId, Body, Entry, EscalationReason, RejectionReason, Role, Seq, Source};

/// A judgement on a question or on an answer.
///
/// The assistant's own messages judge nothing: triage never learns from what nobody reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// A person sent the draft as their own words, edited or not: the answer was right for the question.
    Right {
        /// The customer's message.
        question: Seq,
        /// The answer that the draft rests on.
        answer: AnswerId,
        /// Whether the person sent the answer's own text: not edited, and not fitted by a model before.
        as_written: bool,
    },
    /// A person said that the draft is wrong or outdated.
    Wrong {
        /// The customer's message.
        question: Seq,
        /// The answer that the draft rests on.
        answer: AnswerId,
    },
    /// A person did not want the draft, and says nothing against its fitting the question.
    Unwanted {
        /// The answer that the draft rests on.
        answer: AnswerId,
        /// Whether its words were the reason: then it may not go out by itself either.
        for_its_words: bool,
    },
    /// A person replied in words of their own.
    Own {
        /// The customer's message.
        question: Seq,
        /// Whether a draft for it was found wrong before: then the question has been judged already.
        was_judged: bool,
        /// Whether there was a draft for it. To leave one aside says nothing against it.
        had_draft: bool,
    },
    /// What the assistant had answered by itself was not the end of it.
    NotHelped {
        /// The answers that it rested on.
        answers: Vec<AnswerId>,
    },
}

/// The first event that a judgement of this one has to look at; none where it judges nothing.
pub fn judged_from(entry: &Entry) -> Option<Seq> {
    let (event, state) = (&entry.event, &entry.state);
    let from = match &event.body {
        Body::Approved { answers, suggestion, .. } => (*answers).min(*suggestion),
        Body::Rejected { suggestion, .. } => *suggestion,
        Body::Message { .. } if event.author.role.is_staff() => state.customer_seq,
        Body::Escalated { reason: EscalationReason::NotHelped, tried, .. } => (*tried)?,
        Body::Reopened if event.author.role == Role::Customer => state.assistant_seq,
        _ => return None,
    };
    (from.is_some() && from < event.seq).then_some(from)
}

impl Judgement {
    /// The customer's message whose question it judges; none where it is on answers alone.
    pub fn question(&self) -> Option<Seq> {
        match self {
            Self::Right { question, .. }
            | Self::Wrong { question, .. }
            | Self::Own { question, .. } => Some(*question),
            Self::Unwanted { .. } | Self::NotHelped { .. } => None,
        }
    }
}

/// What the last of these entries says about triage's work. They begin where [`judged_from`] says.
pub fn judge(entries: &[Entry]) -> Option<Judgement> {
    let (last, before) = entries.split_last()?;
    match &last.event.body {
        Body::Approved { answers, sources, suggestion, edited } => match first_of(sources) {
            Some(answer) => {
                let as_written = !edited && !is_adapted(before, *suggestion);
                Some(Judgement::Right { question: *answers, answer, as_written })
            }
            None => {
                Some(Judgement::Own { question: *answers, was_judged: false, had_draft: false })
            }
        },
        Body::Rejected { suggestion, reason } => {
            let draft = before.iter().find(|entry| entry.event.seq == *suggestion)?;
            let Body::Suggested { answers, sources, .. } = &draft.event.body else { return None };
            rejected(*answers, first_of(sources)?, *reason)
        }
        Body::Message { .. } => own(before, last.state.customer_seq),
        Body::Escalated { tried: Some(tried), .. } => not_helped(before, *tried),
        Body::Reopened => not_helped(before, last.state.assistant_seq),
        _ => None,
    }
}

fn rejected(question: Seq, answer: AnswerId, reason: RejectionReason) -> Option<Judgement> {
    Some(match reason {
        RejectionReason::Wrong | RejectionReason::Outdated => Judgement::Wrong { question, answer },
        RejectionReason::Tone => Judgement::Unwanted { answer, for_its_words: true },
        RejectionReason::NotNeeded => Judgement::Unwanted { answer, for_its_words: false },
    })
}

/// Only the first reply to a message is a reply to its question; what follows it is talk.
fn own(before: &[Entry], question: Seq) -> Option<Judgement> {
    let is_reply = |entry: &Entry| {
        let says = matches!(entry.event.body, Body::Message { .. } | Body::Approved { .. });
        says && entry.event.author.role != Role::Customer
    };
    if before.iter().any(is_reply) {
        return None;
    }
    let is_verdict = |entry: &Entry| {
        let Body::Rejected { reason, .. } = &entry.event.body else { return false };
        matches!(reason, RejectionReason::Wrong | RejectionReason::Outdated)
    };
    let is_draft = |entry: &Entry| matches!(&entry.event.body, Body::Suggested { answers, .. } if *answers == question);
    let (was_judged, had_draft) = (before.iter().any(is_verdict), before.iter().any(is_draft));
    Some(Judgement::Own { question, was_judged, had_draft })
}

/// An unattended answer that a person has followed up is theirs.
fn not_helped(entries: &[Entry], answered: Seq) -> Option<Judgement> {
    let answer = entries.iter().find(|entry| entry.event.seq == answered)?;
    let followed_up = entries.iter().any(|entry| entry.state.person_seq > answered);
    let Body::Message { sources, .. } = &answer.event.body else { return None };
    let mut answers: Vec<_> = sources.iter().map(|source| source.answer.clone()).collect();
    answers.dedup();
    (!answers.is_empty() && !followed_up).then_some(Judgement::NotHelped { answers })
}

fn first_of(sources: &[Source]) -> Option<AnswerId> {
    sources.first().map(|source| source.answer.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Author, Command, Event, Grounds, State, StoreId, Timestamp, UserId};

    /// A log that is told event by event.
    struct Told(Vec<Entry>);

    fn seq(n: u64) -> Seq {
        n.try_into().unwrap()
    }

    fn store() -> StoreId {
        "demo".parse().unwrap()
    }

    fn answer() -> AnswerId {
        AnswerId::derive(&store(), "one")
    }

    fn sources() -> Vec<Source> {
        let (question, quote) = ("When?".to_owned(), "Tomorrow.".to_owned());
        vec![Source { answer: answer(), question, quote, approved_by: None, approved_at: None }]
    }

    impl Told {
        fn asked() -> Self {
            Self(Vec::new()).then(
                Role::Customer,
                Body::Opened { store: store(), locale: None, pre_chat: Default::default() },
            )
        }

        fn then(mut self, role: Role, body: Body) -> Self {
            let before = self.0.last().map(|entry| &entry.state);
            let event = Event {
                seq: seq(self.0.len() as u64 + 1),
                prev_visible: Seq::NONE,
                at: Timestamp(0),
                author: Author { role, id: Some(UserId::agent("i", role.as_str())), name: None },
                id: "command-1".parse().unwrap(),
                digest: Command::Reopen.digest(),
                text: None,
                files: Vec::new(),
                body,
            };
            let state = State::apply(before, &event);
            self.0.push(Entry { event, state });
            self
        }

        fn drafted(self) -> Self {
            let answers = self.0.last().unwrap().state.customer_seq;
            let grounds = Grounds::default();
            self.then(Role::Assistant, Body::Suggested { answers, sources: sources(), grounds })
        }

        fn rejected(self, reason: RejectionReason) -> Self {
            let suggestion = self.0.last().unwrap().event.seq;
            self.then(Role::Agent, Body::Rejected { suggestion, reason })
        }

        fn says(self, role: Role, sources: Vec<Source>) -> Self {
            self.then(role, Body::Message { answers: None, sources })
        }

        fn judgement(&self) -> Option<Judgement> {
            let from = judged_from(self.0.last().unwrap())?;
            judge(&self.0[from.get() as usize - 1..])
        }
    }

    #[test]
    fn an_approved_draft_is_right_for_its_answer_edited_or_not() {
        for edited in [false, true] {
            let approved =
                Body::Approved { suggestion: seq(2), answers: seq(1), edited, sources: sources() };
            let told = Told::asked().drafted().then(Role::Agent, approved);
            let as_written = !edited;
            let right = Judgement::Right { question: seq(1), answer: answer(), as_written };
            assert_eq!(told.judgement(), Some(right));
        }
    }

    #[test]
    fn a_rejection_speaks_against_the_match_only_where_it_says_so() {
        use RejectionReason as R;
        let wrong = Judgement::Wrong { question: seq(1), answer: answer() };
        let unwanted = |for_its_words| Judgement::Unwanted { answer: answer(), for_its_words };
        for (reason, expected) in [
            (R::Wrong, wrong.clone()),
            (R::Outdated, wrong),
            (R::Tone, unwanted(true)),
            (R::NotNeeded, unwanted(false)),
        ] {
            let told = Told::asked().drafted().rejected(reason);
            assert_eq!(told.judgement(), Some(expected), "{reason:?}");
        }
    }

    #[test]
    fn own_words_judge_a_question_once() {
        let own = |was_judged, had_draft| {
            Some(Judgement::Own { question: seq(1), was_judged, had_draft })
        };
        let replied = Told::asked().says(Role::Agent, vec![]);
        assert_eq!(replied.judgement(), own(false, false));
        assert_eq!(replied.says(Role::Agent, vec![]).judgement(), None, "what follows is talk");
        for (reason, was_judged) in
            [(RejectionReason::Wrong, true), (RejectionReason::NotNeeded, false)]
        {
            let told = Told::asked().drafted().rejected(reason).says(Role::Lead, vec![]);
            assert_eq!(told.judgement(), own(was_judged, true), "{reason:?}");
        }
    }

    #[test]
    fn a_draft_is_left_aside_where_it_was_on_this_very_question() {
        let had_draft = |told: Told| match told.judgement() {
            Some(Judgement::Own { had_draft, .. }) => had_draft,
            other => panic!("{other:?}"),
        };
        assert!(had_draft(Told::asked().drafted().says(Role::Agent, vec![])));
        let asked_anew = Told::asked().drafted().says(Role::Customer, vec![]);
        assert!(!had_draft(asked_anew.says(Role::Agent, vec![])));
    }

    #[test]
    fn the_assistants_own_answers_and_the_customers_words_judge_nothing() {
        assert_eq!(Told::asked().says(Role::Assistant, sources()).judgement(), None);
        assert_eq!(Told::asked().says(Role::Customer, vec![]).judgement(), None);
        assert_eq!(Told::asked().then(Role::Agent, Body::Resolved).judgement(), None);
    }

    #[test]
    fn an_unattended_answer_that_did_not_help_is_counted_against_its_sources() {
        let not_helped = Some(Judgement::NotHelped { answers: vec![answer()] });
        let answered = || Told::asked().says(Role::Assistant, sources());
        let (reason, tried) = (EscalationReason::NotHelped, Some(seq(2)));
        let no = Body::Escalated { reason, tried, group: None, from: None };
        assert_eq!(answered().then(Role::Customer, no).judgement(), not_helped);
        let resolved = || answered().then(Role::System, Body::Resolved);
        assert_eq!(resolved().then(Role::Customer, Body::Reopened).judgement(), not_helped);
        assert_eq!(resolved().then(Role::Agent, Body::Reopened).judgement(), None);
        let followed_up = answered().says(Role::Agent, vec![]).then(Role::Agent, Body::Resolved);
        assert_eq!(followed_up.then(Role::Customer, Body::Reopened).judgement(), None);
    }
}
