//! Functions: each crate is deployed once, logs where its logs end, and is watched.

use std::collections::BTreeSet;

use super::Findings;
use crate::check_infra::template::{Resource, Tree, names, text};

/// API Gateway waits no longer for an answer.
const LONGEST_ANSWER: u64 = 29;

pub(super) fn check(tree: &Tree) -> Findings {
    let functions = tree.of("AWS::Serverless::Function");
    let integrated: BTreeSet<String> = tree
        .of("AWS::ApiGatewayV2::Integration")
        .iter()
        .flat_map(|integration| names(&integration.properties["IntegrationUri"]))
        .collect();
    let watched = names(tree.at("/Resources/FunctionErrors/Properties/Metrics"));
    let mut found = Vec::new();
    for function in &functions {
        found.extend(logs(tree, function));
        if !watched.contains(function.id) {
            found.push(format!("{}: the alarm FunctionErrors does not watch it", function.id));
        }
        let timeout = function.properties["Timeout"].as_u64().unwrap_or(u64::MAX);
        if integrated.contains(function.id) && timeout > LONGEST_ANSWER {
            found.push(format!("{}: nobody waits {timeout} s for its answer", function.id));
        }
    }
    found
}

fn logs(tree: &Tree, function: &Resource<'_>) -> Option<String> {
    let group = names(&function.properties["LoggingConfig"]["LogGroup"]);
    let groups = tree.of("AWS::Logs::LogGroup");
    let own = groups.iter().find(|one| group.contains(one.id));
    let ends = own.is_some_and(|group| !group.properties["RetentionInDays"].is_null());
    (!ends).then(|| format!("{}: it has no log group whose logs end", function.id))
}

/// The crate of a function.
pub(super) fn crate_of(function: &Resource<'_>) -> String {
    let code = text(&function.properties["CodeUri"]);
    code.rsplit('/').next().unwrap_or_default().to_owned()
}
