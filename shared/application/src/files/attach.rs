//! Files become a message's, once: whatever is repeated, whoever is faster, wherever it is cut off.
//!
//! A file is reserved for the event that is about to be written, by its command and its place in the log. A repeated command
//! finds its own reservation; another command finds the file taken. A reservation whose event never came is seen by that place.

use domain::{
    Attachment, CaseId, CommandError, CommandId, Entry, FileId, FileIds, FileKey, FilePlace,
    StoreId, StoredFile,
};

use crate::{Append, ApplicationError, Caller, Cases, UseCaseError};

/// The files that this attempt has reserved, and for which event.
#[derive(Debug, Default)]
pub(crate) struct ReservedFiles {
    files: Vec<FileKey>,
    place: Option<FilePlace>,
}

impl Cases {
    /// What a message in a case says of the files that it names; without files nothing is read. Where one can't be attached
    /// any more, why.
    pub(crate) async fn files_of_case(
        &self,
        caller: &Caller,
        case: &CaseId,
        command: &CommandId,
        files: Option<FileIds>,
    ) -> Result<(Vec<Attachment>, Option<CommandError>), ApplicationError> {
        if files.as_ref().is_none_or(FileIds::is_empty) {
            return Ok((Vec::new(), None));
        }
        let state = self.readable(caller, case).await?.and_then(|case| case.state);
        match state {
            Some(state) => self.files_of(caller, (&state.store, case), command, files).await,
            None => {
                let ids = files.unwrap_or_default();
                Ok((
                    ids.iter().cloned().map(Attachment::gone).collect(),
                    Some(CommandError::NotFound),
                ))
            }
        }
    }

    /// The same where the store is known.
    pub(crate) async fn files_of(
        &self,
        caller: &Caller,
        (store, case): (&StoreId, &CaseId),
        command: &CommandId,
        files: Option<FileIds>,
    ) -> Result<(Vec<Attachment>, Option<CommandError>), ApplicationError> {
        let ids = files.unwrap_or_default();
        let Some(author) = caller.principal.user.as_ref().filter(|_| !ids.is_empty()) else {
            return Ok((Vec::new(), None));
        };
        let found = self.files.some(store, author, ids.iter()).await?;
        let of = |id: &FileId| found.iter().find(|file| file.attachment.id == *id);
        let is_free = |file: &StoredFile| file.is_free_for(case, command);
        let are_free = ids.iter().all(|id| of(id).is_some_and(is_free));
        let attachment = |id: &FileId| match of(id) {
            Some(file) => file.attachment.clone(),
            None => Attachment::gone(id.clone()),
        };
        let refusal = (!are_free).then_some(CommandError::FileNotReady);
        Ok((ids.iter().map(attachment).collect(), refusal))
    }

    /// Reserves an entry's files for it; false where another attempt of the same command has got further, which the next look
    /// at the log shows. A file whose id another author's has in this case is refused: an id is of one author alone.
    pub(crate) async fn reserve_files(
        &self,
        caller: &Caller,
        append: &Append,
        entry: &Entry,
        reserved: &mut ReservedFiles,
    ) -> Result<bool, UseCaseError> {
        let author = caller.principal.user.clone().ok_or(CommandError::NotAllowed)?;
        let place = FilePlace {
            case: append.case.clone(),
            command: append.id.clone(),
            seq: entry.event.seq,
            at: caller.now,
        };
        let key = |file: &Attachment| FileKey {
            store: entry.state.store.clone(),
            author: author.clone(),
            id: file.id.clone(),
        };
        let files: Vec<FileKey> = entry.event.files.iter().map(key).collect();
        reserved.place = Some(place.clone());
        for file in &files {
            if self.files.reserve(file, &place).await? {
                if !reserved.files.contains(file) {
                    reserved.files.push(file.clone());
                }
                continue;
            }
            let held = self.files.one(file).await?;
            if held.is_some_and(|held| held.is_free_for(&place.case, &place.command)) {
                return Ok(false);
            }
            self.release_files(std::mem::take(reserved)).await?;
            return Err(CommandError::FileNotReady.into());
        }
        for file in &files {
            if self.files.attach(file, &place).await? {
                continue;
            }
            let attached = self.files.attached(&place.case, &file.id).await?;
            if attached.is_none_or(|attached| attached.key == *file) {
                return Ok(false);
            }
            self.release_files(std::mem::take(reserved)).await?;
            return Err(CommandError::FileNotReady.into());
        }
        Ok(true)
    }

    /// Gives files back whose event was not written.
    pub(crate) async fn release_files(
        &self,
        reserved: ReservedFiles,
    ) -> Result<(), ApplicationError> {
        let Some(place) = reserved.place else { return Ok(()) };
        for file in reserved.files {
            self.files.release(&file, &place).await?;
        }
        Ok(())
    }
}
