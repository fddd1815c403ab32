//! The documents of the REST API.

use domain::{
    Appearance, CaseId, CommandId, ConsentVersion, FileIds, Locale, Name, PreChatField,
    PreChatReply, ProactiveGreeting, Role, Seq, StoreId, Text, Timestamp, Translated, UserId,
};
use serde::{Deserialize, Serialize};

use crate::client::{check_content, text_beside_files};
use crate::{Assignee, CaseSummary, CaseView, Code, EventView, FileRules, Malformed};

/// A problem as RFC 9457 has it, with our stable code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Problem {
    /// Always `about:blank`: the code says which problem it is.
    pub r#type: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong here.
    pub detail: String,
    /// The stable code.
    pub code: Code,
    /// With `rate_limited` the seconds after which the same may be asked again; `Retry-After` says them too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(optional))]
    pub retry_after: Option<u32>,
    /// With `taken` who has the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(optional))]
    pub taken_by: Option<Assignee>,
}

/// That the API runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Health {
    /// Always `ok`.
    pub status: String,
    /// The version that is deployed.
    pub version: String,
    /// The subprotocol of its socket.
    pub wire: String,
}

/// Asks for a visitor's token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct VisitorRequest {
    /// Whose shop is visited.
    pub store: StoreId,
}

/// A frame of the socket, sent as a form by a page that is going away: a browser asks nobody before it sends a form, and
/// sends it after the page has gone. The token stands in it as RFC 6750, section 2.2, has it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FrameForm {
    /// The bearer token.
    pub access_token: String,
    /// The frame, as JSON: a command of a case, or a new case.
    pub frame: String,
}

/// A visitor's token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct VisitorToken {
    /// The bearer token.
    pub token: String,
    /// Who the visitor is from now on.
    pub user: UserId,
    /// Whose shop is visited.
    pub store: StoreId,
    /// When the token ends, in seconds since 1970.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub expires: i64,
}

/// A signed-in customer says which visitor they were before, by that visitor's token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct VisitorClaim {
    /// The visitor's bearer token. It opens nothing from then on.
    #[cfg_attr(feature = "schema", schemars(length(max = 4096)))]
    pub token: String,
}

/// What a customer has taken over of a visitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct ClaimedCases {
    /// The cases that are theirs now, but for those that lists name as theirs already. What had just begun follows by itself.
    pub cases: Vec<CaseId>,
}

/// Who the caller is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Me {
    /// Who.
    pub user: UserId,
    /// As what.
    pub role: Role,
    /// What they are called.
    pub name: Option<Name>,
    /// The stores they may act in.
    pub stores: Vec<StoreId>,
    /// When the token ends, in seconds since 1970.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub expires: i64,
}

/// What anyone may know of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct StoreView {
    /// Its id.
    pub id: StoreId,
    /// Its name.
    pub name: String,
    /// What the widget says first; null: its own words.
    pub greeting: Option<Text>,
    /// How the chat looks.
    pub appearance: Appearance,
    /// Whether an assistant may answer here.
    pub assistant: bool,
    /// Whether approved answers can be looked through at `/stores/{store}/help`.
    pub help: bool,
    /// Whether people answer at this hour; null where the store promises nothing.
    pub open: Option<bool>,
    /// When they do again, where they do not now.
    pub opens_at: Option<Timestamp>,
    /// What is asked before the first message; absent where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "PreChatView"), ts(optional))]
    pub pre_chat: Option<PreChatView>,
    /// Which files may be attached; absent where none may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "FileRules"), ts(optional))]
    pub files: Option<FileRules>,
    /// What a page with the chat says by itself, by rule; absent where it says nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
    pub proactive_greetings: Vec<ProactiveGreeting>,
}

/// What a store asks before the first message. `open` carries what is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct PreChatView {
    /// The fields of its form, in their order.
    pub fields: Vec<PreChatField>,
    /// What is agreed to before anything is stored, a visitor's token included; null: nothing has to be.
    pub consent: Option<ConsentView>,
}

/// What has to be agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct ConsentView {
    /// Names these words in the opening.
    pub version: ConsentVersion,
    /// The words. `appearance.privacy` is linked beside them.
    pub text: Translated,
    /// What whoever declines can do instead; null where the store says nothing.
    pub contact: Option<Translated>,
}

/// Opens a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct OpenCase {
    /// The client's id for the command; repeating it opens nothing new.
    pub id: CommandId,
    /// Whose shop is asked.
    pub store: StoreId,
    /// The first message; it may be left out, or empty, where there are files.
    #[serde(
        default,
        deserialize_with = "text_beside_files",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", ts(as = "Text"))]
    pub text: Option<Text>,
    /// Files that the author has uploaded and that are ready.
    pub files: Option<FileIds>,
    /// The language of the customer's browser.
    pub locale: Option<Locale>,
    /// What was answered and agreed to before, where the store asks for that.
    pub pre_chat: Option<PreChatReply>,
}

impl OpenCase {
    /// The same, if there is something to see in it.
    ///
    /// # Errors
    /// [`Malformed`] with the code `blank_text`.
    pub fn checked(self) -> Result<Self, Malformed> {
        check_content(&self.id, self.text.as_ref(), self.files.as_ref())?;
        Ok(self)
    }
}

/// A page of a list of cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct CasePage {
    /// The cases, in the list's order.
    pub cases: Vec<CaseSummary>,
    /// Asks for the next page; null on the last one. Opaque.
    pub next: Option<String>,
}

/// A count of cases ends here: this many means "this many or more".
pub const MOST_COUNTED: u32 = 1_000;

/// How many cases of a store stand where, each up to 1,000; some moments behind, as lists are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct CaseCounts {
    /// Those that wait; like the others null where it was not asked for, or where the caller sees only their own cases.
    pub waiting: Option<u32>,
    /// Those that are answered and not resolved.
    pub open: Option<u32>,
    /// Those that were put aside.
    #[serde(default)]
    pub snoozed: Option<u32>,
    /// Those resolved within the last twelve months of the calendar, this one among them.
    pub closed: Option<u32>,
}

/// A page of a case's events, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct EventPage {
    /// The events.
    pub events: Vec<EventView>,
    /// The last event that this viewer may see.
    pub head: Seq,
    /// Whether there are further events in the direction asked for.
    pub more: bool,
    /// Where the case stands.
    pub view: CaseView,
}
