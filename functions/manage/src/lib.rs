//! The REST API of what leads and programs manage. Routing is one table; each route is one use case.

mod answers;
mod feed;
mod settings;

use adapters::dynamo::Feeds;
use application::{FeedReader, Knowledge, KnowledgeConfig, Stores};
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::routing::{get, post};
use lambda::rest::{self, Authenticator};
use lambda::{Deployment, config};
use lambda_http::Error;

/// What the routes work with.
#[derive(Clone)]
pub struct App {
    authenticator: Authenticator,
    knowledge: Knowledge,
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
    let (feeds, told) = (Feeds::new(deployment.table()), config::webhook_stores()?);
    Ok(App {
        authenticator: deployment.authenticator()?,
        knowledge: deployment.knowledge(KnowledgeConfig::default()),
        stores: config::stores()?,
        feed: config::feed_days()?.map(|_| FeedReader { feeds, told }),
    })
}

/// Every route of the function; the authority table of the tests has a row for each.
pub fn router(app: App) -> Router {
    let documents = Router::new()
        .route("/stores/{store}/answers", get(answers::list).post(answers::add))
        .route("/stores/{store}/answers/import", post(answers::import))
        .route("/stores/{store}/answers/{answer}", get(answers::one).post(answers::edit))
        .layer(DefaultBodyLimit::max(answers::LARGEST));
    let routes = documents
        .route("/stores/{store}/answers/{answer}/approve", post(answers::approve))
        .route("/stores/{store}/answers/{answer}/retire", post(answers::retire))
        .route("/stores/{store}/answers/{answer}/merge", post(answers::merge))
        .route("/stores/{store}/answers/{answer}/recipients", get(answers::recipients))
        .route("/stores/{store}/questions", get(answers::questions))
        .route("/stores/{store}/settings", get(settings::read).post(settings::write))
        .route("/stores/{store}/events", get(feed::follow))
        .route("/stores/{store}/events/replay", post(feed::replay));
    rest::api(routes, contract::MAX_FRAME_BYTES).with_state(app)
}
