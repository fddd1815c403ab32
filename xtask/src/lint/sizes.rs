//! How long things may be. The length of a Rust function is clippy's to say (`too_many_lines`).

use super::Violation;
use super::source::Source;

/// Lines of a file that are neither tests nor empty.
const LONGEST_FILE: usize = 250;
/// Lines of a file with its tests.
const LONGEST_WITH_TESTS: usize = 450;
/// Lines of a function's `main`.
const LONGEST_MAIN: usize = 25;

/// Code that a reader can keep in mind at once.
pub(super) fn check_file(source: &Source) -> Vec<Violation> {
    if !is_counted(&source.path) {
        return Vec::new();
    }
    let production = source.code.lines().filter(|line| !line.trim().is_empty()).count();
    let total = source.text.lines().count();
    let reason = "a file is about one thing: split it where a second one begins";
    let mut found = Vec::new();
    for (lines, longest, kind) in
        [(production, LONGEST_FILE, "lines of code"), (total, LONGEST_WITH_TESTS, "lines in all")]
    {
        if lines > longest {
            found.push(Violation {
                path: source.path.clone(),
                line: 0,
                what: format!("{lines} {kind}, at most {longest}"),
                reason,
            });
        }
    }
    found
}

/// `main` of a function wires and does nothing else.
pub(super) fn check_main(source: &Source) -> Vec<Violation> {
    let is_main = source.path.starts_with("functions/") && source.path.ends_with("/src/main.rs");
    let lines: Vec<&str> = source.bare.lines().collect();
    let Some(from) = lines.iter().position(|line| line.contains("fn main(")).filter(|_| is_main)
    else {
        return Vec::new();
    };
    let length = lines[from..]
        .iter()
        .position(|line| line.starts_with('}'))
        .map_or(lines.len() - from, |end| end + 1);
    if length <= LONGEST_MAIN {
        return Vec::new();
    }
    let what = format!("`main` has {length} lines, at most {LONGEST_MAIN}");
    let reason =
        "`main` only wires: what decides or transforms belongs in lib.rs, where a test reaches it";
    vec![Violation { path: source.path.clone(), line: from + 1, what, reason }]
}

fn is_counted(path: &str) -> bool {
    [".rs", ".ts", ".tsx", ".mjs"].iter().any(|kind| path.ends_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_refused_and_its_tests_count_apart() {
        let code = "let a = 1;\n".repeat(LONGEST_FILE);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "let a = 1;\n".repeat(100));
        assert_eq!(check_file(&Source::new("local/src/a.rs", format!("{code}{tests}"))).len(), 0);
        assert_eq!(
            check_file(&Source::new("local/src/a.rs", format!("{code}let b = 2;\n"))).len(),
            1
        );
        let long = "let a = 1;\n".repeat(LONGEST_WITH_TESTS + 1);
        assert_eq!(check_file(&Source::new("tests/src/a.rs", long)).len(), 1);
    }

    #[test]
    fn a_main_that_does_more_than_wire_is_refused() {
        let main = |lines: usize| format!("fn main() {{\n{}}}\n", "    wire();\n".repeat(lines));
        assert_eq!(
            check_main(&Source::new("functions/projections/src/main.rs", main(LONGEST_MAIN - 2)))
                .len(),
            0
        );
        assert_eq!(
            check_main(&Source::new("functions/projections/src/main.rs", main(LONGEST_MAIN - 1)))
                .len(),
            1
        );
        assert_eq!(check_main(&Source::new("local/src/main.rs", main(LONGEST_MAIN))).len(), 0);
    }
}
