//! The REST API's description: what the routers say of themselves, and whether an answer is one of those described.

use std::sync::LazyLock;

use anyhow::{Context as _, bail};
use serde_json::{Map, Value};

use crate::api::Answer;

/// The pages for people, which the description leaves out.
pub const PAGES: [&str; 2] = ["/docs", "/docs/{file}"];

const PROBLEM: &str = "application/problem+json";

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(contract::OPENAPI).unwrap_or_default());

/// The functions of the REST API, each with its routes (the `paths` of an OpenAPI document).
///
/// # Errors
/// A description is no JSON.
pub fn routers() -> anyhow::Result<[(&'static str, Value); 2]> {
    let history = serde_json::to_value(history::description().paths)?;
    let manage = serde_json::to_value(manage::description().paths)?;
    Ok([("history", history), ("manage", manage)])
}

/// The routes of all functions together.
///
/// # Errors
/// A description is no JSON, or two functions have the same route.
pub fn routes() -> anyhow::Result<Value> {
    let mut paths = Map::new();
    for (function, described) in routers()? {
        for (path, methods) in described.as_object().context("paths are an object")? {
            if paths.insert(path.clone(), methods.clone()).is_some() {
                bail!("{function} has a path that is another function's: {path}");
            }
        }
    }
    Ok(Value::Object(paths))
}

/// Method, path and description of each operation of some `paths`.
pub fn operations(paths: &Value) -> impl Iterator<Item = (String, &str, &Value)> {
    let paths = paths.as_object().into_iter().flatten();
    paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (method.to_uppercase(), path.as_str(), operation))
    })
}

/// Whether a path is one of those that a path with placeholders stands for.
pub fn is_of(path: &str, template: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (parts, wanted) =
        (path.split('/').collect::<Vec<_>>(), template.split('/').collect::<Vec<_>>());
    let fits = |(part, wanted): (&&str, &&str)| wanted.starts_with('{') || part == wanted;
    parts.len() == wanted.len() && parts.iter().zip(&wanted).all(fits)
}

/// Fails on an answer that the operation's description does not have: another status, content type or code.
///
/// # Errors
/// What is not described.
pub fn check(method: &str, path: &str, answer: &Answer) -> anyhow::Result<()> {
    let is_gateways = answer.status >= 400 && answer.kind != PROBLEM;
    let Some(operation) = operation(method, path).filter(|_| !is_gateways || answer.status == 409)
    else {
        return Ok(());
    };
    let status = answer.status;
    let Some(response) = operation["responses"].get(status.to_string()) else {
        bail!("{method} {path} answers {status}, which is not described: {}", answer.body);
    };
    let schema = match response["content"].as_object() {
        None if answer.body.as_str() == Some("") => return Ok(()),
        None => bail!("{method} {path} answers {status} with a body, which is not described"),
        Some(kinds) => kinds.get(&answer.kind).map(|kind| &kind["schema"]),
    };
    let Some(schema) = schema else {
        bail!("{method} {path} answers {status} with {:?}, which is not described", answer.kind);
    };
    if answer.kind == PROBLEM && !codes(schema).contains(&answer.body["code"]) {
        bail!("{method} {path} answers with a code that is not described: {}", answer.body);
    }
    Ok(())
}

/// The codes that a problem's schema names.
pub fn codes(schema: &Value) -> &[Value] {
    let codes = schema.pointer("/allOf/1/properties/code/enum");
    codes.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The operation behind a request; the path without placeholders wins.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let fitting = operations(&DOCUMENT["paths"])
        .filter(|(name, template, _)| name == method && is_of(path, template));
    let (.., operation) = fitting.min_by_key(|(_, template, _)| template.matches('{').count())?;
    Some(operation)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(status: u16, kind: &str, body: Value) -> Answer {
        Answer { status, kind: kind.to_owned(), headers: Default::default(), body }
    }

    #[test]
    fn an_answer_that_is_not_described_is_named() {
        let problem = |status, code: &str| answer(status, PROBLEM, json!({ "code": code }));
        let page = || answer(200, "application/json", json!({}));
        for (method, path, answer, is_described) in [
            ("GET", "/cases", page(), true),
            ("GET", "/cases?cursor=x", problem(400, "bad_frame"), true),
            ("GET", "/cases", problem(400, "blank_text"), false),
            ("GET", "/cases", problem(418, "bad_frame"), false),
            ("GET", "/cases", answer(200, "text/html", json!("<p>")), false),
            ("POST", "/visitors/revoke", answer(204, "", json!("")), true),
            ("POST", "/visitors/revoke", page(), false),
            ("POST", "/stores/demo/answers/import", page(), true),
            ("POST", "/stores/demo/answers/import", problem(409, "conflict"), false),
            // The gateway's own answers are no operation's.
            ("GET", "/cases", answer(503, "application/json", json!({ "message": "x" })), true),
            ("GET", "/no/such/route", problem(404, "not_found"), true),
        ] {
            let result = check(method, path, &answer);
            assert_eq!(result.is_ok(), is_described, "{method} {path} {answer:?}: {result:?}");
        }
    }
}
