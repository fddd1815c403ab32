//! S3 on this machine: buckets in a folder, behind the signatures, the policies of browsers' forms and the links that the
//! service itself would hold to. It tells of new objects as the template says, and has a scanner look at them.

mod access;
mod notices;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;

use crate::gateway::http::cors;
use crate::listen::{self, HttpResponse, Listener};
use crate::permissions::Permissions;
use crate::template::Bucket;
use access::{Access, KnownKeys};
pub(crate) use notices::Notices;

/// More than any file that the service lets in, with its form.
const LARGEST_REQUEST: usize = 32 * 1024 * 1024;

/// All buckets of the template.
pub(crate) struct Buckets {
    service: S3Service,
    folder: Folder,
    buckets: Vec<Bucket>,
    notices: Notices,
}

/// The object that a request has written, for whoever tells of it.
#[derive(Debug, Clone, Default)]
struct WrittenObject(Arc<Mutex<Option<(String, String)>>>);

impl WrittenObject {
    fn note(&self, bucket: &str, key: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((bucket.to_owned(), key.to_owned()));
    }

    fn take(&self) -> Option<(String, String)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Where objects are; a folder of a stack that keeps nothing goes with it.
struct Folder {
    path: PathBuf,
    is_kept: bool,
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

impl Buckets {
    /// The buckets in this folder, or in one that goes with the stack. Without permissions every function may do everything.
    ///
    /// # Errors
    /// A sentence: the folder can't be used.
    pub(crate) fn open(
        folder: Option<PathBuf>,
        buckets: Vec<Bucket>,
        notices: Notices,
        permissions: Option<Arc<Permissions>>,
    ) -> Result<Self, String> {
        let is_kept = folder.is_some();
        let passing = || {
            let name = format!("firstline-files-{}-{:016x}", std::process::id(), fastrand::u64(..));
            std::env::temp_dir().join(name)
        };
        let folder = Folder { path: folder.unwrap_or_else(passing), is_kept };
        let of_buckets = buckets.iter().map(|bucket| folder.path.join(&bucket.name));
        for path in [folder.path.clone()].into_iter().chain(of_buckets) {
            std::fs::create_dir_all(path).map_err(|error| {
                format!("the folder of files {} can't be made: {error}", folder.path.display())
            })?;
        }
        let files = FileSystem::new(&folder.path).map_err(|error| {
            format!("the folder of files {} can't be used: {error:?}", folder.path.display())
        })?;
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(KnownKeys);
        service.set_access(Access::new(permissions));
        Ok(Self { service: service.build(), folder, buckets, notices })
    }

    /// Serves them until the stack stops.
    pub(crate) async fn serve(self, listener: Listener) {
        let buckets = Arc::new(self);
        listen::serve(listener, move |request, _| {
            let buckets = Arc::clone(&buckets);
            async move { buckets.answer(request).await }
        })
        .await;
    }

    async fn answer(&self, request: Request<Incoming>) -> HttpResponse {
        let name = request.uri().path().split('/').nth(1).unwrap_or_default().to_owned();
        let bucket = self.buckets.iter().find(|bucket| bucket.name == name);
        let cors = bucket.and_then(|bucket| bucket.cors.as_ref());
        if let Some(answer) = cors::preflight(cors, &request) {
            return answer;
        }
        let origin = request.headers().get(header::ORIGIN).cloned();
        let mut answer = self.done(request).await;
        cors::allow(cors, origin.as_ref(), answer.headers_mut());
        answer
    }

    async fn done(&self, request: Request<Incoming>) -> HttpResponse {
        let (mut parts, body) = request.into_parts();
        let Ok(body) = Limited::new(body, LARGEST_REQUEST).collect().await else {
            return empty(StatusCode::PAYLOAD_TOO_LARGE);
        };
        let is_writing = matches!(parts.method, Method::POST | Method::PUT);
        let written = WrittenObject::default();
        parts.extensions.insert(written.clone());
        let request = Request::from_parts(parts, s3s::Body::from(body.to_bytes()));
        let Ok(answer) = self.service.call(request).await else {
            return empty(StatusCode::INTERNAL_SERVER_ERROR);
        };
        let (parts, body) = answer.into_parts();
        let Ok(body) = body.collect().await else {
            return empty(StatusCode::INTERNAL_SERVER_ERROR);
        };
        if let Some((bucket, key)) =
            written.take().filter(|_| is_writing && parts.status.is_success())
        {
            self.tell(&bucket, &key);
        }
        Response::from_parts(parts, Full::new(body.to_bytes()))
    }

    /// Tells of an object that was written, and has it looked at where the template says so.
    fn tell(&self, bucket: &str, key: &str) {
        let Some(bucket) = self.buckets.iter().find(|one| one.name == bucket) else { return };
        if bucket.tells {
            self.notices.created(&bucket.name, key);
        }
        if bucket.scanned.iter().any(|beginning| key.starts_with(beginning)) {
            let bytes = std::fs::read(self.path_of(&bucket.name, key)).unwrap_or_default();
            self.notices.scanned(&bucket.name, key, &bytes);
        }
    }

    fn path_of(&self, bucket: &str, key: &str) -> PathBuf {
        let below = |path: PathBuf, part: &str| path.join(Path::new(part));
        key.split('/').fold(self.folder.path.join(bucket), below)
    }
}

fn empty(status: StatusCode) -> HttpResponse {
    let mut answer = Response::new(Full::new(Bytes::new()));
    *answer.status_mut() = status;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    *answer.headers_mut() = headers;
    answer
}
