//! What no scanner sees: whether the template's parts belong together, and whether they and the crates agree.

mod environment;
mod functions;
mod parameters;
pub(super) mod permissions;
mod routes;
mod site;
pub(super) mod streams;
mod table;
mod watching;

use super::template::Tree;

/// What is wrong, each in a sentence that begins with a logical id or a file.
pub(super) type Findings = Vec<String>;

const RULES: [fn(&Tree) -> Findings; 9] = [
    routes::check,
    functions::check,
    environment::check,
    permissions::check,
    table::check,
    streams::check,
    site::check,
    watching::check,
    parameters::check,
];

/// All findings of all rules.
pub(super) fn check(tree: &Tree) -> Findings {
    RULES.iter().flat_map(|rule| rule(tree)).collect()
}
