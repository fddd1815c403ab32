//! Who gets the next case: the least busy first, then in turn.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::{GroupId, State, Status, Timestamp, TriageMode, UserId};

/// How a store's cases find their agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Routing {
    /// Whether they are assigned to agents who are there as they come. Else agents take them, or leads give them.
    pub automatic: bool,
    /// After how many minutes away or offline an agent's waiting cases go back; 0: never.
    #[cfg_attr(feature = "schema", schemars(range(max = Self::LONGEST_GRACE)))]
    pub grace_minutes: u16,
}

impl Default for Routing {
    fn default() -> Self {
        Self { automatic: false, grace_minutes: Self::GRACE }
    }
}

impl Routing {
    /// The grace time of a store whose leads have set none.
    pub const GRACE: u16 = 10;
    /// The longest grace time: a day.
    pub const LONGEST_GRACE: u16 = 24 * 60;

    /// Whether nothing is set.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// What is wrong, a sentence each.
    pub fn mistakes(&self) -> Vec<String> {
        let is_long = self.grace_minutes > Self::LONGEST_GRACE;
        let sentence = || format!("`grace_minutes` is at most {}.", Self::LONGEST_GRACE);
        is_long.then(sentence).into_iter().collect()
    }

    /// The latest time since when somebody may have been away whose cases go back now; none where none do.
    pub fn grace_ended(&self, now: Timestamp) -> Option<Timestamp> {
        let seconds = i64::from(self.grace_minutes) * 60;
        (self.grace_minutes > 0).then(|| now.plus_seconds(-seconds))
    }
}

/// An agent who is there and takes cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub user: UserId,
    /// The groups they are in.
    pub groups: Vec<GroupId>,
    /// How many more cases they take.
    pub room: usize,
    /// How many they have.
    pub load: usize,
    /// When they got one last.
    pub last_given: Timestamp,
}

/// What of a case decides who gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand<'a> {
    /// The group that it is for; none for anybody.
    pub group: Option<GroupId>,
    /// Who knows it already, and gets it where they can.
    pub known_to: Option<&'a UserId>,
}

/// Who of these gets a case: whoever knows it, else the least busy, else whoever got one longest ago. None where nobody
/// of its group has room.
pub fn choose<'a>(candidates: &'a [Candidate], demand: Demand<'_>) -> Option<&'a Candidate> {
    let fits = |candidate: &&Candidate| {
        let is_of_group = demand.group.is_none_or(|group| candidate.groups.contains(&group));
        candidate.room > 0 && is_of_group
    };
    let order = |candidate: &&Candidate| {
        let is_known = demand.known_to == Some(&candidate.user);
        (Reverse(is_known), candidate.load, candidate.last_given, candidate.user.clone())
    };
    candidates.iter().filter(fits).min_by_key(order)
}

impl Candidate {
    /// Notes that they got a case.
    pub fn give(&mut self, now: Timestamp) {
        self.room = self.room.saturating_sub(1);
        self.load += 1;
        self.last_given = now;
    }
}

impl State {
    /// Whether the case waits for an agent whom nobody has given it to. Where an assistant answers customers, only once a
    /// person is wanted.
    pub fn needs_agent(&self, triage: TriageMode) -> bool {
        let wants_person = self.escalated || triage != TriageMode::Answer;
        let waits = self.status == Status::Waiting && self.snoozed.is_none();
        waits && self.assignee.is_none() && wants_person
    }

    /// Whether an agent has it and it is not resolved.
    pub fn is_with(&self, agent: &UserId) -> bool {
        self.status != Status::Resolved && self.assignee.as_ref() == Some(agent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(name: &str, load: usize, last_given: i64) -> Candidate {
        Candidate {
            user: UserId::agent("issuer", name),
            groups: Vec::new(),
            room: 1,
            load,
            last_given: Timestamp(last_given),
        }
    }

    fn group(number: u8) -> GroupId {
        number.try_into().unwrap()
    }

    const ANYBODY: Demand<'_> = Demand { group: None, known_to: None };

    #[test]
    fn the_least_busy_is_first_and_then_whoever_got_one_longest_ago() {
        let both = [candidate("ines", 2, 1), candidate("jon", 1, 9)];
        assert_eq!(choose(&both, ANYBODY), Some(&both[1]));
        let even = [candidate("ines", 1, 5), candidate("jon", 1, 4)];
        assert_eq!(choose(&even, ANYBODY), Some(&even[1]));
    }

    #[test]
    fn nobody_without_room_or_outside_the_group_gets_it() {
        let full = Candidate { room: 0, ..candidate("ines", 0, 0) };
        assert_eq!(choose(&[full], ANYBODY), None);
        let billing = Candidate { groups: vec![group(1)], ..candidate("jon", 9, 9) };
        let all = [candidate("ines", 0, 0), billing.clone()];
        let of = |number| Demand { group: Some(group(number)), known_to: None };
        assert_eq!(choose(&all, of(1)), Some(&billing));
        assert_eq!(choose(&all, of(2)), None);
    }

    #[test]
    fn whoever_knows_the_case_gets_it_back_where_they_can() {
        let both = [candidate("ines", 2, 1), candidate("jon", 1, 9)];
        let known = Demand { group: None, known_to: Some(&both[0].user) };
        assert_eq!(choose(&both, known), Some(&both[0]));
        let full = [Candidate { room: 0, ..both[0].clone() }, both[1].clone()];
        assert_eq!(choose(&full, known), Some(&full[1]));
    }
}
