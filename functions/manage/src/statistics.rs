//! A store's statistics, for its leads.

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
    /// The last day; of more than 92 days the last 92 are told.
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
    Ok(Json(app.statistics.read(&caller, &store, period.from, period.until).await?))
}
