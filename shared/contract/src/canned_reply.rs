//! The documents of canned replies, those of a store and those of one agent.

use domain::{
    CannedReply, CannedReplyId, CommandId, MacroAssignee, Name, ReplyTemplate, Shortcut,
    TemplatePart, Timestamp,
};
use serde::{Deserialize, Serialize};

/// A canned reply as whoever may use it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct CannedReplyView {
    /// Which.
    pub id: CannedReplyId,
    /// Whether it is the caller's own; else it is the store's.
    pub personal: bool,
    /// What people find it by.
    pub title: Name,
    /// What finds it at once.
    pub shortcut: Option<Shortcut>,
    /// What it says, as it was written.
    pub text: ReplyTemplate,
    /// The same in parts: words, and placeholders to be filled in.
    pub parts: Vec<TemplatePart>,
    /// Who gets the conversation once it is sent; null: whoever has it.
    pub assign: Option<MacroAssignee>,
    /// Whether the conversation is closed once it is sent.
    pub close: bool,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// Who changed it last.
    pub updated_by: Option<Name>,
    /// Grows with each change; an edit names the one it has seen.
    pub version: u32,
}

/// Everything that an agent may use in a store: the store's canned replies and their own, by title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct CannedReplyList {
    /// The canned replies.
    pub replies: Vec<CannedReplyView>,
}

/// Adds a canned reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct NewCannedReply {
    /// The client's id for the command; repeating it adds nothing new.
    pub id: CommandId,
    /// Whether it is for the caller alone; else it is the store's, which is for leads.
    pub personal: bool,
    /// What people find it by.
    pub title: Name,
    /// What finds it at once.
    pub shortcut: Option<Shortcut>,
    /// What it says.
    pub text: ReplyTemplate,
    /// Who gets the conversation once it is sent.
    pub assign: Option<MacroAssignee>,
    /// Whether the conversation is closed once it is sent.
    pub close: Option<bool>,
}

/// Changes a canned reply as a whole: what is absent is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct CannedReplyChange {
    /// The client's id for the command; repeating it changes nothing more.
    pub id: CommandId,
    /// The version that the editor has seen.
    pub version: u32,
    /// What people find it by.
    pub title: Name,
    /// What finds it at once.
    pub shortcut: Option<Shortcut>,
    /// What it says.
    pub text: ReplyTemplate,
    /// Who gets the conversation once it is sent.
    pub assign: Option<MacroAssignee>,
    /// Whether the conversation is closed once it is sent.
    pub close: Option<bool>,
}

/// Deletes a canned reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct CannedReplyDeletion {
    /// The client's id for the command; repeating it changes nothing more.
    pub id: CommandId,
    /// The version that was seen.
    pub version: u32,
}

/// Documents that say what a canned reply is to be.
macro_rules! says_a_reply {
    ($($document:ident)*) => {$(
        impl $document {
            /// What is to be there.
            pub fn reply(&self) -> CannedReply {
                CannedReply {
                    title: self.title.clone(),
                    shortcut: self.shortcut.clone(),
                    text: self.text.clone(),
                    assign: self.assign,
                    close: self.close.unwrap_or_default(),
                }
            }
        }
    )*};
}

says_a_reply!(NewCannedReply CannedReplyChange);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Code, json};

    fn new(more: serde_json::Value) -> Result<NewCannedReply, crate::Malformed> {
        let mut document =
            json!({ "id": "command-1", "personal": true, "title": "Refund", "text": "Soon." });
        let fields = document.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        json::read_value(&document)
    }

    #[test]
    fn a_placeholder_that_there_is_not_is_refused_with_those_that_there_are() {
        let refused = new(json!({ "text": "Dear {{customer}}" })).unwrap_err();
        assert_eq!(refused.code, Code::UnknownPlaceholder);
        for known in domain::Placeholder::ALL {
            assert!(refused.message.contains(known.name()), "{}", refused.message);
        }
        assert!(!refused.message.contains("Dear"), "{}", refused.message);
    }

    #[test]
    fn what_a_macro_does_is_read_as_it_is_written() {
        assert_eq!(new(json!({})).unwrap().reply().assign, None);
        let me = new(json!({ "assign": { "to": "me" }, "close": true })).unwrap().reply();
        assert_eq!((me.assign, me.close), (Some(MacroAssignee::Me {}), true));
        let group = new(json!({ "assign": { "to": "group", "group": 2 } })).unwrap().reply();
        assert_eq!(group.group().map(domain::GroupId::get), Some(2));
        for wrong in [
            json!({ "assign": { "to": "group" } }),
            json!({ "assign": { "to": "me", "group": 1 } }),
            json!({ "assign": "me" }),
            json!({ "shortcut": "a b" }),
            json!({ "tags": [] }),
        ] {
            assert_eq!(new(wrong.clone()).unwrap_err().code, Code::BadFrame, "{wrong}");
        }
    }
}
