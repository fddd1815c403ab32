//! Commands by POST: for integrations, and for browsers in which sockets are blocked. The same front door as the
//! socket's.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use contract::{ClientFrame, OpenCase, ServerFrame};
use serde_json::Value;

use crate::App;
use crate::cases::case_of;
use crate::problem::Failure;
use crate::request::{Document, PathOf, Values};
use crate::session::Session;

/// `POST /cases`: a customer's first message.
pub(crate) async fn open(
    State(app): State<App>,
    Session(caller): Session,
    Document(opening): Document<OpenCase>,
) -> Result<Response, Failure> {
    let OpenCase { id, store, text, locale } = opening;
    let frame = ClientFrame::Open { id, store, text, locale };
    answer(app.cases.act(&caller, frame).await?.frame, StatusCode::CREATED)
}

/// `POST /cases/{case}/commands`: a frame without its case.
pub(crate) async fn command(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(case): PathOf<String>,
    Values(mut body): Values,
) -> Result<Response, Failure> {
    let case = case_of(&case)?;
    let Value::Object(fields) = &mut body else {
        return Err(Failure::malformed("A command is a JSON object with an `action`."));
    };
    if fields.get("action").and_then(Value::as_str) == Some("open") {
        return Err(Failure::malformed("A case is opened by POST /cases."));
    }
    if fields.insert("case".to_owned(), Value::from(case.as_str())).is_some() {
        return Err(Failure::malformed("The path names the case; `case` is no field here."));
    }
    let frame = ClientFrame::from_value(&body)?;
    answer(app.cases.act(&caller, frame).await?.frame, StatusCode::OK)
}

/// The frame that answers, with the status that it deserves.
fn answer(frame: Option<ServerFrame>, done: StatusCode) -> Result<Response, Failure> {
    match frame {
        None => Ok(StatusCode::NO_CONTENT.into_response()),
        Some(ServerFrame::Error { code, message, .. }) => Err(Failure::new(code, message)),
        Some(frame @ ServerFrame::Behind { .. }) => {
            Ok((StatusCode::CONFLICT, Json(frame)).into_response())
        }
        Some(frame) => Ok((done, Json(frame)).into_response()),
    }
}
