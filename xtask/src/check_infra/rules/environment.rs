//! What the template sets for a function is what its crate reads through `lambda::config`, no more and no less.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Findings;
use super::functions::crate_of;
use crate::check_infra::template::Tree;

const CONFIG: [&str; 2] = ["shared/lambda/src/config.rs", "shared/lambda/src/config/stores.rs"];
/// Where functions put together what they share.
const DEPLOYMENT: &str = "shared/lambda/src/deployment.rs";

pub(super) fn check(tree: &Tree) -> Findings {
    let mut readers = readers(&CONFIG.map(|file| tree.read(file)).concat());
    let composed = composed(&tree.read(DEPLOYMENT), &readers);
    readers.extend(composed);
    let global = variables(tree.at("/Globals/Function/Environment/Variables"));
    let mut found = Vec::new();
    for function in tree.of("AWS::Serverless::Function") {
        let name = crate_of(&function);
        let mut set = variables(&function.properties["Environment"]["Variables"]);
        set.extend(global.iter().cloned());
        let read = read_by(&tree.sources(&format!("functions/{name}/src")), &readers);
        for variable in read.difference(&set) {
            found.push(format!(
                "{}: functions/{name} reads {variable}, which it does not set",
                function.id
            ));
        }
        for variable in set.difference(&read) {
            found.push(format!(
                "{}: it sets {variable}, which functions/{name} does not read",
                function.id
            ));
        }
    }
    found
}

fn variables(environment: &Value) -> BTreeSet<String> {
    environment.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

/// The variables that a function's sources ask for.
fn read_by(source: &str, readers: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let asked = source.split("config::").skip(1).map(|rest| identifier(rest).to_owned());
    let logs = source.contains("telemetry::start").then(|| "log_level".to_owned());
    let is_asked =
        |reader: &&String| reader.starts_with(['.', ':']) && source.contains(&format!("{reader}("));
    let shared = source.contains("Deployment::from_env");
    let shared = readers.keys().filter(|reader| shared && is_asked(reader)).cloned();
    asked
        .chain(logs)
        .chain(shared)
        .filter_map(|reader| readers.get(&reader))
        .flatten()
        .cloned()
        .collect()
}

fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// The variables behind each of the configuration's functions, by its own calls and those it makes.
fn readers(config: &str) -> BTreeMap<String, BTreeSet<String>> {
    let bodies: BTreeMap<&str, &str> = config
        .split("\npub fn ")
        .skip(1)
        .map(|function| (identifier(function), function))
        .collect();
    bodies.keys().map(|name| ((*name).to_owned(), behind(name, &bodies))).collect()
}

/// The variables behind each part of the shared composition, by how a function asks for it.
fn composed(
    deployment: &str,
    readers: &BTreeMap<String, BTreeSet<String>>,
) -> BTreeMap<String, BTreeSet<String>> {
    let parts = deployment.split("\n    pub fn ").skip(1).map(|part| {
        let name = identifier(part);
        let body = part.split("\n    }").next().unwrap_or_default();
        let sign = if part[name.len()..].trim_start_matches(['(', '\n', ' ']).starts_with("&self") {
            "."
        } else {
            "::"
        };
        (format!("{sign}{name}"), read_by(body, readers))
    });
    parts.collect()
}

fn behind(name: &str, bodies: &BTreeMap<&str, &str>) -> BTreeSet<String> {
    let body = bodies.get(name).and_then(|body| body.split("\n}").next()).unwrap_or_default();
    let mut found: BTreeSet<String> = literals(body).collect();
    for other in bodies.keys().filter(|other| **other != name) {
        let is_called = body.match_indices(&format!("{other}(")).any(|(at, _)| {
            !body[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '.')
        });
        if is_called {
            found.extend(behind(other, bodies));
        }
    }
    found
}

/// The names in capitals between quotes; those of AWS are Lambda's own.
fn literals(body: &str) -> impl Iterator<Item = String> {
    let quoted = body.split('"').skip(1).step_by(2);
    let is_variable = |text: &&str| {
        text.len() > 2
            && text.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit())
    };
    quoted.filter(is_variable).filter(|name| !name.starts_with("AWS_")).map(str::to_owned)
}
