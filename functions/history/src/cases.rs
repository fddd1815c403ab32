//! One case: where it stands, and its events page by page.

use application::Direction;
use axum::Json;
use axum::extract::State;
use contract::{CaseView, EventPage};
use domain::{CaseId, Seq};
use lambda::rest::{Failure, PathOf, QueryOf, Session};
use serde::Deserialize;

use crate::App;

/// The most events on one page.
const PAGE: usize = 50;

/// Which page of events; none of the cursors asks for the newest.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Range {
    after: Option<u64>,
    before: Option<u64>,
    limit: Option<usize>,
}

/// `GET /cases/{case}`.
pub(crate) async fn stand(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(case): PathOf<CaseId>,
) -> Result<Json<CaseView>, Failure> {
    Ok(Json(app.cases.stand(&caller, &case).await??))
}

/// `GET /cases/{case}/events?after=|before=&limit=`.
pub(crate) async fn events(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(case): PathOf<CaseId>,
    QueryOf(range): QueryOf<Range>,
) -> Result<Json<EventPage>, Failure> {
    let (direction, limit) = range.read()?;
    let page = app.cases.events(&caller, &case, direction, limit).await??;
    Ok(Json(page))
}

impl Range {
    fn read(self) -> Result<(Direction, usize), Failure> {
        let direction = match (self.after, self.before) {
            (None, None) => Direction::Newest,
            (Some(after), None) => Direction::After(seq(after)?),
            (None, Some(before)) => Direction::Before(seq(before)?),
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

fn seq(raw: u64) -> Result<Seq, Failure> {
    Seq::try_from(raw).map_err(Failure::malformed)
}
