//! The documents of saved views, those of a store and those of one agent.

use domain::{CaseFilter, CommandId, Name, SavedView, SavedViewId, Timestamp};
use serde::{Deserialize, Serialize};

/// A saved view as whoever may use it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct SavedViewEntry {
    /// Which.
    pub id: SavedViewId,
    /// Whether it is the caller's own; else it is the store's.
    pub personal: bool,
    /// What people find it by.
    pub name: Name,
    /// What it shows.
    pub filter: CaseFilter,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// Who changed it last.
    pub updated_by: Option<Name>,
    /// Grows with each change; an edit names the one it has seen.
    pub version: u32,
}

/// Every saved view that an agent finds in a store: their own, then the store's, each by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct SavedViewList {
    /// The saved views.
    pub views: Vec<SavedViewEntry>,
}

/// Adds a saved view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct NewSavedView {
    /// The client's id for the command; repeating it adds nothing new.
    pub id: CommandId,
    /// Whether it is for the caller alone; else it is the store's, which is for leads.
    pub personal: bool,
    /// What people find it by.
    pub name: Name,
    /// What it shows.
    pub filter: CaseFilter,
}

/// Changes a saved view as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SavedViewChange {
    /// The client's id for the command; repeating it changes nothing more.
    pub id: CommandId,
    /// The version that the editor has seen.
    pub version: u32,
    /// What people find it by.
    pub name: Name,
    /// What it shows.
    pub filter: CaseFilter,
}

/// Deletes a saved view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SavedViewDeletion {
    /// The client's id for the command; repeating it changes nothing more.
    pub id: CommandId,
    /// The version that was seen.
    pub version: u32,
}

impl NewSavedView {
    /// What is to be there.
    pub fn view(&self) -> SavedView {
        SavedView { name: self.name.clone(), filter: self.filter.clone() }
    }
}

impl SavedViewChange {
    /// What is to be there.
    pub fn view(&self) -> SavedView {
        SavedView { name: self.name.clone(), filter: self.filter.clone() }
    }
}
