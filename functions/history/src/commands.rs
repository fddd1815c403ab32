//! Commands by POST: for integrations, and for browsers in which sockets are blocked. The same front door as the
//! socket's.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use contract::{ClientFrame, Malformed, OpenCase, ServerFrame, well_formed};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::App;
use crate::problem::Failure;
use crate::session::Session;

/// Reads a document.
pub(crate) fn parse<T: DeserializeOwned>(body: &str) -> Result<T, Failure> {
    serde_json::from_str(&well_formed(body)).map_err(|error| Malformed::of(&error).into())
}

/// `POST /cases`: a customer's first message.
pub(crate) async fn open(
    State(app): State<App>,
    Session(caller): Session,
    body: String,
) -> Result<Response, Failure> {
    let frame = framed(&body, "open", None)?;
    answer(app.cases.act(&caller, frame).await?.frame, StatusCode::CREATED)
}

/// `POST /cases/{case}/commands`: a frame without its case.
pub(crate) async fn command(
    State(app): State<App>,
    Session(caller): Session,
    Path(case): Path<String>,
    body: String,
) -> Result<Response, Failure> {
    let action = parse::<Action>(&body)?.action;
    let is_opening = action == "open";
    if is_opening {
        return Err(Failure::malformed("A case is opened by POST /cases."));
    }
    let frame = framed(&body, &action, Some(case))?;
    answer(app.cases.act(&caller, frame).await?.frame, StatusCode::OK)
}

#[derive(serde::Deserialize)]
struct Action {
    action: String,
}

/// The frame that a body and its path make together.
fn framed(body: &str, action: &str, case: Option<String>) -> Result<ClientFrame, Failure> {
    let mut fields: serde_json::Map<String, Value> = parse(body)?;
    if case.is_none() {
        // Says which field is wrong in the words of the document itself.
        parse::<OpenCase>(body)?;
    }
    fields.insert("action".to_owned(), Value::from(action));
    fields.extend(case.map(|case| ("case".to_owned(), Value::from(case))));
    let raw = Value::Object(fields).to_string();
    ClientFrame::parse(&raw).map_err(Failure::from)
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
