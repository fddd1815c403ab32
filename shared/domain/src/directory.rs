//! The directory: who works for a store, in which groups, and how many cases at once.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{CommandId, ErasureSubject, FieldChange, Invalid, Name, Role, Timestamp, UserId};

/// A group of a store's agents, such as "Billing": a number, because the state of each case holds one in a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("minimum" = 1, "maximum" = GroupId::MOST)),
    ts(type = "number")
)]
#[serde(try_from = "u8", into = "u8")]
pub struct GroupId(u8);

/// A group's letters in a state: one byte for each of [`GroupId::MOST`].
const LETTERS: &[u8; GroupId::MOST as usize] =
    b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX";

impl GroupId {
    /// The most groups that a store ever has.
    pub const MOST: u8 = 60;

    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }

    fn letter(self) -> char {
        char::from(LETTERS[usize::from(self.0 - 1)])
    }

    fn of_letter(letter: &str) -> Option<Self> {
        let [byte] = letter.as_bytes() else { return None };
        let at = LETTERS.iter().position(|known| known == byte)?;
        u8::try_from(at + 1).ok().map(Self)
    }

    /// Writes a state's group as its letter.
    #[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref)] // as serde calls it
    pub(crate) fn write_letter<S: Serializer>(
        group: &Option<Self>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        group.map(Self::letter).serialize(serializer)
    }

    /// Reads a state's group; none where it is none of ours.
    pub(crate) fn read_letter<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        let letter = Option::<String>::deserialize(deserializer)?;
        Ok(letter.as_deref().and_then(Self::of_letter))
    }
}

impl TryFrom<u8> for GroupId {
    type Error = Invalid;

    fn try_from(value: u8) -> Result<Self, Invalid> {
        match (1..=Self::MOST).contains(&value) {
            true => Ok(Self(value)),
            false => Err(Invalid { expected: "the number of a group: 1 to 60" }),
        }
    }
}

impl From<GroupId> for u8 {
    fn from(group: GroupId) -> u8 {
        group.0
    }
}

impl std::str::FromStr for GroupId {
    type Err = Invalid;

    fn from_str(value: &str) -> Result<Self, Invalid> {
        value.parse::<u8>().unwrap_or_default().try_into()
    }
}

impl fmt::Display for GroupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A group of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Group {
    /// Which.
    pub id: GroupId,
    /// What it is called.
    pub name: Name,
    /// Whether it gets no cases any more. Its number stays: cases still name it.
    #[serde(default)]
    pub closed: bool,
}

/// The groups of a store, by number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Groups(Vec<Group>);

impl Groups {
    /// All of them, the closed ones too.
    pub fn all(&self) -> &[Group] {
        &self.0
    }

    /// One of them.
    pub fn get(&self, id: GroupId) -> Option<&Group> {
        self.0.iter().find(|group| group.id == id)
    }

    /// Whether cases can be given to a group.
    pub fn is_open(&self, id: GroupId) -> bool {
        self.get(id).is_some_and(|group| !group.closed)
    }

    /// With one more; none where the store has as many as it can.
    pub fn with_new(&self, name: Name) -> Option<(Self, Group)> {
        let number = u8::try_from(self.0.len() + 1).ok()?;
        let group = Group { id: number.try_into().ok()?, name, closed: false };
        let mut groups = self.clone();
        groups.0.push(group.clone());
        Some((groups, group))
    }

    /// With one of them changed.
    #[must_use]
    pub fn with(&self, changed: &Group) -> Self {
        let replaced = |group: &Group| if group.id == changed.id { changed } else { group }.clone();
        Self(self.0.iter().map(replaced).collect())
    }
}

/// What a store's leads lay down about an agent. Whoever has just signed in for the first time is in no group, takes as
/// many cases as they like and may work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(default)]
pub struct AgentTerms {
    /// The groups they are in.
    pub groups: BTreeSet<GroupId>,
    /// How many unresolved cases of the store they have at once; none: as many as they like.
    pub capacity: Option<u8>,
    /// Whether they may work for the store at all.
    pub active: bool,
}

impl Default for AgentTerms {
    fn default() -> Self {
        Self { groups: BTreeSet::new(), capacity: None, active: true }
    }
}

/// A change of an agent's terms; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TermsChange {
    /// Other groups.
    pub groups: Option<BTreeSet<GroupId>>,
    /// Another capacity.
    pub capacity: FieldChange<u8>,
    /// Whether they may work.
    pub active: Option<bool>,
}

impl TermsChange {
    /// The terms afterwards.
    pub fn apply(&self, terms: &AgentTerms) -> AgentTerms {
        AgentTerms {
            groups: self.groups.clone().unwrap_or_else(|| terms.groups.clone()),
            capacity: self.capacity.clone().apply(terms.capacity),
            active: self.active.unwrap_or(terms.active),
        }
    }
}

/// An agent or lead of a store, as its directory knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// Who.
    pub user: UserId,
    /// As what they signed in last.
    pub role: Role,
    /// What they were called then.
    pub name: Option<Name>,
    /// What leads lay down about them.
    pub terms: AgentTerms,
    /// Since when they take no cases for now; none where they do.
    pub away_since: Option<Timestamp>,
    /// When they signed in first.
    pub first_seen: Timestamp,
    /// When they came or left last.
    pub last_seen: Timestamp,
    /// How often their terms were changed: an edit names the version it has seen.
    pub version: u32,
}

/// A change of the directory or of the store's canned replies, and who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct AuditEntry {
    /// The id of the command that made it.
    pub id: CommandId,
    /// When.
    pub at: Timestamp,
    /// Who made it.
    pub by: UserId,
    /// What they were called then.
    pub by_name: Option<Name>,
    /// What was changed.
    pub change: AuditedChange,
}

/// What was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AuditedChange {
    /// What an agent may do.
    Agent {
        /// Whose.
        agent: UserId,
        /// What they were called then.
        name: Option<Name>,
        /// As it was.
        before: AgentTerms,
        /// As it is.
        after: AgentTerms,
    },
    /// Whether an agent takes cases, as somebody else has said for them.
    Availability {
        /// Whose.
        agent: UserId,
        /// What they were called then.
        name: Option<Name>,
        /// Whether they do.
        available: bool,
    },
    /// The words and names of a case or of a customer were to be erased.
    Erasure {
        /// Whose.
        subject: ErasureSubject,
    },
    /// A group: a new one, another name, closed or opened again.
    Group {
        /// As it was; null for a new one.
        before: Option<Group>,
        /// As it is.
        after: Group,
    },
    /// A canned reply of the store: a new one, another title or other words, deleted. Its words are not noted.
    CannedReply {
        /// Its title as it was; null for a new one.
        before: Option<Name>,
        /// As it is; null for one that was deleted.
        after: Option<Name>,
    },
    /// A saved view of the store: a new one, another name or filter, deleted.
    SavedView {
        /// Its name as it was; null for a new one.
        before: Option<Name>,
        /// As it is; null for one that was deleted.
        after: Option<Name>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_group_has_a_letter_of_its_own() {
        let mut seen = BTreeSet::new();
        for number in 1..=GroupId::MOST {
            let group = GroupId::try_from(number).unwrap();
            assert!(seen.insert(group.letter()));
            assert_eq!(GroupId::of_letter(&group.letter().to_string()), Some(group));
        }
        for wrong in ["", "~", "ab"] {
            assert_eq!(GroupId::of_letter(wrong), None);
        }
        assert!(GroupId::try_from(0).is_err() && GroupId::try_from(61).is_err());
    }

    #[test]
    fn a_groups_number_is_never_given_again() {
        let name = |text: &str| text.parse::<Name>().unwrap();
        let (groups, billing) = Groups::default().with_new(name("Billing")).unwrap();
        let groups = groups.with(&Group { closed: true, ..billing.clone() });
        assert!(!groups.is_open(billing.id));
        let (groups, returns) = groups.with_new(name("Returns")).unwrap();
        assert_ne!(returns.id, billing.id);
        assert!(groups.is_open(returns.id));
        assert_eq!(groups.all().len(), 2);
    }

    #[test]
    fn a_change_leaves_what_it_does_not_name() {
        let terms = AgentTerms { capacity: Some(3), ..AgentTerms::default() };
        let closed = TermsChange { active: Some(false), ..TermsChange::default() };
        assert_eq!(closed.apply(&terms), AgentTerms { active: false, ..terms.clone() });
        let unlimited = TermsChange { capacity: FieldChange::Clear, ..TermsChange::default() };
        assert_eq!(unlimited.apply(&terms), AgentTerms { capacity: None, ..terms });
    }
}
