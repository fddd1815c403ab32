//! The documents of a store's statistics.

use domain::{
    CaseFacts, Count, Day, Figures, GroupId, RejectionReason, Spread, TargetKind, TargetOutcome,
    UserId,
};
use serde::{Deserialize, Serialize};

/// A store's figures over some days. A case counts for the day on which it was opened (UTC), whatever happens later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct StatisticsView {
    /// Each day in order, those without cases too.
    pub days: Vec<DayFigures>,
    /// All of them together.
    pub total: FiguresView,
    /// Of the cases in which a member of the staff replied last, by member.
    pub agents: Vec<AgentFigures>,
    /// Of the cases that were passed to a group last, by group.
    pub groups: Vec<GroupFigures>,
}

/// The figures of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct DayFigures {
    /// The day.
    pub day: Day,
    /// Its figures.
    pub figures: FiguresView,
}

/// The figures of a member of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct AgentFigures {
    /// Who.
    pub agent: UserId,
    /// Their figures.
    pub figures: FiguresView,
}

/// The figures of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct GroupFigures {
    /// Which.
    pub group: GroupId,
    /// Its figures.
    pub figures: FiguresView,
}

/// What cases came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct FiguresView {
    /// Cases that were opened.
    pub opened: u32,
    /// Those of them by the hour in which they were, UTC: 24 numbers.
    pub opened_by_hour: Vec<u32>,
    /// Cases that are resolved.
    pub resolved: u32,
    /// Cases that the assistant answered without a person being needed.
    pub assistant_alone: u32,
    /// Cases in which a person was wanted.
    pub escalated: u32,
    /// Cases that came back within seven days after they were resolved.
    pub reopened: u32,
    /// How many customers gave 1 to 5 points: five numbers.
    pub ratings: Vec<u32>,
    /// Suggestions that were sent as they were. They, and what follows, are counted when a case is resolved.
    pub approved: u32,
    /// Suggestions that were changed and sent.
    pub edited: u32,
    /// Suggestions that were not wanted, by reason.
    pub rejected: Vec<RejectedFigures>,
    /// How long customers waited for a person's first reply; null where none came.
    pub first_reply: Option<DurationFigures>,
    /// How long it took until cases were resolved; null where none is.
    pub resolution: Option<DurationFigures>,
    /// Whether a person replied first within the store's target.
    pub first_reply_target: TargetFigures,
    /// Whether cases were resolved within the store's target.
    pub resolution_target: TargetFigures,
}

/// How many cases reached a target in time. Cases that had none, and those in which it is still open, are counted in neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct TargetFigures {
    /// Cases that reached it in time.
    pub met: u32,
    /// Cases whose time was over first: by the calendar or the store's hours, as it has set.
    pub missed: u32,
}

/// How often suggestions were not wanted for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct RejectedFigures {
    /// The reason.
    pub reason: RejectionReason,
    /// How often.
    pub count: u32,
}

/// How long something took, in seconds. Taken from a histogram of 21 steps: right within a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct DurationFigures {
    /// In how many cases it happened.
    pub cases: u32,
    /// What half of them took at most.
    pub median: u32,
    /// What nine of ten took at most.
    pub p90: u32,
}

impl From<Spread> for DurationFigures {
    fn from(spread: Spread) -> Self {
        Self { cases: spread.cases, median: spread.median, p90: spread.ninth_decile }
    }
}

impl From<&Figures> for FiguresView {
    fn from(figures: &Figures) -> Self {
        let rejected = |reason| RejectedFigures { reason, count: figures.get(Count::from(reason)) };
        let target = |kind| TargetFigures {
            met: figures.get(Count::Target(kind, TargetOutcome::Met)),
            missed: figures.get(Count::Target(kind, TargetOutcome::Missed)),
        };
        Self {
            opened: figures.get(Count::Opened),
            opened_by_hour: (0..24).map(|hour| figures.get(Count::OpenedAt(hour))).collect(),
            resolved: figures.get(Count::Resolved),
            assistant_alone: figures.get(Count::AssistantAlone),
            escalated: figures.get(Count::Escalated),
            reopened: figures.get(Count::Returned),
            ratings: (1..=5).map(|score| figures.get(Count::Rated(score))).collect(),
            approved: figures.get(Count::Approved),
            edited: figures.get(Count::Edited),
            rejected: CaseFacts::REASONS.map(rejected).to_vec(),
            first_reply: figures.first_reply().map(DurationFigures::from),
            resolution: figures.resolution().map(DurationFigures::from),
            first_reply_target: target(TargetKind::FirstReply),
            resolution_target: target(TargetKind::Resolution),
        }
    }
}
