//! What both kinds of API share: their stages, routes and integrations.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::TemplateError;
use super::function::{self, Function};
use super::resources::Resources;

/// A route and the function behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// `$connect`, `$default`, an action, or `GET /path/{name}`.
    pub key: String,
    /// The logical id of the function.
    pub function: String,
    /// Whether what the function returns goes back over the socket.
    pub answers: bool,
    /// The logical id of the authorizer, if there is one.
    pub authorizer: Option<String>,
    /// How long the gateway waits for the function.
    pub timeout: Duration,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Api {
    pub(super) protocol_type: String,
    #[serde(default)]
    pub(super) route_selection_expression: Option<String>,
    #[serde(default)]
    pub(super) cors_configuration: Option<super::http::Cors>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct StageProperties {
    api_id: String,
    stage_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RouteProperties {
    api_id: String,
    route_key: String,
    #[serde(default)]
    target: Option<String>,
    #[serde(default)]
    authorization_type: Option<String>,
    #[serde(default)]
    authorizer_id: Option<String>,
    #[serde(default)]
    route_response_selection_expression: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct IntegrationProperties {
    api_id: String,
    integration_type: String,
    integration_uri: String,
    #[serde(default)]
    timeout_in_millis: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RouteResponseProperties {
    route_id: String,
}

/// The one API of a protocol: its logical id, its id and its properties.
pub(super) fn only_one(
    resources: &Resources,
    protocol: &str,
) -> Result<Option<(String, Api)>, TemplateError> {
    let all = resources.of::<Api>("AWS::ApiGatewayV2::Api")?;
    let mut own = all.into_iter().filter(|(_, api)| api.protocol_type == protocol);
    let first = own.next();
    if let Some((second, _)) = own.next() {
        return Err(TemplateError::new(
            second,
            format!("the local stack serves one {protocol} API, this is a second"),
        ));
    }
    Ok(first.map(|(id, api)| (id.to_owned(), api)))
}

/// The name of an API's stage.
pub(super) fn stage(resources: &Resources, api: &str) -> Result<String, TemplateError> {
    let stages = resources.of::<StageProperties>("AWS::ApiGatewayV2::Stage")?;
    let own = stages.into_iter().find(|(_, stage)| stage.api_id == api.to_lowercase());
    own.map(|(_, stage)| stage.stage_name)
        .ok_or_else(|| TemplateError::new(api, "the API has no stage"))
}

/// An API's routes; `longest` bounds every integration's time.
pub(super) fn routes(
    resources: &Resources,
    functions: &BTreeMap<String, Function>,
    api: &str,
    longest: Duration,
) -> Result<Vec<Route>, TemplateError> {
    let api_id = api.to_lowercase();
    let integrations: BTreeMap<&str, IntegrationProperties> =
        resources.of("AWS::ApiGatewayV2::Integration")?.into_iter().collect();
    let responses = resources.of::<RouteResponseProperties>("AWS::ApiGatewayV2::RouteResponse")?;
    let declared = resources.of::<RouteProperties>("AWS::ApiGatewayV2::Route")?;
    let own = declared.into_iter().filter(|(_, route)| route.api_id == api_id);
    own.map(|(id, route)| {
        let integration = target(id, &route, &integrations)?;
        let has_response = responses.iter().any(|(_, response)| response.route_id == id);
        let asked = integration.timeout_in_millis.map_or(longest, Duration::from_millis);
        Ok(Route {
            function: function::named_in(id, &integration.integration_uri, functions)?.id.clone(),
            answers: has_response && route.route_response_selection_expression.is_some(),
            authorizer: authorizer(id, &route)?,
            timeout: asked.min(longest),
            key: route.route_key,
        })
    })
    .collect()
}

fn target<'a>(
    id: &str,
    route: &RouteProperties,
    integrations: &'a BTreeMap<&str, IntegrationProperties>,
) -> Result<&'a IntegrationProperties, TemplateError> {
    let target =
        route.target.as_deref().ok_or_else(|| TemplateError::new(id, "the route has no Target"))?;
    let named = target.strip_prefix("integrations/").unwrap_or(target);
    let integration = integrations.get(named).ok_or_else(|| {
        TemplateError::new(id, format!("its Target {target:?} is no integration of the template"))
    })?;
    let is_known =
        integration.integration_type == "AWS_PROXY" && integration.api_id == route.api_id;
    match is_known {
        true => Ok(integration),
        false => Err(TemplateError::new(
            named,
            "it must be an AWS_PROXY integration of the route's own API",
        )),
    }
}

fn authorizer(id: &str, route: &RouteProperties) -> Result<Option<String>, TemplateError> {
    match (route.authorization_type.as_deref(), &route.authorizer_id) {
        (None | Some("NONE"), _) => Ok(None),
        (Some("CUSTOM"), Some(authorizer)) => Ok(Some(authorizer.clone())),
        (Some(other), _) => Err(TemplateError::new(
            id,
            format!("AuthorizationType {other} is incomplete or not known here"),
        )),
    }
}
