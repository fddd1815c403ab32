//! What a request brings: the parts of its path, its query, its document. Whatever can't be read is a problem with a
//! code, never a rejection of the framework's own.

use axum::Form;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use contract::{Code, json};
use domain::CommandError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Failure;

/// The parts of a path. A malformed id names something that does not exist: no answer tells them apart.
pub struct PathOf<T>(pub T);

/// The parameters of a query; unknown ones are refused.
pub struct QueryOf<T>(pub T);

/// A JSON document of a form of ours.
pub struct Document<T>(pub T);

/// A form of ours, which holds its fields as a browser writes them.
pub struct FormOf<T>(pub T);

/// A JSON document as values, in whose objects no field stands twice.
pub struct Values(pub Value);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for PathOf<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(path)) => Ok(Self(path)),
            Err(_) => Err(CommandError::NotFound.into()),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryOf<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(query)) => Ok(Self(query)),
            Err(error) => Err(Failure::malformed(error.body_text())),
        }
    }
}

impl<S: Send + Sync, T: Serialize + DeserializeOwned> FromRequest<S> for Document<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let Values(value) = Values::from_request(request, state).await?;
        Ok(Self(json::read_value(&value)?))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for FormOf<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let error = match Form::from_request(request, state).await {
            Ok(Form(form)) => return Ok(Self(form)),
            Err(error) => error,
        };
        Err(match error.status() {
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Failure::new(
                Code::UnsupportedMediaType,
                "A form is sent as `Content-Type: application/x-www-form-urlencoded`.",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => too_large(),
            // What the framework says of a field quotes it, and one of them is a token.
            _ => Failure::malformed("This is not the form that is described."),
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for Values {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        check_is_json(&request)?;
        let body = match Bytes::from_request(request, state).await {
            Ok(body) => body,
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                return Err(too_large());
            }
            Err(error) => return Err(Failure::malformed(error.body_text())),
        };
        let text = std::str::from_utf8(&body)
            .map_err(|_| Failure::malformed("A document is JSON in UTF-8."))?;
        Ok(Self(json::value_of(text)?))
    }
}

fn too_large() -> Failure {
    Failure::new(Code::TooLong, "The document is too large.")
}

/// A document without a type is taken for JSON; one of another type is not.
fn check_is_json(request: &Request) -> Result<(), Failure> {
    let Some(kind) = request.headers().get(CONTENT_TYPE) else { return Ok(()) };
    let essence = kind.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let is_json = essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"));
    match is_json {
        true => Ok(()),
        false => Err(Failure::new(
            Code::UnsupportedMediaType,
            "A document is sent as `Content-Type: application/json`.",
        )),
    }
}
