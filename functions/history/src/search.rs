//! The search over a store's cases.

use adapters::dynamo::is_place_of_list;
use application::SearchQuery;
use axum::Json;
use axum::extract::State;
use contract::SearchPage;
use domain::{Day, StoreId, Tag, UserId};
use lambda::rest::describe::{Problems, of};
use lambda::rest::{Failure, PathOf, QueryOf, Session, cursor};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::App;

/// The longest query, in characters.
const LONGEST: usize = 200;

/// What is looked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Words: those of messages, notes, subjects, tags and the customer's name. A case is found that has all of them, or words that
    /// begin like them from three letters on, without regard to case and accents. Or a case's id, or the end of it.
    #[param(min_length = 1, max_length = 200)]
    query: String,
    /// Only cases of this customer.
    #[param(value_type = Option<of::UserId>)]
    customer: Option<UserId>,
    /// Only cases with this tag.
    #[param(value_type = Option<of::Tag>)]
    tag: Option<Tag>,
    /// Only cases that were opened on this day (UTC) or later.
    #[param(value_type = Option<of::Day>)]
    from: Option<Day>,
    /// Only cases that were opened on this day (UTC) or before.
    #[param(value_type = Option<of::Day>)]
    until: Option<Day>,
    /// Where the page starts: `next` of an earlier one.
    cursor: Option<String>,
}

/// `GET /stores/{store}/search?query=&customer=&tag=&from=&until=&cursor=`.
#[utoipa::path(
    get,
    path = "/stores/{store}/search",
    operation_id = "search_cases",
    summary = "Those of a store's cases in which these words stand, opened last first, for its agents. A page may hold fewer than there are, or none, before the last.",
    params(PathOf<StoreId>, Wanted),
    responses(
        (status = 200, description = "A page of them.", body = of::SearchPage),
        Problems<(Session, PathOf<StoreId>, QueryOf<Wanted>)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn search(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(wanted): QueryOf<Wanted>,
) -> Result<Json<SearchPage>, Failure> {
    let Wanted { query: words, customer, tag, from, until, cursor } = wanted;
    let is_sane = (1..=LONGEST).contains(&words.chars().count());
    if !is_sane {
        return Err(Failure::malformed(format!("A query has 1 to {LONGEST} characters.")));
    }
    let place = cursor::open(cursor, is_place_of_list)?;
    let query = SearchQuery { words, customer, tag, from, until };
    let page = app.search.find(&caller, &app.cases.stores, &store, &query, place).await?;
    Ok(Json(SearchPage { next: cursor::seal(page.next), ..page }))
}
