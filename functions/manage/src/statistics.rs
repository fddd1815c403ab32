//! A store's statistics, for its leads.

use application::{CaseStatistics, StatisticsError};
use axum::Json;
use axum::extract::State;
use contract::StatisticsView;
use domain::{Day, StoreId};
use lambda::rest::describe::{Problems, Restricted, of};
use lambda::rest::{Failure, PathOf, QueryOf, Session};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::App;

/// Which days.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Period {
    /// The first day, UTC.
    #[param(value_type = of::Day)]
    from: Day,
    /// The last day, at most 91 days later.
    #[param(value_type = of::Day)]
    until: Day,
}

/// `GET /stores/{store}/statistics?from=&until=`.
#[utoipa::path(
    get,
    path = "/stores/{store}/statistics",
    operation_id = "read_statistics",
    summary = "What the cases came to that were opened on these days: each day, all of them, by agent and by group.",
    params(PathOf<StoreId>, Period),
    responses(
        (status = 200, description = "The figures.", body = of::StatisticsView),
        Problems<(Session, PathOf<StoreId>, QueryOf<Period>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn read(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(period): QueryOf<Period>,
) -> Result<Json<StatisticsView>, Failure> {
    let read = app.statistics.read(&caller, &store, period.from, period.until).await?;
    read.map(Json).map_err(|error| match error {
        StatisticsError::Refused(refusal) => refusal.into(),
        StatisticsError::Period => Failure::malformed(format!(
            "`until` is `from` or a later day, {} days in all at most.",
            CaseStatistics::MOST_DAYS
        )),
    })
}
