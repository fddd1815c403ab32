//! Colleagues whom a note calls.

use serde::{Deserialize, Serialize};

use crate::UserId;
use crate::id::Invalid;

/// The colleagues whom a note mentions, each once: no more than ten.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("maxItems" = MentionList::MOST)),
    ts(as = "Vec<UserId>")
)]
#[serde(try_from = "Vec<UserId>", into = "Vec<UserId>")]
pub struct MentionList(#[cfg_attr(feature = "schema", schemars(with = "Vec<UserId>"))] Vec<UserId>);

impl MentionList {
    /// The most colleagues that a note mentions.
    pub const MOST: usize = 10;

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &UserId> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is one of them.
    pub fn has(&self, user: &UserId) -> bool {
        self.0.contains(user)
    }
}

impl TryFrom<Vec<UserId>> for MentionList {
    type Error = Invalid;
    fn try_from(users: Vec<UserId>) -> Result<Self, Invalid> {
        let mut unique: Vec<UserId> = Vec::new();
        for user in users {
            if !unique.contains(&user) {
                unique.push(user);
            }
        }
        let is_long = unique.len() > Self::MOST;
        if is_long { Err(Invalid { expected: "at most 10 mentions" }) } else { Ok(Self(unique)) }
    }
}

impl From<MentionList> for Vec<UserId> {
    fn from(list: MentionList) -> Vec<UserId> {
        list.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Body;

    #[test]
    fn a_list_of_mentions_holds_each_once_and_no_more_than_ten() {
        let list = |count: usize| -> Result<MentionList, Invalid> {
            let users = (0..count).map(|n| UserId::agent("issuer", &n.to_string()));
            users.collect::<Vec<_>>().try_into()
        };
        assert!(list(10).is_ok() && list(11).is_err());
        let ines = UserId::agent("issuer", "ines");
        let twice: MentionList = vec![ines.clone(), ines.clone()].try_into().unwrap();
        assert_eq!(twice.iter().collect::<Vec<_>>(), [&ines]);
    }

    #[test]
    fn a_note_of_a_release_without_mentions_is_read_and_one_without_any_is_written_like_it() {
        let note: Body = serde_json::from_str(r#"{"k":"note"}"#).unwrap();
        assert_eq!(note, Body::Note { mentions: MentionList::default() });
        assert_eq!(serde_json::to_string(&note).unwrap(), r#"{"k":"note"}"#);
    }
}
