//! An entry of a case's log.

use std::fmt;

use serde::de::value::MapDeserializer;
use serde::{Deserialize, Serialize, de};

use crate::grounds::{EscalationReason, Grounds, RejectionReason, Score, Source};
use crate::{
    Attachment, CommandId, Digest, GroupId, Locale, MentionList, Name, PreChatAnswers, Principal,
    Priority, Role, Seq, Snooze, State, StoreId, TagList, TargetKind, Text, Timestamp, UserId,
};

/// Who signed an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Author {
    /// As what they acted.
    pub role: Role,
    /// Who; none for the assistant and the system.
    pub id: Option<UserId>,
    /// What they were called then.
    pub name: Option<Name>,
}

impl Author {
    /// Whether this principal is the author, in whatever role they act now.
    pub fn is(&self, principal: &Principal) -> bool {
        self.id == principal.user && (self.id.is_some() || self.role == principal.role)
    }
}

/// One thing that happened, exactly once, at one place of one log. Immutable, but that `text` and `files` can be
/// taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its place.
    pub seq: Seq,
    /// The event before it that the customer may see; zero if there is none. It lets a customer's client find a
    /// gap without learning what lies in between.
    pub prev_visible: Seq,
    /// When it was decided.
    pub at: Timestamp,
    /// Who did it.
    pub author: Author,
    /// The author's own id for the command.
    pub id: CommandId,
    /// Tells a repeated command from a reused id.
    pub digest: Digest,
    /// The words, for the kinds that carry some; none once withdrawn or erased.
    pub text: Option<Text>,
    /// The files of a message; none once withdrawn or erased.
    pub files: Vec<Attachment>,
    /// What happened.
    pub body: Body,
}

/// An event with the case's state after it: what one row of the log holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What happened.
    pub event: Event,
    /// The case afterwards.
    pub state: State,
}

/// What happened, without its words (those are `Event::text`). The tag and the names are the stored form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k", rename_all = "snake_case")]
pub enum Body {
    /// The customer's first message opened the case.
    Opened {
        /// Whose shop is asked.
        #[serde(rename = "st")]
        store: StoreId,
        /// The language of the customer's browser.
        #[serde(rename = "lo", default, skip_serializing_if = "Option::is_none")]
        locale: Option<Locale>,
        /// What the customer answered and agreed to before.
        #[serde(rename = "pc", default, skip_serializing_if = "PreChatAnswers::is_empty")]
        pre_chat: PreChatAnswers,
    },
    /// Words for the customer and from them; of the assistant only with earned autonomy.
    Message {
        /// The event it answers, where it names one.
        #[serde(rename = "an", default, skip_serializing_if = "Option::is_none")]
        answers: Option<Seq>,
        /// What the assistant based it on.
        #[serde(rename = "so", default, skip_serializing_if = "Vec::is_empty")]
        sources: Vec<Source>,
    },
    /// Words for the staff only.
    Note {
        /// The colleagues whom they call.
        #[serde(rename = "me", default, skip_serializing_if = "MentionList::is_empty")]
        mentions: MentionList,
    },
    /// An agent took the case, or was given it.
    Assigned {
        /// Who has it now.
        #[serde(rename = "ag")]
        agent: UserId,
        /// What they are called.
        #[serde(rename = "na", default, skip_serializing_if = "Option::is_none")]
        name: Option<Name>,
        /// Who had it before; never in events of versions that did not say so.
        #[serde(rename = "fr", default, skip_serializing_if = "Option::is_none")]
        from: Option<UserId>,
    },
    /// Nobody has the case any more.
    Unassigned {
        /// Who had it; never in events of versions that did not say so.
        #[serde(rename = "fr", default, skip_serializing_if = "Option::is_none")]
        from: Option<UserId>,
    },
    /// A person is wanted.
    Escalated {
        /// Why.
        #[serde(rename = "re")]
        reason: EscalationReason,
        /// The assistant's answer that did not help, where that is why.
        #[serde(rename = "tr", default, skip_serializing_if = "Option::is_none")]
        tried: Option<Seq>,
        /// The group that the case is passed to: whoever had it has it no more.
        #[serde(rename = "gp", default, skip_serializing_if = "Option::is_none")]
        group: Option<GroupId>,
        /// Who had it, where it is passed to a group.
        #[serde(rename = "fr", default, skip_serializing_if = "Option::is_none")]
        from: Option<UserId>,
    },
    /// The customer says that the assistant's answer helped. (That it did not is an escalation.)
    Helped {
        /// Which message.
        #[serde(rename = "of")]
        of: Seq,
    },
    /// The matter is resolved.
    Resolved,
    /// It was not.
    Reopened,
    /// The customer's verdict; its comment is the event's text.
    Rated {
        /// 1 (bad) to 5 (good).
        #[serde(rename = "sc")]
        score: Score,
    },
    /// Someone else may read and write here.
    ParticipantAdded {
        /// Who.
        #[serde(rename = "us")]
        user: UserId,
        /// What they are called.
        #[serde(rename = "na", default, skip_serializing_if = "Option::is_none")]
        name: Option<Name>,
    },
    /// They no longer may.
    ParticipantRemoved {
        /// Who.
        #[serde(rename = "us")]
        user: UserId,
    },
    /// An earlier message was taken back; its text is gone, its place, author and time stay.
    Withdrawn {
        /// Which event.
        #[serde(rename = "of")]
        of: Seq,
        /// Whether the customer could see that event, and so may see this one.
        #[serde(rename = "vi")]
        visible: bool,
    },
    /// A drafted reply waits for an agent's decision.
    Suggested {
        /// The customer's message it would answer.
        #[serde(rename = "an")]
        answers: Seq,
        /// What it is based on.
        #[serde(rename = "so")]
        sources: Vec<Source>,
        /// Why triage proposes it.
        #[serde(rename = "gr", default)]
        grounds: Grounds,
    },
    /// A person made a suggestion their own words: for the customer this is a message of that person.
    Approved {
        /// Which suggestion.
        #[serde(rename = "su")]
        suggestion: Seq,
        /// The customer's message it answers.
        #[serde(rename = "an")]
        answers: Seq,
        /// Whether the words were changed first.
        #[serde(rename = "ed")]
        edited: bool,
        /// What the suggestion was based on.
        #[serde(rename = "so")]
        sources: Vec<Source>,
    },
    /// The anonymous visitor who opened the case has signed in at the shop: from here on it is that customer's, the author of
    /// this event.
    Claimed {
        /// The visitor.
        #[serde(rename = "fr")]
        from: UserId,
    },
    /// The words and names of all events before this one were erased: that they were, when and by whom is left.
    Erased,
    /// A person did not want the suggestion.
    Rejected {
        /// Which suggestion.
        #[serde(rename = "su")]
        suggestion: Seq,
        /// Why.
        #[serde(rename = "re")]
        reason: RejectionReason,
    },
    /// Somebody said how pressing the case is.
    Prioritized {
        /// How pressing.
        #[serde(rename = "pr")]
        priority: Priority,
    },
    /// The case got another subject, the event's text; none: the start of its first message again.
    SubjectChanged,
    /// The case got tags, or lost some.
    Tagged {
        /// Those that it has since.
        #[serde(rename = "ad", default, skip_serializing_if = "TagList::is_empty")]
        added: TagList,
        /// Those that it has no more.
        #[serde(rename = "rm", default, skip_serializing_if = "TagList::is_empty")]
        removed: TagList,
    },
    /// The case was put aside.
    Snoozed {
        /// Until when.
        #[serde(rename = "un")]
        until: Snooze,
    },
    /// It is back: the time has come, or somebody of the staff did not want to wait for it. (The customer's words bring
    /// it back by themselves.)
    Woken,
    /// A message was written for later; its words are the event's text.
    Scheduled {
        /// What its author had read.
        #[serde(rename = "an")]
        answers: Seq,
        /// When it is to be sent.
        #[serde(rename = "se")]
        at: Timestamp,
        /// Whether that is when the store opens, by the hours of then.
        #[serde(rename = "op", default, skip_serializing_if = "crate::is_false")]
        is_at_opening: bool,
    },
    /// A message for later is not to be sent.
    ScheduleCancelled {
        /// Which event.
        #[serde(rename = "of")]
        of: Seq,
    },
    /// A member of the staff has said by when somebody replies. The next reply of a person keeps it.
    Promised {
        /// By when.
        #[serde(rename = "by")]
        by: Timestamp,
    },
    /// Nobody promises that any more.
    PromiseWithdrawn {
        /// Which event.
        #[serde(rename = "of")]
        of: Seq,
    },
    /// The time of a promise has come, or had come, without a reply.
    PromiseMissed {
        /// Which event.
        #[serde(rename = "of")]
        of: Seq,
        /// By when it was promised.
        #[serde(rename = "by")]
        by: Timestamp,
    },
    /// The time of a target is soon over.
    TargetWarned {
        /// Which one.
        #[serde(rename = "tg")]
        target: TargetKind,
        /// When it is.
        #[serde(rename = "du")]
        due: Timestamp,
    },
    /// A target was not reached in time.
    TargetMissed {
        /// Which one.
        #[serde(rename = "tg")]
        target: TargetKind,
        /// When that was.
        #[serde(rename = "du")]
        due: Timestamp,
    },
    /// A later release wrote it, before a roll-back: it keeps its place in the log, and what it did is in the state beside it.
    Unknown {
        /// Whether the customer may see that release's event, and so may see that there is one.
        #[serde(rename = "vi")]
        visible: bool,
    },
}

impl Body {
    /// Whether the customer may see such an event.
    pub fn is_visible(&self) -> bool {
        match self {
            Body::Note { .. } | Body::Suggested { .. } | Body::Rejected { .. } => false,
            Body::ParticipantAdded { .. } | Body::ParticipantRemoved { .. } => false,
            Body::Prioritized { .. } | Body::SubjectChanged | Body::Tagged { .. } => false,
            Body::Snoozed { .. } | Body::Woken => false,
            Body::Scheduled { .. } | Body::ScheduleCancelled { .. } => false,
            Body::TargetWarned { .. } | Body::TargetMissed { .. } => false,
            Body::PromiseMissed { .. } => false,
            Body::Withdrawn { visible, .. } | Body::Unknown { visible } => *visible,
            _ => true,
        }
    }

    /// Whether an event of this kind has words that could be withdrawn or erased.
    pub fn carries_text(&self) -> bool {
        matches!(
            self,
            Body::Opened { .. }
                | Body::Message { .. }
                | Body::Note { .. }
                | Body::Suggested { .. }
                | Body::Approved { .. }
                | Body::Rated { .. }
                | Body::SubjectChanged
                | Body::Scheduled { .. }
                | Body::Unknown { .. }
        )
    }

    /// Whether this release has a kind of event of this name, a stored tag.
    pub fn has_kind(name: &str) -> bool {
        let tag = MapDeserializer::new([("k", name)].into_iter());
        !matches!(Self::deserialize(tag), Err(KindError::Unknown))
    }
}

/// Why a body that is nothing but its tag can't be read: most lack a field, and that is no matter here.
#[derive(Debug)]
enum KindError {
    Unknown,
    Other,
}

impl fmt::Display for KindError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

impl std::error::Error for KindError {}

impl de::Error for KindError {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Other
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_with_and_without_fields_are_known_and_no_other_name_is() {
        for kind in ["opened", "note", "withdrawn", "erased", "schedule_cancelled", "unknown"] {
            assert!(Body::has_kind(kind), "{kind}");
        }
        for kind in ["", "Opened", "translated"] {
            assert!(!Body::has_kind(kind), "{kind}");
        }
    }
}
