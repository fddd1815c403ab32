//! Files: asked for, looked at, attached, read, and gone once nobody needs them.

mod attach;
mod check;
mod let_go;
mod read;
mod request;
mod sweep;

use adapters::files::Bucket;
use domain::CommandError;

pub(crate) use attach::ReservedFiles;
pub use check::{FileChecker, FileInspection};
pub(crate) use let_go::let_go;
pub use sweep::{FileSweeper, SweepReport};

use crate::Cases;

/// Files on their way to messages, and from there to whoever reads them.
#[derive(Clone)]
pub struct FileUploads {
    /// The cases whose messages have them.
    pub cases: Cases,
    /// Where their bytes are.
    pub bucket: Bucket,
}

/// Why a file is not taken or not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileError {
    /// The caller may not, or there is no such store, case or file for them.
    Refused(CommandError),
    /// It has no bytes.
    Empty,
    /// The store takes files of so many bytes at most; 0: it takes none.
    TooLarge(u32),
    /// The store takes no files of this type.
    TypeNotAllowed,
    /// The store's files have as many bytes as they may.
    StorageFull,
    /// It was taken back or erased.
    Gone,
}

impl From<CommandError> for FileError {
    fn from(refusal: CommandError) -> Self {
        Self::Refused(refusal)
    }
}
