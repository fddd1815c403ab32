//! Who is asking.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Author, GroupId, Name, StoreId, Timestamp, UserId};

/// What someone is, and with it what they may do (the table is in `policy`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Someone who asks a store.
    Customer,
    /// Someone who answers for stores.
    Agent,
    /// An agent who may also manage agents and answers.
    Lead,
    /// The AI as an author.
    Assistant,
    /// Timers and upkeep.
    System,
}

impl Role {
    /// Every role, for tables over all of them.
    pub const ALL: [Role; 5] =
        [Role::Customer, Role::Agent, Role::Lead, Role::Assistant, Role::System];

    /// Whether this role sees what is internal to a store's staff.
    pub fn is_staff(self) -> bool {
        matches!(self, Role::Agent | Role::Lead)
    }

    /// The role's name on the wire, in tokens' contexts and in rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Customer => "customer",
            Role::Agent => "agent",
            Role::Lead => "lead",
            Role::Assistant => "assistant",
            Role::System => "system",
        }
    }

    /// The role with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// Someone whose token has been verified, or a part of the system itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Who; none for the assistant and the system.
    pub user: Option<UserId>,
    /// As what.
    pub role: Role,
    /// What others see them called.
    pub name: Option<Name>,
    /// The stores they may act in: a customer's one store, an agent's several.
    pub stores: Vec<StoreId>,
    /// The groups of those stores that an agent is in, as the directory said when they came in.
    pub groups: Memberships,
    /// When their token ends.
    pub expires: Timestamp,
}

/// The groups that somebody is in: each store numbers its own. Contexts and rows that hold strings hold it as it is
/// displayed, such as `demo:1 north:2`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Memberships(BTreeSet<(StoreId, GroupId)>);

impl Memberships {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether they are in this group of this store.
    pub fn has(&self, store: &StoreId, group: GroupId) -> bool {
        self.0.iter().any(|(of, own)| of == store && *own == group)
    }

    /// Those of this store.
    pub fn of(&self, store: &StoreId) -> BTreeSet<GroupId> {
        self.0.iter().filter(|(of, _)| of == store).map(|(_, group)| *group).collect()
    }

    /// Reads them as they are displayed. What names no group of a store is left out.
    pub fn read(written: &str) -> Self {
        let one = |word: &str| -> Option<(StoreId, GroupId)> {
            let (store, group) = word.split_once(':')?;
            Some((store.parse().ok()?, group.parse().ok()?))
        };
        written.split(' ').filter_map(one).collect()
    }
}

impl FromIterator<(StoreId, GroupId)> for Memberships {
    fn from_iter<I: IntoIterator<Item = (StoreId, GroupId)>>(groups: I) -> Self {
        Self(groups.into_iter().collect())
    }
}

impl fmt::Display for Memberships {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (store, group)) in self.0.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            write!(f, "{space}{}:{group}", store.as_str())?;
        }
        Ok(())
    }
}

/// Someone of the staff as the directory knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub user: UserId,
    /// What they are called.
    pub name: Option<Name>,
    /// The stores they serve; none for someone whom the directory does not know.
    pub stores: Vec<StoreId>,
}

impl Principal {
    /// The assistant acting in one store.
    pub fn assistant(store: StoreId) -> Self {
        Self::machine(Role::Assistant, store)
    }

    /// The system's own timers acting in one store.
    pub fn system(store: StoreId) -> Self {
        Self::machine(Role::System, store)
    }

    fn machine(role: Role, store: StoreId) -> Self {
        let (stores, groups) = (vec![store], Memberships::default());
        Self { user: None, role, name: None, stores, groups, expires: Timestamp(i64::MAX) }
    }

    /// Whether they act in this store at all.
    pub fn serves(&self, store: &StoreId) -> bool {
        self.stores.contains(store)
    }

    /// How their events are signed.
    pub fn author(&self) -> Author {
        Author { role: self.role, id: self.user.clone(), name: self.name.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memberships_read_back_as_they_are_displayed() {
        for written in ["", "demo:1", "demo:1 demo:60 north-2:3"] {
            assert_eq!(Memberships::read(written).to_string(), written);
        }
    }

    #[test]
    fn what_names_no_group_of_a_store_is_none() {
        let read = Memberships::read("demo demo: demo:0 demo:61 :1 demo:x demo:2");
        assert_eq!(read.to_string(), "demo:2");
    }

    #[test]
    fn a_number_is_of_one_store_alone() {
        let groups = Memberships::read("demo:1 north:2");
        let has =
            |store: &str, group: u8| groups.has(&store.parse().unwrap(), group.try_into().unwrap());
        assert!(has("demo", 1) && has("north", 2));
        assert!(!has("demo", 2) && !has("north", 1));
        assert_eq!(groups.of(&"north".parse().unwrap()).len(), 1);
        assert!(groups.of(&"south".parse().unwrap()).is_empty());
    }
}
