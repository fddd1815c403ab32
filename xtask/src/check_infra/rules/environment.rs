//! What the template sets for a function is what its crate reads through `lambda::config`, no more and no less.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Findings;
use super::functions::crate_of;
use crate::check_infra::template::Tree;

const CONFIG: [&str; 2] = ["shared/lambda/src/config.rs", "shared/lambda/src/config/stores.rs"];
/// Where functions put together what they share.
const DEPLOYMENT: &str = "shared/lambda/src/deployment.rs";

/// How a function asks for a part of the composition.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    /// `Deployment::name(…)`.
    Associated(&'a str),
    /// `deployment.name(…)`.
    Method(&'a str),
}

/// The variables behind what a function may ask for.
struct Readers<'a> {
    /// The configuration's functions.
    config: BTreeMap<&'a str, BTreeSet<String>>,
    /// The parts of the shared composition.
    parts: BTreeMap<Part<'a>, BTreeSet<String>>,
}

pub(super) fn check(tree: &Tree) -> Findings {
    let (config, deployment) = (CONFIG.map(|file| tree.read(file)).concat(), tree.read(DEPLOYMENT));
    let readers = Readers::of(&config, &deployment);
    let global = variables(tree.at("/Globals/Function/Environment/Variables"));
    let mut found = Vec::new();
    for function in tree.of("AWS::Serverless::Function") {
        let name = crate_of(&function);
        let mut set = variables(&function.properties["Environment"]["Variables"]);
        set.extend(global.iter().cloned());
        let read = readers.read_by(&tree.sources(&format!("functions/{name}/src")));
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

impl Part<'_> {
    /// Whether this source asks for it.
    fn is_asked(&self, source: &str) -> bool {
        let call = match self {
            Part::Associated(name) => format!("::{name}("),
            Part::Method(name) => format!(".{name}("),
        };
        source.contains(&call)
    }
}

impl<'a> Readers<'a> {
    fn of(config: &'a str, deployment: &'a str) -> Self {
        let bodies: BTreeMap<&str, &str> = config
            .split("\npub fn ")
            .skip(1)
            .map(|function| (identifier(function), function))
            .collect();
        let config = bodies.keys().map(|name| (*name, behind(name, &bodies))).collect();
        let parts: BTreeMap<Part<'_>, &str> =
            deployment.split("\n    pub fn ").skip(1).map(part).collect();
        let of_config = Self { config, parts: BTreeMap::new() };
        let variables: Vec<_> =
            parts.values().map(|body| of_config.behind_part(body, &parts)).collect();
        Self { parts: parts.into_keys().zip(variables).collect(), ..of_config }
    }

    /// The variables that a function's sources ask for.
    fn read_by(&self, source: &str) -> BTreeSet<String> {
        let mut read = self.read_from_config(source);
        if source.contains("telemetry::start") {
            read.extend(self.config.get("log_level").into_iter().flatten().cloned());
        }
        if source.contains("Deployment::from_env") {
            let asked = self.parts.iter().filter(|(part, _)| part.is_asked(source));
            read.extend(asked.flat_map(|(_, variables)| variables).cloned());
        }
        read
    }

    fn read_from_config(&self, source: &str) -> BTreeSet<String> {
        let asked = source.split("config::").skip(1).map(identifier);
        asked.filter_map(|name| self.config.get(name)).flatten().cloned().collect()
    }

    /// The variables behind a part's body: its own, and those of the parts that it asks for.
    fn behind_part(&self, body: &str, parts: &BTreeMap<Part<'a>, &str>) -> BTreeSet<String> {
        let mut read = self.read_from_config(body);
        for (_, other) in
            parts.iter().filter(|(part, other)| **other != body && part.is_asked(body))
        {
            read.extend(self.behind_part(other, parts));
        }
        read
    }
}

/// A part of the composition, and its body, by its source from its name on.
fn part(source: &str) -> (Part<'_>, &str) {
    let name = identifier(source);
    let body = source.split("\n    }").next().unwrap_or_default();
    let arguments = source[name.len()..].trim_start_matches(['(', '\n', ' ']);
    match arguments.starts_with("&self") {
        true => (Part::Method(name), body),
        false => (Part::Associated(name), body),
    }
}

fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// The variables behind one of the configuration's functions, by its own calls and those it makes.
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

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = r#"
pub fn table() -> Table {
    Table::new(text("TABLE_NAME"))
}

pub fn keys() -> Keys {
    text("VISITOR_KEY")
}

pub fn log_level() -> String {
    text("LOG_LEVEL")
}
"#;
    const DEPLOYMENT: &str = r"
impl Deployment {
    pub fn from_env() -> Self {
        Self { table: config::table() }
    }

    pub fn tokens(&self) -> Tokens {
        Tokens::new(config::keys())
    }

    pub fn authenticator(
        &self,
    ) -> Authenticator {
        Authenticator::new(self.tokens())
    }
}
";

    fn read(source: &str) -> Vec<String> {
        Readers::of(CONFIG, DEPLOYMENT).read_by(source).into_iter().collect()
    }

    #[test]
    fn a_function_reads_what_its_own_calls_and_those_of_the_composition_ask_for() {
        assert_eq!(read("telemetry::start(); config::keys()"), ["LOG_LEVEL", "VISITOR_KEY"]);
        assert_eq!(read("Deployment::from_env()"), ["TABLE_NAME"]);
        assert_eq!(read("Deployment::from_env().tokens()"), ["TABLE_NAME", "VISITOR_KEY"]);
        assert_eq!(read("Deployment::from_env().authenticator()"), ["TABLE_NAME", "VISITOR_KEY"]);
    }

    #[test]
    fn a_part_is_asked_for_only_by_its_own_form_and_beside_the_composition() {
        assert_eq!(read("Deployment::from_env(); Tokens::tokens(); tokens()"), ["TABLE_NAME"]);
        assert_eq!(read("other.tokens(); other.from_env()"), [""; 0]);
    }
}
