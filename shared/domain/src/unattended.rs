//! Replies that have earned to go out by themselves, and what came of them.

use serde::{Deserialize, Serialize};

use crate::{Body, EarnedBy, Entry, RejectionReason, Role, Seq};

/// A reply that has earned to go out by itself: it did, or it would have where the store allowed that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnattendedReply {
    /// By what it had earned that.
    pub way: EarnedBy,
    /// Whether it was sent. Else it was drafted, because the store does not allow it, or for an audit.
    pub is_sent: bool,
    /// What people made of it.
    pub outcome: ReplyOutcome,
}

/// What people made of a reply that was sent by itself, or would have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ReplyOutcome {
    /// Nothing yet.
    None,
    /// An agent sent it as it would have gone out.
    Approved,
    /// An agent sent it in other words.
    Edited,
    /// An agent found it wrong, outdated or badly put.
    Rejected,
    /// An agent found that nobody needed it.
    NotNeeded,
    /// An agent wrote something else.
    OwnWords,
    /// It did not help the customer, or they came back with it.
    NotHelped,
}

impl ReplyOutcome {
    /// Every outcome.
    pub const ALL: [Self; 7] = [
        Self::None,
        Self::Approved,
        Self::Edited,
        Self::Rejected,
        Self::NotNeeded,
        Self::OwnWords,
        Self::NotHelped,
    ];
}

/// The customer's message whose reply the last of these entries decides on, and what it comes to by itself; none where it
/// decides on none.
pub fn outcome_of(entries: &[Entry]) -> Option<(Seq, ReplyOutcome)> {
    let (last, before) = entries.split_last()?;
    let is_staff = last.event.author.role.is_staff();
    match &last.event.body {
        Body::Approved { answers, edited, suggestion, .. } => {
            let is_other = *edited || is_adapted(before, *suggestion);
            Some((*answers, if is_other { ReplyOutcome::Edited } else { ReplyOutcome::Approved }))
        }
        Body::Rejected { suggestion, reason } => {
            let outcome = match reason {
                RejectionReason::NotNeeded => ReplyOutcome::NotNeeded,
                _ => ReplyOutcome::Rejected,
            };
            Some((replied_to(before, *suggestion)?, outcome))
        }
        Body::Message { .. } if is_staff => Some((last.state.customer_seq, ReplyOutcome::OwnWords)),
        Body::Escalated { tried: Some(tried), .. } => {
            Some((replied_to(before, *tried)?, ReplyOutcome::NotHelped))
        }
        Body::Reopened if last.event.author.role == Role::Customer => {
            Some((replied_to(before, last.state.assistant_seq)?, ReplyOutcome::NotHelped))
        }
        _ => None,
    }
}

/// The customer's message that a draft or an assistant's message answers.
fn replied_to(entries: &[Entry], reply: Seq) -> Option<Seq> {
    let reply = entries.iter().find(|entry| entry.event.seq == reply)?;
    match &reply.event.body {
        Body::Suggested { answers, .. } => Some(*answers),
        Body::Message { answers, .. } => *answers,
        _ => None,
    }
}

/// Whether a draft's words were fitted to the conversation by a model.
pub(crate) fn is_adapted(entries: &[Entry], suggestion: Seq) -> bool {
    entries.iter().any(|entry| match &entry.event.body {
        Body::Suggested { grounds, .. } => entry.event.seq == suggestion && grounds.adapted,
        _ => false,
    })
}
