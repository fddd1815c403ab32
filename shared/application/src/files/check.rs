//! A file's bytes have come: what they are is seen by the bytes themselves, before anybody can read them.

use adapters::dynamo::{Checked, Files, Table};
use adapters::files::{Bucket, Place};
use domain::{FileKey, FileRefusal, FileState, MediaType, StoredFile};

use crate::ApplicationError;

/// Looks at what browsers have sent.
#[derive(Clone)]
pub struct FileChecker {
    files: Files,
    bucket: Bucket,
    /// Whether a scanner looks at each file as well.
    has_scanner: bool,
}

/// What a file's bytes have shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileInspection {
    /// How wide and how high a picture is, as it is shown.
    pub size: Option<(u32, u32)>,
    /// A small picture of it, a JPEG that says nothing of where it was taken.
    pub thumbnail: Option<Vec<u8>>,
}

impl FileChecker {
    /// The checker of the files in this table and this bucket.
    pub fn new(table: &Table, bucket: Bucket, has_scanner: bool) -> Self {
        Self { files: Files::new(table.clone()), bucket, has_scanner }
    }

    /// Looks at a file that has come. What has passed is written anew where no form leads; what a browser has sent goes.
    /// Gives why it was refused, if it was. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`ApplicationError`]: the same again finds it as it was.
    pub async fn check(
        &self,
        file: &FileKey,
        inspect: impl Fn(&[u8], &MediaType) -> Result<FileInspection, FileRefusal>,
    ) -> Result<Option<FileRefusal>, ApplicationError> {
        let Some(held) = self.files.one(file).await? else {
            self.bucket.remove(Place::Upload, file).await?;
            return Ok(None);
        };
        let refusal = match held.state {
            FileState::Waiting | FileState::Checking => {
                let most = held.attachment.size;
                let Some(bytes) = self.bucket.read(Place::Upload, file, most).await? else {
                    return Ok(None);
                };
                self.look(file, &held, bytes, inspect).await?
            }
            FileState::Ready => {
                self.files.count(file, &held).await?;
                None
            }
            FileState::Refused => None,
        };
        self.bucket.remove(Place::Upload, file).await?;
        Ok(refusal)
    }

    async fn look(
        &self,
        file: &FileKey,
        held: &StoredFile,
        bytes: Vec<u8>,
        inspect: impl Fn(&[u8], &MediaType) -> Result<FileInspection, FileRefusal>,
    ) -> Result<Option<FileRefusal>, ApplicationError> {
        let about = &held.attachment;
        let is_whole = bytes.len() == about.size as usize;
        let seen = match is_whole {
            true => inspect(&bytes, &about.media_type),
            false => Err(FileRefusal::Unreadable),
        };
        let FileInspection { size, thumbnail } = match seen {
            Ok(inspection) => inspection,
            Err(refusal) => {
                let is_refused = self.files.reject(file, refusal).await?;
                return Ok(is_refused.then_some(refusal));
            }
        };
        let has_thumbnail = thumbnail.is_some();
        if let Some(thumbnail) = thumbnail {
            self.bucket.keep_thumbnail(file, thumbnail).await?;
        }
        // Before the scanner can hear of the file, whose verdict is for one that is looked at.
        if self.has_scanner {
            let checked = Checked { state: FileState::Checking, size, has_thumbnail };
            if !self.files.checked(file, checked).await? {
                self.let_go(file).await?;
                return Ok(None);
            }
        }
        self.bucket.keep(file, &about.media_type, bytes).await?;
        if !self.has_scanner {
            let checked = Checked { state: FileState::Ready, size, has_thumbnail };
            if !self.files.checked(file, checked).await? {
                self.let_go(file).await?;
                return Ok(None);
            }
            self.files.count(file, held).await?;
        }
        Ok(None)
    }

    /// A file was given up, or looked at by somebody faster, while it was looked at here: what was written of it goes, unless
    /// people may have it.
    async fn let_go(&self, file: &FileKey) -> Result<(), ApplicationError> {
        let held = self.files.one(file).await?;
        if held.is_none_or(|held| held.state != FileState::Ready) {
            self.bucket.remove(Place::Kept, file).await?;
            self.bucket.remove(Place::Thumbnail, file).await?;
        }
        Ok(())
    }

    /// What the scanner says of a file that was kept: one in which it has found something, or at which it could not look, is
    /// refused, and its bytes go. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn scanned(
        &self,
        file: &FileKey,
        refusal: Option<FileRefusal>,
    ) -> Result<(), ApplicationError> {
        let Some(held) = self.files.one(file).await? else { return Ok(()) };
        match refusal {
            None => {
                let has_passed = self.files.passed(file).await?;
                if has_passed || held.state == FileState::Ready {
                    self.files.count(file, &held).await?;
                }
            }
            Some(refusal) => {
                self.files.refuse(file, refusal).await?;
                self.bucket.remove_all(file).await?;
            }
        }
        Ok(())
    }
}
