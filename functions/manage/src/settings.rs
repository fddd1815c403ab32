//! What a store's leads set by themselves.

use axum::Json;
use axum::extract::State;
use contract::SettingsChange;
use domain::{Settings, StoreId};
use lambda::rest::describe::{Problems, Restricted, Worded, of};
use lambda::rest::{Failure, PathOf, Session, Values};

use crate::App;

/// `GET /stores/{store}/settings`.
#[utoipa::path(
    get,
    path = "/stores/{store}/settings",
    operation_id = "read_settings",
    summary = "A store's settings, for its leads.",
    params(PathOf<StoreId>),
    responses(
        (status = 200, description = "The settings.", body = of::Settings),
        Problems<(Session, PathOf<StoreId>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn read(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
) -> Result<Json<Settings>, Failure> {
    Ok(Json(app.knowledge.read_settings(&caller, &store).await?))
}

/// `POST /stores/{store}/settings`: what is absent stays as it is.
#[utoipa::path(
    post,
    path = "/stores/{store}/settings",
    operation_id = "change_settings",
    summary = "Changes a store's settings; what is absent stays as it is. What is wrong is said in a sentence each.",
    params(PathOf<StoreId>),
    request_body = of::SettingsInput,
    responses(
        (status = 200, description = "The settings afterwards.", body = of::Settings),
        Problems<(Session, PathOf<StoreId>, Values, Worded, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn write(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Values(change): Values,
) -> Result<Json<Settings>, Failure> {
    let change: SettingsChange = change.try_into()?;
    Ok(Json(app.knowledge.update_settings(&caller, &store, change).await?))
}
