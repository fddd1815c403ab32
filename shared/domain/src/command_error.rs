//! Why a command was not done. Nothing was written.

use std::fmt;

use crate::Wait;

/// A refusal is the caller's to mend; each has a stable code that clients may rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommandError {
    /// The case does not exist, or is not theirs: the same answer, so that nobody can probe for cases.
    NotFound,
    /// Their role may not do this.
    NotAllowed,
    /// The case's state does not admit it (reopening what is open, rating what has no reply).
    WrongState,
    /// Someone was faster: a newer message of the customer, or another person's reply.
    Conflict,
    /// The suggestion has been decided, or another has taken its place.
    AlreadyDecided,
    /// The author used this command id for something else.
    IdReused,
    /// The cursor names an event that the log does not have.
    UnknownCursor,
    /// A reply of an agent must say what it answers, or that it goes anyway.
    AnswersMissing,
    /// Another agent has got the case meanwhile.
    Taken,
    /// The agent has as many cases as they take.
    AtCapacity,
    /// The store wants its customers to agree to something first, and this customer has not agreed to it as it is now.
    ConsentRequired,
    /// The store's form wants an answer that is missing, or got one that it does not take.
    FormIncomplete,
    /// A file of the message is not ready, not the author's, or in another message.
    FileNotReady,
    /// A note mentions somebody who does not work for the case's store.
    UnknownAgent,
    /// Too much in too short a time: the same again after the wait.
    RateLimited(Wait),
}

impl CommandError {
    /// Every refusal, for tables over all of them.
    pub const ALL: [CommandError; 15] = [
        CommandError::NotFound,
        CommandError::NotAllowed,
        CommandError::WrongState,
        CommandError::Conflict,
        CommandError::AlreadyDecided,
        CommandError::IdReused,
        CommandError::UnknownCursor,
        CommandError::AnswersMissing,
        CommandError::Taken,
        CommandError::AtCapacity,
        CommandError::ConsentRequired,
        CommandError::FormIncomplete,
        CommandError::FileNotReady,
        CommandError::UnknownAgent,
        CommandError::RateLimited(Wait::seconds(1)),
    ];

    /// The code on the wire; never changed once published.
    pub fn code(self) -> &'static str {
        match self {
            CommandError::NotFound => "not_found",
            CommandError::NotAllowed => "not_allowed",
            CommandError::WrongState => "wrong_state",
            CommandError::Conflict => "conflict",
            CommandError::AlreadyDecided => "already_decided",
            CommandError::IdReused => "id_reused",
            CommandError::UnknownCursor => "unknown_cursor",
            CommandError::AnswersMissing => "answers_missing",
            CommandError::Taken => "taken",
            CommandError::AtCapacity => "at_capacity",
            CommandError::ConsentRequired => "consent_required",
            CommandError::FormIncomplete => "form_incomplete",
            CommandError::FileNotReady => "file_not_ready",
            CommandError::UnknownAgent => "unknown_agent",
            CommandError::RateLimited(_) => "rate_limited",
        }
    }

    /// How long to wait before the same is tried again; none where waiting does not help.
    pub fn wait(self) -> Option<Wait> {
        match self {
            CommandError::RateLimited(wait) => Some(wait),
            _ => None,
        }
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CommandError::NotFound => "There is no such case for you.",
            CommandError::NotAllowed => "Your role may not do this.",
            CommandError::WrongState => "The case is not in a state that allows this.",
            CommandError::Conflict => {
                "Something newer has been written. Read it, then send again or send anyway."
            }
            CommandError::AlreadyDecided => "This suggestion has already been decided.",
            CommandError::IdReused => "This command id was used for something else. Use a new one.",
            CommandError::UnknownCursor => {
                "The log has no such event. Drop the local copy and start over."
            }
            CommandError::AnswersMissing => "Say which event this answers, or send it anyway.",
            CommandError::Taken => "Another agent has this case now.",
            CommandError::AtCapacity => "The agent has as many cases as they take at once.",
            CommandError::ConsentRequired => {
                "The store asks for consent first: agree to it as it is now, by its version."
            }
            CommandError::FormIncomplete => {
                "An answer to the store's form is missing, or is not one that its field takes."
            }
            CommandError::FileNotReady => {
                "One of the files can't be sent. Remove it, or upload it again."
            }
            CommandError::UnknownAgent => "Somebody mentioned does not work for this store.",
            CommandError::RateLimited(_) => {
                "That is too much in too short a time. The same again, a little later."
            }
        })
    }
}

impl std::error::Error for CommandError {}
