//! The REST API. Routing is one table; each route is one use case.

mod cases;
mod commands;
mod docs;
mod lists;
mod problem;
mod session;
mod visitors;

use std::sync::Arc;

use adapters::dynamo::{Cursors, Directory, Listeners, Log, Sessions, Summaries};
use adapters::token::TokenVerifier;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use desk::{Cases, Lists};
use edge::config;
use lambda_http::Error;

/// What the routes work with.
#[derive(Clone)]
pub struct App {
    cases: Cases,
    lists: Lists,
    tokens: Arc<TokenVerifier>,
    sessions: Sessions,
}

/// The routes' tools over this deployment's table, connections and keys.
///
/// # Errors
/// The template did not set what the function needs, or a key is too weak.
pub fn app() -> Result<App, Error> {
    let table = config::table()?;
    let cases = Cases {
        log: Log::new(table.clone()),
        listeners: Listeners::new(table.clone()),
        cursors: Cursors::new(table.clone()),
        directory: Directory::new(table.clone()),
        push: config::push()?,
        stores: config::stores()?,
    };
    let lists = Lists { summaries: Summaries::new(table.clone()) };
    let tokens = Arc::new(TokenVerifier::new(config::token_settings()?)?);
    Ok(App { cases, lists, tokens, sessions: Sessions::new(table) })
}

/// Every route of the API; the authority table of the tests has a row for each.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/health", get(docs::health))
        .route("/openapi.json", get(docs::openapi))
        .route("/docs", get(docs::page))
        .route("/docs/{file}", get(docs::file))
        .route("/visitors", post(visitors::mint))
        .route("/visitors/rotate", post(visitors::rotate))
        .route("/visitors/revoke", post(visitors::revoke))
        .route("/me", get(visitors::me))
        .route("/stores/{store}", get(lists::store))
        .route("/stores/{store}/cases", get(lists::worklist))
        .route("/cases", get(lists::mine).post(commands::open))
        .route("/cases/{case}", get(cases::stand))
        .route("/cases/{case}/events", get(cases::events))
        .route("/cases/{case}/commands", post(commands::command))
        .fallback(problem::no_route)
        .method_not_allowed_fallback(problem::no_route)
        .layer(DefaultBodyLimit::max(wire::MAX_FRAME_BYTES))
        .with_state(app)
}
