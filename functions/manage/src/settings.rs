//! What a store's leads settle by themselves.

use application::SettingsError;
use axum::Json;
use axum::extract::State;
use contract::SettingsChange;
use domain::{Settings, StoreId};
use lambda::rest::{Failure, PathOf, Session, Values};

use crate::App;

/// `GET /stores/{store}/settings`.
pub(crate) async fn read(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
) -> Result<Json<Settings>, Failure> {
    Ok(Json(app.knowledge.read_settings(&caller, &store).await??))
}

/// `POST /stores/{store}/settings`: what is absent stays as it is.
pub(crate) async fn write(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Values(change): Values,
) -> Result<Json<Settings>, Failure> {
    let change: SettingsChange = change.try_into()?;
    match app.knowledge.settle(&caller, &store, change).await? {
        Ok(settings) => Ok(Json(settings)),
        Err(SettingsError::Refused(refusal)) => Err(refusal.into()),
        Err(SettingsError::Wrong(mistakes)) => Err(Failure::malformed(mistakes.join(" "))),
    }
}
