//! Both APIs: every route leads to a function that its API may invoke, and every frame of a client is answered.

use serde_json::Value;

use super::Findings;
use crate::check_infra::template::{Resource, Tree, names, text};

/// What a socket must have.
const SOCKET_ROUTES: [&str; 3] = ["$connect", "$disconnect", "$default"];
/// What an access log must not hold: a token, or whose address it was.
const UNLOGGED: [&str; 6] = [
    "identity",
    "requestOverride",
    "header",
    "querystring",
    "authorizer.principal",
    "authorizer.claims",
];

pub(super) fn check(tree: &Tree) -> Findings {
    let mut found = Vec::new();
    let routes = tree.of("AWS::ApiGatewayV2::Route");
    for route in &routes {
        found.extend(leads_somewhere(tree, route));
        if is_socket(tree, route) {
            found.extend(socket_route(tree, route));
        }
    }
    for key in SOCKET_ROUTES {
        let is_there = routes.iter().any(|route| is_socket(tree, route) && key_of(route) == key);
        if !is_there {
            found.push(format!("the socket has no route {key}"));
        }
    }
    found.extend(tree.of("AWS::ApiGatewayV2::Stage").iter().flat_map(stage));
    found
}

fn key_of(route: &Resource<'_>) -> String {
    text(&route.properties["RouteKey"])
}

fn is_socket(tree: &Tree, part: &Resource<'_>) -> bool {
    let apis = names(&part.properties["ApiId"]);
    tree.of("AWS::ApiGatewayV2::Api")
        .iter()
        .any(|api| apis.contains(api.id) && api.properties["ProtocolType"] == "WEBSOCKET")
}

fn leads_somewhere(tree: &Tree, route: &Resource<'_>) -> Option<String> {
    let target = names(&route.properties["Target"]);
    let integrations = tree.of("AWS::ApiGatewayV2::Integration");
    let Some(integration) = integrations.iter().find(|one| target.contains(one.id)) else {
        return Some(format!("{}: its Target is no integration of the template", route.id));
    };
    if integration.properties["ApiId"] != route.properties["ApiId"] {
        return Some(format!("{}: its integration is of another API", route.id));
    }
    let function = function_of(tree, &integration.properties["IntegrationUri"]);
    let Some(function) = function else {
        return Some(format!("{}: its IntegrationUri names no function", integration.id));
    };
    let key = key_of(route);
    let is_permitted = permissions(tree, &function).iter().any(|source| {
        let is_of_api = names(source).iter().any(|name| route.properties["ApiId"]["Ref"] == **name);
        is_of_api && (text(source).ends_with(&format!("/{key}")) || text(source).ends_with("}/*"))
    });
    (!is_permitted).then(|| format!("{}: no permission lets the API invoke {function}", route.id))
}

/// Where the permissions of a function may be used from.
fn permissions<'a>(tree: &'a Tree, function: &str) -> Vec<&'a Value> {
    let all = tree.of("AWS::Lambda::Permission").into_iter();
    all.filter(|one| {
        one.properties["Action"] == "lambda:InvokeFunction"
            && one.properties["Principal"] == "apigateway.amazonaws.com"
            && one.properties["FunctionName"]["Ref"] == function
    })
    .map(|one| &one.properties["SourceArn"])
    .collect()
}

fn function_of(tree: &Tree, uri: &Value) -> Option<String> {
    let functions = tree.of("AWS::Serverless::Function");
    names(uri).into_iter().find(|name| functions.iter().any(|one| one.id == *name))
}

fn socket_route(tree: &Tree, route: &Resource<'_>) -> Option<String> {
    match key_of(route).as_str() {
        "$connect" => guarded(tree, route),
        "$disconnect" => None,
        _ => answered(tree, route),
    }
}

fn guarded(tree: &Tree, route: &Resource<'_>) -> Option<String> {
    let wanted = names(&route.properties["AuthorizerId"]);
    let authorizers = tree.of("AWS::ApiGatewayV2::Authorizer");
    let authorizer = authorizers.iter().find(|one| wanted.contains(one.id));
    let Some(authorizer) = authorizer.filter(|_| route.properties["AuthorizationType"] == "CUSTOM")
    else {
        return Some(format!("{}: anybody may connect", route.id));
    };
    if authorizer.properties["IdentitySource"].as_array().is_none_or(Vec::is_empty) {
        return Some(format!("{}: it has no IdentitySource", authorizer.id));
    }
    let function = function_of(tree, &authorizer.properties["AuthorizerUri"])?;
    let is_permitted =
        permissions(tree, &function).iter().any(|source| names(source).contains(authorizer.id));
    (!is_permitted)
        .then(|| format!("{}: no permission lets the API invoke {function}", authorizer.id))
}

fn answered(tree: &Tree, route: &Resource<'_>) -> Option<String> {
    let responses = tree.of("AWS::ApiGatewayV2::RouteResponse");
    let has_response =
        responses.iter().any(|response| names(&response.properties["RouteId"]).contains(route.id));
    let selects = route.properties["RouteResponseSelectionExpression"] == "$default";
    (!has_response || !selects).then(|| {
        format!("{}: clients would wait for an answer for ever, it has no route response", route.id)
    })
}

fn stage(stage: &Resource<'_>) -> Findings {
    let mut found = Vec::new();
    let settings = &stage.properties["DefaultRouteSettings"];
    for bound in ["ThrottlingRateLimit", "ThrottlingBurstLimit"] {
        if settings[bound].is_null() {
            found.push(format!("{}: it has no {bound}", stage.id));
        }
    }
    let choice = stage.properties["AccessLogSettings"]["Fn::If"][1]["Format"].as_str();
    let format = choice.unwrap_or_default();
    if serde_json::from_str::<Value>(format).is_err() {
        found.push(format!("{}: the format of its access log is no JSON", stage.id));
    }
    let told = UNLOGGED.iter().filter(|word| format.contains(*word));
    found.extend(told.map(|word| format!("{}: its access log tells {word}", stage.id)));
    found
}
