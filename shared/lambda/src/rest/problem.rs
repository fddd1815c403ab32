//! Problems as RFC 9457 has them.

use application::ApplicationError;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::{Code, Malformed};
use domain::CommandError;
use tracing::error;

use crate::reply;

/// Why a request was not done, on its way to a problem document.
#[derive(Debug)]
pub struct Failure {
    code: Code,
    detail: String,
}

impl Failure {
    /// A failure with a code and what is to be said about it.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
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
        Self::new(refusal.into(), refusal.to_string())
    }
}

impl From<ApplicationError> for Failure {
    fn from(fault: ApplicationError) -> Self {
        error!(%fault, "a request was not done");
        Self::new(fault.code(), "That did not work. The same again, a little later.")
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let problem = reply::problem(self.code, self.detail);
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(header::CONTENT_TYPE, "application/problem+json")], Json(problem))
            .into_response()
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
