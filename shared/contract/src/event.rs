//! An event as a viewer gets it.

use domain::{
    Attachment, Audience, Author, Body, CommandId, EscalationReason, Event, Grounds, GroupId,
    Locale, MentionList, Name, PreChatAnswers, Priority, RejectionReason, Score, Seq, Source,
    TagList, TargetKind, Text, Timestamp, UserId,
};
use serde::{Deserialize, Serialize};

/// An event as one viewer gets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct EventView {
    /// Its place in the log.
    pub seq: Seq,
    /// The event before it that this viewer may see; 0 for the first. A viewer that lacks it has a gap.
    pub prev_visible: Seq,
    /// When, in milliseconds since 1970.
    pub at: Timestamp,
    /// The author's id for the command, by which a client finds its own.
    pub id: CommandId,
    /// Who.
    pub author: Author,
    /// What.
    pub body: EventBody,
}

/// What happened. A `text` of null has been withdrawn or erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)] // the kinds are described in `domain::Body`
pub enum EventBody {
    Opened {
        text: Option<Text>,
        locale: Option<Locale>,
        /// What the customer answered before, and the words that they agreed to then; absent where nothing was asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "PreChatAnswers"), ts(optional))]
        pre_chat: Option<PreChatAnswers>,
        /// Absent without files, and once they are withdrawn or erased. Then `text` may be null where there never was one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
        files: Vec<Attachment>,
    },
    Message {
        text: Option<Text>,
        answers: Option<Seq>,
        sources: Vec<Source>,
        /// As those of `opened`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
        files: Vec<Attachment>,
    },
    Note {
        text: Option<Text>,
        /// The colleagues whom it calls.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "MentionList"), ts(optional))]
        mentions: Option<MentionList>,
    },
    Assigned {
        agent: UserId,
        name: Option<Name>,
    },
    Unassigned,
    Escalated {
        reason: EscalationReason,
        tried: Option<Seq>,
        /// The group that the case was passed to: whoever had it has it no more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "GroupId"), ts(optional))]
        group: Option<GroupId>,
    },
    Helped {
        of: Seq,
    },
    Resolved,
    Reopened,
    Rated {
        score: Score,
        comment: Option<Text>,
    },
    ParticipantAdded {
        user: UserId,
        name: Option<Name>,
    },
    ParticipantRemoved {
        user: UserId,
    },
    Withdrawn {
        of: Seq,
    },
    Suggested {
        answers: Seq,
        text: Option<Text>,
        sources: Vec<Source>,
        grounds: Grounds,
    },
    Approved {
        suggestion: Seq,
        answers: Seq,
        text: Option<Text>,
        edited: bool,
        sources: Vec<Source>,
    },
    /// The visitor has signed in: the case is the customer's from here on, who is the author.
    Claimed {
        from: UserId,
    },
    /// Words and names of all events before this one are gone.
    Erased,
    Rejected {
        suggestion: Seq,
        reason: RejectionReason,
    },
    Prioritized {
        priority: Priority,
    },
    SubjectChanged {
        subject: Option<Text>,
    },
    Tagged {
        added: TagList,
        removed: TagList,
    },
    Snoozed {
        /// When the case comes back by itself; null where only the customer's next words bring it back.
        until: Option<Timestamp>,
    },
    Woken,
    Scheduled {
        text: Option<Text>,
        answers: Seq,
        /// When it is to be sent.
        at: Timestamp,
        /// Whether that is when the store opens, by the hours of then.
        at_opening: bool,
    },
    ScheduleCancelled {
        of: Seq,
    },
    Unknown,
    /// The author has promised a reply; the next one of a person keeps it.
    Promised {
        /// By when.
        by: Timestamp,
    },
    PromiseWithdrawn {
        of: Seq,
    },
    /// Nobody had replied by then.
    PromiseMissed {
        of: Seq,
        /// By when it was promised.
        by: Timestamp,
    },
    /// A target of the store is soon over.
    TargetWarned {
        target: TargetKind,
        /// By when it is to be reached.
        due: Timestamp,
    },
    /// A target of the store was not reached in time.
    TargetMissed {
        target: TargetKind,
        /// By when it was to be reached.
        due: Timestamp,
    },
}

impl EventView {
    /// What this audience gets of an event; none where it may not see it.
    pub fn of(event: &Event, audience: Audience) -> Option<Self> {
        match audience {
            Audience::Staff => Some(Self::for_staff(event)),
            Audience::Customer => {
                let body = EventBody::for_customer(event)?;
                Some(Self::with(event, event.prev_visible, body))
            }
            Audience::Hidden | Audience::Gone => None,
        }
    }

    /// What the staff get: all of it.
    pub(crate) fn for_staff(event: &Event) -> Self {
        Self::with(event, event.seq.previous(), EventBody::whole(event))
    }

    fn with(event: &Event, prev_visible: Seq, body: EventBody) -> Self {
        let (seq, at, id, author) = (event.seq, event.at, event.id.clone(), event.author.clone());
        Self { seq, prev_visible, at, id, author, body }
    }
}

impl EventBody {
    fn whole(event: &Event) -> Self {
        let (text, files) = (event.text.clone(), event.files.clone());
        match event.body.clone() {
            Body::Opened { locale, pre_chat, .. } => {
                let pre_chat = Some(pre_chat).filter(|answers| !answers.is_empty());
                Self::Opened { text, locale, pre_chat, files }
            }
            Body::Message { answers, sources } => Self::Message { text, answers, sources, files },
            Body::Note { mentions } => {
                let mentions = Some(mentions).filter(|mentions| !mentions.is_empty());
                Self::Note { text, mentions }
            }
            Body::Assigned { agent, name, .. } => Self::Assigned { agent, name },
            Body::Unassigned { .. } => Self::Unassigned,
            Body::Escalated { reason, tried, group, .. } => {
                Self::Escalated { reason, tried, group }
            }
            Body::Helped { of } => Self::Helped { of },
            Body::Resolved => Self::Resolved,
            Body::Reopened => Self::Reopened,
            Body::Rated { score } => Self::Rated { score, comment: text },
            Body::ParticipantAdded { user, name } => Self::ParticipantAdded { user, name },
            Body::ParticipantRemoved { user } => Self::ParticipantRemoved { user },
            Body::Withdrawn { of, .. } => Self::Withdrawn { of },
            Body::Suggested { answers, sources, grounds } => {
                let grounds = grounds.for_reader(text.as_ref().map(Text::as_str));
                Self::Suggested { answers, text, sources, grounds }
            }
            Body::Approved { suggestion, answers, edited, sources } => {
                Self::Approved { suggestion, answers, text, edited, sources }
            }
            Body::Claimed { from } => Self::Claimed { from },
            Body::Erased => Self::Erased,
            Body::Rejected { suggestion, reason } => Self::Rejected { suggestion, reason },
            Body::Prioritized { priority } => Self::Prioritized { priority },
            Body::SubjectChanged => Self::SubjectChanged { subject: text },
            Body::Tagged { added, removed } => Self::Tagged { added, removed },
            Body::Snoozed { until } => Self::Snoozed { until: until.ends() },
            Body::Woken => Self::Woken,
            Body::Scheduled { answers, at, is_at_opening } => {
                Self::Scheduled { text, answers, at, at_opening: is_at_opening }
            }
            Body::ScheduleCancelled { of } => Self::ScheduleCancelled { of },
            Body::Unknown { .. } => Self::Unknown,
            Body::Promised { by } => Self::Promised { by },
            Body::PromiseWithdrawn { of } => Self::PromiseWithdrawn { of },
            Body::PromiseMissed { of, by } => Self::PromiseMissed { of, by },
            Body::TargetWarned { target, due } => Self::TargetWarned { target, due },
            Body::TargetMissed { target, due } => Self::TargetMissed { target, due },
        }
    }

    /// For the customer an approved suggestion is that person's message, without a trace of the draft.
    fn for_customer(event: &Event) -> Option<Self> {
        if !event.body.is_visible() {
            return None;
        }
        let is_by_person = event.author.role.is_staff();
        match Self::whole(event) {
            Self::Approved { text, .. } => {
                let (answers, sources, files) = (None, Vec::new(), Vec::new());
                Some(Self::Message { text, answers, sources, files })
            }
            Self::Message { text, files, .. } if is_by_person => {
                Some(Self::Message { text, answers: None, sources: Vec::new(), files })
            }
            Self::Message { text, answers, sources, files } => {
                let sources = sources.into_iter().map(Source::for_customer).collect();
                Some(Self::Message { text, answers, sources, files })
            }
            body => Some(body),
        }
    }
}
