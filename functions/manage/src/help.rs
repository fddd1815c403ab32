//! What visitors may look through before they write.

use application::ApplicationError;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::CACHE_CONTROL;
use contract::HelpIndex;
use domain::StoreId;
use lambda::clock;
use lambda::rest::describe::{Naming, Problems, of};
use lambda::rest::{Failure, PathOf};

use crate::App;

/// A browser, or a cache in front of the API, asks again after five minutes.
const LIFETIME: [(HeaderName, &str); 1] = [(CACHE_CONTROL, "public, max-age=300")];

/// `GET /stores/{store}/help`.
#[utoipa::path(
    get,
    path = "/stores/{store}/help",
    operation_id = "read_help",
    summary = "A store's approved answers for its visitors, where it offers them; up to six minutes old.",
    params(PathOf<StoreId>),
    responses(
        (status = 200, description = "The answers.", body = of::HelpIndex),
        Problems<(PathOf<StoreId>, Naming, ApplicationError)>,
    ),
)]
pub(crate) async fn index(
    State(app): State<App>,
    PathOf(store): PathOf<StoreId>,
) -> Result<([(HeaderName, &'static str); 1], Json<HelpIndex>), Failure> {
    let index = app.knowledge.help(&app.stores, &store, clock::now()).await?;
    Ok((LIFETIME, Json(HelpIndex::clone(&index))))
}
