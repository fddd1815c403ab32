//! Who is asking.

use serde::{Deserialize, Serialize};

use crate::{Author, Name, StoreId, Timestamp, UserId};

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
    /// When their token ends.
    pub expires: Timestamp,
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
        Self { user: None, role, name: None, stores: vec![store], expires: Timestamp(i64::MAX) }
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
