//! Which of the allowed actions nobody used in a whole run of the tests, and what was refused.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, bail};

use super::rules::{permissions, streams};
use super::template::{Tree, text};
use crate::workspace::Workspace;

/// The variable by which the local stack learns where to note what is used.
pub(crate) const VARIABLE: &str = "FIRSTLINE_PERMISSIONS";

/// What is only done when a connection goes in the very moment in which it is written to, when one of more open questions
/// than a store keeps is let go, or when two messages want one file in the same moment: tests can't be made to need it.
/// Bedrock stands beside the local stack, which sees no call to it.
const SELDOM: [&str; 16] = [
    "DisconnectFunction dynamodb:DeleteItem CASE#*",
    "FilesFunction dynamodb:PutItem SWEEP#*",
    "HistoryFunction execute-api:ManageConnections",
    "MessageFunction dynamodb:DeleteItem",
    "MessageFunction dynamodb:GetItem FILE#*",
    "MessageFunction execute-api:ManageConnections DELETE",
    "TriageFunction bedrock:InvokeModel",
    "TriageFunction dynamodb:DeleteItem CASE#*",
    "TriageFunction dynamodb:DeleteItem QUESTION#*",
    "TriageFunction execute-api:ManageConnections",
    "ProjectionsFunction dynamodb:DeleteItem",
    "TimersFunction dynamodb:DeleteItem CASE#*",
    "TimersFunction dynamodb:DeleteItem CONN#*",
    "TimersFunction dynamodb:DeleteItem STORE#*",
    "TimersFunction execute-api:ManageConnections DELETE",
    "ProjectionsFunction dynamodb:Query CONN#*",
];

/// The file of the notes.
pub(crate) fn notes(workspace: &Workspace) -> PathBuf {
    workspace.binaries("xtask").join("permissions.txt")
}

/// Begins a run: what earlier ones used says nothing about this one.
pub(crate) fn forget(workspace: &Workspace) -> anyhow::Result<()> {
    fs::create_dir_all(workspace.scratch()?)?;
    fs::write(notes(workspace), "").context("the notes on permissions can't be written")
}

/// Ends a run: everything that the template allows was done, and nothing else was tried.
pub(crate) fn check(workspace: &Workspace) -> anyhow::Result<()> {
    let notes = fs::read_to_string(notes(workspace)).context("no permissions were noted")?;
    let findings = findings(&Tree::load(workspace.root())?, &notes);
    if findings.is_empty() {
        return Ok(());
    }
    bail!("what the template allows is not what is done:\n{}", findings.join("\n"))
}

/// Every grant of the template that the notes do not show used, and every refusal that they do.
pub(super) fn findings(tree: &Tree, notes: &str) -> Vec<String> {
    let used: BTreeSet<&str> =
        notes.lines().filter_map(|line| line.strip_prefix("used ")).collect();
    let is_seldom = |grant: &String| SELDOM.iter().any(|seldom| grant.starts_with(seldom));
    let idle = grants(tree).into_iter().filter(|grant| !used.contains(grant.as_str()));
    let idle = idle.filter(|grant| !is_seldom(grant));
    let idle = idle.map(|grant| format!("{grant}: allowed, and nobody did it"));
    let refused = notes.lines().filter_map(|line| line.strip_prefix("refused "));
    let refused: BTreeSet<String> =
        refused.map(|call| format!("{call}: done, and not allowed")).collect();
    idle.chain(refused).collect()
}

/// Function, action and beginning of a key, one each. What Lambda itself does in a function's name for its stream is
/// held against the mapping instead.
fn grants(tree: &Tree) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for function in tree.of("AWS::Serverless::Function") {
        for statement in permissions::statements(tree, &function) {
            let keys = permissions::leading_keys(statement);
            let resource = text(&statement["Resource"]);
            let keys = if keys.is_empty() { vec![method(&resource)] } else { keys };
            for action in permissions::actions(statement) {
                let is_lambdas = streams::READING.contains(&action) || action == streams::GIVING_UP;
                if !is_lambdas {
                    all.extend(keys.iter().map(|key| format!("{} {action} {key}", function.id)));
                }
            }
        }
    }
    all
}

/// With which method a connection may be reached, as the local stack notes it.
fn method(resource: &str) -> &str {
    let before = resource.split_once("/@connections/").map(|(before, _)| before);
    before.and_then(|before| before.rsplit('/').next()).unwrap_or("-")
}
