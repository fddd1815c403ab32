//! Somebody asks to upload a file, and where it stands then.

use adapters::dynamo::{CaseList, Put};
use contract::{FileView, UploadForm, UploadRequest};
use domain::{
    Attachment, CommandError, ConsentVersion, FileId, FileKey, FileState, Role, Settings, StoreId,
    StoredFile,
};

use super::{FileError, FileUploads};
use crate::{Caller, UseCaseError};

/// A megabyte, as settings count storage.
const MEGABYTE: u64 = 1024 * 1024;

impl FileUploads {
    /// Notes a file that somebody is about to upload, and gives the form with which they do. Asking again gives a fresh form.
    /// Where its name ends otherwise than its type, the type's ending is added.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn request(
        &self,
        caller: &Caller,
        store: &StoreId,
        request: UploadRequest,
    ) -> Result<UploadForm, UseCaseError<FileError>> {
        let key = self.key(caller, store, request.id.clone())?;
        let settings = self.cases.settings.get(store).await?;
        check_rules(&settings, &request)?;
        let consent = request.consent;
        let asked = Attachment {
            name: request.name.ending_as(&request.media_type),
            media_type: request.media_type,
            size: request.size,
            ..Attachment::gone(request.id)
        };
        let held = match self.cases.files.one(&key).await? {
            Some(held) if held.has_expired(caller.now) => self.renew(caller, &key, held).await?,
            Some(held) => held,
            None => {
                self.check_agreed(caller, store, &settings, consent.as_ref()).await?;
                self.note(caller, &key, &settings, asked.clone()).await?
            }
        };
        check_is_same(&held, &asked)?;
        let until = caller.now.plus_seconds(StoredFile::UPLOAD_SECONDS);
        let times = (caller.now, until);
        let form = self.bucket.form(&key, &asked.media_type, asked.size, times).await?;
        Ok(UploadForm { id: key.id, url: form.url, fields: form.fields, expires_at: until })
    }

    /// Where a file stands, for whoever uploads it.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn look(
        &self,
        caller: &Caller,
        store: &StoreId,
        file: FileId,
    ) -> Result<FileView, UseCaseError<FileError>> {
        let key = self.key(caller, store, file)?;
        let held = self.cases.files.one(&key).await?.ok_or(CommandError::NotFound)?;
        Ok(FileView::of(held, caller.now))
    }

    /// The caller's file of this id. Whoever has no business in a store learns nothing of it.
    fn key(
        &self,
        caller: &Caller,
        store: &StoreId,
        id: FileId,
    ) -> Result<FileKey, UseCaseError<FileError>> {
        let principal = &caller.principal;
        let is_person = matches!(principal.role, Role::Customer | Role::Agent | Role::Lead);
        let may_upload = is_person && principal.serves(store);
        let author = principal.user.clone().filter(|_| may_upload);
        let author = author.ok_or(CommandError::NotFound)?;
        self.cases.stores.get(store).ok_or(CommandError::NotFound)?;
        Ok(FileKey { store: store.clone(), author, id })
    }

    /// Nothing of a customer's is kept before they have agreed to what their store asks. Who has a conversation there has agreed
    /// when it began, or was not asked.
    async fn check_agreed(
        &self,
        caller: &Caller,
        store: &StoreId,
        settings: &Settings,
        consent: Option<&ConsentVersion>,
    ) -> Result<(), UseCaseError<FileError>> {
        let principal = &caller.principal;
        let privacy = settings.appearance.privacy.as_deref();
        let customer = principal.user.clone().filter(|_| principal.role == Role::Customer);
        let (Some(customer), Err(refusal)) = (customer, settings.pre_chat.agreed(consent, privacy))
        else {
            return Ok(());
        };
        let own = CaseList::Of(store.clone(), customer);
        match self.cases.summaries.count(&own, 1).await? {
            0 => Err(refusal.into()),
            _ => Ok(()),
        }
    }

    /// Notes a file for the first time, within the limits. When it is to be looked at again is noted first: a crash leaves
    /// nothing behind that nobody looks at.
    async fn note(
        &self,
        caller: &Caller,
        key: &FileKey,
        settings: &Settings,
        asked: Attachment,
    ) -> Result<StoredFile, UseCaseError<FileError>> {
        let (files, now) = (&self.cases.files, caller.now);
        let most = u64::from(settings.max_stored_megabytes) * MEGABYTE;
        if most > 0 && files.stored_bytes(&key.store).await? + u64::from(asked.size) > most {
            return Err(FileError::StorageFull.into());
        }
        let limit = self.cases.stores.policy(&key.store).limits.files_an_hour;
        if limit > 0 {
            let wait = self.cases.rate_limits.count_file(&key.author, limit, now).await?;
            if let Some(wait) = wait {
                return Err(CommandError::RateLimited(wait).into());
            }
        }
        files.look_at(key, now.plus_seconds(StoredFile::KEPT_SECONDS)).await?;
        let file = StoredFile::asked(asked, now);
        if files.ask(key, &file).await? == Put::Written {
            return Ok(file);
        }
        Ok(files.one(key).await?.ok_or(CommandError::Conflict)?)
    }

    /// Begins anew with a file whose bytes did not come in time.
    async fn renew(
        &self,
        caller: &Caller,
        key: &FileKey,
        held: StoredFile,
    ) -> Result<StoredFile, UseCaseError<FileError>> {
        let (files, now) = (&self.cases.files, caller.now);
        files.look_at(key, now.plus_seconds(StoredFile::KEPT_SECONDS)).await?;
        files.renew(key, now).await?;
        Ok(StoredFile { at: now, ..held })
    }
}

/// What the store takes.
fn check_rules(settings: &Settings, request: &UploadRequest) -> Result<(), FileError> {
    let most = settings.max_file_bytes.get();
    match () {
        () if request.media_type.kind().is_none() => Err(FileError::TypeNotAllowed),
        () if request.size > most => Err(FileError::TooLarge(most)),
        () if request.size == 0 => Err(FileError::Empty),
        () => Ok(()),
    }
}

/// An id stands for one file. One that was refused does not come again.
fn check_is_same(held: &StoredFile, asked: &Attachment) -> Result<(), CommandError> {
    let own = &held.attachment;
    let is_same =
        own.name == asked.name && own.media_type == asked.media_type && own.size == asked.size;
    let is_refused = held.state == FileState::Refused;
    if is_same && !is_refused { Ok(()) } else { Err(CommandError::Conflict) }
}
