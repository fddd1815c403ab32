//! Stores and lists of cases.

use adapters::dynamo::is_place_of_list;
use application::Wanted;
use axum::Json;
use axum::extract::State;
use contract::{CaseCounts, CasePage, StoreView};
use domain::{CommandError, Invalid, Status, StoreId};
use lambda::clock;
use lambda::rest::{Failure, PathOf, QueryOf, Session, cursor};
use serde::Deserialize;

use crate::App;

/// Which part of a list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    list: Option<String>,
    month: Option<String>,
    customer: Option<String>,
    cursor: Option<String>,
}

/// `GET /stores/{store}`: what anyone may know of a store.
pub(crate) async fn store(
    State(app): State<App>,
    PathOf(store): PathOf<StoreId>,
) -> Result<Json<StoreView>, Failure> {
    let found = app.cases.stores.get(&store).ok_or(CommandError::NotFound)?;
    Ok(Json(app.knowledge.present(store, found, clock::now()).await?))
}

/// `GET /cases`: the customer's own.
pub(crate) async fn mine(
    State(app): State<App>,
    Session(caller): Session,
    QueryOf(part): QueryOf<Part>,
) -> Result<Json<CasePage>, Failure> {
    list(&app, &caller, Wanted::Mine, part.cursor).await
}

/// `GET /stores/{store}/cases?list=waiting|open|closed&month=`, or `?customer=` for all cases of one.
pub(crate) async fn worklist(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(part): QueryOf<Part>,
) -> Result<Json<CasePage>, Failure> {
    let wanted = match (part.list.as_deref(), part.month, part.customer) {
        (None | Some("waiting"), None, None) => Wanted::Waiting(store),
        (Some("open"), None, None) => Wanted::Open(store),
        (Some("closed"), Some(month), None) if is_month(&month) => Wanted::Closed(store, month),
        (None, None, Some(customer)) => {
            let malformed = |error: Invalid| Failure::malformed(error.expected);
            Wanted::Of(store, customer.parse().map_err(malformed)?)
        }
        _ => {
            let expected = "`list` is waiting, open, or closed with a `month` such as 2026-11; `customer` stands alone.";
            return Err(Failure::malformed(expected));
        }
    };
    list(&app, &caller, wanted, part.cursor).await
}

/// Which lists to count.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counted {
    lists: Option<String>,
}

/// `GET /stores/{store}/counts?lists=waiting,open,closed`.
pub(crate) async fn counts(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(counted): QueryOf<Counted>,
) -> Result<Json<CaseCounts>, Failure> {
    let names = counted.lists.as_deref().unwrap_or("waiting,open,closed");
    let status = |name| match name {
        "waiting" => Ok(Status::Waiting),
        "open" => Ok(Status::Open),
        "closed" => Ok(Status::Resolved),
        _ => Err(Failure::malformed("`lists` names waiting, open and closed, with commas.")),
    };
    let wanted: Vec<Status> = names.split(',').map(status).collect::<Result<_, _>>()?;
    Ok(Json(app.lists.count(&caller, &app.cases.stores, &store, &wanted).await??))
}

fn is_month(raw: &str) -> bool {
    raw.len() == 7
        && raw
            .bytes()
            .enumerate()
            .all(|(at, b)| if at == 4 { b == b'-' } else { b.is_ascii_digit() })
}

async fn list(
    app: &App,
    caller: &application::Caller,
    wanted: Wanted,
    cursor: Option<String>,
) -> Result<Json<CasePage>, Failure> {
    let from = cursor::open(cursor, is_place_of_list)?;
    let page = app.lists.list(caller, &app.cases.stores, wanted, from).await??;
    Ok(Json(CasePage { next: cursor::seal(page.next), ..page }))
}
