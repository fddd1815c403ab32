//! A file on its way and after it: where it stands, which message has it, and whether anybody needs it.

use serde::{Deserialize, Serialize};

use crate::{Attachment, CaseId, CommandId, Event, FileId, Seq, StoreId, Timestamp, UserId};

/// Which file: its author's id for it, among those of this author in this store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileKey {
    /// The store.
    pub store: StoreId,
    /// Who uploads it.
    pub author: UserId,
    /// Their id for it.
    pub id: FileId,
}

/// Where a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Its bytes have not come.
    Waiting,
    /// Its bytes are there and are looked at.
    Checking,
    /// It can be attached.
    Ready,
    /// It can't be, and is gone.
    Refused,
}

/// Why a file was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FileRefusal {
    /// Its content is of another type than was said.
    NotItsType,
    /// It can't be read, or it is larger unpacked than anybody's picture.
    Unreadable,
    /// The scanner has found something in it.
    Flagged,
    /// Its bytes did not come in time.
    Expired,
}

/// A file that somebody uploads, from the request until nobody needs it any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// What messages say of it.
    pub attachment: Attachment,
    /// Where it stands.
    pub state: FileState,
    /// Why it was refused.
    pub refusal: Option<FileRefusal>,
    /// When it was asked for.
    pub at: Timestamp,
    /// The message that has it, or is about to.
    pub place: Option<FilePlace>,
    /// Whether its bytes count among those of its store.
    pub is_counted: bool,
}

/// Where a file is attached: by which command, and at which place of which log that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePlace {
    /// The case.
    pub case: CaseId,
    /// The command.
    pub command: CommandId,
    /// The event.
    pub seq: Seq,
    /// When that was about to be written.
    pub at: Timestamp,
}

impl FilePlace {
    /// How long an event may still be on its way to the log, in seconds.
    pub const WRITTEN_SECONDS: i64 = 10 * 60;

    /// Whether its event may be about to be written at this time.
    pub fn may_be_on_its_way(&self, now: Timestamp) -> bool {
        now < self.at.plus_seconds(Self::WRITTEN_SECONDS)
    }

    /// Whether the event that is at this place now has the file, or may still come.
    pub fn holds(&self, event: Option<&Event>, file: &FileId, now: Timestamp) -> bool {
        let is_named = |event: &Event| event.files.iter().any(|own| own.id == *file);
        let is_written = event.is_some_and(|event| event.id == self.command);
        event.is_some_and(is_named) || !is_written && self.may_be_on_its_way(now)
    }
}

impl StoredFile {
    /// For how long an upload may begin, in seconds.
    pub const UPLOAD_SECONDS: i64 = 10 * 60;
    /// How long its bytes may then take until they are seen, in seconds.
    const ARRIVAL_SECONDS: i64 = 10 * 60;
    /// After how long a file goes that is in no message, in seconds.
    pub const KEPT_SECONDS: i64 = 24 * 60 * 60;

    /// A file that somebody asks to upload.
    pub fn asked(attachment: Attachment, at: Timestamp) -> Self {
        let state = FileState::Waiting;
        Self { attachment, state, refusal: None, at, place: None, is_counted: false }
    }

    /// Whether its bytes did not come in time.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        let until = self.at.plus_seconds(Self::UPLOAD_SECONDS + Self::ARRIVAL_SECONDS);
        self.state == FileState::Waiting && now > until
    }

    /// Where it stands at this time, and why it was refused: bytes that never came do not come any more.
    pub fn state_at(&self, now: Timestamp) -> (FileState, Option<FileRefusal>) {
        if self.has_expired(now) {
            return (FileState::Refused, Some(FileRefusal::Expired));
        }
        (self.state, self.refusal)
    }

    /// Whether a command of this case may attach it: it is ready, and in no other message.
    pub fn is_free_for(&self, case: &CaseId, command: &CommandId) -> bool {
        let is_own = |place: &FilePlace| place.case == *case && place.command == *command;
        self.state == FileState::Ready && self.place.as_ref().is_none_or(is_own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_attached_once_and_by_the_same_command_again() {
        let mut file =
            StoredFile::asked(Attachment::gone("file-0001".parse().unwrap()), Timestamp(0));
        let case = |digit: &str| digit.repeat(26).parse::<CaseId>().unwrap();
        let command = |id: &str| id.parse::<CommandId>().unwrap();
        assert!(!file.is_free_for(&case("1"), &command("command-1")), "its bytes have not come");
        file.state = FileState::Ready;
        assert!(file.is_free_for(&case("1"), &command("command-1")));
        let (case_1, command_1) = (case("1"), command("command-1"));
        file.place = Some(FilePlace {
            case: case_1,
            command: command_1,
            seq: Seq::NONE.next(),
            at: Timestamp(0),
        });
        assert!(file.is_free_for(&case("1"), &command("command-1")));
        assert!(!file.is_free_for(&case("1"), &command("command-2")));
        assert!(!file.is_free_for(&case("2"), &command("command-1")));
    }

    #[test]
    fn bytes_that_never_came_are_not_waited_for() {
        let file = StoredFile::asked(Attachment::gone("file-0001".parse().unwrap()), Timestamp(0));
        assert_eq!(file.state_at(Timestamp::from_seconds(1_200)), (FileState::Waiting, None));
        let expired = (FileState::Refused, Some(FileRefusal::Expired));
        assert_eq!(file.state_at(Timestamp::from_seconds(1_201)), expired);
    }
}
