//! The stable codes of errors: one list for the socket and for REST.

use domain::CommandError;
use serde::{Deserialize, Serialize};

/// Why something did not work; clients may rely on each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The frame or body is not of the form it must have.
    BadFrame,
    /// There is no such action.
    UnknownAction,
    /// The text or the frame is over the limit.
    TooLong,
    /// Nothing of a text would be seen.
    BlankText,
    /// A canned reply names a placeholder that there is not; those that there are, are named beside it.
    UnknownPlaceholder,
    /// It does not exist, or is not the caller's.
    NotFound,
    /// The token is missing or not valid.
    Unauthorized,
    /// The token has ended.
    Expired,
    /// Someone was faster.
    Conflict,
    /// The command id was used for something else.
    IdReused,
    /// The cursor names an event that the log does not have.
    UnknownCursor,
    /// The caller's role may not do this.
    NotAllowed,
    /// The case's state does not admit it.
    WrongState,
    /// The suggestion has been decided.
    AlreadyDecided,
    /// A reply must say what it answers.
    AnswersMissing,
    /// Another agent has got the case meanwhile; who is named beside it.
    Taken,
    /// The agent has as many cases as they take.
    AtCapacity,
    /// The store wants its customers to agree to something before anything is stored.
    ConsentRequired,
    /// An answer to the store's form is missing, or is not one that its field takes.
    FormIncomplete,
    /// A note mentions somebody who does not work for the case's store.
    UnknownAgent,
    /// There are as many of a kind as there may be; how many is named beside it.
    LimitReached,
    /// The file has more bytes than the store takes; how many those are is named beside it.
    FileTooLarge,
    /// Files of this type are not taken.
    MediaTypeNotAllowed,
    /// The store holds as many bytes of files as it may.
    StorageFull,
    /// A file of the message is not ready, not the author's, or in another message.
    FileNotReady,
    /// The file was taken back or erased.
    FileGone,
    /// Too many at once: the same again, a little later.
    Busy,
    /// Our fault: the same again, a little later.
    Internal,
    /// Too much in too short a time: the same again after the wait that is named beside it.
    RateLimited,
    /// The route has other methods.
    MethodNotAllowed,
    /// The document is not JSON by its type.
    UnsupportedMediaType,
}

impl Code {
    /// Every code, for tables over all of them.
    pub const ALL: [Code; 31] = [
        Code::BadFrame,
        Code::UnknownAction,
        Code::TooLong,
        Code::BlankText,
        Code::UnknownPlaceholder,
        Code::NotFound,
        Code::Unauthorized,
        Code::Expired,
        Code::Conflict,
        Code::IdReused,
        Code::UnknownCursor,
        Code::NotAllowed,
        Code::WrongState,
        Code::AlreadyDecided,
        Code::AnswersMissing,
        Code::Taken,
        Code::AtCapacity,
        Code::ConsentRequired,
        Code::FormIncomplete,
        Code::UnknownAgent,
        Code::LimitReached,
        Code::FileTooLarge,
        Code::MediaTypeNotAllowed,
        Code::StorageFull,
        Code::FileNotReady,
        Code::FileGone,
        Code::Busy,
        Code::Internal,
        Code::RateLimited,
        Code::MethodNotAllowed,
        Code::UnsupportedMediaType,
    ];

    /// The code as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::BadFrame => "bad_frame",
            Code::UnknownAction => "unknown_action",
            Code::TooLong => "too_long",
            Code::BlankText => "blank_text",
            Code::UnknownPlaceholder => "unknown_placeholder",
            Code::NotFound => "not_found",
            Code::Unauthorized => "unauthorized",
            Code::Expired => "expired",
            Code::Conflict => "conflict",
            Code::IdReused => "id_reused",
            Code::UnknownCursor => "unknown_cursor",
            Code::NotAllowed => "not_allowed",
            Code::WrongState => "wrong_state",
            Code::AlreadyDecided => "already_decided",
            Code::AnswersMissing => "answers_missing",
            Code::Taken => "taken",
            Code::AtCapacity => "at_capacity",
            Code::ConsentRequired => "consent_required",
            Code::FormIncomplete => "form_incomplete",
            Code::UnknownAgent => "unknown_agent",
            Code::LimitReached => "limit_reached",
            Code::FileTooLarge => "file_too_large",
            Code::MediaTypeNotAllowed => "media_type_not_allowed",
            Code::StorageFull => "storage_full",
            Code::FileNotReady => "file_not_ready",
            Code::FileGone => "file_gone",
            Code::Busy => "busy",
            Code::Internal => "internal",
            Code::RateLimited => "rate_limited",
            Code::MethodNotAllowed => "method_not_allowed",
            Code::UnsupportedMediaType => "unsupported_media_type",
        }
    }
}

impl From<CommandError> for Code {
    fn from(refusal: CommandError) -> Code {
        match refusal {
            CommandError::NotFound => Code::NotFound,
            CommandError::NotAllowed => Code::NotAllowed,
            CommandError::WrongState => Code::WrongState,
            CommandError::Conflict => Code::Conflict,
            CommandError::AlreadyDecided => Code::AlreadyDecided,
            CommandError::IdReused => Code::IdReused,
            CommandError::UnknownCursor => Code::UnknownCursor,
            CommandError::AnswersMissing => Code::AnswersMissing,
            CommandError::Taken => Code::Taken,
            CommandError::AtCapacity => Code::AtCapacity,
            CommandError::ConsentRequired => Code::ConsentRequired,
            CommandError::FormIncomplete => Code::FormIncomplete,
            CommandError::FileNotReady => Code::FileNotReady,
            CommandError::UnknownAgent => Code::UnknownAgent,
            CommandError::RateLimited(_) => Code::RateLimited,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_keeps_its_code_on_the_wire() {
        for refusal in CommandError::ALL {
            assert_eq!(Code::from(refusal).as_str(), refusal.code());
        }
        for code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
