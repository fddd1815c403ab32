//! One case: where it stands, and its events page by page.

use application::Direction;
use axum::Json;
use axum::extract::State;
use contract::{CaseView, EventPage};
use domain::{CaseId, Seq};
use lambda::rest::describe::{Problems, of};
use lambda::rest::{Failure, PathOf, QueryOf, Session};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::App;

/// The most events on one page.
const PAGE: usize = 50;

/// Which page of events; none of the cursors asks for the newest.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Range {
    /// Those after this one.
    #[param(value_type = Option<of::Seq>)]
    after: Option<Seq>,
    /// Those before this one.
    #[param(value_type = Option<of::Seq>)]
    before: Option<Seq>,
    /// How many at most.
    #[param(minimum = 1, maximum = 50, default = 50)]
    limit: Option<usize>,
}

/// `GET /cases/{case}`.
#[utoipa::path(
    get,
    path = "/cases/{case}",
    operation_id = "read_case",
    summary = "Where a case stands.",
    params(PathOf<CaseId>),
    responses(
        (status = 200, description = "Where it stands.", body = of::CaseView),
        Problems<(Session, PathOf<CaseId>)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn stand(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(case): PathOf<CaseId>,
) -> Result<Json<CaseView>, Failure> {
    Ok(Json(app.cases.stand(&caller, &case).await?))
}

/// `GET /cases/{case}/events?after=|before=&limit=`.
#[utoipa::path(
    get,
    path = "/cases/{case}/events",
    operation_id = "list_events",
    summary = "A page of a case's events, oldest first; without a cursor the newest.",
    params(PathOf<CaseId>, Range),
    responses(
        (status = 200, description = "The page.", body = of::EventPage),
        Problems<(Session, PathOf<CaseId>, QueryOf<Range>)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn events(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(case): PathOf<CaseId>,
    QueryOf(range): QueryOf<Range>,
) -> Result<Json<EventPage>, Failure> {
    let (direction, limit) = range.read()?;
    let page = app.cases.events(&caller, &case, direction, limit).await?;
    Ok(Json(page))
}

impl Range {
    fn read(self) -> Result<(Direction, usize), Failure> {
        let direction = match (self.after, self.before) {
            (None, None) => Direction::Newest,
            (Some(after), None) => Direction::After(after),
            (None, Some(before)) => Direction::Before(before),
            (Some(_), Some(_)) => {
                return Err(Failure::malformed("Give `after` or `before`, not both."));
            }
        };
        let limit = self.limit.unwrap_or(PAGE);
        let is_sane = (1..=PAGE).contains(&limit);
        if !is_sane {
            return Err(Failure::malformed(format!("A page has 1 to {PAGE} events.")));
        }
        Ok((direction, limit))
    }
}
