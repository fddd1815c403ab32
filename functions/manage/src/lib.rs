//! The REST API of what leads and programs manage. Routing is one table; each route is one use case.

mod answers;
mod canned_replies;
mod changes;
mod directory;
mod erasures;
mod feed;
mod help;
mod saved_views;
mod settings;
mod statistics;
mod unattended;

use adapters::dynamo::Feeds;
use application::{
    AgentDirectory, CannedReplyLibrary, CaseStatistics, ErasureRequests, FeedReader, Knowledge,
    KnowledgeConfig, SavedViewShelf, Stores,
};
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use lambda::rest::{self, Authenticator};
use lambda::{Deployment, config};
use lambda_http::Error;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What the routes work with.
#[derive(Clone)]
pub struct App {
    authenticator: Authenticator,
    knowledge: Knowledge,
    directory: AgentDirectory,
    statistics: CaseStatistics,
    canned_replies: CannedReplyLibrary,
    saved_views: SavedViewShelf,
    erasures: ErasureRequests,
    stores: Stores,
    feed: Option<FeedReader>,
}

impl FromRef<App> for Authenticator {
    fn from_ref(app: &App) -> Self {
        app.authenticator.clone()
    }
}

/// The routes' tools over this deployment's table and keys.
///
/// # Errors
/// The template did not set what the function needs, or a key is too weak.
pub fn app() -> Result<App, Error> {
    let deployment = Deployment::from_env()?;
    let (feeds, webhook_stores) = (Feeds::new(deployment.table()), config::webhook_stores()?);
    let stores = config::stores()?;
    Ok(App {
        authenticator: deployment.authenticator()?,
        knowledge: deployment.knowledge(KnowledgeConfig::default()),
        directory: deployment.directory(),
        statistics: deployment.statistics(),
        canned_replies: deployment.canned_replies(),
        saved_views: deployment.saved_views(),
        erasures: ErasureRequests::new(&deployment.table(), stores.clone()),
        stores,
        feed: config::feed_days()?.map(|_| FeedReader { feeds, webhook_stores }),
    })
}

/// Every route of the function; the authority table of the tests has a row for each.
fn routes() -> OpenApiRouter<App> {
    let documents = OpenApiRouter::new()
        .routes(routes!(answers::list, answers::add))
        .routes(routes!(answers::import))
        .routes(routes!(answers::one, changes::edit))
        .layer(DefaultBodyLimit::max(answers::LARGEST));
    documents
        .routes(routes!(changes::approve))
        .routes(routes!(changes::retire))
        .routes(routes!(changes::merge))
        .routes(routes!(answers::recipients))
        .routes(routes!(answers::questions))
        .routes(routes!(canned_replies::list, canned_replies::add))
        .routes(routes!(canned_replies::change))
        .routes(routes!(canned_replies::delete))
        .routes(routes!(saved_views::list, saved_views::add))
        .routes(routes!(saved_views::change))
        .routes(routes!(saved_views::delete))
        .routes(routes!(settings::read, settings::write))
        .routes(routes!(help::index))
        .routes(routes!(statistics::read))
        .routes(routes!(unattended::list))
        .routes(routes!(unattended::figures))
        .routes(routes!(feed::follow))
        .routes(routes!(feed::replay))
        .routes(routes!(directory::agents))
        .routes(routes!(directory::change))
        .routes(routes!(directory::availability))
        .routes(routes!(directory::add_group))
        .routes(routes!(directory::change_group))
        .routes(routes!(directory::audit))
        .routes(routes!(erasures::list, erasures::begin))
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
