//! What happened in a store, for programs of its leads.

use adapters::dynamo::FeedPlace;
use application::{FeedError, FeedReader};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{Code, FeedPage, Replay};
use domain::StoreId;
use lambda::rest::{Document, Failure, PathOf, QueryOf, Session};
use serde::Deserialize;

use crate::App;

/// From where on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    cursor: Option<String>,
}

/// `GET /stores/{store}/events?cursor=`.
pub(crate) async fn follow(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(part): QueryOf<Part>,
) -> Result<Json<FeedPage>, Failure> {
    let from = part.cursor.as_deref().map(place).transpose()?;
    Ok(Json(reader(&app)?.follow(&caller, &store, from).await?.map_err(refused)?))
}

/// `POST /stores/{store}/events/replay`.
pub(crate) async fn replay(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Document(Replay { cursor }): Document<Replay>,
) -> Result<StatusCode, Failure> {
    reader(&app)?.replay(&caller, &store, &place(&cursor)?).await?.map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}

fn place(cursor: &str) -> Result<FeedPlace, Failure> {
    let expected = || Failure::malformed("A cursor is one that an earlier page gave.");
    FeedPlace::parse(cursor).ok_or_else(expected)
}

fn refused(error: FeedError) -> Failure {
    match error {
        FeedError::Refused(refusal) => refusal.into(),
        FeedError::Ahead => {
            Failure::new(Code::UnknownCursor, "The cursor is of a time that has not come.")
        }
        FeedError::NoWebhook => {
            Failure::new(Code::NotFound, "This store has no webhook: Webhooks does not name it.")
        }
    }
}

fn reader(app: &App) -> Result<&FeedReader, Failure> {
    let none = || Failure::new(Code::NotFound, "This deployment keeps no feeds: EventDays is 0.");
    app.feed.as_ref().ok_or_else(none)
}
