//! Stores and lists of cases.

use adapters::dynamo::is_place_of_list;
use application::Wanted;
use axum::Json;
use axum::extract::State;
use contract::{CasePage, StoreView};
use domain::{CommandError, Invalid, StoreId};
use lambda::clock;
use serde::Deserialize;

use crate::problem::Failure;
use crate::request::{PathOf, QueryOf};
use crate::session::Session;
use crate::{App, cursor};

/// Which part of a list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    list: Option<String>,
    month: Option<String>,
    cursor: Option<String>,
}

/// The store that a path names. A malformed id is a store that does not exist.
pub(crate) fn store_of(raw: &str) -> Result<StoreId, Failure> {
    raw.parse().map_err(|_: Invalid| CommandError::NotFound.into())
}

/// `GET /stores/{store}`: what anyone may know of a store.
pub(crate) async fn store(
    State(app): State<App>,
    PathOf(store): PathOf<String>,
) -> Result<Json<StoreView>, Failure> {
    let id = store_of(&store)?;
    let found = app.cases.stores.get(&id).ok_or(CommandError::NotFound)?;
    Ok(Json(app.knowledge.present(id, found, clock::now()).await?))
}

/// `GET /cases`: the customer's own.
pub(crate) async fn mine(
    State(app): State<App>,
    Session(caller): Session,
    QueryOf(part): QueryOf<Part>,
) -> Result<Json<CasePage>, Failure> {
    list(&app, &caller, Wanted::Mine, part.cursor).await
}

/// `GET /stores/{store}/cases?list=waiting|open|closed&month=`.
pub(crate) async fn worklist(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<String>,
    QueryOf(part): QueryOf<Part>,
) -> Result<Json<CasePage>, Failure> {
    let store = store_of(&store)?;
    let wanted = match (part.list.as_deref(), part.month) {
        (None | Some("waiting"), None) => Wanted::Waiting(store),
        (Some("open"), None) => Wanted::Open(store),
        (Some("closed"), Some(month)) if is_month(&month) => Wanted::Closed(store, month),
        _ => {
            let expected = "`list` is waiting, open, or closed with a `month` such as 2026-11.";
            return Err(Failure::malformed(expected));
        }
    };
    list(&app, &caller, wanted, part.cursor).await
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
