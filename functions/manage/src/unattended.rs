//! What went out by itself or would have, for a store's leads.

use adapters::dynamo::is_place_of_unattended;
use axum::Json;
use axum::extract::State;
use contract::{UnattendedFigures, UnattendedPage};
use domain::StoreId;
use lambda::rest::describe::{Problems, Restricted, of};
use lambda::rest::{Failure, PathOf, QueryOf, Session, cursor};

use crate::App;
use crate::answers::Part;

/// `GET /stores/{store}/automatic-replies?cursor=`.
#[utoipa::path(
    get,
    path = "/stores/{store}/automatic-replies",
    operation_id = "list_automatic_replies",
    summary = "The replies that went out by themselves, or would have where the store allowed that, newest first, with what people then wrote.",
    params(PathOf<StoreId>, Part),
    responses(
        (status = 200, description = "A page of them.", body = of::UnattendedPage),
        Problems<(Session, PathOf<StoreId>, QueryOf<Part>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn list(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(part): QueryOf<Part>,
) -> Result<Json<UnattendedPage>, Failure> {
    let from = cursor::open(part.cursor, is_place_of_unattended)?;
    let page = app.knowledge.unattended(&caller, &store, from).await?;
    Ok(Json(UnattendedPage { next: cursor::seal(page.next), ..page }))
}

/// `GET /stores/{store}/automatic-replies/figures`.
#[utoipa::path(
    get,
    path = "/stores/{store}/automatic-replies/figures",
    operation_id = "count_automatic_replies",
    summary = "How the newest 500 of them fared, for each way in which a reply can earn to go out by itself.",
    params(PathOf<StoreId>),
    responses(
        (status = 200, description = "The figures.", body = of::UnattendedFigures),
        Problems<(Session, PathOf<StoreId>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn figures(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
) -> Result<Json<UnattendedFigures>, Failure> {
    Ok(Json(app.knowledge.unattended_figures(&caller, &store).await?))
}
