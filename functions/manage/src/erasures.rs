//! Erasing what a customer wrote and was called, at their wish.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{ErasureList, ErasureRequest, ErasureView};
use domain::StoreId;
use lambda::rest::describe::{Commanded, Problems, Restricted, Versioned, of};
use lambda::rest::{Document, Failure, PathOf, Session};

use crate::App;

/// `POST /stores/{store}/erasures`: it is done within a minute or so, and can't be taken back.
#[utoipa::path(
    post,
    path = "/stores/{store}/erasures",
    operation_id = "begin_erasure",
    summary = "Has the words and names of a case, or of all cases of a customer, erased for good; for leads.",
    params(PathOf<StoreId>),
    request_body = of::ErasureRequest,
    responses(
        (status = 202, description = "It has begun; `GET` says how far it has got.", body = of::ErasureView),
        Problems<(Session, PathOf<StoreId>, Document<ErasureRequest>, Restricted, Commanded, Versioned)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn begin(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Document(request): Document<ErasureRequest>,
) -> Result<(StatusCode, Json<ErasureView>), Failure> {
    let begun = app.erasures.request(&caller, &store, request).await?;
    Ok((StatusCode::ACCEPTED, Json(begun)))
}

/// `GET /stores/{store}/erasures`.
#[utoipa::path(
    get,
    path = "/stores/{store}/erasures",
    operation_id = "list_erasures",
    summary = "A store's erasures, newest first: those under way and those of the last 30 days; for leads.",
    params(PathOf<StoreId>),
    responses(
        (status = 200, description = "They.", body = of::ErasureList),
        Problems<(Session, PathOf<StoreId>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn list(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
) -> Result<Json<ErasureList>, Failure> {
    Ok(Json(app.erasures.list(&caller, &store).await?))
}
