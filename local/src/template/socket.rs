//! The WebSocket API.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::TemplateError;
use super::api::{self, Route};
use super::function::{self, Function};
use super::resources::Resources;

/// API Gateway's own bound for a WebSocket integration.
const LONGEST_INTEGRATION: Duration = Duration::from_secs(29);

/// The WebSocket API as the gateway serves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocketApi {
    /// The API's id, also the first label of its host.
    pub id: String,
    /// The stage, the first segment of its path.
    pub stage: String,
    /// The path of the route's key in a message's body, from `$request.body.…`.
    pub selection: Vec<String>,
    /// All routes.
    pub routes: Vec<Route>,
    /// Who may connect, when `$connect` asks for it.
    pub authorizer: Option<Authorizer>,
}

/// A REQUEST authorizer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorizer {
    /// The logical id of its function.
    pub function: String,
    /// Headers that must be there, else the answer is 401 without asking the function.
    pub headers: Vec<String>,
    /// Query parameters that must be there.
    pub queries: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AuthorizerProperties {
    authorizer_type: String,
    authorizer_uri: String,
    #[serde(default)]
    identity_source: Vec<String>,
}

/// The template's WebSocket API, if it has one.
pub(super) fn read(
    resources: &Resources,
    functions: &BTreeMap<String, Function>,
) -> Result<Option<SocketApi>, TemplateError> {
    let Some((id, api)) = api::only_one(resources, "WEBSOCKET")? else { return Ok(None) };
    let routes = api::routes(resources, functions, &id, LONGEST_INTEGRATION)?;
    let asked = routes
        .iter()
        .find(|route| route.key == "$connect")
        .and_then(|route| route.authorizer.clone());
    Ok(Some(SocketApi {
        stage: api::stage(resources, &id)?,
        selection: selection(&id, api.route_selection_expression.as_deref())?,
        authorizer: asked.map(|asked| authorizer(resources, functions, &asked)).transpose()?,
        routes,
        id: id.to_lowercase(),
    }))
}

fn selection(id: &str, expression: Option<&str>) -> Result<Vec<String>, TemplateError> {
    let path = expression.and_then(|text| {
        let text =
            text.strip_prefix("${").and_then(|inner| inner.strip_suffix('}')).unwrap_or(text);
        text.trim_start_matches('$').strip_prefix("request.body.")
    });
    let path = path.ok_or_else(|| {
        TemplateError::new(id, "RouteSelectionExpression must select a part of $request.body")
    })?;
    Ok(path.split('.').map(str::to_owned).collect())
}

fn authorizer(
    resources: &Resources,
    functions: &BTreeMap<String, Function>,
    wanted: &str,
) -> Result<Authorizer, TemplateError> {
    let all = resources.of::<AuthorizerProperties>("AWS::ApiGatewayV2::Authorizer")?;
    let (id, found) = all.into_iter().find(|(id, _)| *id == wanted).ok_or_else(|| {
        TemplateError::new(wanted, "a route names it, but it is no authorizer of the template")
    })?;
    if found.authorizer_type != "REQUEST" {
        return Err(TemplateError::new(id, "a WebSocket API knows REQUEST authorizers only"));
    }
    let (mut headers, mut queries) = (Vec::new(), Vec::new());
    for source in &found.identity_source {
        match (
            source.strip_prefix("route.request.header."),
            source.strip_prefix("route.request.querystring."),
        ) {
            (Some(header), _) => headers.push(header.to_owned()),
            (_, Some(query)) => queries.push(query.to_owned()),
            _ => {
                return Err(TemplateError::new(
                    id,
                    format!("the IdentitySource {source:?} is not known here"),
                ));
            }
        }
    }
    Ok(Authorizer {
        function: function::named_in(id, &found.authorizer_uri, functions)?.id.clone(),
        headers,
        queries,
    })
}
