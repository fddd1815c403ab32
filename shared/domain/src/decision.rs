//! What a decision comes to, and the entry that the log gets of it.

use crate::decide::need;
use crate::{
    Attachment, Body, Case, Command, CommandError, CommandId, Entry, Event, Principal, Seq, State,
    Text, Timestamp,
};

/// What was decided: the event's content. Its place, time and id are the shell's to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What happens.
    pub body: Body,
    /// The words that go with it.
    pub text: Option<Text>,
    /// The files that go with it.
    pub files: Vec<Attachment>,
}

impl Decision {
    /// The entry with which a case's log goes on: the event at the next place, and the state after it.
    pub fn into_entry(
        self,
        case: &Case,
        principal: &Principal,
        command: &Command,
        id: CommandId,
        at: Timestamp,
    ) -> Entry {
        let before = case.state.as_ref();
        let mut author = command.author().cloned().unwrap_or_else(|| principal.author());
        if author.name.is_none() {
            author.name = command.given_name();
        }
        let event = Event {
            seq: case.head.next(),
            prev_visible: before.map_or(Seq::NONE, |state| state.visible),
            at,
            author,
            id,
            digest: command.digest(),
            text: self.text,
            files: self.files,
            body: self.body,
        };
        let state = State::apply(before, &event);
        Entry { event, state }
    }

    pub(crate) fn wordless(body: Body) -> Result<Self, CommandError> {
        Ok(Self { body, text: None, files: Vec::new() })
    }

    pub(crate) fn saying(text: Text, body: Body) -> Result<Self, CommandError> {
        Ok(Self { body, text: Some(text), files: Vec::new() })
    }

    /// A message of words, of files, or of both.
    pub(crate) fn carrying(
        text: Option<&Text>,
        files: &[Attachment],
        body: Body,
    ) -> Result<Self, CommandError> {
        need(text.is_some() || !files.is_empty())?;
        Ok(Self { body, text: text.cloned(), files: files.to_vec() })
    }
}
