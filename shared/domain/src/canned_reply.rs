//! Canned replies: words that agents send again and again, with placeholders for what differs. One that also says who gets
//! the conversation, or that it is closed, is a macro.

use serde::{Deserialize, Serialize};

use crate::id::checked_string;
use crate::{GroupId, Invalid, Name, Text, UserId};

fn is_shortcut(value: &str) -> bool {
    (1..=32).contains(&value.len())
        && value
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_lowercase() || b == b'-' || b == b'_')
}

checked_string!(
    /// What is typed behind a slash to find a canned reply: 1 to 32 characters of `a-z`, `0-9`, `-` and `_`.
    Shortcut, is_shortcut, "^[0-9a-z_-]{1,32}$", "a shortcut: 1 to 32 characters a-z 0-9 - _"
);

/// What stands in a canned reply for something that differs from conversation to conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Placeholder {
    /// What the customer is called.
    #[serde(rename = "customer.name")]
    CustomerName,
    /// The first word of that.
    #[serde(rename = "customer.first_name")]
    CustomerFirstName,
    /// What the agent who sends the reply is called.
    #[serde(rename = "agent.name")]
    AgentName,
    /// The end of the case's id, by which the staff find it.
    #[serde(rename = "case.id")]
    CaseId,
    /// What the store is called.
    #[serde(rename = "store.name")]
    StoreName,
}

impl Placeholder {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Placeholder; 5] = [
        Placeholder::CustomerName,
        Placeholder::CustomerFirstName,
        Placeholder::AgentName,
        Placeholder::CaseId,
        Placeholder::StoreName,
    ];

    /// What stands between the braces.
    pub fn name(self) -> &'static str {
        match self {
            Placeholder::CustomerName => "customer.name",
            Placeholder::CustomerFirstName => "customer.first_name",
            Placeholder::AgentName => "agent.name",
            Placeholder::CaseId => "case.id",
            Placeholder::StoreName => "store.name",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|placeholder| placeholder.name() == name)
    }
}

/// A part of a [`ReplyTemplate`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TemplatePart {
    /// Words that stay as they are.
    Words {
        /// The words.
        text: String,
    },
    /// What differs.
    Placeholder {
        /// Which.
        name: Placeholder,
    },
}

/// The words of a canned reply, with placeholders such as `{{customer.name}}`. Every `{{` begins one that is known: none
/// can reach a customer because it was misspelt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(as = "String"))]
#[serde(try_from = "String", into = "String")]
pub struct ReplyTemplate(Text);

impl ReplyTemplate {
    /// The words as they were written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The parts, in order. Neighbouring words are one part.
    pub fn parts(&self) -> Vec<TemplatePart> {
        parsed(self.as_str()).unwrap_or_default()
    }
}

impl TryFrom<String> for ReplyTemplate {
    type Error = Invalid;

    fn try_from(value: String) -> Result<Self, Invalid> {
        let text = Text::try_from(value)?;
        match parsed(text.as_str()) {
            Some(_) => Ok(Self(text)),
            None => Err(Invalid::UNKNOWN_PLACEHOLDER),
        }
    }
}

impl std::str::FromStr for ReplyTemplate {
    type Err = Invalid;

    fn from_str(value: &str) -> Result<Self, Invalid> {
        value.to_owned().try_into()
    }
}

impl From<ReplyTemplate> for String {
    fn from(template: ReplyTemplate) -> String {
        template.0.into()
    }
}

/// The parts of a text; none where two braces begin something else than a placeholder.
fn parsed(text: &str) -> Option<Vec<TemplatePart>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((words, behind)) = rest.split_once("{{") {
        let (name, after) = behind.split_once("}}")?;
        let name = Placeholder::named(name.trim_matches(' '))?;
        parts.extend(words_of(words));
        parts.push(TemplatePart::Placeholder { name });
        rest = after;
    }
    parts.extend(words_of(rest));
    Some(parts)
}

fn words_of(text: &str) -> Option<TemplatePart> {
    (!text.is_empty()).then(|| TemplatePart::Words { text: text.to_owned() })
}

/// Who gets a conversation in which a macro is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(tag = "to", rename_all = "snake_case", deny_unknown_fields)]
pub enum MacroAssignee {
    /// Whoever sends it.
    Me {},
    /// Whoever of a group takes it.
    Group {
        /// The group.
        group: GroupId,
    },
}

/// A canned reply, and what is done once it is sent: first the conversation is assigned, then closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedReply {
    /// What people find it by.
    pub title: Name,
    /// What finds it at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortcut: Option<Shortcut>,
    /// What it says.
    pub text: ReplyTemplate,
    /// Who gets the conversation; none leaves it to whoever has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assign: Option<MacroAssignee>,
    /// Whether the conversation is closed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub close: bool,
}

impl CannedReply {
    /// The group that it names.
    pub fn group(&self) -> Option<GroupId> {
        match self.assign {
            Some(MacroAssignee::Group { group }) => Some(group),
            Some(MacroAssignee::Me {}) | None => None,
        }
    }
}

/// Whose canned replies are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannedReplyOwner {
    /// Those of the store, which its leads write and all of its agents use.
    Store,
    /// Those that an agent has written for themselves.
    Agent(UserId),
}

impl CannedReplyOwner {
    /// How many there are at most: a list is read whole.
    pub fn most(&self) -> usize {
        match self {
            CannedReplyOwner::Store => 200,
            CannedReplyOwner::Agent(_) => 100,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> TemplatePart {
        TemplatePart::Words { text: text.to_owned() }
    }

    fn placeholder(name: Placeholder) -> TemplatePart {
        TemplatePart::Placeholder { name }
    }

    #[test]
    fn a_template_is_words_and_placeholders_in_order() {
        let template: ReplyTemplate =
            "Hi {{customer.first_name}},\n{{ store.name }}{{case.id}} }} {".parse().unwrap();
        assert_eq!(
            template.parts(),
            [
                words("Hi "),
                placeholder(Placeholder::CustomerFirstName),
                words(",\n"),
                placeholder(Placeholder::StoreName),
                placeholder(Placeholder::CaseId),
                words(" }} {"),
            ]
        );
        assert_eq!("Bye.".parse::<ReplyTemplate>().unwrap().parts(), [words("Bye.")]);
    }

    #[test]
    fn what_is_no_placeholder_is_refused() {
        for wrong in [
            "{{customer}}",
            "{{Customer.Name}}",
            "{{customer.name",
            "Hi {{}}",
            "{{{customer.name}}}",
            "{{customer.name}} {{agent.mail}}",
            "{{customer.\nname}}",
        ] {
            assert_eq!(
                wrong.parse::<ReplyTemplate>(),
                Err(Invalid::UNKNOWN_PLACEHOLDER),
                "{wrong}"
            );
        }
        assert_eq!(" ".parse::<ReplyTemplate>(), Err(Invalid::BLANK));
        assert_eq!("x".repeat(4_001).parse::<ReplyTemplate>(), Err(Invalid::TOO_LONG));
    }

    #[test]
    fn each_placeholder_is_written_by_its_name_and_named_to_whoever_uses_another() {
        for known in Placeholder::ALL {
            assert_eq!(serde_json::to_value(known).unwrap(), known.name());
            let template: ReplyTemplate = format!("{{{{{}}}}}", known.name()).parse().unwrap();
            assert_eq!(template.parts(), [placeholder(known)]);
            let named = format!("{{{{{}}}}}", known.name());
            assert!(Invalid::UNKNOWN_PLACEHOLDER.expected.contains(&named), "{named}");
        }
    }

    #[test]
    fn a_shortcut_is_typed_behind_a_slash_without_spaces() {
        for right in ["refund", "refund-2", "vat_id", &"a".repeat(32)] {
            assert!(right.parse::<Shortcut>().is_ok(), "{right}");
        }
        for wrong in ["", "Refund", "a b", "a/b", "größe", &"a".repeat(33)] {
            assert!(wrong.parse::<Shortcut>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_canned_reply_reads_back_as_it_was_written_and_a_plain_one_names_no_actions() {
        let plain = CannedReply {
            title: "Refund".parse().unwrap(),
            shortcut: None,
            text: "Dear {{customer.name}}".parse().unwrap(),
            assign: None,
            close: false,
        };
        let written = serde_json::to_string(&plain).unwrap();
        assert_eq!(written, r#"{"title":"Refund","text":"Dear {{customer.name}}"}"#);
        let group = GroupId::try_from(2).unwrap();
        let assign = Some(MacroAssignee::Group { group });
        let shortcut = Some("refund".parse().unwrap());
        let whole = CannedReply { shortcut, assign, close: true, ..plain.clone() };
        for reply in [plain, whole] {
            let written = serde_json::to_string(&reply).unwrap();
            assert_eq!(serde_json::from_str::<CannedReply>(&written).unwrap(), reply);
        }
    }
}
