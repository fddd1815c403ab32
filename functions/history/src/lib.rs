//! The REST API. Routing is one table; each route is one use case.

mod answers;
mod cases;
mod commands;
mod cursor;
mod docs;
mod feed;
mod lists;
mod problem;
mod request;
mod session;
mod settings;
mod visitors;

use std::sync::Arc;

use adapters::dynamo::{Cursors, Directory, Feeds, Listeners, Log, Sessions, Summaries};
use adapters::token::TokenVerifier;
use application::{Cases, FeedReader, Knowledge, Lists, SignIns};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{get, post};
use lambda::config;
use lambda_http::Error;

/// What the routes work with.
#[derive(Clone)]
pub struct App {
    cases: Cases,
    lists: Lists,
    knowledge: Knowledge,
    feed: Option<FeedReader>,
    tokens: Arc<TokenVerifier>,
    sign_ins: SignIns,
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
    let knowledge = Knowledge::new(table.clone());
    let (feeds, told) = (Feeds::new(table.clone()), config::webhook_stores()?);
    let feed = config::feed_days()?.map(|_| FeedReader { feeds, told });
    let sign_ins = SignIns { sessions: Sessions::new(table), push: cases.push.clone() };
    Ok(App { cases, lists, knowledge, feed, tokens, sign_ins })
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
        .route("/stores/{store}/events", get(feed::follow))
        .route("/stores/{store}/events/replay", post(feed::replay))
        .merge(knowledge())
        .route("/cases", get(lists::mine).post(commands::open))
        .route("/cases/{case}", get(cases::stand))
        .route("/cases/{case}/events", get(cases::events))
        .route("/cases/{case}/commands", post(commands::command))
        .fallback(problem::no_route)
        .method_not_allowed_fallback(problem::no_method)
        .layer(DefaultBodyLimit::max(contract::MAX_FRAME_BYTES))
        .layer(map_response(harden))
        .with_state(app)
}

/// No answer is taken for another type than it says, and none is kept but what names a lifetime of its own.
async fn harden(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The routes of a store's knowledge base.
fn knowledge() -> Router<App> {
    let documents = Router::new()
        .route("/stores/{store}/answers", get(answers::list).post(answers::add))
        .route("/stores/{store}/answers/import", post(answers::import))
        .route("/stores/{store}/answers/{answer}", get(answers::one).post(answers::edit))
        .layer(DefaultBodyLimit::max(answers::LARGEST));
    documents
        .route("/stores/{store}/answers/{answer}/approve", post(answers::approve))
        .route("/stores/{store}/answers/{answer}/retire", post(answers::retire))
        .route("/stores/{store}/answers/{answer}/merge", post(answers::merge))
        .route("/stores/{store}/answers/{answer}/recipients", get(answers::recipients))
        .route("/stores/{store}/questions", get(answers::questions))
        .route("/stores/{store}/settings", get(settings::read).post(settings::write))
}
