//! One exchange with a service: which service and operation a request is for, and what is answered.

use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use serde_json::json;

/// A request of one of the services.
pub(super) struct Request {
    pub(super) operation: String,
    pub(super) target: Target,
    pub(super) body: Vec<u8>,
}

/// What a request is for.
pub(super) enum Target {
    Table,
    Connection(String),
    Bus,
    Function(String),
    Unknown,
}

impl Request {
    pub(super) fn read(request: &HttpRequest) -> Self {
        let body = request.body().bytes().unwrap_or_default().to_vec();
        let (operation, target) = match request.headers().get("x-amz-target") {
            Some(target) => Self::by_header(target),
            None => Self::by_path(request.method(), path(request.uri())),
        };
        Self { operation: operation.to_owned(), target, body }
    }

    fn by_header(target: &str) -> (&str, Target) {
        match target.split_once('.') {
            Some(("DynamoDB_20120810", operation)) => (operation, Target::Table),
            Some(("AWSEvents", operation)) => (operation, Target::Bus),
            _ => (target, Target::Unknown),
        }
    }

    fn by_path<'a>(method: &str, path: &'a str) -> (&'a str, Target) {
        let function = path
            .strip_prefix("/2015-03-31/functions/")
            .and_then(|rest| rest.strip_suffix("/invocations"));
        let connection = path.split_once("/@connections/").map(|(_, connection)| connection);
        match (function, connection, method) {
            (Some(function), ..) => ("Invoke", Target::Function(function.to_owned())),
            (_, Some(connection), "DELETE") => {
                ("DeleteConnection", Target::Connection(decoded(connection)))
            }
            (_, Some(connection), _) => {
                ("PostToConnection", Target::Connection(decoded(connection)))
            }
            _ => (path, Target::Unknown),
        }
    }
}

/// The path of a request's whole address.
fn path(uri: &str) -> &str {
    let behind_scheme = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let path = behind_scheme.find('/').map_or("/", |start| &behind_scheme[start..]);
    path.split('?').next().unwrap_or(path)
}

/// A part of a path without what the characters of a connection's id are encoded with.
fn decoded(part: &str) -> String {
    part.replace("%3D", "=").replace("%2B", "+").replace("%2F", "/")
}

/// The service's answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) error: Option<&'static str>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn error(status: u16, code: &'static str) -> Self {
        let body = json!({ "__type": code, "message": "a fault of the test" });
        Self { status, error: Some(code), body: body.to_string().into_bytes() }
    }

    pub(super) fn into_response(self) -> HttpResponse {
        let status = StatusCode::try_from(self.status).expect("a status of this crate's own");
        let mut response = HttpResponse::new(status, SdkBody::from(self.body));
        if let Some(code) = self.error {
            response.headers_mut().insert("x-amzn-errortype", code);
        }
        response
    }
}
