//! The static site as a CDN would serve it, its configuration, and the demo issuer.

mod caching;
mod encoding;
mod files;
mod policy;

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use serde_json::json;

use self::encoding::{CompressedBodies, ContentEncoding};
use self::policy::ContentSecurityPolicy;
use crate::issuer::{self, Issuer};
use crate::listen::{self, HttpResponse, Listener};
use crate::template::Framing;

/// More than any request to the issuer needs.
const LARGEST_BODY: usize = 64 * 1024;

/// Where everything is, for the site's pages.
pub(crate) struct Places {
    /// The HTTP API.
    pub(crate) api: String,
    /// The WebSocket API with its stage.
    pub(crate) socket: String,
    /// S3.
    pub(crate) files: String,
    /// The issuer that agents sign in with.
    pub(crate) issuer: String,
    /// The console's client id there.
    pub(crate) client: String,
    /// Which pages may frame the widget.
    pub(crate) framing: Framing,
}

/// The site.
pub(crate) struct Site {
    folder: Option<PathBuf>,
    config: Bytes,
    policy: ContentSecurityPolicy,
    compressed: CompressedBodies,
    issuer: Issuer,
}

impl Site {
    /// A site of the files in this folder.
    pub(crate) fn new(folder: Option<PathBuf>, places: &Places, issuer: Issuer) -> Self {
        let config = json!({
            "api": places.api,
            "socket": places.socket,
            "oidc": { "issuer": places.issuer, "client_id": places.client },
        });
        Self {
            folder,
            config: config.to_string().into(),
            policy: ContentSecurityPolicy::new(places),
            compressed: CompressedBodies::default(),
            issuer,
        }
    }

    /// Serves it until the stack stops.
    pub(crate) async fn serve(self, listener: Listener) {
        let site = Arc::new(self);
        listen::serve(listener, move |request, _| {
            let site = Arc::clone(&site);
            async move { site.answer(request).await }
        })
        .await;
    }

    async fn answer(&self, request: Request<Incoming>) -> HttpResponse {
        let path = request.uri().path().to_owned();
        let store = store_of(&request);
        if path == "/oidc" || path.starts_with("/oidc/") {
            return self.issue(request).await;
        }
        let headers = request.headers();
        let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
        if !is_reading {
            return error(headers, StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD.");
        }
        let mut answer = match (path.as_str(), &self.folder) {
            ("/config.json", _) => {
                self.file(&path, headers, self.config.clone(), "application/json")
            }
            (_, Some(folder)) => match files::find(folder, &path).await {
                files::SiteFile::File(bytes, kind) => self.file(&path, headers, bytes, kind),
                files::SiteFile::Folder => moved(request.uri()),
                files::SiteFile::Nothing => error(headers, StatusCode::NOT_FOUND, "Not found."),
            },
            (_, None) => error(headers, StatusCode::NOT_FOUND, "The site is not built."),
        };
        self.policy.protect(&path, &store, answer.headers_mut());
        if request.method() == Method::HEAD {
            // The length stays: hyper takes it from the header when there is no body.
            *answer.body_mut() = Full::new(Bytes::new());
        }
        answer
    }

    async fn issue(&self, request: Request<Incoming>) -> HttpResponse {
        let (parts, body) = request.into_parts();
        let Ok(body) = Limited::new(body, LARGEST_BODY).collect().await else {
            return issuer::too_long().map(Full::new);
        };
        self.issuer.handle(Request::from_parts(parts, body.to_bytes())).await.map(Full::new)
    }

    /// A file in the best encoding that the client takes, or that the client has it already.
    fn file(
        &self,
        path: &str,
        asked: &HeaderMap,
        bytes: Bytes,
        kind: &'static str,
    ) -> HttpResponse {
        let tag = caching::tag(&bytes);
        let wanted = ContentEncoding::choose(asked, kind, bytes.len());
        let (encoding, body) = match self.compressed.encode(&tag, &bytes, wanted) {
            Ok(body) => (wanted, body),
            Err(_) => (ContentEncoding::Identity, bytes),
        };
        // Each encoding is a representation of its own, with a tag of its own.
        let entity_tag = match encoding.name() {
            Some(name) => format!("\"{tag}-{name}\""),
            None => format!("\"{tag}\""),
        };
        let mut answer = if caching::is_known(asked, &entity_tag) {
            let mut unchanged = Response::new(Full::new(Bytes::new()));
            *unchanged.status_mut() = StatusCode::NOT_MODIFIED;
            unchanged
        } else {
            whole(body, kind)
        };
        let headers = answer.headers_mut();
        if let Ok(entity_tag) = HeaderValue::try_from(entity_tag) {
            headers.insert(header::ETAG, entity_tag);
        }
        let caching = HeaderValue::from_static(caching::cache_control(path));
        headers.insert(header::CACHE_CONTROL, caching);
        if encoding::is_text(kind) {
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        if let Some(name) = encoding.name() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        answer
    }
}

fn whole(bytes: Bytes, kind: &'static str) -> HttpResponse {
    let length = HeaderValue::from(bytes.len());
    let mut answer = Response::new(Full::new(bytes));
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_LENGTH, length);
    answer
}

/// The store whose widget is asked for, by the address of its frame.
fn store_of(request: &Request<Incoming>) -> String {
    let query = request.uri().query().unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == "site").map(|(_, store)| store.into_owned()).unwrap_or_default()
}

/// A folder's page is asked for with a slash at the end, so that its relative links hold.
fn moved(uri: &Uri) -> HttpResponse {
    let mut answer = whole(Bytes::new(), "text/plain; charset=utf-8");
    *answer.status_mut() = StatusCode::MOVED_PERMANENTLY;
    let query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
    // Two slashes at the beginning would name another host.
    let path = uri.path().trim_start_matches('/');
    if let Ok(place) = HeaderValue::try_from(format!("/{path}/{query}")) {
        answer.headers_mut().insert(header::LOCATION, place);
    }
    answer
}

/// An error in the form that the client reads: JSON where it asks for that, else a sentence.
fn error(asked: &HeaderMap, status: StatusCode, sentence: &'static str) -> HttpResponse {
    let mut answer = if issuer::wants_json(asked) {
        whole(json!({ "message": sentence }).to_string().into(), "application/json")
    } else {
        whole(Bytes::from_static(sentence.as_bytes()), "text/plain; charset=utf-8")
    };
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
