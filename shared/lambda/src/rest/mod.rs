//! What both functions of the REST API have around their use cases: who asks, what a request brings, problems as answers.

pub mod cursor;
pub mod describe;
mod problem;
mod request;
mod session;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::map_response;
use axum::response::Response;

pub use problem::{Failure, no_route};
pub use request::{Document, FormOf, PathOf, QueryOf, Values};
pub use session::{Address, Authenticator, Bearer, Session};

/// These routes with what all of them share: unknown routes and methods are problems, a document has at most `largest`
/// bytes where a route does not say otherwise, and no answer is taken for another type than it names.
pub fn api<S: Clone + Send + Sync + 'static>(routes: Router<S>, largest: usize) -> Router<S> {
    routes
        .fallback(no_route)
        .method_not_allowed_fallback(problem::no_method)
        .layer(DefaultBodyLimit::max(largest))
        .layer(map_response(harden))
}

/// No answer is taken for another type than it says, and none is kept but what names a lifetime of its own.
async fn harden(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
