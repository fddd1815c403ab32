//! Files: the way to the bucket, where one stands, and the links to read it.

use axum::Json;
use axum::extract::State;
use contract::{FileLinks, FileView, UploadForm, UploadRequest};
use domain::{CaseId, FileId, StoreId};
use lambda::rest::describe::{Fetching, Limited, Problems, Uploading, Versioned, Worded, of};
use lambda::rest::{Document, Failure, PathOf, Session};

use crate::App;

/// `POST /stores/{store}/files`.
#[utoipa::path(
    post,
    path = "/stores/{store}/files",
    operation_id = "upload_file",
    summary = "The form with which a browser sends a file to the bucket, within ten minutes. Asking again gives a fresh one.",
    params(PathOf<StoreId>),
    request_body = of::UploadRequest,
    responses(
        (status = 200, description = "The form.", body = of::UploadForm),
        Problems<(Session, PathOf<StoreId>, Document<UploadRequest>, Worded, Versioned, Uploading, Limited)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn request(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Document(request): Document<UploadRequest>,
) -> Result<Json<UploadForm>, Failure> {
    Ok(Json(app.uploads.request(&caller, &store, request).await?))
}

/// `GET /stores/{store}/files/{file}`.
#[utoipa::path(
    get,
    path = "/stores/{store}/files/{file}",
    operation_id = "read_file",
    summary = "Where a file stands, for whoever uploads it.",
    params(PathOf<(StoreId, FileId)>),
    responses(
        (status = 200, description = "Where it stands.", body = of::FileView),
        Problems<(Session, PathOf<StoreId>)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn look(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((store, file)): PathOf<(StoreId, FileId)>,
) -> Result<Json<FileView>, Failure> {
    Ok(Json(app.uploads.look(&caller, &store, file).await?))
}

/// `GET /cases/{case}/files/{file}`.
#[utoipa::path(
    get,
    path = "/cases/{case}/files/{file}",
    operation_id = "read_case_file",
    summary = "Links to a file of a case, good for a minute and without a token.",
    params(PathOf<(CaseId, FileId)>),
    responses(
        (status = 200, description = "The links.", body = of::FileLinks),
        Problems<(Session, PathOf<CaseId>, Fetching)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn links(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((case, file)): PathOf<(CaseId, FileId)>,
) -> Result<Json<FileLinks>, Failure> {
    Ok(Json(app.uploads.links(&caller, &case, &file).await?))
}
