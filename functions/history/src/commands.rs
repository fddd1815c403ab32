//! Commands by POST: for integrations, and for browsers in which sockets are blocked. The use cases are the socket's.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use contract::{CaseCommand, OpenCase, ServerFrame};
use domain::CaseId;
use lambda::rest::{Document, Failure, PathOf, Session, Values};

use crate::App;

/// `POST /cases`: a customer's first message.
pub(crate) async fn open(
    State(app): State<App>,
    Session(caller): Session,
    Document(opening): Document<OpenCase>,
) -> Result<Response, Failure> {
    answer(app.cases.open(&caller, opening).await?.frame, StatusCode::CREATED)
}

/// `POST /cases/{case}/commands`.
pub(crate) async fn command(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(case): PathOf<CaseId>,
    Values(document): Values,
) -> Result<Response, Failure> {
    let command = CaseCommand::from_value(&document)?;
    answer(app.cases.command(&caller, case, command).await?.frame, StatusCode::OK)
}

/// What a use case answers, with the status that it deserves.
fn answer(frame: Option<ServerFrame>, done: StatusCode) -> Result<Response, Failure> {
    match frame {
        None => Ok(StatusCode::NO_CONTENT.into_response()),
        Some(ServerFrame::Error { code, message, retry_after, .. }) => {
            Err(Failure::said(code, message, retry_after))
        }
        Some(frame @ ServerFrame::Behind { .. }) => {
            Ok((StatusCode::CONFLICT, Json(frame)).into_response())
        }
        Some(frame) => Ok((done, Json(frame)).into_response()),
    }
}
