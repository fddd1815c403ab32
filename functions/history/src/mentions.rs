//! The notes that have called an agent.

use adapters::dynamo::is_place_of_recipients;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{MentionPage, MentionsRead};
use domain::StoreId;
use lambda::rest::describe::{Problems, of};
use lambda::rest::{Document, Failure, PathOf, QueryOf, Session, cursor};

use crate::App;
use crate::lists::Part;

/// `GET /stores/{store}/mentions?cursor=`.
#[utoipa::path(
    get,
    path = "/stores/{store}/mentions",
    operation_id = "list_mentions",
    summary = "The notes of the last 90 days that mention the caller, newest first, for agents. A page may hold fewer than there are, or none, before the last.",
    params(PathOf<StoreId>, Part),
    responses(
        (status = 200, description = "A page of them.", body = of::MentionPage),
        Problems<(Session, PathOf<StoreId>, QueryOf<Part>)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn list(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(part): QueryOf<Part>,
) -> Result<Json<MentionPage>, Failure> {
    let from = cursor::open(part.cursor, is_place_of_recipients)?;
    let page = app.mentions.list(&caller, &app.cases.stores, &store, from).await?;
    Ok(Json(MentionPage { next: cursor::seal(page.next), ..page }))
}

/// `POST /stores/{store}/mentions/read`.
#[utoipa::path(
    post,
    path = "/stores/{store}/mentions/read",
    operation_id = "mark_mentions_read",
    summary = "Marks the notes that mention the caller as read, up to a time.",
    params(PathOf<StoreId>),
    request_body = of::MentionsRead,
    responses(
        (status = 204, description = "They are."),
        Problems<(Session, PathOf<StoreId>, Document<MentionsRead>)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn read(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Document(MentionsRead { until }): Document<MentionsRead>,
) -> Result<StatusCode, Failure> {
    app.mentions.mark_read(&caller, &store, until).await?;
    Ok(StatusCode::NO_CONTENT)
}
