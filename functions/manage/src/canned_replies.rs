//! Canned replies: those of a store, and those of whoever asks.

use application::CannedReplyError;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{
    CannedReplyChange, CannedReplyDeletion, CannedReplyList, CannedReplyView, Code, NewCannedReply,
};
use domain::{CannedReplyId, CommandError, StoreId};
use lambda::rest::describe::{
    Bounded, Commanded, Naming, Problems, Restricted, Templated, Versioned, of,
};
use lambda::rest::{Document, Failure, PathOf, Session};

use crate::App;

/// `GET /stores/{store}/canned-replies`.
#[utoipa::path(
    get,
    path = "/stores/{store}/canned-replies",
    operation_id = "list_canned_replies",
    summary = "The store's canned replies and the caller's own, by title.",
    params(PathOf<StoreId>),
    responses(
        (status = 200, description = "All of them.", body = of::CannedReplyList),
        Problems<(Session, PathOf<StoreId>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn list(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
) -> Result<Json<CannedReplyList>, Failure> {
    Ok(Json(app.canned_replies.list(&caller, &store).await.map_err(|error| error.map(denied))?))
}

/// `POST /stores/{store}/canned-replies`.
#[utoipa::path(
    post,
    path = "/stores/{store}/canned-replies",
    operation_id = "add_canned_reply",
    summary = "Adds a canned reply, for oneself or, as a lead, for the store.",
    params(PathOf<StoreId>),
    request_body = of::NewCannedReply,
    responses(
        (status = 201, description = "The canned reply.", body = of::CannedReplyView),
        Problems<(Session, PathOf<StoreId>, Document<NewCannedReply>, Naming, Templated, Restricted, Bounded, Commanded, Versioned)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn add(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Document(new): Document<NewCannedReply>,
) -> Result<(StatusCode, Json<CannedReplyView>), Failure> {
    let added = app.canned_replies.add(&caller, &store, new).await;
    Ok((StatusCode::CREATED, Json(added.map_err(|error| error.map(refused))?)))
}

/// `POST /stores/{store}/canned-replies/{reply}`: as a whole.
#[utoipa::path(
    post,
    path = "/stores/{store}/canned-replies/{reply}",
    operation_id = "change_canned_reply",
    summary = "Changes a canned reply of one's own or, as a lead, one of the store's.",
    params(PathOf<(StoreId, CannedReplyId)>),
    request_body = of::CannedReplyChange,
    responses(
        (status = 200, description = "The canned reply afterwards.", body = of::CannedReplyView),
        Problems<(Session, PathOf<(StoreId, CannedReplyId)>, Document<CannedReplyChange>, Naming, Templated, Restricted, Commanded, Versioned)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn change(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((store, reply)): PathOf<(StoreId, CannedReplyId)>,
    Document(change): Document<CannedReplyChange>,
) -> Result<Json<CannedReplyView>, Failure> {
    let changed = app.canned_replies.change(&caller, &store, &reply, change).await;
    Ok(Json(changed.map_err(|error| error.map(refused))?))
}

/// `POST /stores/{store}/canned-replies/{reply}/delete`.
#[utoipa::path(
    post,
    path = "/stores/{store}/canned-replies/{reply}/delete",
    operation_id = "delete_canned_reply",
    summary = "Deletes a canned reply of one's own or, as a lead, one of the store's.",
    params(PathOf<(StoreId, CannedReplyId)>),
    request_body = of::CannedReplyDeletion,
    responses(
        (status = 204, description = "It is deleted."),
        Problems<(Session, PathOf<(StoreId, CannedReplyId)>, Document<CannedReplyDeletion>, Restricted, Commanded, Versioned)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn delete(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((store, reply)): PathOf<(StoreId, CannedReplyId)>,
    Document(deletion): Document<CannedReplyDeletion>,
) -> Result<StatusCode, Failure> {
    app.canned_replies
        .delete(&caller, &store, &reply, deletion)
        .await
        .map_err(|error| error.map(denied))?;
    Ok(StatusCode::NO_CONTENT)
}

fn refused(error: CannedReplyError) -> Failure {
    match error {
        CannedReplyError::Refused(refusal) => denied(refusal),
        CannedReplyError::Full { most } => {
            let detail =
                format!("There are {most} of them, the most there may be. Delete one first.");
            Failure::new(Code::LimitReached, detail)
        }
        CannedReplyError::NoSuchGroup => {
            let detail = "The store has no such group that gets conversations.";
            Failure::new(Code::NotFound, detail)
        }
    }
}

/// A refusal in words about canned replies.
fn denied(refusal: CommandError) -> Failure {
    let detail = match refusal {
        CommandError::NotFound => "There is no such canned reply for you.",
        CommandError::NotAllowed => "Only leads write the store's canned replies.",
        CommandError::Conflict => {
            "Someone has changed this canned reply meanwhile. Read it, then decide."
        }
        other => return other.into(),
    };
    Failure::new(Code::from(refusal), detail)
}
