//! Commands by POST: for integrations, and for browsers in which sockets are blocked. The use cases are the socket's.

use std::collections::BTreeMap;

use application::Caller;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use contract::{CaseCommand, ClientFrame, FrameForm, FrameTarget, OpenCase, ServerFrame};
use domain::CaseId;
use lambda::rest::describe::{
    Asked, Attaching, Commanded, FromCursor, InCase, Limited, Naming, Problems, Restricted, Worded,
    of,
};
use lambda::rest::{Address, Document, Failure, FormOf, PathOf, Session, Values};
use utoipa::openapi::{self, ContentBuilder, RefOr};
use utoipa::{IntoResponses, PartialSchema};

use crate::App;

/// The problems of a command. 409 is the frame `behind` where the caller has to catch up first.
struct CommandProblems;

impl IntoResponses for CommandProblems {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        or_behind(Problems::<(
            Session,
            PathOf<CaseId>,
            Values,
            Worded,
            Restricted,
            Commanded,
            Attaching,
            FromCursor,
            InCase,
            Limited,
        )>::responses())
    }
}

fn or_behind(
    mut responses: BTreeMap<String, RefOr<openapi::Response>>,
) -> BTreeMap<String, RefOr<openapi::Response>> {
    if let Some(RefOr::T(conflict)) = responses.get_mut("409") {
        let frame = ContentBuilder::new().schema(Some(of::ServerFrame::schema())).build();
        conflict.content.insert("application/json".to_owned(), RefOr::T(frame));
        conflict
            .description
            .push_str(" Or the frame `behind`: nothing was written, catch up and send again.");
    }
    responses
}

/// `POST /cases`: a customer's first message.
#[utoipa::path(
    post,
    path = "/cases",
    operation_id = "open_case",
    summary = "A customer's first message opens a case.",
    request_body = of::OpenCase,
    responses(
        (status = 201, description = "The acknowledgement.", body = of::ServerFrame),
        Problems<(Session, Document<OpenCase>, Worded, Restricted, Naming, Commanded, Asked, Attaching, Limited)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn open(
    State(app): State<App>,
    Session(caller): Session,
    Document(opening): Document<OpenCase>,
) -> Result<Response, Failure> {
    let opening = opening.checked()?;
    answer(app.cases.open(&caller, opening).await?.frame, StatusCode::CREATED)
}

/// `POST /cases/{case}/commands`.
#[utoipa::path(
    post,
    path = "/cases/{case}/commands",
    operation_id = "command_case",
    summary = "Does what a command of the socket does, by POST.",
    params(PathOf<CaseId>),
    request_body = of::CaseCommand,
    responses(
        (status = 200, description = "The acknowledgement, or the answer to `sync`.", body = of::ServerFrame),
        (status = 204, description = "Done; the command gets no answer."),
        CommandProblems,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn command(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(case): PathOf<CaseId>,
    Values(document): Values,
) -> Result<Response, Failure> {
    let command = CaseCommand::from_value(&document)?;
    answer(app.cases.command(&caller, case, command).await?.frame, StatusCode::OK)
}

/// The problems of a frame: an opening's, or a command's.
struct FrameProblems;

impl IntoResponses for FrameProblems {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        or_behind(Problems::<(
            Session,
            PathOf<CaseId>,
            Values,
            Worded,
            Restricted,
            Commanded,
            FromCursor,
            InCase,
            Asked,
            Limited,
        )>::responses())
    }
}

/// `POST /frames`: what a page sends that is going away.
#[utoipa::path(
    post,
    path = "/frames",
    operation_id = "send_frame",
    summary = "Does what a frame of the socket does, by a form that outlives its page.",
    request_body(content = of::FrameForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The acknowledgement, or the answer to `sync`.", body = of::ServerFrame),
        (status = 204, description = "Done; the frame gets no answer."),
        FrameProblems,
    ),
)]
pub(crate) async fn frame(
    State(app): State<App>,
    Address(address): Address,
    FormOf(form): FormOf<FrameForm>,
) -> Result<Response, Failure> {
    let caller = app.authenticator.caller(&form.access_token).await?;
    let caller = Caller { address, ..caller };
    let reply = match FrameTarget::from(ClientFrame::parse(&form.frame)?) {
        FrameTarget::NewCase(opening) => app.cases.open(&caller, opening).await?,
        FrameTarget::Case(case, command) => app.cases.command(&caller, case, command).await?,
        FrameTarget::Connection { .. } => {
            return Err(Failure::malformed("A form is no connection: it has no heartbeat."));
        }
    };
    answer(reply.frame, StatusCode::OK)
}

/// What a use case answers, with the status that it deserves.
fn answer(frame: Option<ServerFrame>, done: StatusCode) -> Result<Response, Failure> {
    match frame {
        None => Ok(StatusCode::NO_CONTENT.into_response()),
        Some(ServerFrame::Error { code, message, retry_after, taken_by, .. }) => {
            Err(Failure::said(code, message, retry_after).taken_by(taken_by))
        }
        Some(frame @ ServerFrame::Behind { .. }) => {
            Ok((StatusCode::CONFLICT, Json(frame)).into_response())
        }
        Some(frame) => Ok((done, Json(frame)).into_response()),
    }
}
