//! The REST API of cases: tokens, lists, logs, commands, the API's description. Routing is one table; each route is one use
//! case.

mod cases;
mod claim;
mod commands;
mod docs;
mod export;
mod files;
mod lists;
mod mentions;
mod search;
mod visitors;

use application::{
    CaseSearch, Cases, Claims, Exporter, FileUploads, Knowledge, KnowledgeConfig, Lists,
    MentionLists, SignIns,
};
use axum::Router;
use axum::extract::FromRef;
use axum::routing::get;
use lambda::Deployment;
use lambda::rest::{self, Authenticator};
use lambda_http::Error;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What the routes work with.
#[derive(Clone)]
pub struct App {
    authenticator: Authenticator,
    cases: Cases,
    lists: Lists,
    search: CaseSearch,
    mentions: MentionLists,
    exporter: Exporter,
    knowledge: Knowledge,
    sign_ins: SignIns,
    claims: Claims,
    uploads: FileUploads,
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
        search: deployment.search(),
        mentions: deployment.mentions(),
        exporter: Exporter::new(&deployment.table()),
        knowledge: deployment.knowledge(KnowledgeConfig::default()),
        sign_ins: deployment.sign_ins()?,
        claims: deployment.claims()?,
        uploads: deployment.uploads()?,
    })
}

/// Every route of the function; the authority table of the tests has a row for each. Pages for people are not described.
fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(docs::health))
        .routes(routes!(docs::openapi))
        .route("/docs", get(docs::page))
        .route("/docs/{file}", get(docs::file))
        .routes(routes!(visitors::mint))
        .routes(routes!(visitors::rotate))
        .routes(routes!(visitors::revoke))
        .routes(routes!(claim::claim))
        .routes(routes!(visitors::me))
        .routes(routes!(lists::store))
        .routes(routes!(lists::worklist))
        .routes(routes!(lists::counts))
        .routes(routes!(search::search))
        .routes(routes!(mentions::list))
        .routes(routes!(mentions::read))
        .routes(routes!(export::export))
        .routes(routes!(lists::mine, commands::open))
        .routes(routes!(cases::stand))
        .routes(routes!(cases::events))
        .routes(routes!(files::request))
        .routes(routes!(files::look))
        .routes(routes!(files::links))
        .routes(routes!(commands::command))
        .routes(routes!(commands::frame))
}

/// The function's routes at work.
pub fn router(app: App) -> Router {
    let (routes, _) = routes().split_for_parts();
    rest::api(routes, contract::MAX_FRAME_BYTES).with_state(app)
}

/// The function's routes as others read them.
pub fn description() -> OpenApi {
    routes().into_openapi()
}
