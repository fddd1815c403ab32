//! Links to a file, for whoever may read its case at this moment.

use adapters::files::LINK_SECONDS;
use contract::FileLinks;
use domain::{CaseId, CommandError, FileId, FileState};

use super::{FileError, FileUploads};
use crate::{Caller, UseCaseError};

impl FileUploads {
    /// Links to a file of a case and to its small picture, good for a minute. What the message does not name any more, or what
    /// the scanner has found something in, is given to nobody.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn links(
        &self,
        caller: &Caller,
        case: &CaseId,
        file: &FileId,
    ) -> Result<FileLinks, UseCaseError<FileError>> {
        let cases = &self.cases;
        cases.readable(caller, case).await?.ok_or(CommandError::NotFound)?;
        let attached = cases.files.attached(case, file).await?.ok_or(CommandError::NotFound)?;
        let event = cases.log.event(case, attached.seq).await?;
        let named = event.and_then(|entry| {
            let mut files = entry.event.files.into_iter();
            files.find(|own| own.id == *file)
        });
        let about = named.ok_or(FileError::Gone)?;
        let held = cases.files.one(&attached.key).await?;
        if held.is_none_or(|held| held.state != FileState::Ready) {
            return Err(FileError::Gone.into());
        }
        let url = self.bucket.link(&attached.key, &about, caller.now).await?;
        let thumbnail_url = match about.has_thumbnail {
            true => Some(self.bucket.thumbnail_link(&attached.key, caller.now).await?),
            false => None,
        };
        let expires_at = caller.now.plus_seconds(LINK_SECONDS);
        Ok(FileLinks { url, thumbnail_url, expires_at })
    }
}
