//! Saved views: a list of cases with what it shows alone, found again by a name.

use serde::{Deserialize, Serialize};

use crate::{GroupId, Name, Priority, Tag, UserId, Worklist};

/// A list, and which of its cases alone are shown. Nothing of a customer is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct CaseFilter {
    /// The list.
    pub list: Worklist,
    /// Those that were passed to this group; absent: everybody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "GroupId"))]
    pub group: Option<GroupId>,
    /// Those of this priority; absent: of every one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Priority"))]
    pub priority: Option<Priority>,
    /// Those with this tag; absent: with and without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Tag"))]
    pub tag: Option<Tag>,
    /// Those alone of which a target or a promise is overdue; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "bool"))]
    pub overdue: Option<bool>,
}

/// A filter under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// What people find it by.
    pub name: Name,
    /// What it shows.
    pub filter: CaseFilter,
}

/// Whose saved views are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SavedViewOwner {
    /// Those of the store, which its leads share and all of its agents see.
    Store,
    /// Those that an agent keeps for themselves.
    Agent(UserId),
}

impl SavedViewOwner {
    /// How many an owner has at most: they all stand in the console's menu.
    pub const MOST: usize = 20;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_reads_back_as_it_was_written_and_names_only_what_it_filters_by() {
        let filter = CaseFilter {
            list: Worklist::Waiting,
            group: None,
            priority: Some(Priority::Urgent),
            tag: None,
            overdue: None,
        };
        let view = SavedView { name: "Urgent".parse().unwrap(), filter };
        let written = serde_json::to_string(&view).unwrap();
        let expected = r#"{"name":"Urgent","filter":{"list":"waiting","priority":"urgent"}}"#;
        assert_eq!(written, expected);
        assert_eq!(serde_json::from_str::<SavedView>(&written).unwrap(), view);
        for wrong in [r#"{"list":"all"}"#, r#"{"list":"open","words":"Ada"}"#, "{}"] {
            assert!(serde_json::from_str::<CaseFilter>(wrong).is_err(), "{wrong}");
        }
    }
}
