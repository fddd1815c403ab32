//! The figures of many cases. Durations are kept as histograms: a median of any number of cases costs the same.

use std::collections::BTreeMap;

use super::{CaseFacts, TargetOutcome};
use crate::{GroupId, RejectionReason, TargetKind, UserId};

/// The ends of the histograms' steps, in seconds; the last step has no end.
const STEPS: [u32; 20] = [
    15, 30, 60, 120, 180, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600, 86_400,
    172_800, 259_200, 604_800, 1_209_600, 2_592_000,
];

/// Whose figures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Those of all the store's cases.
    Store,
    /// Those of the cases in which this member of the staff replied last.
    Agent(UserId),
    /// Those of the cases that were passed to this group last.
    Group(GroupId),
}

/// Something that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Count {
    /// Cases that were opened.
    Opened,
    /// Those opened in this hour of the day, UTC.
    OpenedAt(u8),
    /// Cases that are resolved.
    Resolved,
    /// Cases that the assistant answered alone.
    AssistantAlone,
    /// Cases in which a person was wanted.
    Escalated,
    /// Cases that came back within seven days.
    Returned,
    /// Verdicts of this many points.
    Rated(u8),
    /// Suggestions sent as they were.
    Approved,
    /// Suggestions changed and sent.
    Edited,
    /// Suggestions not wanted, by [`CaseFacts::REASONS`].
    Rejected(u8),
    /// Cases with a first reply within this step of the histogram.
    FirstReply(u8),
    /// Cases resolved within this step.
    Resolution(u8),
    /// Cases that reached this target of their store in time, or not.
    Target(TargetKind, TargetOutcome),
}

impl Count {
    /// How rows name it.
    pub fn code(self) -> String {
        match self {
            Self::Opened => "o".to_owned(),
            Self::OpenedAt(hour) => format!("h{hour}"),
            Self::Resolved => "d".to_owned(),
            Self::AssistantAlone => "b".to_owned(),
            Self::Escalated => "e".to_owned(),
            Self::Returned => "n".to_owned(),
            Self::Rated(score) => format!("r{score}"),
            Self::Approved => "ya".to_owned(),
            Self::Edited => "ye".to_owned(),
            Self::Rejected(reason) => format!("x{reason}"),
            Self::FirstReply(step) => format!("f{step}"),
            Self::Resolution(step) => format!("t{step}"),
            Self::Target(TargetKind::FirstReply, TargetOutcome::Met) => "mf".to_owned(),
            Self::Target(TargetKind::FirstReply, TargetOutcome::Missed) => "lf".to_owned(),
            Self::Target(TargetKind::Resolution, TargetOutcome::Met) => "mt".to_owned(),
            Self::Target(TargetKind::Resolution, TargetOutcome::Missed) => "lt".to_owned(),
        }
    }

    /// What a row names so; none for what this release does not count.
    pub fn of_code(code: &str) -> Option<Self> {
        let number = || code.get(1..)?.parse::<u8>().ok();
        Some(match code {
            "o" => Self::Opened,
            "d" => Self::Resolved,
            "b" => Self::AssistantAlone,
            "e" => Self::Escalated,
            "n" => Self::Returned,
            "ya" => Self::Approved,
            "ye" => Self::Edited,
            "mf" => Self::Target(TargetKind::FirstReply, TargetOutcome::Met),
            "lf" => Self::Target(TargetKind::FirstReply, TargetOutcome::Missed),
            "mt" => Self::Target(TargetKind::Resolution, TargetOutcome::Met),
            "lt" => Self::Target(TargetKind::Resolution, TargetOutcome::Missed),
            _ if code.starts_with('h') => Self::OpenedAt(number()?),
            _ if code.starts_with('r') => Self::Rated(number()?),
            _ if code.starts_with('x') => Self::Rejected(number()?),
            _ if code.starts_with('f') => Self::FirstReply(number()?),
            _ if code.starts_with('t') => Self::Resolution(number()?),
            _ => return None,
        })
    }
}

/// What is counted, and how often. What is not there is 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures(BTreeMap<Count, i64>);

/// How long something took, over all cases in which it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// In how many.
    pub cases: u32,
    /// Seconds that half of them took at most, within the histogram's step in even shares.
    pub median: u32,
    /// Seconds that nine of ten took at most.
    pub ninth_decile: u32,
}

impl Figures {
    /// Counts something.
    pub fn add(&mut self, count: Count, by: i64) {
        *self.0.entry(count).or_default() += by;
    }

    /// Adds all of these.
    pub fn add_all(&mut self, other: &Self) {
        other.0.iter().for_each(|(count, by)| self.add(*count, *by));
    }

    /// How often something was counted. Never less than nothing, whatever a damaged row says.
    pub fn get(&self, count: Count) -> u32 {
        let counted = self.0.get(&count).copied().unwrap_or_default();
        u32::try_from(counted.max(0)).unwrap_or(u32::MAX)
    }

    /// What is not 0.
    pub fn iter(&self) -> impl Iterator<Item = (Count, i64)> {
        self.0.iter().map(|(count, by)| (*count, *by)).filter(|(_, by)| *by != 0)
    }

    /// How long first replies took; none without any.
    pub fn first_reply(&self) -> Option<Spread> {
        self.spread(Count::FirstReply)
    }

    /// How long it took until cases were resolved; none without any.
    pub fn resolution(&self) -> Option<Spread> {
        self.spread(Count::Resolution)
    }

    fn spread(&self, step: impl Fn(u8) -> Count) -> Option<Spread> {
        let counts: Vec<u32> = (0..=STEPS.len()).map(|at| self.get(step(at as u8))).collect();
        let cases = counts.iter().sum();
        (cases > 0).then(|| Spread {
            cases,
            median: quantile(&counts, 0.5),
            ninth_decile: quantile(&counts, 0.9),
        })
    }
}

/// The seconds that this share of the cases took at most. Within a step they are taken to lie in even shares; of what took
/// longer than the last step's beginning only that is known.
fn quantile(counts: &[u32], share: f64) -> u32 {
    let all: u32 = counts.iter().sum();
    let rank = share * f64::from(all);
    let mut below = 0.0;
    for (at, count) in counts.iter().enumerate() {
        let within = f64::from(*count);
        if within > 0.0 && below + within >= rank {
            let start = f64::from(at.checked_sub(1).map_or(0, |before| STEPS[before]));
            let end = STEPS.get(at).map_or(start, |end| f64::from(*end));
            return (start + (end - start) * (rank - below) / within).round() as u32;
        }
        below += within;
    }
    0
}

/// The step of the histograms that so many seconds lie in.
fn step(seconds: u32) -> u8 {
    STEPS.iter().position(|end| seconds < *end).unwrap_or(STEPS.len()) as u8
}

/// What changes in the figures of the case's day when its facts are these and no longer those: nothing where both say the same.
pub fn difference(
    before: Option<&CaseFacts>,
    after: Option<&CaseFacts>,
) -> BTreeMap<Scope, Figures> {
    let mut all: BTreeMap<Scope, Figures> = BTreeMap::new();
    for (facts, sign) in [(before, -1), (after, 1)] {
        let Some(facts) = facts else { continue };
        let counts = counts(facts);
        for scope in scopes(facts) {
            let figures = all.entry(scope).or_default();
            for (count, by) in &counts {
                figures.add(*count, sign * by);
            }
        }
    }
    all.retain(|_, figures| figures.iter().next().is_some());
    all
}

fn scopes(facts: &CaseFacts) -> impl Iterator<Item = Scope> {
    let (agent, group) = (facts.agent.clone().map(Scope::Agent), facts.group.map(Scope::Group));
    [Some(Scope::Store), agent, group].into_iter().flatten()
}

fn counts(facts: &CaseFacts) -> Vec<(Count, i64)> {
    let hour = facts.opened_at.seconds().div_euclid(3_600).rem_euclid(24) as u8;
    let flags = [
        (facts.resolved_at.is_some(), Count::Resolved),
        (facts.is_assistant_alone(), Count::AssistantAlone),
        (facts.is_escalated, Count::Escalated),
        (facts.has_returned, Count::Returned),
    ];
    let mut counts = vec![(Count::Opened, 1), (Count::OpenedAt(hour), 1)];
    counts.extend(flags.into_iter().filter(|(holds, _)| *holds).map(|(_, count)| (count, 1)));
    counts.extend(facts.rating.map(|score| (Count::Rated(score.into()), 1)));
    counts.extend(facts.first_reply.map(|seconds| (Count::FirstReply(step(seconds)), 1)));
    counts.extend(facts.resolution().map(|seconds| (Count::Resolution(step(seconds)), 1)));
    let outcome = |kind| Some(Count::Target(kind, facts.targets.as_ref()?.outcome(kind)?));
    let targets = TargetKind::ALL.into_iter().filter_map(outcome);
    counts.extend(targets.map(|count| (count, 1)));
    let rejected = (0..).map(Count::Rejected).zip(facts.rejected);
    let decided = [(Count::Approved, facts.approved), (Count::Edited, facts.edited)];
    let decided = decided.into_iter().chain(rejected).filter(|(_, count)| *count > 0);
    counts.extend(decided.map(|(count, by)| (count, i64::from(by))));
    counts
}

/// Where a reason stands in [`CaseFacts::REASONS`].
impl From<RejectionReason> for Count {
    fn from(reason: RejectionReason) -> Self {
        let place = CaseFacts::REASONS.iter().position(|known| *known == reason);
        Self::Rejected(place.unwrap_or_default() as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_count() -> Vec<Count> {
        let steps = 0..=STEPS.len() as u8;
        let mut all = vec![
            Count::Opened,
            Count::Resolved,
            Count::AssistantAlone,
            Count::Escalated,
            Count::Returned,
            Count::Approved,
            Count::Edited,
        ];
        all.extend((0..24).map(Count::OpenedAt));
        all.extend((1..=5).map(Count::Rated));
        all.extend((0..4).map(Count::Rejected));
        all.extend(steps.clone().map(Count::FirstReply));
        all.extend(steps.map(Count::Resolution));
        for kind in TargetKind::ALL {
            all.extend(
                [TargetOutcome::Met, TargetOutcome::Missed].map(|one| Count::Target(kind, one)),
            );
        }
        all
    }

    #[test]
    fn every_count_has_a_code_of_its_own_that_reads_back() {
        let codes: std::collections::BTreeSet<_> =
            every_count().iter().map(|one| one.code()).collect();
        assert_eq!(codes.len(), every_count().len());
        for count in every_count() {
            assert_eq!(Count::of_code(&count.code()), Some(count));
        }
        for unknown in ["", "zz", "h", "hx", "f-1", "r999"] {
            assert_eq!(Count::of_code(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_median_is_right_within_its_step() {
        let mut figures = Figures::default();
        for seconds in [5, 70, 80, 90, 100, 4_000, 5_000, 6_000, 7_000, 90_000] {
            figures.add(Count::FirstReply(step(seconds)), 1);
        }
        let spread = figures.first_reply().unwrap();
        assert_eq!(spread.cases, 10);
        assert_eq!(spread.median, 120);
        assert!((3_600..=7_200).contains(&spread.ninth_decile), "{spread:?}");
        assert_eq!(figures.resolution(), None);
    }

    #[test]
    fn of_what_took_longer_than_the_last_step_only_its_beginning_is_known() {
        let mut figures = Figures::default();
        figures.add(Count::Resolution(step(u32::MAX)), 3);
        assert_eq!(figures.resolution().unwrap().median, 2_592_000);
    }

    #[test]
    fn a_damaged_row_counts_as_nothing() {
        let mut figures = Figures::default();
        figures.add(Count::Opened, -3);
        assert_eq!(figures.get(Count::Opened), 0);
    }
}
