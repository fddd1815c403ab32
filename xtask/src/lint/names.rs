//! Names that say nothing about what is inside.

use super::Violation;
use super::source::Source;

const EMPTY_NAMES: [&str; 12] = [
    "util",
    "utils",
    "common",
    "helper",
    "helpers",
    "manager",
    "managers",
    "service",
    "services",
    "misc",
    "shared_code",
    "stuff",
];

/// A file or a folder below the crate's own that could hold anything.
pub(super) fn check(source: &Source) -> Vec<Violation> {
    let words = source.path.split('/').map(|part| part.split('.').next().unwrap_or_default());
    let found = words.filter(|word| EMPTY_NAMES.contains(word)).map(|word| Violation {
        path: source.path.clone(),
        line: 0,
        what: format!("a module named `{word}`"),
        reason: "a name says what is inside; what fits everywhere belongs to what it serves",
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_that_could_hold_anything_are_refused() {
        assert_eq!(check(&Source::new("shared/application/src/utils.rs", "")).len(), 1);
        assert_eq!(check(&Source::new("web/client/helpers/time.ts", "")).len(), 1);
        assert_eq!(check(&Source::new("shared/application/src/open.rs", "")).len(), 0);
    }
}
