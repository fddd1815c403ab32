//! The template and the crates name the same functions.

use std::collections::BTreeSet;

use super::Violation;
use super::source::Source;

const TEMPLATE: &str = "infra/template.yaml";
const CODE: &str = "target/lambda/";

/// A function without a resource would never run; a resource without a function could not be deployed.
pub(super) fn check(sources: &[Source]) -> Vec<Violation> {
    let Some(template) = sources.iter().find(|source| source.path == TEMPLATE) else {
        return Vec::new();
    };
    let deployed = deployed(&template.text);
    let built: BTreeSet<&str> = sources.iter().filter_map(built).collect();
    let differences = built.symmetric_difference(&deployed).map(|name| Violation {
        path: TEMPLATE.to_owned(),
        line: 0,
        what: format!("`{name}` is only in one of {TEMPLATE} and functions/"),
        reason: "the template that deploys is the one the local stack reads: each function is in both",
    });
    differences.collect()
}

/// The names at the end of each `CodeUri: ../target/lambda/<name>`.
fn deployed(template: &str) -> BTreeSet<&str> {
    let lines = template.lines().filter(|line| line.trim().starts_with("CodeUri:"));
    lines
        .filter_map(|line| line.split_once(CODE))
        .map(|(_, name)| name.trim().trim_end_matches(['/', '"', '\'']))
        .collect()
}

fn built(source: &Source) -> Option<&str> {
    source.folder_in("functions").filter(|_| source.path.ends_with("/Cargo.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(template: &str) -> usize {
        let crates = ["functions/connect/Cargo.toml", "functions/projections/Cargo.toml"]
            .map(|path| Source::new(path, ""));
        let mut sources = Vec::from(crates);
        sources.push(Source::new(TEMPLATE, template));
        check(&sources).len()
    }

    #[test]
    fn a_function_missing_on_either_side_is_found() {
        let code = |name: &str| format!("      CodeUri: ../target/lambda/{name}\n");
        assert_eq!(count(&[code("connect"), code("projections")].concat()), 0);
        assert_eq!(count(&code("connect")), 1);
        assert_eq!(count(&[code("connect"), code("projections"), code("upkeep")].concat()), 1);
    }
}
