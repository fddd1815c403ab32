//! Why a command was not done. Nothing was written.

use std::fmt;

/// A refusal is the caller's to mend; each has a stable code that clients may rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The case does not exist, or is not theirs: the same answer, so that nobody can probe for cases.
    NotFound,
    /// Their role may not do this.
    NotAllowed,
    /// The case's state does not admit it (reopening what is open, rating what has no reply).
    WrongState,
    /// Someone was faster: a newer message of the customer, or another person's reply.
    Overtaken,
    /// The suggestion has been decided, or another has taken its place.
    AlreadyDecided,
    /// The author used this command id for something else.
    IdReused,
    /// The cursor names an event that the log does not have.
    UnknownCursor,
    /// A reply of an agent must say what it answers, or that it goes anyway.
    AnswersMissing,
}

impl Refusal {
    /// Every refusal, for tables over all of them.
    pub const ALL: [Refusal; 8] = [
        Refusal::NotFound,
        Refusal::NotAllowed,
        Refusal::WrongState,
        Refusal::Overtaken,
        Refusal::AlreadyDecided,
        Refusal::IdReused,
        Refusal::UnknownCursor,
        Refusal::AnswersMissing,
    ];

    /// The code on the wire; never changed once published.
    pub fn code(self) -> &'static str {
        match self {
            Refusal::NotFound => "not_found",
            Refusal::NotAllowed => "not_allowed",
            Refusal::WrongState => "wrong_state",
            Refusal::Overtaken => "overtaken",
            Refusal::AlreadyDecided => "already_decided",
            Refusal::IdReused => "id_reused",
            Refusal::UnknownCursor => "unknown_cursor",
            Refusal::AnswersMissing => "answers_missing",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::NotFound => "There is no such case for you.",
            Refusal::NotAllowed => "Your role may not do this.",
            Refusal::WrongState => "The case is not in a state that allows this.",
            Refusal::Overtaken => {
                "Something newer has been written. Read it, then send again or send anyway."
            }
            Refusal::AlreadyDecided => "This suggestion has already been decided.",
            Refusal::IdReused => "This command id was used for something else. Use a new one.",
            Refusal::UnknownCursor => {
                "The log has no such event. Drop the local copy and start over."
            }
            Refusal::AnswersMissing => "Say which event this answers, or send it anyway.",
        })
    }
}

impl std::error::Error for Refusal {}
