//! The REST API of cases: tokens, lists, logs, commands, the API's description. Routing is one table; each route is one use
//! case.

mod cases;
mod commands;
mod docs;
mod lists;
mod visitors;

use application::{Cases, Knowledge, KnowledgeConfig, Lists, SignIns};
use axum::Router;
use axum::extract::FromRef;
use axum::routing::{get, post};
use lambda::Deployment;
use lambda::rest::{self, Authenticator};
use lambda_http::Error;

/// What the routes work with.
#[derive(Clone)]
pub struct App {
    authenticator: Authenticator,
    cases: Cases,
    lists: Lists,
    knowledge: Knowledge,
    sign_ins: SignIns,
}

impl FromRef<App> for Authenticator {
    fn from_ref(app: &App) -> Self {
        app.authenticator.clone()
    }
}

/// The routes' tools over this deployment's table, connections and keys.
///
/// # Errors
/// The template did not set what the function needs, or a key is too weak.
pub fn app() -> Result<App, Error> {
    let deployment = Deployment::from_env()?;
    Ok(App {
        authenticator: deployment.authenticator()?,
        cases: deployment.cases()?,
        lists: deployment.lists(),
        knowledge: deployment.knowledge(KnowledgeConfig::default()),
        sign_ins: deployment.sign_ins()?,
    })
}

/// Every route of the function; the authority table of the tests has a row for each.
pub fn router(app: App) -> Router {
    let routes = Router::new()
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
        .route("/stores/{store}/counts", get(lists::counts))
        .route("/cases", get(lists::mine).post(commands::open))
        .route("/cases/{case}", get(cases::stand))
        .route("/cases/{case}/events", get(cases::events))
        .route("/cases/{case}/commands", post(commands::command));
    rest::api(routes, contract::MAX_FRAME_BYTES).with_state(app)
}
