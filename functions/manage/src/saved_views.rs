//! Saved views of the lists: those of a store, and those of whoever asks.

use application::SavedViewError;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{
    Code, NewSavedView, SavedViewChange, SavedViewDeletion, SavedViewEntry, SavedViewList,
};
use domain::{CommandError, SavedViewId, StoreId};
use lambda::rest::describe::{
    Bounded, Commanded, Naming, Problems, Restricted, Versioned, Worded, of,
};
use lambda::rest::{Document, Failure, PathOf, Session};

use crate::App;

/// `GET /stores/{store}/saved-views`.
#[utoipa::path(
    get,
    path = "/stores/{store}/saved-views",
    operation_id = "list_saved_views",
    summary = "The caller's own saved views, then the store's, each by name.",
    params(PathOf<StoreId>),
    responses(
        (status = 200, description = "All of them.", body = of::SavedViewList),
        Problems<(Session, PathOf<StoreId>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn list(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
) -> Result<Json<SavedViewList>, Failure> {
    Ok(Json(app.saved_views.list(&caller, &store).await.map_err(|error| error.map(denied))?))
}

/// `POST /stores/{store}/saved-views`.
#[utoipa::path(
    post,
    path = "/stores/{store}/saved-views",
    operation_id = "add_saved_view",
    summary = "Saves a view of the lists, for oneself or, as a lead, for the store.",
    params(PathOf<StoreId>),
    request_body = of::NewSavedView,
    responses(
        (status = 201, description = "The saved view.", body = of::SavedViewEntry),
        Problems<(Session, PathOf<StoreId>, Document<NewSavedView>, Naming, Worded, Restricted, Bounded, Commanded, Versioned)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn add(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Document(new): Document<NewSavedView>,
) -> Result<(StatusCode, Json<SavedViewEntry>), Failure> {
    let added = app.saved_views.add(&caller, &store, new).await;
    Ok((StatusCode::CREATED, Json(added.map_err(|error| error.map(refused))?)))
}

/// `POST /stores/{store}/saved-views/{view}`: as a whole.
#[utoipa::path(
    post,
    path = "/stores/{store}/saved-views/{view}",
    operation_id = "change_saved_view",
    summary = "Changes a saved view of one's own or, as a lead, one of the store's.",
    params(PathOf<(StoreId, SavedViewId)>),
    request_body = of::SavedViewChange,
    responses(
        (status = 200, description = "The saved view afterwards.", body = of::SavedViewEntry),
        Problems<(Session, PathOf<(StoreId, SavedViewId)>, Document<SavedViewChange>, Naming, Worded, Restricted, Commanded, Versioned)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn change(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((store, view)): PathOf<(StoreId, SavedViewId)>,
    Document(change): Document<SavedViewChange>,
) -> Result<Json<SavedViewEntry>, Failure> {
    let changed = app.saved_views.change(&caller, &store, &view, change).await;
    Ok(Json(changed.map_err(|error| error.map(denied))?))
}

/// `POST /stores/{store}/saved-views/{view}/delete`.
#[utoipa::path(
    post,
    path = "/stores/{store}/saved-views/{view}/delete",
    operation_id = "delete_saved_view",
    summary = "Deletes a saved view of one's own or, as a lead, one of the store's.",
    params(PathOf<(StoreId, SavedViewId)>),
    request_body = of::SavedViewDeletion,
    responses(
        (status = 204, description = "It is deleted."),
        Problems<(Session, PathOf<(StoreId, SavedViewId)>, Document<SavedViewDeletion>, Restricted, Commanded, Versioned)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn delete(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((store, view)): PathOf<(StoreId, SavedViewId)>,
    Document(deletion): Document<SavedViewDeletion>,
) -> Result<StatusCode, Failure> {
    app.saved_views
        .delete(&caller, &store, &view, deletion)
        .await
        .map_err(|error| error.map(denied))?;
    Ok(StatusCode::NO_CONTENT)
}

fn refused(error: SavedViewError) -> Failure {
    match error {
        SavedViewError::Refused(refusal) => denied(refusal),
        SavedViewError::Full { most } => {
            let detail =
                format!("There are {most} of them, the most there may be. Delete one first.");
            Failure::new(Code::LimitReached, detail)
        }
    }
}

/// A refusal in words about saved views.
fn denied(refusal: CommandError) -> Failure {
    let detail = match refusal {
        CommandError::NotFound => "There is no such saved view for you.",
        CommandError::NotAllowed => "Only leads save views for the store.",
        CommandError::Conflict => {
            "Someone has changed this saved view meanwhile. Read it, then decide."
        }
        other => return other.into(),
    };
    Failure::new(Code::from(refusal), detail)
}
