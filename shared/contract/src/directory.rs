//! The documents of a store's directory: who works for it, its groups, and who changed what.

use std::collections::BTreeSet;

use domain::{
    AuditEntry, CommandId, DirectoryEntry, FieldChange, Group, GroupId, Name, Role, TermsChange,
    Timestamp, UserId,
};
use serde::{Deserialize, Serialize};

/// An agent or lead of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct AgentView {
    /// Who.
    pub user: UserId,
    /// As what they signed in last.
    pub role: Role,
    /// What they are called.
    pub name: Option<Name>,
    /// The groups they are in.
    pub groups: BTreeSet<GroupId>,
    /// How many unresolved cases of the store they have at once; null: as many as they like.
    pub capacity: Option<u8>,
    /// Whether they may work for the store at all.
    pub active: bool,
    /// Whether they take cases now, where they are there.
    pub available: bool,
    /// Whether they are there: signed in, with a sign of life within ten minutes.
    pub online: bool,
    /// How many unresolved cases they have.
    pub cases: u32,
    /// When they signed in first.
    pub first_seen: Timestamp,
    /// When they came or left last.
    pub last_seen: Timestamp,
    /// Grows with each change of what they may do; an edit names the one it has seen.
    pub version: u32,
}

impl AgentView {
    /// An entry of the directory as the staff see it.
    pub fn of(entry: DirectoryEntry, online: bool, cases: usize) -> Self {
        Self {
            user: entry.user,
            role: entry.role,
            name: entry.name,
            groups: entry.terms.groups,
            capacity: entry.terms.capacity,
            active: entry.terms.active,
            available: entry.away_since.is_none(),
            online,
            cases: cases.try_into().unwrap_or(u32::MAX),
            first_seen: entry.first_seen,
            last_seen: entry.last_seen,
            version: entry.version,
        }
    }
}

/// Who works for a store, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct AgentList {
    /// The agents and leads.
    pub agents: Vec<AgentView>,
    /// The store's groups, the closed ones too.
    pub groups: Vec<Group>,
}

/// Changes what an agent may do; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct AgentChange {
    /// The client's id for the command; repeating it changes nothing more.
    pub id: CommandId,
    /// The version that the lead has seen.
    pub version: u32,
    /// All groups that they are in from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<BTreeSet<GroupId>>,
    /// How many unresolved cases they have at once; null: as many as they like.
    #[serde(default, skip_serializing_if = "FieldChange::is_keep")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<u8>"), ts(as = "Option<Option<u8>>"))]
    pub capacity: FieldChange<u8>,
    /// Whether they may work for the store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
}

impl From<AgentChange> for TermsChange {
    fn from(change: AgentChange) -> Self {
        Self { groups: change.groups, capacity: change.capacity, active: change.active }
    }
}

/// Says whether an agent takes cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct AvailabilityChange {
    /// Whether they do.
    pub available: bool,
}

/// Adds a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct NewGroup {
    /// The client's id for the command; repeating it adds nothing new.
    pub id: CommandId,
    /// What it is called.
    pub name: Name,
}

/// Changes a group; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct GroupChange {
    /// The client's id for the command; repeating it changes nothing more.
    pub id: CommandId,
    /// Another name.
    pub name: Option<Name>,
    /// Whether it gets no cases any more.
    pub closed: Option<bool>,
}

/// A page of the changes of a store's directory, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct AuditPage {
    /// The changes.
    pub entries: Vec<AuditEntry>,
    /// Asks for the next page; null on the last one. Opaque.
    pub next: Option<String>,
}

/// Who has a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Assignee {
    /// Who.
    pub user: UserId,
    /// What they are called.
    pub name: Option<Name>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capacity_that_is_null_is_another_than_none() {
        let read = |more: &str| {
            let raw = format!(r#"{{"id":"command-1","version":1{more}}}"#);
            serde_json::from_str::<AgentChange>(&raw).unwrap().capacity
        };
        assert_eq!(read(""), FieldChange::Keep);
        assert_eq!(read(r#","capacity":null"#), FieldChange::Clear);
        assert_eq!(read(r#","capacity":4"#), FieldChange::Set(4));
    }
}
