//! Least privilege: each statement names its actions and resources, and its rows by the beginnings of their keys.

use serde_json::Value;

use super::Findings;
use crate::check_infra::template::{Resource, Tree, names, text};

/// Where the keys' beginnings are written; beside it, a folder with those of one subject each.
const KEYS: &str = "shared/adapters/src/dynamo/keys.rs";
const MORE_KEYS: &str = "shared/adapters/src/dynamo/keys";

pub(super) fn check(tree: &Tree) -> Findings {
    let keys = tree.read(KEYS) + &tree.sources(MORE_KEYS);
    let functions = tree.of("AWS::Serverless::Function");
    functions.iter().flat_map(|function| of_function(tree, function, &keys)).collect()
}

/// The statements of a function's own policies and of those beside it for its role, those too that depend on a parameter.
pub(in crate::check_infra) fn statements<'a>(
    tree: &'a Tree,
    function: &Resource<'a>,
) -> Vec<&'a Value> {
    let role = format!("{}Role", function.id);
    let beside = tree.of("AWS::IAM::Policy").into_iter();
    let beside = beside.filter(|policy| names(&policy.properties["Roles"]).contains(&role));
    let own = function.properties["Policies"].as_array().into_iter().flatten();
    let all = own.chain(beside.map(|policy| &policy.properties["PolicyDocument"]));
    let all = all.flat_map(|policy| policy["Statement"].as_array().into_iter().flatten());
    all.map(|statement| statement.pointer("/Fn::If/1").unwrap_or(statement)).collect()
}

/// The actions of a statement.
pub(in crate::check_infra) fn actions(statement: &Value) -> Vec<&str> {
    let action = &statement["Action"];
    let many = action.as_array().into_iter().flatten().filter_map(Value::as_str);
    action.as_str().into_iter().chain(many).collect()
}

/// The beginnings of keys that a statement is bound to.
pub(in crate::check_infra) fn leading_keys(statement: &Value) -> Vec<&str> {
    let keys = &statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"];
    keys.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn of_function(tree: &Tree, function: &Resource<'_>, keys: &str) -> Findings {
    let mut found = Vec::new();
    for statement in statements(tree, function) {
        let actions = actions(statement);
        if actions.is_empty() || actions.iter().any(|action| action.contains('*')) {
            found.push(format!("{}: a statement does not name its actions", function.id));
        }
        if matches!(text(&statement["Resource"]).as_str(), "*" | "null") {
            found.push(format!("{}: a statement does not name its resource", function.id));
        }
        let leading = leading_keys(statement);
        let is_of_rows = names(&statement["Resource"]).contains("Table")
            && !text(&statement["Resource"]).contains("StreamArn");
        if is_of_rows && leading.is_empty() {
            found.push(format!("{}: {} is allowed on any row", function.id, actions.join(", ")));
        }
        let unknown = leading.iter().filter(|key| {
            !key.ends_with('*') || !keys.contains(&format!("\"{}", key.trim_end_matches('*')))
        });
        found
            .extend(unknown.map(|key| format!("{}: {KEYS} writes no key like {key}", function.id)));
    }
    found
}
