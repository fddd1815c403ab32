//! How pressing a case is, and what that makes of its place among those that wait.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::EscalationReason;

/// How pressing a case is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// It may wait.
    Low,
    /// What every case is until somebody says otherwise.
    #[default]
    Normal,
    /// It goes before others.
    High,
    /// It goes before all but those who asked for a person.
    Urgent,
}

impl Priority {
    /// Every priority, for tables over all of them.
    pub const ALL: [Priority; 4] =
        [Priority::Low, Priority::Normal, Priority::High, Priority::Urgent];
}

/// What of a case decides its place among those that wait, before the time that it has waited: first whether the customer
/// asked for a person, then the priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Precedence {
    /// How pressing it is.
    pub priority: Priority,
    /// Whether the customer asked for a person and none has replied since.
    pub asked_person: bool,
}

/// The letters of a state, by rank.
const LETTERS: &[u8; 8] = b"abcdefgh";

impl Precedence {
    /// The rank of a case about which nobody has said anything.
    pub const USUAL: u8 = 6;

    /// Its rank: 0 comes first, 7 last.
    pub fn rank(self) -> u8 {
        let by_priority = match self.priority {
            Priority::Urgent => 0,
            Priority::High => 1,
            Priority::Normal => 2,
            Priority::Low => 3,
        };
        by_priority + if self.asked_person { 0 } else { 4 }
    }

    /// Notes that a person is wanted, for this reason.
    pub(crate) fn call(&mut self, reason: EscalationReason) {
        self.asked_person |= reason.is_of_customer();
    }

    /// Notes that a person has replied, or that nobody waits for one any more.
    pub(crate) fn answer(&mut self) {
        self.asked_person = false;
    }

    #[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
    pub(crate) fn is_usual(&self) -> bool {
        self.rank() == Self::USUAL
    }

    fn of_letter(letter: &str) -> Option<Self> {
        let rank = LETTERS.iter().position(|known| letter.as_bytes() == [*known])?;
        let mut all = Priority::ALL
            .into_iter()
            .flat_map(|priority| [false, true].map(|asked_person| Self { priority, asked_person }));
        all.find(|one| usize::from(one.rank()) == rank)
    }
}

/// A letter, as a state holds it.
impl Serialize for Precedence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        char::from(LETTERS[usize::from(self.rank())]).serialize(serializer)
    }
}

/// A letter that is none of ours is of a later release: the case waits like any other.
impl<'de> Deserialize<'de> for Precedence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::of_letter(&String::deserialize(deserializer)?).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn precedence(priority: Priority, asked_person: bool) -> Precedence {
        Precedence { priority, asked_person }
    }

    #[test]
    fn who_asked_for_a_person_goes_first_then_what_is_pressing() {
        use Priority::{High, Low, Normal, Urgent};
        let order = [Urgent, High, Normal, Low];
        let asked = order.map(|priority| precedence(priority, true));
        let others = order.map(|priority| precedence(priority, false));
        let ranks: Vec<_> = asked.iter().chain(&others).map(|one| one.rank()).collect();
        assert_eq!(ranks, [0, 1, 2, 3, 4, 5, 6, 7]);
        assert!(Precedence::default().is_usual());
    }

    #[test]
    fn each_reads_back_from_its_letter_and_an_unknown_letter_is_the_usual_one() {
        for priority in Priority::ALL {
            for asked_person in [false, true] {
                let one = precedence(priority, asked_person);
                let letter = serde_json::to_string(&one).unwrap();
                assert_eq!(letter.len(), 3, "{letter}");
                assert_eq!(serde_json::from_str::<Precedence>(&letter).unwrap(), one);
            }
        }
        for unknown in ["\"z\"", "\"\"", "\"ab\""] {
            assert_eq!(serde_json::from_str::<Precedence>(unknown).unwrap(), Precedence::default());
        }
    }
}
