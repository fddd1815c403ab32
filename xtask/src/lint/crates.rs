//! Which crate may know which: the walls between the folders.

use super::Violation;
use super::source::Source;

/// What the crates in a folder must not depend on.
struct Wall {
    /// The folder whose crates these are (`functions` means each of them).
    folder: &'static str,
    /// Beginnings of the names of forbidden dependencies, in groups.
    never: &'static [&'static [&'static str]],
    reason: &'static str,
}

const FUNCTIONS: [&str; 11] = [
    "authorize",
    "connect",
    "webhooks",
    "disconnect",
    "files",
    "message",
    "history",
    "manage",
    "projections",
    "triage",
    "timers",
];

/// What a pure crate knows nothing of.
const OUTSIDE: [&str; 11] = [
    "aws",
    "lambda",
    "http",
    "hyper",
    "axum",
    "reqwest",
    "tokio",
    "tracing",
    "contract",
    "adapters",
    "application",
];

const WALLS: [Wall; 8] = [
    Wall {
        folder: "shared/domain",
        never: &[&OUTSIDE, &["language", "retrieval"]],
        reason: "the domain is pure: no cloud, no network, no runtime, no log",
    },
    Wall {
        folder: "shared/language",
        never: &[&OUTSIDE],
        reason: "language processing is pure: it knows texts and the domain's types",
    },
    Wall {
        folder: "shared/contract",
        never: &[&["aws", "lambda", "tokio", "axum", "reqwest", "adapters", "application"]],
        reason: "the wire is types over the domain: it knows neither storage nor transport",
    },
    Wall {
        folder: "shared/adapters",
        never: &[&["lambda", "axum", "application", "embedded_aws"]],
        reason: "adapters serve the use cases and do not know them, nor what called",
    },
    Wall {
        folder: "shared/application",
        never: &[&["lambda", "aws_lambda_events", "axum", "embedded_aws"]],
        reason: "a use case does not know by which door it was called",
    },
    Wall {
        folder: "functions",
        never: &[&FUNCTIONS],
        reason: "functions share code through `shared`, never with each other",
    },
    Wall {
        folder: "local",
        never: &[&["adapters", "application", "lambda"], &FUNCTIONS],
        reason: "the local stack runs the binaries: what it links it could treat differently from the cloud",
    },
    Wall {
        folder: "xtask",
        never: &[&["aws", "adapters", "application", "lambda", "local", "dynoxide"]],
        reason: "xtask is compiled before anything else can start: keep it small",
    },
];

/// The modules of `adapters`, none of which may call another.
const ADAPTERS: [&str; 7] = ["events", "dynamo", "async_invoke", "llm", "push", "token", "webhook"];
/// The parts of the web, and which of the others they may not import.
const PAGES: [(&str, &[&str]); 4] = [
    ("client", &["widget", "console", "shop"]),
    ("widget", &["console", "shop"]),
    ("console", &["widget", "shop"]),
    ("shop", &["console"]),
];

/// Every import in `source` that goes through a wall.
pub(super) fn check(source: &Source) -> Vec<Violation> {
    if source.path.ends_with("/Cargo.toml") {
        return check_manifest(source);
    }
    let mut found = check_adapters(source);
    found.extend(check_pages(source));
    found
}

fn check_manifest(source: &Source) -> Vec<Violation> {
    let is_inside = |wall: &&Wall| {
        source.path.strip_prefix(wall.folder).is_some_and(|rest| rest.starts_with('/'))
    };
    let mut found = Vec::new();
    for wall in WALLS.iter().filter(is_inside) {
        for (line, name) in dependencies(&source.text) {
            if wall.never.iter().copied().flatten().any(|never| is_of_family(name, never)) {
                let what = format!("a dependency on `{name}`");
                found.push(Violation {
                    path: source.path.clone(),
                    line,
                    what,
                    reason: wall.reason,
                });
            }
        }
    }
    found
}

/// The line and name of each dependency that is in the product (not those of tests).
fn dependencies(manifest: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut inside = false;
    manifest.lines().enumerate().filter_map(move |(at, line)| {
        if line.starts_with('[') {
            inside = line.trim() == "[dependencies]";
            return None;
        }
        let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
        (inside && !name.is_empty() && !name.starts_with('#')).then_some((at + 1, name))
    })
}

/// `aws` stands for `aws-sigv4` and `aws_lambda_events` too, but `http` not for `httparse`.
fn is_of_family(name: &str, family: &str) -> bool {
    name.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
}

fn check_adapters(source: &Source) -> Vec<Violation> {
    let Some(own) = source.folder_in("shared/adapters/src").or_else(|| adapter_file(source)) else {
        return Vec::new();
    };
    let others = ADAPTERS.iter().filter(|adapter| **adapter != own && ADAPTERS.contains(&own));
    let words =
        others.flat_map(|other| [format!("crate::{other}"), format!("super::super::{other}")]);
    let reason = "an adapter calls no other: what needs two of them is a use case, and belongs in `application`";
    words.flat_map(|word| lines_with(source, &source.bare, &word, reason)).collect()
}

fn adapter_file(source: &Source) -> Option<&str> {
    source.path.starts_with("shared/adapters/src/").then(|| source.stem())
}

fn check_pages(source: &Source) -> Vec<Violation> {
    let Some(own) = source.folder_in("web") else { return Vec::new() };
    let walled = PAGES.iter().find(|(page, _)| *page == own).map_or(&[][..], |(_, never)| never);
    let words = walled.iter().map(|page| format!("../{page}/"));
    let reason = "widget and console meet in `web/client` only, so that neither page carries the other's weight";
    words.flat_map(|word| lines_with(source, &source.code, &word, reason)).collect()
}

fn lines_with(source: &Source, text: &str, word: &str, reason: &'static str) -> Vec<Violation> {
    let lines = text.lines().enumerate().filter(|(_, line)| line.contains(word));
    let violation = |at: usize| Violation {
        path: source.path.clone(),
        line: at + 1,
        what: format!("`{word}`"),
        reason,
    };
    lines.map(|(at, _)| violation(at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        check(&Source::new(path, text)).len()
    }

    #[test]
    fn a_dependency_through_a_wall_is_found_and_one_of_tests_is_not() {
        let product = |folder: &str, name: &str| {
            count(
                &format!("{folder}/Cargo.toml"),
                &format!("[dependencies]\n{name}.workspace = true\n"),
            )
        };
        assert_eq!(product("shared/domain", "aws-sigv4"), 1);
        assert_eq!(product("shared/domain", "httparse"), 0);
        assert_eq!(product("functions/projections", "message"), 1);
        assert_eq!(product("local", "application"), 1);
        assert_eq!(product("local", "axum"), 0);
        assert_eq!(count("shared/domain/Cargo.toml", "[dev-dependencies]\ntokio = \"1\"\n"), 0);
    }

    #[test]
    fn an_adapter_that_calls_another_is_found() {
        assert_eq!(count("shared/adapters/src/dynamo/log.rs", "use crate::push::Push;"), 1);
        assert_eq!(count("shared/adapters/src/dynamo/log.rs", "use crate::dynamo::keys;"), 0);
        assert_eq!(count("shared/adapters/src/push.rs", "use crate::token;"), 1);
        assert_eq!(count("shared/adapters/src/lib.rs", "pub use crate::push::Push;"), 0);
    }

    #[test]
    fn pages_that_import_each_other_are_found() {
        assert_eq!(count("web/widget/view.ts", "import { x } from \"../console/x\";"), 1);
        assert_eq!(count("web/client/socket.ts", "import { x } from \"../widget/x\";"), 1);
        assert_eq!(count("web/widget/view.ts", "import { x } from \"../client/x\";"), 0);
    }
}
