//! What a store's leads settle by themselves.

use application::SettingsError;
use axum::Json;
use axum::extract::{Path, State};
use domain::Settings;

use crate::App;
use crate::commands::parse;
use crate::lists::store_of;
use crate::problem::Failure;
use crate::session::Session;

/// `GET /stores/{store}/settings`.
pub(crate) async fn read(
    State(app): State<App>,
    Session(caller): Session,
    Path(store): Path<String>,
) -> Result<Json<Settings>, Failure> {
    Ok(Json(app.knowledge.read_settings(&caller, &store_of(&store)?).await??))
}

/// `POST /stores/{store}/settings`: the whole document.
pub(crate) async fn write(
    State(app): State<App>,
    Session(caller): Session,
    Path(store): Path<String>,
    body: String,
) -> Result<Json<Settings>, Failure> {
    let settings: Settings = parse(&body)?;
    match app.knowledge.settle(&caller, &store_of(&store)?, settings).await? {
        Ok(settings) => Ok(Json(settings)),
        Err(SettingsError::Refused(refusal)) => Err(refusal.into()),
        Err(SettingsError::Wrong(mistakes)) => Err(Failure::malformed(mistakes.join(" "))),
    }
}
