//! What a client sends over the socket, or posts where sockets are blocked.

use domain::{
    CaseId, CommandId, FileIds, GroupId, Invalid, Locale, MentionList, Name, PreChatReply,
    Priority, RejectionReason, Score, Seq, StoreId, Subject, TagList, Text, Timestamp, UserId,
};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::json;
use crate::malformed::Malformed;
use crate::{Code, OpenCase};

/// The gateway's limit for one frame, which is ours for a REST body too.
pub const MAX_FRAME_BYTES: usize = 32 * 1024;

/// Declares the commands of a case twice from one list: as the socket's frames, which name the case, and as REST's documents,
/// whose path does.
macro_rules! case_commands {
    ($($(#[$about:meta])* $name:ident { $($(#[$with:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        /// A frame of a client. `id` is the client's own and is echoed; `after` is the newest event of the case that the
        /// client holds. A retry repeats the frame unchanged; one with a later `after` is known again among the last 12
        /// commands of its case.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
        #[cfg_attr(feature = "schema", ts(optional_fields))]
        #[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
        #[allow(missing_docs)] // the fields mean the same in every frame and are said above
        pub enum ClientFrame {
            /// A customer's first message opens a case. With it goes what they answered and agreed to before, where their store
            /// asks for that: refused as `consent_required` or `form_incomplete` where it is missing.
            Open {
                id: CommandId,
                store: StoreId,
                /// May be left out, or empty, where there are files.
                #[serde(default, deserialize_with = "text_beside_files", skip_serializing_if = "Option::is_none")]
                #[cfg_attr(feature = "schema", ts(as = "Text"))]
                text: Option<Text>,
                /// Files that the author has uploaded and that are ready.
                files: Option<FileIds>,
                locale: Option<Locale>,
                pre_chat: Option<PreChatReply>,
            },
            /// Keep listening, and compare heads.
            Heartbeat { id: CommandId, cases: Vec<Head> },
            $($(#[$about])* $name { case: CaseId, $($(#[$with])* $field: $type),* },)*
        }

        /// A command of the case that the path names: a client's frame without its `case`. `id` is the client's own and is
        /// echoed; `after` is the newest event of the case that the client holds. A retry repeats the command unchanged; one
        /// with a later `after` is known again among the last 12 commands of its case.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
        #[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
        #[allow(missing_docs)] // the fields mean the same in every command and are said above
        pub enum CaseCommand {
            $($(#[$about])* $name { $($(#[$with])* $field: $type),* },)*
        }

        impl From<ClientFrame> for FrameTarget {
            fn from(frame: ClientFrame) -> Self {
                match frame {
                    ClientFrame::Open { id, store, text, files, locale, pre_chat } => {
                        Self::NewCase(OpenCase { id, store, text, files, locale, pre_chat })
                    }
                    ClientFrame::Heartbeat { id, cases } => Self::Connection { id, cases },
                    $(ClientFrame::$name { case, $($field),* } => {
                        Self::Case(case, CaseCommand::$name { $($field),* })
                    })*
                }
            }
        }
    };
}

case_commands! {
    /// A message. An agent names in `answers` the newest event they have read, or sends `anyway`.
    Send {
        id: CommandId,
        after: Seq,
        /// May be left out, or empty, where there are files.
        #[serde(default, deserialize_with = "text_beside_files", skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", ts(as = "Text"))]
        text: Option<Text>,
        /// Files that the author has uploaded and that are ready.
        files: Option<FileIds>,
        answers: Option<Seq>,
        anyway: Option<bool>,
    }
    /// A note among the staff. Whoever it mentions, agents of the case's store by their ids, is told: they have a list of
    /// such notes.
    Note { id: CommandId, after: Seq, text: Text, mentions: Option<MentionList> }
    /// Listen to a case and catch up; `after` 0 asks for the newest page.
    Sync { id: CommandId, after: Seq }
    /// The person has read up to `seq`.
    Read { seq: Seq }
    /// The person types, or has stopped. Nothing is written.
    Typing { on: bool }
    /// Give the case to an agent of its store, within what they take at once. The directory says what they are called. Who
    /// does not know of another agent's having it by now is told so.
    Assign { id: CommandId, after: Seq, agent: UserId }
    /// Take it from whoever has it.
    Unassign { id: CommandId, after: Seq }
    /// Ask for a person. An agent may pass the case to a group: then nobody has it until one of the group does. Who does not
    /// know of another agent's having it by now is told so.
    Escalate { id: CommandId, after: Seq, group: Option<GroupId> }
    /// Send a suggestion as one's own words, edited where `text` is given.
    Approve {
        id: CommandId,
        after: Seq,
        suggestion: Seq,
        text: Option<Text>,
        answers: Option<Seq>,
        anyway: Option<bool>,
    }
    /// Discard a suggestion.
    Reject { id: CommandId, after: Seq, suggestion: Seq, reason: RejectionReason }
    /// Say whether the assistant's answer `of` helped; "no" asks for a person.
    Helped { id: CommandId, after: Seq, of: Seq, yes: bool }
    /// Declare the matter resolved, having read all of it up to `after`: refused where somebody has written since.
    Resolve { id: CommandId, after: Seq }
    /// Declare it unresolved.
    Reopen { id: CommandId, after: Seq }
    /// Put the case aside until a time within a year, in milliseconds since 1970; without one until the customer writes.
    /// Their next words end it in any case.
    Snooze { id: CommandId, after: Seq, until: Option<Timestamp> }
    /// Bring a case back that was put aside.
    Wake { id: CommandId, after: Seq }
    /// Write a message that is sent at a time within a year, or without one when the store opens next. Refused as `conflict`
    /// where somebody has written since `after`. It takes the place of an earlier one, and a reply of a person, or the case's
    /// end, calls it off.
    ScheduleMessage { id: CommandId, after: Seq, text: Text, at: Option<Timestamp> }
    /// Don't send a message that was written for later.
    CancelScheduled { id: CommandId, after: Seq, of: Seq }
    /// Promise the customer, who sees it, a reply by a time within thirty days. It takes the place of an earlier one; the next
    /// reply of a person keeps it.
    PromiseReply { id: CommandId, after: Seq, by: Timestamp }
    /// Promise it no more.
    WithdrawPromise { id: CommandId, after: Seq, of: Seq }
    /// Judge the help.
    Rate { id: CommandId, after: Seq, score: Score, comment: Option<Text> }
    /// Take a message back.
    Withdraw { id: CommandId, after: Seq, of: Seq }
    /// Let someone in.
    AddParticipant { id: CommandId, after: Seq, user: UserId, name: Option<Name> }
    /// Show them out.
    RemoveParticipant { id: CommandId, after: Seq, user: UserId }
    /// Say how pressing the case is: those that wait are in this order.
    Prioritize { id: CommandId, after: Seq, priority: Priority }
    /// Say what the case is about, for the staff; without a `subject` the start of its first message stands in again.
    SetSubject { id: CommandId, after: Seq, subject: Option<Subject> }
    /// Give the case tags, and take some away: it has 10 at most.
    Tag { id: CommandId, after: Seq, add: Option<TagList>, remove: Option<TagList> }
}

/// What a frame is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FrameTarget {
    /// A case that is not there yet.
    NewCase(OpenCase),
    /// The connection itself.
    Connection {
        /// Echoed by the answer.
        id: CommandId,
        /// The cases that the client listens to.
        cases: Vec<Head>,
    },
    /// A case.
    Case(CaseId, CaseCommand),
}

/// A case and the newest event of it that someone holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The case.
    pub case: CaseId,
    /// The newest event.
    pub head: Seq,
}

impl ClientFrame {
    /// Reads one frame.
    ///
    /// # Errors
    /// [`Malformed`] with the code `too_long`, `blank_text`, `unknown_action` or `bad_frame`.
    pub fn parse(raw: &str) -> Result<Self, Malformed> {
        if raw.len() > MAX_FRAME_BYTES {
            let message = format!("A frame has at most {MAX_FRAME_BYTES} bytes.");
            return Err(Malformed { code: Code::TooLong, message, id: None });
        }
        Self::from_value(&json::value_of(raw)?)
    }

    /// Reads one frame from its fields.
    ///
    /// # Errors
    /// [`Malformed`] with the code `too_long`, `unknown_action` or `bad_frame`.
    pub fn from_value(value: &Value) -> Result<Self, Malformed> {
        let frame =
            json::read_value(value).map_err(|malformed: Malformed| malformed.explain(value))?;
        match &frame {
            Self::Open { id, text, files, .. } | Self::Send { id, text, files, .. } => {
                check_content(id, text.as_ref(), files.as_ref())?;
            }
            _ => {}
        }
        Ok(frame)
    }

    /// The id under which the client waits for an answer; none for hints that get no answer.
    pub fn id(&self) -> Option<&CommandId> {
        match self {
            Self::Read { .. } | Self::Typing { .. } => None,
            Self::Open { id, .. }
            | Self::Send { id, .. }
            | Self::Note { id, .. }
            | Self::Sync { id, .. }
            | Self::Heartbeat { id, .. }
            | Self::Assign { id, .. }
            | Self::Unassign { id, .. }
            | Self::Escalate { id, .. }
            | Self::Approve { id, .. }
            | Self::Reject { id, .. }
            | Self::Helped { id, .. }
            | Self::Resolve { id, .. }
            | Self::Reopen { id, .. }
            | Self::Snooze { id, .. }
            | Self::Wake { id, .. }
            | Self::ScheduleMessage { id, .. }
            | Self::CancelScheduled { id, .. }
            | Self::PromiseReply { id, .. }
            | Self::WithdrawPromise { id, .. }
            | Self::Rate { id, .. }
            | Self::Withdraw { id, .. }
            | Self::AddParticipant { id, .. }
            | Self::RemoveParticipant { id, .. }
            | Self::Prioritize { id, .. }
            | Self::SetSubject { id, .. }
            | Self::Tag { id, .. } => Some(id),
        }
    }
}

impl CaseCommand {
    /// Reads one command from its fields.
    ///
    /// # Errors
    /// [`Malformed`] with the code `too_long`, `blank_text`, `unknown_action` or `bad_frame`.
    pub fn from_value(value: &Value) -> Result<Self, Malformed> {
        let command =
            json::read_value(value).map_err(|malformed: Malformed| malformed.explain(value))?;
        if let Self::Send { id, text, files, .. } = &command {
            check_content(id, text.as_ref(), files.as_ref())?;
        }
        Ok(command)
    }
}

/// A message needs something to see in it: words, or a file.
pub(crate) fn check_content(
    id: &CommandId,
    text: Option<&Text>,
    files: Option<&FileIds>,
) -> Result<(), Malformed> {
    let is_empty = text.is_none() && files.is_none_or(FileIds::is_empty);
    if is_empty {
        Err(Malformed { id: Some(id.clone()), ..Malformed::blank_text() })
    } else {
        Ok(())
    }
}

/// Words that may be missing where there are files: those of which nothing would be seen are none.
pub(crate) fn text_beside_files<'de, D: Deserializer<'de>>(
    text: D,
) -> Result<Option<Text>, D::Error> {
    match Option::<String>::deserialize(text)?.map(Text::try_from) {
        None | Some(Err(Invalid::BLANK)) => Ok(None),
        Some(Err(other)) => Err(D::Error::custom(other)),
        Some(Ok(text)) => Ok(Some(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = "00000000000000000000000000";

    #[track_caller]
    fn check_refused(raw: &str, code: Code, id: Option<&str>) {
        let malformed = ClientFrame::parse(raw).unwrap_err();
        assert_eq!(
            (malformed.code, malformed.id.map(String::from).as_deref()),
            (code, id),
            "{raw:.80}"
        );
    }

    #[test]
    fn a_frame_is_read_whole() {
        let raw = format!(
            r#"{{"action":"send","id":"command-1","case":"{CASE}","after":3,"text":"hello"}}"#
        );
        let frame = ClientFrame::parse(&raw).unwrap();
        assert!(matches!(frame, ClientFrame::Send { answers: None, anyway: None, .. }));
    }

    #[test]
    fn half_a_character_does_not_stop_a_message() {
        let raw = format!(
            r#"{{"action":"note","id":"command-1","case":"{CASE}","after":3,"text":"cut \ud83d"}}"#
        );
        let frame = ClientFrame::parse(&raw).unwrap();
        assert!(matches!(frame, ClientFrame::Note { text, .. } if text.as_str() == "cut \u{fffd}"));
    }

    #[test]
    fn what_is_wrong_with_a_frame_is_said_by_its_code() {
        check_refused("", Code::BadFrame, None);
        check_refused("[]", Code::BadFrame, None);
        check_refused(r#"{"id":"command-1"}"#, Code::BadFrame, Some("command-1"));
        check_refused(
            r#"{"action":"dance","id":"command-1"}"#,
            Code::UnknownAction,
            Some("command-1"),
        );
        check_refused(
            r#"{"action":"typing","case":"00000000000000000000000000","on":true,"x":1}"#,
            Code::BadFrame,
            None,
        );
        for nested in
            [format!(r#"[["{CASE}",1]]"#), format!(r#"[{{"case":"{CASE}","head":1,"head":2}}]"#)]
        {
            let raw = format!(r#"{{"action":"heartbeat","id":"command-1","cases":{nested}}}"#);
            let id = nested.starts_with("[[").then_some("command-1");
            check_refused(&raw, Code::BadFrame, id);
        }
        check_refused(&format!(r#"["typing","{CASE}",true]"#), Code::BadFrame, None);
        let reason = r#"{"action":"reject","id":"command-1","case":"00000000000000000000000000","after":1,"suggestion":1,"reason":"dance"}"#;
        check_refused(reason, Code::BadFrame, Some("command-1"));
        let long = "a".repeat(4_001);
        let raw = format!(r#"{{"action":"open","id":"command-1","store":"demo","text":"{long}"}}"#);
        check_refused(&raw, Code::TooLong, Some("command-1"));
        for field in ["text", "comment"] {
            let frame =
                format!(r#""id":"command-1","case":"{CASE}","after":1,"{field}":"\u200b\u2800""#);
            let action = if field == "text" { r#""note""# } else { r#""rate","score":5"# };
            let raw = format!(r#"{{"action":{action},{frame}}}"#);
            check_refused(&raw, Code::BlankText, Some("command-1"));
        }
        check_refused(&" ".repeat(MAX_FRAME_BYTES + 1), Code::TooLong, None);
    }
}
