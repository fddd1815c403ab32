//! Why a use case was not done: refused, which is the caller's matter, or failed, which is ours.

use adapters::dynamo::TableError;
use adapters::files::BucketError;
use adapters::push::PushError;
use domain::CommandError;

use crate::{
    ApplicationError, CannedReplyError, DirectoryError, FeedError, FileError, SavedViewError,
    SettingsError,
};

/// Why a use case was not done. `R` are the reasons for which it refuses.
#[derive(Debug, thiserror::Error)]
pub enum UseCaseError<R = CommandError> {
    /// It may not be done. The same again is refused again, until something else has changed.
    #[error("refused: {0:?}")]
    Refused(R),
    /// It failed. The same again may succeed.
    #[error(transparent)]
    Failed(ApplicationError),
}

impl<R> UseCaseError<R> {
    /// The refusal.
    ///
    /// # Errors
    /// The use case has failed.
    pub fn into_refusal(self) -> Result<R, ApplicationError> {
        match self {
            Self::Refused(reason) => Ok(reason),
            Self::Failed(error) => Err(error),
        }
    }

    /// The same with another reason for a refusal.
    pub fn map<S>(self, reason: impl FnOnce(R) -> S) -> UseCaseError<S> {
        match self {
            Self::Refused(refused) => UseCaseError::Refused(reason(refused)),
            Self::Failed(error) => UseCaseError::Failed(error),
        }
    }
}

impl<R: From<CommandError>> From<CommandError> for UseCaseError<R> {
    fn from(reason: CommandError) -> Self {
        Self::Refused(reason.into())
    }
}

/// Lets use cases refuse with reasons of their own.
macro_rules! reasons {
    ($($reason:ident)*) => {$(
        impl From<$reason> for UseCaseError<$reason> {
            fn from(reason: $reason) -> Self {
                Self::Refused(reason)
            }
        }
    )*};
}

reasons!(CannedReplyError DirectoryError FeedError FileError SavedViewError SettingsError);

/// Lets use cases fail by what they work with.
macro_rules! failures {
    ($($error:ident)*) => {$(
        impl<R> From<$error> for UseCaseError<R> {
            fn from(error: $error) -> Self {
                Self::Failed(error.into())
            }
        }
    )*};
}

failures!(ApplicationError BucketError PushError TableError);
