//! Problems as RFC 9457 has them.

use application::{
    ApplicationError, DirectoryError, FeedError, FileError, SettingsError, UseCaseError,
};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::{Assignee, Code, Malformed, Problem};
use domain::{CommandError, Wait};
use tracing::error;

use crate::reply;

/// Why a request was not done, on its way to a problem document.
#[derive(Debug)]
pub struct Failure {
    code: Code,
    detail: String,
    retry_after: Option<u32>,
    taken_by: Option<Assignee>,
}

impl Failure {
    /// A failure with a code and what is to be said about it.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), retry_after: None, taken_by: None }
    }

    /// What a frame of the socket says as an error, said as a problem.
    pub fn said(code: Code, detail: impl Into<String>, retry_after: Option<u32>) -> Self {
        Self { retry_after, ..Self::new(code, detail) }
    }

    /// The same with who has a case that another was to get.
    #[must_use]
    pub fn taken_by(self, taken_by: Option<Assignee>) -> Self {
        Self { taken_by, ..self }
    }

    /// The request's path or query can't be understood.
    pub fn malformed(expected: impl std::fmt::Display) -> Self {
        Self::new(Code::BadFrame, expected.to_string())
    }
}

impl From<Malformed> for Failure {
    fn from(malformed: Malformed) -> Self {
        Self::new(malformed.code, malformed.message)
    }
}

impl From<CommandError> for Failure {
    fn from(refusal: CommandError) -> Self {
        let retry_after = refusal.wait().map(Wait::as_seconds);
        Self { retry_after, ..Self::new(refusal.into(), refusal.to_string()) }
    }
}

impl From<ApplicationError> for Failure {
    fn from(error: ApplicationError) -> Self {
        error!(%error, "a request was not done");
        Self::new(error.code(), "That did not work. The same again, a little later.")
    }
}

impl<R: Into<Failure>> From<UseCaseError<R>> for Failure {
    fn from(error: UseCaseError<R>) -> Self {
        match error {
            UseCaseError::Refused(reason) => reason.into(),
            UseCaseError::Failed(error) => error.into(),
        }
    }
}

impl From<DirectoryError> for Failure {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Refused(refusal) => refusal.into(),
            DirectoryError::Wrong(mistake) => Self::malformed(mistake),
        }
    }
}

impl From<FeedError> for Failure {
    fn from(error: FeedError) -> Self {
        match error {
            FeedError::Refused(refusal) => refusal.into(),
            FeedError::Ahead => {
                Self::new(Code::UnknownCursor, "The cursor is of a time that has not come.")
            }
            FeedError::NoWebhook => {
                Self::new(Code::NotFound, "This store has no webhook: Webhooks does not name it.")
            }
        }
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Refused(refusal) => refusal.into(),
            FileError::Empty => Self::malformed("A file has at least one byte."),
            FileError::TooLarge(0) => Self::new(Code::FileTooLarge, "This store takes no files."),
            FileError::TooLarge(most) => {
                let detail = format!("A file has at most {most} bytes here.");
                Self::new(Code::FileTooLarge, detail)
            }
            FileError::TypeNotAllowed => {
                Self::new(Code::MediaTypeNotAllowed, "Files of this type are not taken.")
            }
            FileError::StorageFull => {
                Self::new(Code::StorageFull, "The store holds as many bytes of files as it may.")
            }
            FileError::Gone => Self::new(Code::FileGone, "The file was taken back or erased."),
        }
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::Refused(refusal) => refusal.into(),
            SettingsError::Wrong(mistakes) => Self::malformed(mistakes.join(" ")),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let retry_after = self.retry_after;
        let taken_by = self.taken_by;
        let problem = Problem { retry_after, taken_by, ..reply::problem(self.code, self.detail) };
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (status, kind, Json(problem)).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// There is such a route, but not with this method; axum's `Allow` says with which.
pub(super) async fn no_method() -> Failure {
    Failure::new(Code::MethodNotAllowed, "This route has other methods: see `Allow`.")
}

/// There is no such route.
pub async fn no_route() -> Failure {
    Failure::new(Code::NotFound, "There is no such route. GET /docs lists them.")
}
