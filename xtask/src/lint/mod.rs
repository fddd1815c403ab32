//! The rules of the tree as checks: each says what it found, where, and why it matters.
//!
//! Only text is read, so a rule is cheap, and a reader can follow it. What a compiler or clippy can say is left to them.

mod crates;
mod keys;
mod lexer;
mod logs;
mod names;
mod phrases;
mod sizes;
mod source;
mod template;

use std::fmt;
use std::path::Path;

use self::source::Source;

/// One place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// The file, relative to the project.
    path: String,
    /// Counted from 1; 0 where the file as a whole is meant.
    line: usize,
    /// What was found.
    what: String,
    /// Why that is a rule, and what to do instead.
    reason: &'static str,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, what, reason } = self;
        write!(f, "{path}:{line}: {what}\n    {reason}")
    }
}

/// A rule over one file.
type Rule = fn(&Source) -> Vec<Violation>;

const RULES: [Rule; 7] = [
    phrases::check,
    keys::check,
    names::check,
    sizes::check_file,
    sizes::check_main,
    logs::check,
    crates::check,
];

/// Every violation in the project whose folder is `root`.
pub(crate) fn check(root: &Path) -> anyhow::Result<Vec<Violation>> {
    let sources = source::read_all(root)?;
    let mut found: Vec<Violation> =
        sources.iter().flat_map(|source| RULES.iter().flat_map(|rule| rule(source))).collect();
    found.extend(template::check(&sources));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_keeps_its_rules() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let found = check(root).unwrap();
        let list: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert!(list.is_empty(), "\n{}", list.join("\n"));
    }
}
