//! What a store holds of a customer, at their wish.

use application::ExportPlace;
use axum::Json;
use axum::extract::State;
use contract::CustomerExport;
use domain::{StoreId, UserId};
use lambda::rest::describe::{Problems, Restricted, of};
use lambda::rest::{Failure, PathOf, QueryOf, Session, cursor};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::App;

/// Of whom, and which part.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// The customer.
    #[param(value_type = of::UserId)]
    customer: UserId,
    /// Where the page starts: `next` of an earlier one.
    cursor: Option<String>,
}

/// `GET /stores/{store}/export?customer=&cursor=`.
#[utoipa::path(
    get,
    path = "/stores/{store}/export",
    operation_id = "export_customer",
    summary = "What a store holds of a customer, notes of the staff included; for leads. A page ends after about 1,000 events.",
    params(PathOf<StoreId>, Part),
    responses(
        (status = 200, description = "A page of it.", body = of::CustomerExport),
        Problems<(Session, PathOf<StoreId>, QueryOf<Part>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn export(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(part): QueryOf<Part>,
) -> Result<Json<CustomerExport>, Failure> {
    let place = cursor::open(part.cursor, |place| ExportPlace::parse(place).is_some())?;
    let from = place.as_deref().and_then(ExportPlace::parse).unwrap_or_default();
    let page = app.exporter.export(&caller, &store, &part.customer, from).await?;
    Ok(Json(CustomerExport { next: cursor::seal(page.next), ..page }))
}
