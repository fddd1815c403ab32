//! What a store wants its customers to get by when: a first reply and the end of their matter, by priority.

use serde::{Deserialize, Serialize};

use crate::decision::Decision;
use crate::{Body, CommandError, Hours, Priority, Settings, State, Status, Timestamp};

/// The longest target, in minutes: a quarter of a year.
const LONGEST: u32 = 90 * 24 * 60;
/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;

/// A store's targets. They begin to count where nothing else is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct ServiceTargets {
    /// Those of urgent cases.
    pub urgent: TargetTimes,
    /// Those of cases of high priority.
    pub high: TargetTimes,
    /// Those of cases about which nobody has said anything.
    pub normal: TargetTimes,
    /// Those of cases that may wait.
    pub low: TargetTimes,
    /// What time counts.
    pub clock: TargetClock,
    /// After which share of a target's time, in percent, its case gets a warning; 0: never.
    #[cfg_attr(feature = "schema", schemars(range(max = Self::LATEST_WARNING)))]
    pub warn_at_percent: u8,
}

/// The targets of one priority, in minutes; null: none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct TargetTimes {
    /// From when a case waits, until a person has replied to it for the first time.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = LONGEST)))]
    pub first_reply: Option<u32>,
    /// From when it is opened, or comes back, until it is resolved.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = LONGEST)))]
    pub resolution: Option<u32>,
}

/// What time counts for a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TargetClock {
    /// That in which people answer by the store's hours; all of it where the store has none.
    #[default]
    BusinessHours,
    /// All of it.
    Calendar,
}

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// A person's first reply.
    FirstReply,
    /// The end of the matter.
    Resolution,
}

impl TargetKind {
    /// Each of them.
    pub const ALL: [Self; 2] = [Self::FirstReply, Self::Resolution];
}

/// By when a target of a case is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetDue {
    /// When.
    pub at: Timestamp,
    /// When the case gets a warning before; none where the store wants none.
    pub warn_at: Option<Timestamp>,
}

impl Default for ServiceTargets {
    fn default() -> Self {
        let none = TargetTimes::default();
        let (urgent, high, normal, low) = (none, none, none, none);
        let (clock, warn_at_percent) = (TargetClock::default(), Self::USUAL_WARNING);
        Self { urgent, high, normal, low, clock, warn_at_percent }
    }
}

impl ServiceTargets {
    /// The share of a target's time after which a case gets a warning, where nothing else is set.
    pub const USUAL_WARNING: u8 = 75;
    /// The greatest such share.
    pub const LATEST_WARNING: u8 = 99;

    /// Whether nothing is set.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Those of a priority.
    pub fn of(&self, priority: Priority) -> TargetTimes {
        match priority {
            Priority::Urgent => self.urgent,
            Priority::High => self.high,
            Priority::Normal => self.normal,
            Priority::Low => self.low,
        }
    }

    /// What is wrong, a sentence each.
    pub fn mistakes(&self) -> Vec<String> {
        let times = Priority::ALL.map(|priority| self.of(priority));
        let mut minutes = times.iter().flat_map(|times| [times.first_reply, times.resolution]);
        let are_possible = minutes.all(|set| set.is_none_or(|set| (1..=LONGEST).contains(&set)));
        let latest = Self::LATEST_WARNING;
        let checks = [
            (are_possible, format!("Each target of `targets` is from 1 to {LONGEST} minutes.")),
            (
                self.warn_at_percent <= latest,
                format!("`targets.warn_at_percent` is at most {latest}."),
            ),
        ];
        checks.into_iter().filter(|(holds, _)| !holds).map(|(_, sentence)| sentence).collect()
    }
}

impl TargetTimes {
    /// The minutes until a target is to be reached; none where there is none.
    pub fn minutes(self, kind: TargetKind) -> Option<u32> {
        match kind {
            TargetKind::FirstReply => self.first_reply,
            TargetKind::Resolution => self.resolution,
        }
    }
}

impl Settings {
    /// By when a case of this priority is to reach a target whose time began at this moment; none where the store has no such
    /// target, or nobody answers within a year.
    pub fn target_due(
        &self,
        kind: TargetKind,
        priority: Priority,
        from: Timestamp,
    ) -> Option<TargetDue> {
        let time = i64::from(self.targets.of(priority).minutes(kind)?) * MINUTE;
        let share = i64::from(self.targets.warn_at_percent);
        let warn_at = (share > 0).then(|| self.after(from, time * share / 100)).flatten();
        Some(TargetDue { at: self.after(from, time)?, warn_at })
    }

    /// When so much of the time that counts has gone by.
    fn after(&self, from: Timestamp, millis: i64) -> Option<Timestamp> {
        match (self.targets.clock, &self.hours) {
            (TargetClock::BusinessHours, Some(hours)) => Hours::after(hours, from, millis),
            _ => Some(from.plus_millis(millis)),
        }
    }
}

impl State {
    /// Whether a target is still to be reached.
    pub fn awaits(&self, kind: TargetKind) -> bool {
        match kind {
            TargetKind::FirstReply => self.status == Status::Waiting && !self.person_seq.is_some(),
            TargetKind::Resolution => self.status != Status::Resolved,
        }
    }
}

/// A warning only of what can still be reached: whoever was faster than the timer has reached it.
pub(crate) fn warn(
    state: &State,
    target: TargetKind,
    due: Timestamp,
) -> Result<Decision, CommandError> {
    check_due(state, target)?;
    Decision::wordless(Body::TargetWarned { target, due })
}

/// `was_reached_late`: it has been reached by now, and whoever says so has seen that it was after its time.
pub(crate) fn miss(
    state: &State,
    target: TargetKind,
    due: Timestamp,
    was_reached_late: bool,
) -> Result<Decision, CommandError> {
    if !was_reached_late {
        check_due(state, target)?;
    }
    Decision::wordless(Body::TargetMissed { target, due })
}

fn check_due(state: &State, target: TargetKind) -> Result<(), CommandError> {
    if state.awaits(target) { Ok(()) } else { Err(CommandError::Conflict) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Holiday, Shift};

    fn utc(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    fn settings(clock: TargetClock) -> Settings {
        let day = || vec![Shift { from: 9 * 60, until: 17 * 60 }];
        let hours = Hours {
            zone: "Europe/Berlin".to_owned(),
            week: [day(), day(), day(), day(), day(), vec![], vec![]],
            holidays: vec![Holiday { date: "2026-12-25".to_owned(), shifts: vec![] }],
        };
        let times = |first_reply, resolution| TargetTimes {
            first_reply: Some(first_reply),
            resolution: Some(resolution),
        };
        let (urgent, normal) = (times(20, 4 * 60), times(2 * 60, 16 * 60));
        let targets = ServiceTargets { urgent, normal, clock, ..ServiceTargets::default() };
        Settings { targets, hours: Some(hours), ..Settings::default() }
    }

    #[track_caller]
    fn check(
        clock: TargetClock,
        priority: Priority,
        kind: TargetKind,
        from: &str,
        expected: [&str; 2],
    ) {
        let due = settings(clock).target_due(kind, priority, utc(from)).unwrap();
        let [warn_at, at] = expected.map(utc);
        assert_eq!(due, TargetDue { at, warn_at: Some(warn_at) }, "{from}");
    }

    #[test]
    fn only_the_hours_in_which_people_answer_count_over_nights_weekends_and_holidays() {
        use Priority::{Normal, Urgent};
        use TargetClock::BusinessHours;
        use TargetKind::{FirstReply, Resolution};
        // Wednesday at noon in Berlin, then a quarter to five, then before Christmas, a Friday.
        for (priority, kind, from, expected) in [
            (
                Normal,
                FirstReply,
                "2026-12-02T11:00:00Z",
                ["2026-12-02T12:30:00Z", "2026-12-02T13:00:00Z"],
            ),
            (
                Normal,
                FirstReply,
                "2026-12-02T15:45:00Z",
                ["2026-12-03T09:15:00Z", "2026-12-03T09:45:00Z"],
            ),
            (
                Urgent,
                FirstReply,
                "2026-12-24T15:50:00Z",
                ["2026-12-28T08:05:00Z", "2026-12-28T08:10:00Z"],
            ),
            (
                Normal,
                Resolution,
                "2026-12-05T12:00:00Z",
                ["2026-12-08T12:00:00Z", "2026-12-08T16:00:00Z"],
            ),
        ] {
            check(BusinessHours, priority, kind, from, expected);
        }
    }

    #[test]
    fn by_the_calendar_all_time_counts_and_so_it_does_without_hours() {
        let expected = ["2026-12-02T17:15:00Z", "2026-12-02T17:45:00Z"];
        let from = "2026-12-02T15:45:00Z";
        check(TargetClock::Calendar, Priority::Normal, TargetKind::FirstReply, from, expected);
        let open = Settings { hours: None, ..settings(TargetClock::BusinessHours) };
        let due = open.target_due(TargetKind::FirstReply, Priority::Normal, utc(from)).unwrap();
        assert_eq!(due.at, utc(expected[1]));
    }

    #[test]
    fn a_priority_without_a_target_has_none_and_a_store_may_want_no_warning() {
        let mut settings = settings(TargetClock::Calendar);
        let from = utc("2026-12-02T15:45:00Z");
        assert_eq!(settings.target_due(TargetKind::FirstReply, Priority::Low, from), None);
        settings.targets.warn_at_percent = 0;
        let due = settings.target_due(TargetKind::FirstReply, Priority::Urgent, from).unwrap();
        assert_eq!(due.warn_at, None);
        settings.hours.as_mut().unwrap().week = Default::default();
        settings.targets.clock = TargetClock::BusinessHours;
        assert_eq!(settings.target_due(TargetKind::FirstReply, Priority::Urgent, from), None);
    }

    #[test]
    fn each_mistake_has_its_sentence_and_nothing_set_is_left_out() {
        let mut targets = ServiceTargets::default();
        assert!(targets.is_default() && targets.mistakes().is_empty());
        assert!(!serde_json::to_string(&Settings::default()).unwrap().contains("targets"));
        targets.high.first_reply = Some(0);
        targets.low.resolution = Some(LONGEST + 1);
        targets.warn_at_percent = 100;
        assert_eq!(targets.mistakes().len(), 2);
        let read: ServiceTargets =
            serde_json::from_str(r#"{"urgent":{"first_reply":15}}"#).unwrap();
        assert_eq!((read.urgent.first_reply, read.warn_at_percent), (Some(15), 75));
    }
}
