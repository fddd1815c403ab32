//! What a draft or an answer says, and what it rests on.

use domain::{Answer, Command, Finding, Grounds, Move, Seq, Settings, Source, Text};
use retrieval::Permission;

use super::prompt::ModelReply;
use crate::SearchResult;

/// Characters of an answer that its source quotes where nothing tells which passage counts.
const QUOTE: usize = 240;

/// Words for a customer, with their sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) text: Text,
    pub(super) sources: Vec<Source>,
    pub(super) grounds: Grounds,
}

impl Reply {
    /// The approved text as it is: what needs no model and what stands in for one.
    pub(super) fn as_approved(answer: &Answer, found: &SearchResult) -> Self {
        Self {
            text: answer.text.clone(),
            sources: vec![answer.source(answer.text.excerpt(QUOTE))],
            grounds: Grounds {
                found_by: found.found_by,
                like: found.like.clone(),
                approvals: answer.approvals,
                earned: found.earned,
                adapted: false,
                ..Grounds::default()
            },
        }
    }

    /// What a model made of the offers, for an agent's eyes; nothing where it names none of them.
    pub(super) fn adapted(said: ModelReply, answer: &Answer, found: &SearchResult) -> Option<Self> {
        let ModelReply { offers, draft } = said;
        let draft = draft?;
        let used = draft.used.into_iter();
        let sources: Vec<Source> =
            used.filter_map(|used| Some(offers.get(used.offer)?.source(used.quote))).collect();
        if sources.is_empty() {
            return None;
        }
        let Self { grounds, .. } = Self::as_approved(answer, found);
        let adapted = draft.text != answer.text;
        let grounds = Grounds { adapted, ..grounds };
        let grounds = grounds.marking(draft.text.as_str(), &draft.sentences, draft.unsupported);
        Some(Self { text: draft.text, sources, grounds })
    }

    /// The command that a move means; none for those that say nothing.
    pub(super) fn command(self, next: Move, answers: Seq) -> Option<Command> {
        let Self { text, sources, grounds } = self;
        match next {
            Move::Suggest => Some(Command::Suggest { answers, text, sources, grounds }),
            Move::Answer => {
                let sources = sources.into_iter().map(Source::for_customer).collect();
                Some(Command::Answer { answers, text, sources })
            }
            Move::Nothing | Move::Escalate(_) => None,
        }
    }
}

/// What was found, as far as it may be used here: an answer in a language that the store does not let triage speak
/// goes to a person; what a customer has got before is no answer to their asking again.
pub(super) fn finding(found: &SearchResult, settings: &Settings, given: &[Source]) -> Finding {
    let Some(answer) = &found.candidate else { return Finding::Nothing };
    let was_given = given.iter().any(|source| source.answer == answer.id);
    let speaks = settings.languages.is_empty()
        || answer.language.as_ref().is_some_and(|own| settings.languages.contains(own));
    match found.permission {
        Permission::Nothing => Finding::Nothing,
        _ if was_given => Finding::Nothing,
        Permission::Answer if speaks => Finding::Earned,
        Permission::Answer | Permission::Suggest => Finding::Draft,
    }
}
