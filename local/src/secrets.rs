//! Parameter Store and Secrets Manager, as far as functions read secrets there.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use serde_json::{Value, json};

use crate::listen::HttpResponse;
use crate::permissions::Permissions;

/// Enough for a name.
const LARGEST: usize = 16 * 1024;
const PARAMETER: &str = "AmazonSSM.GetParameter";
const SECRET: &str = "secretsmanager.GetSecretValue";

/// Secrets by their names. Clones share them.
#[derive(Clone)]
pub(crate) struct SecretStore {
    kept: Arc<BTreeMap<String, String>>,
    permissions: Option<Arc<Permissions>>,
}

/// Whether a request is for this API.
pub(crate) fn is_meant(request: &Request<Incoming>) -> bool {
    let target = target(request.headers());
    target == PARAMETER || target == SECRET
}

fn target(headers: &HeaderMap) -> &str {
    headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default()
}

impl SecretStore {
    /// These secrets; without permissions everybody may read each.
    pub(crate) fn new(
        kept: BTreeMap<String, String>,
        permissions: Option<Arc<Permissions>>,
    ) -> Self {
        Self { kept: Arc::new(kept), permissions }
    }

    /// The answer to a request for a secret.
    pub(crate) async fn answer(&self, request: Request<Incoming>) -> HttpResponse {
        let (parts, body) = request.into_parts();
        let body = Limited::new(body, LARGEST).collect().await;
        let body = body.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        match self.find(&parts.headers, &body) {
            Ok(found) => told(StatusCode::OK, &found),
            Err(kind) => told(StatusCode::BAD_REQUEST, &json!({ "__type": kind })),
        }
    }

    /// The secret as its service writes it.
    ///
    /// # Errors
    /// The service's code.
    fn find(&self, headers: &HeaderMap, body: &[u8]) -> Result<Value, &'static str> {
        let asked: Value = serde_json::from_slice(body).unwrap_or_default();
        let is_parameter = target(headers) == PARAMETER;
        let name = asked[if is_parameter { "Name" } else { "SecretId" }].as_str();
        let name = name.unwrap_or_default();
        let allowed = self.permissions.as_ref().map_or(Ok(()), |permissions| match is_parameter {
            true => permissions.of_parameter(headers, name),
            false => permissions.of_secret(headers, name),
        });
        allowed.map_err(|_| "AccessDeniedException")?;
        match (self.kept.get(name), is_parameter) {
            (Some(value), true) => Ok(json!({ "Parameter": { "Name": name, "Value": value } })),
            (Some(value), false) => Ok(json!({ "Name": name, "SecretString": value })),
            (None, true) => Err("ParameterNotFound"),
            (None, false) => Err("ResourceNotFoundException"),
        }
    }
}

fn told(status: StatusCode, body: &Value) -> HttpResponse {
    let mut answer = Response::new(Full::new(Bytes::from(body.to_string())));
    *answer.status_mut() = status;
    answer
}
