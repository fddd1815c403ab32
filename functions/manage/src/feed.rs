//! What happened in a store, for programs of its leads.

use adapters::dynamo::FeedPlace;
use application::FeedReader;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{Code, FeedPage, Replay};
use domain::StoreId;
use lambda::rest::describe::{FromCursor, Problems, Restricted, of};
use lambda::rest::{Document, Failure, PathOf, QueryOf, Session};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::App;

/// From where on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// Those behind this one: `next` of an earlier page, or the `cursor` of an event.
    cursor: Option<String>,
}

/// `GET /stores/{store}/events?cursor=`.
#[utoipa::path(
    get,
    path = "/stores/{store}/events",
    operation_id = "follow_events",
    summary = "What happened in a store, oldest first, for its leads; some seconds late, and as long as `EventDays` keeps it.",
    params(PathOf<StoreId>, Part),
    responses(
        (status = 200, description = "A page of it.", body = of::FeedPage),
        Problems<(Session, PathOf<StoreId>, QueryOf<Part>, Restricted, FromCursor)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn follow(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(part): QueryOf<Part>,
) -> Result<Json<FeedPage>, Failure> {
    let from = part.cursor.as_deref().map(place).transpose()?;
    Ok(Json(reader(&app)?.follow(&caller, &store, from).await?))
}

/// `POST /stores/{store}/events/replay`.
#[utoipa::path(
    post,
    path = "/stores/{store}/events/replay",
    operation_id = "replay_events",
    summary = "Has the store's webhook get its events again, from behind a cursor on; 404 where the store has none.",
    params(PathOf<StoreId>),
    request_body = of::Replay,
    responses(
        (status = 204, description = "It will."),
        Problems<(Session, PathOf<StoreId>, Document<Replay>, Restricted, FromCursor)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn replay(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Document(Replay { cursor }): Document<Replay>,
) -> Result<StatusCode, Failure> {
    reader(&app)?.replay(&caller, &store, &place(&cursor)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn place(cursor: &str) -> Result<FeedPlace, Failure> {
    let expected = || Failure::malformed("A cursor is one that an earlier page gave.");
    FeedPlace::parse(cursor).ok_or_else(expected)
}

fn reader(app: &App) -> Result<&FeedReader, Failure> {
    let none = || Failure::new(Code::NotFound, "This deployment keeps no feeds: EventDays is 0.");
    app.feed.as_ref().ok_or_else(none)
}
