//! The HTTP API.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::TemplateError;
use super::api::{self, Route};
use super::function::Function;
use super::resources::Resources;

/// API Gateway's own bound for an HTTP integration.
const LONGEST_INTEGRATION: Duration = Duration::from_secs(30);

/// The HTTP API as the gateway serves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpApi {
    /// The API's id, also the first label of its host.
    pub id: String,
    /// The stage; `$default` stays out of the path.
    pub stage: String,
    /// All routes.
    pub routes: Vec<Route>,
    /// Which pages of other origins may call it.
    pub cors: Option<Cors>,
}

/// `CorsConfiguration`, by its own names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Cors {
    /// Origins, or `*`.
    #[serde(default)]
    pub allow_origins: Vec<String>,
    /// Methods, or `*`.
    #[serde(default)]
    pub allow_methods: Vec<String>,
    /// Request headers, or `*`.
    #[serde(default)]
    pub allow_headers: Vec<String>,
    /// Answer headers that a page may read.
    #[serde(default)]
    pub expose_headers: Vec<String>,
    /// Whether cookies may come along.
    #[serde(default)]
    pub allow_credentials: bool,
    /// Seconds for which a preflight's answer holds.
    #[serde(default)]
    pub max_age: Option<u64>,
}

impl Cors {
    /// The value of `Access-Control-Allow-Origin` for a page of this origin, if it may call.
    pub fn allowed(&self, origin: &str) -> Option<String> {
        let is_open = self.allow_origins.iter().any(|allowed| allowed == "*");
        let is_named = self.allow_origins.iter().any(|allowed| allowed == origin);
        match (is_open, is_named) {
            (true, _) => Some("*".to_owned()),
            (false, true) => Some(origin.to_owned()),
            (false, false) => None,
        }
    }
}

/// The template's HTTP API, if it has one.
pub(super) fn read(
    resources: &Resources,
    functions: &BTreeMap<String, Function>,
) -> Result<Option<HttpApi>, TemplateError> {
    let Some((id, api)) = api::only_one(resources, "HTTP")? else { return Ok(None) };
    let routes = api::routes(resources, functions, &id, LONGEST_INTEGRATION)?;
    if let Some(route) = routes.iter().find(|route| route.authorizer.is_some()) {
        return Err(TemplateError::new(
            &id,
            format!("the route {:?} has an authorizer; the local HTTP API has none", route.key),
        ));
    }
    Ok(Some(HttpApi {
        stage: api::stage(resources, &id)?,
        routes,
        cors: api.cors_configuration,
        id: id.to_lowercase(),
    }))
}
