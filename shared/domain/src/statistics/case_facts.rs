//! The facts of one case, as its log tells them.

use serde::{Deserialize, Serialize};

use super::TargetFacts;
use crate::{
    Body, Day, Entry, GroupId, RejectionReason, Role, Score, Settings, Status, StoreId, Timestamp,
    UserId,
};

/// A case that comes back within so many seconds was not resolved: seven days.
const RETURNS_WITHIN: i64 = 7 * 24 * 60 * 60;

/// What a case's log comes to in the statistics. It holds no words and nothing of the customer. The short names are the stored form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFacts {
    /// Whose shop was asked.
    #[serde(rename = "s")]
    pub store: StoreId,
    /// When.
    #[serde(rename = "o")]
    pub opened_at: Timestamp,
    /// The member of the staff who replied last.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<UserId>,
    /// The group that it was passed to last.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// Seconds until a person replied first.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub first_reply: Option<u32>,
    /// When it was resolved last; none while it is not.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
    /// Whether the assistant spoke.
    #[serde(rename = "m", default)]
    pub has_assistant: bool,
    /// Whether a person was wanted.
    #[serde(rename = "e", default)]
    pub is_escalated: bool,
    /// Whether it came back within seven days after it was resolved.
    #[serde(rename = "n", default)]
    pub has_returned: bool,
    /// The customer's last verdict.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Score>,
    /// Suggestions that were sent as they were.
    #[serde(rename = "ya", default)]
    pub approved: u32,
    /// Suggestions that were changed and sent.
    #[serde(rename = "ye", default)]
    pub edited: u32,
    /// Suggestions that were not wanted, by reason.
    #[serde(rename = "x", default)]
    pub rejected: [u32; 4],
    /// What became of its store's targets; none in what a release has counted that did not look at them.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub targets: Option<TargetFacts>,
}

impl CaseFacts {
    /// The reasons in the order of [`CaseFacts::rejected`].
    pub const REASONS: [RejectionReason; 4] = [
        RejectionReason::Wrong,
        RejectionReason::Outdated,
        RejectionReason::Tone,
        RejectionReason::NotNeeded,
    ];

    /// The facts of a whole log in a store that has set this; none for an empty one, or one that does not begin with an opening.
    pub fn of<'a>(log: impl IntoIterator<Item = &'a Entry>, settings: &Settings) -> Option<Self> {
        log.into_iter().fold(None, |facts, entry| Self::with(facts, entry, settings))
    }

    /// The facts after one event more.
    pub fn with(before: Option<Self>, entry: &Entry, settings: &Settings) -> Option<Self> {
        let mut facts = match (before, &entry.event.body) {
            (None, Body::Opened { store, .. }) => Self::opened(store.clone(), entry.event.at),
            (before, _) => before?,
        };
        let had_reply = facts.first_reply.is_some();
        facts.note(entry);
        let is_first_reply = !had_reply && facts.first_reply.is_some();
        if let Some(targets) = &mut facts.targets {
            targets.note(entry, is_first_reply, settings);
        }
        Some(facts)
    }

    /// The day that the case counts for: that of its opening, whatever happens later.
    pub fn day(&self) -> Day {
        Day::of(self.opened_at)
    }

    /// Seconds until it was resolved last; none while it is not.
    pub fn resolution(&self) -> Option<u32> {
        Some(seconds(self.opened_at, self.resolved_at?))
    }

    /// Whether the assistant answered, and no person was needed or wanted.
    pub fn is_assistant_alone(&self) -> bool {
        self.has_assistant && self.agent.is_none() && !self.is_escalated
    }

    fn opened(store: StoreId, opened_at: Timestamp) -> Self {
        Self {
            store,
            opened_at,
            agent: None,
            group: None,
            first_reply: None,
            resolved_at: None,
            has_assistant: false,
            is_escalated: false,
            has_returned: false,
            rating: None,
            approved: 0,
            edited: 0,
            rejected: [0; 4],
            targets: Some(TargetFacts::default()),
        }
    }

    fn note(&mut self, entry: &Entry) {
        let (event, state) = (&entry.event, &entry.state);
        match &event.body {
            Body::Message { .. } if event.author.role == Role::Assistant => {
                self.has_assistant = true;
            }
            Body::Message { .. } if event.author.role.is_staff() => self.replied(entry),
            Body::Approved { edited, .. } => {
                *(if *edited { &mut self.edited } else { &mut self.approved }) += 1;
                self.replied(entry);
            }
            Body::Rejected { reason, .. } => {
                let place = Self::REASONS.iter().position(|known| known == reason);
                if let Some(count) = place.and_then(|place| self.rejected.get_mut(place)) {
                    *count += 1;
                }
            }
            Body::Escalated { .. } => self.is_escalated = true,
            Body::Rated { score } => self.rating = Some(*score),
            _ => {}
        }
        self.group = state.group;
        match (self.resolved_at, state.status == Status::Resolved) {
            (None, true) => self.resolved_at = Some(event.at),
            (Some(at), false) => {
                self.has_returned |= i64::from(seconds(at, event.at)) <= RETURNS_WITHIN;
                self.resolved_at = None;
            }
            _ => {}
        }
    }

    fn replied(&mut self, entry: &Entry) {
        self.agent.clone_from(&entry.event.author.id);
        self.first_reply.get_or_insert(seconds(self.opened_at, entry.event.at));
    }
}

fn seconds(from: Timestamp, until: Timestamp) -> u32 {
    u32::try_from(until.0.saturating_sub(from.0).max(0) / 1_000).unwrap_or(u32::MAX)
}
