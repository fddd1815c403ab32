//! Erasing what a person wrote and was called: what is taken out of an event, and how far an erasure has got.

use serde::{Deserialize, Serialize};

use crate::decide::need;
use crate::decision::Decision;
use crate::{
    AnswerId, Body, CaseId, CommandError, CommandId, Digest, Event, MentionList, Name, Principal,
    Role, Seq, Source, State, Status, TagList, Timestamp, UserId,
};

/// What is to be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ErasureSubject {
    /// One case.
    Case {
        /// Which.
        case: CaseId,
    },
    /// All cases that a customer of the store has opened.
    Customer {
        /// Who.
        customer: UserId,
    },
    /// The cases of the store that were resolved in a time and have stayed so: by its own rule (`retention_days`), no lead asks
    /// for it.
    Expired {
        /// What was resolved until then is gone already.
        after: Timestamp,
        /// What was resolved until then goes.
        until: Timestamp,
    },
}

/// An erasure that a lead has asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// The id of the command.
    pub id: CommandId,
    /// When it was asked for: what was opened later stays.
    pub at: Timestamp,
    /// The lead; none where it is by the store's own rule.
    pub by: Option<UserId>,
    /// What they were called then.
    pub by_name: Option<Name>,
    /// What is erased.
    pub subject: ErasureSubject,
    /// How far it has got.
    pub progress: ErasureProgress,
}

/// Where an erasure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ErasureStep {
    /// Words and names are taken out of the logs and of all that was made of them.
    #[default]
    Erasing,
    /// Once no function can run any more that began before, it is looked whether one has written some again.
    Checking,
    /// Nothing is left to do.
    Done,
}

/// How far an erasure has got. Whoever goes on with it does again what came after this, which changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ErasureProgress {
    /// What is done now.
    pub step: ErasureStep,
    /// Not before this.
    pub due: Timestamp,
    /// The page of the customer's cases that it is at; none for the first.
    pub page: Option<String>,
    /// The case under way, its event that says so, and up to which event words are gone.
    pub case: Option<(CaseId, Seq, Seq)>,
    /// How many cases were erased.
    pub cases: u32,
    /// The answers whose words were those of this page's cases, and are gone.
    pub answers: Vec<AnswerId>,
    /// How many of earlier pages are gone.
    #[serde(default)]
    pub answers_before: u32,
    /// Cases that can't be read: they keep no other one back, and are tried again each hour.
    #[serde(default)]
    pub unreadable: Vec<CaseId>,
    /// Whether all pages were looked at again.
    #[serde(default)]
    pub is_checked: bool,
    /// Those of them whose words stand in messages and drafts of other cases, each with how far that was seen to.
    pub citations: Vec<(AnswerId, Option<String>)>,
    /// Whether something was taken back that a snapshot of the store's model may hold.
    pub is_to_be_relearned: bool,
}

/// Up to when a store's resolved cases are gone that keeps them for so many days, at this time; none where it keeps them.
pub fn expired_until(retention_days: u16, now: Timestamp) -> Option<Timestamp> {
    const DAY: i64 = 24 * 60 * 60;
    let day = now.seconds().div_euclid(DAY) - i64::from(retention_days);
    (retention_days > 0).then(|| Timestamp::from_seconds(day * DAY))
}

impl ErasureSubject {
    /// Whether a case that is there is to go: one that has come back in time stays.
    pub fn takes(&self, state: &State) -> bool {
        match self {
            Self::Case { .. } | Self::Customer { .. } => true,
            Self::Expired { after, until } => {
                let is_settled = state.status == Status::Resolved;
                is_settled && state.since > *after && state.since <= *until
            }
        }
    }
}

/// The words of a case go; but a rule takes nothing away from somebody who has come back meanwhile.
pub(crate) fn erase(state: &State, principal: &Principal) -> Result<Decision, CommandError> {
    need(principal.role != Role::System || state.status == Status::Resolved)?;
    Decision::wordless(Body::Erased)
}

impl Event {
    /// What is left of an event: its place, time, kind and author's id.
    #[must_use]
    pub fn erased(&self) -> Self {
        let mut left = self.clone();
        left.text = None;
        left.files.clear();
        left.author.name = None;
        if self.body.carries_text() {
            left.digest = Digest::erased();
        }
        match &mut left.body {
            Body::Opened { pre_chat, .. } => pre_chat.erase(),
            Body::Assigned { name, .. } | Body::ParticipantAdded { name, .. } => *name = None,
            Body::Message { sources, .. } | Body::Approved { sources, .. } => {
                sources.iter_mut().for_each(silence);
            }
            Body::Suggested { sources, grounds, .. } => {
                sources.iter_mut().for_each(silence);
                grounds.like = None;
            }
            Body::Note { mentions } => *mentions = MentionList::default(),
            Body::Tagged { added, removed } => {
                (*added, *removed) = (TagList::default(), TagList::default());
                left.digest = Digest::erased();
            }
            _ => {}
        }
        left
    }
}

impl Body {
    /// The same without the words of this answer: which one it was is left. None where it does not rest on it.
    pub fn without_words_of(&self, answer: &AnswerId) -> Option<Self> {
        let mut left = self.clone();
        let (sources, grounds) = match &mut left {
            Body::Message { sources, .. } | Body::Approved { sources, .. } => (sources, None),
            Body::Suggested { sources, grounds, .. } => (sources, Some(grounds)),
            _ => return None,
        };
        let mut own = sources.iter_mut().filter(|source| source.answer == *answer).peekable();
        own.peek()?;
        own.for_each(silence);
        if let Some(grounds) = grounds {
            grounds.like = None;
        }
        Some(left).filter(|left| left != self)
    }
}

/// Which answer it was is left.
fn silence(source: &mut Source) {
    source.question.clear();
    source.quote.clear();
    source.approved_by = None;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Author;

    fn event(body: serde_json::Value) -> Event {
        let name = "SECRET".parse().ok();
        Event {
            seq: 2.try_into().unwrap(),
            prev_visible: 1.try_into().unwrap(),
            at: Timestamp(7),
            author: Author { role: Role::Customer, id: Some(UserId::visitor([1; 16])), name },
            id: "command-1".parse().unwrap(),
            digest: crate::Command::Reopen.digest(),
            text: "SECRET".parse().ok(),
            files: vec![secret_file()],
            body: serde_json::from_value(body).unwrap(),
        }
    }

    fn secret_file() -> crate::Attachment {
        let file = crate::Attachment::gone("file-0001".parse().unwrap());
        crate::Attachment { name: "SECRET".parse().unwrap(), ..file }
    }

    #[test]
    fn tags_are_erased_with_what_could_tell_them() {
        let whole = event(json!({ "k": "tagged", "ad": ["secret"], "rm": ["other-secret"] }));
        let left = whole.erased();
        assert_eq!(serde_json::to_value(&left.body).unwrap(), json!({ "k": "tagged" }));
        assert_ne!(left.digest, whole.digest);
        assert_eq!(left.erased(), left);
    }

    #[test]
    fn no_words_and_no_names_are_left_in_an_erased_event_and_erasing_it_again_changes_nothing() {
        let source = json!({ "answer": "a".repeat(26), "question": "SECRET", "quote": "SECRET", "approved_by": "SECRET" });
        let answer = json!({ "field": "name", "kind": "name", "label": "Name", "value": "SECRET" });
        let agent = UserId::agent("i", "1");
        for body in [
            json!({ "k": "opened", "st": "demo", "lo": "de" }),
            json!({ "k": "opened", "st": "demo", "pc": { "answers": [answer], "consent": "0123456789abcdef" } }),
            json!({ "k": "message", "so": [source] }),
            json!({ "k": "note" }),
            json!({ "k": "subject_changed" }),
            json!({ "k": "rated", "sc": 5 }),
            json!({ "k": "assigned", "ag": agent, "na": "SECRET" }),
            json!({ "k": "participant_added", "us": agent, "na": "SECRET" }),
            json!({ "k": "suggested", "an": 1, "so": [source], "gr": { "found_by": "words", "like": "SECRET" } }),
            json!({ "k": "approved", "su": 1, "an": 1, "ed": true, "so": [source] }),
        ] {
            let whole = event(body);
            let left = whole.erased();
            let said = format!("{left:?}");
            assert!(!said.contains("SECRET") && left.files.is_empty(), "{said}");
            assert_eq!(
                (left.seq, left.at, &left.author.id),
                (whole.seq, whole.at, &whole.author.id)
            );
            assert_eq!(left.erased(), left);
            let can_be_guessed_from = left.digest == whole.digest;
            assert_eq!(can_be_guessed_from, !whole.body.carries_text(), "{said}");
        }
    }
}
