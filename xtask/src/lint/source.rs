//! The project's own source files, read once for all rules.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::lexer;

/// A file of the project, and what of it is production code.
pub(super) struct Source {
    /// Relative to the project's folder, with `/`.
    pub(super) path: String,
    /// As it is.
    pub(super) text: String,
    /// Production code: comments and test modules blanked, lines kept in place. Empty for a test file.
    pub(super) code: String,
    /// As `code`, and what stands between quotes blanked too.
    pub(super) bare: String,
}

/// The folders that hold sources, and single files at the top.
const FOLDERS: [&str; 9] =
    ["functions", "shared", "local", "tests", "xtask", "web", "infra", "events", ".cargo"];
const SKIPPED: [&str; 6] =
    ["node_modules", "dist", "generated", "test-results", "playwright-report", "target"];
const KINDS: [&str; 10] = ["rs", "toml", "ts", "tsx", "mjs", "js", "css", "html", "yaml", "json"];
/// Written by a tool, not by a person.
const MADE_BY_TOOLS: [&str; 1] = ["package-lock.json"];

/// Reads every source file below `root`, in the order of their paths.
pub(super) fn read_all(root: &Path) -> anyhow::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for folder in FOLDERS {
        read_folder(root, folder, &mut sources)?;
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

fn read_folder(root: &Path, folder: &str, sources: &mut Vec<Source>) -> anyhow::Result<()> {
    let Ok(entries) = fs::read_dir(root.join(folder)) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{folder}/{name}");
        if entry.path().is_dir() && !SKIPPED.contains(&name.as_str()) {
            read_folder(root, &path, sources)?;
        } else if entry.path().is_file() && is_source(&name) {
            let text =
                fs::read_to_string(entry.path()).with_context(|| format!("cannot read {path}"))?;
            sources.push(Source::new(&path, text));
        }
    }
    Ok(())
}

fn is_source(name: &str) -> bool {
    let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind);
    KINDS.contains(&kind) && !MADE_BY_TOOLS.contains(&name)
}

impl Source {
    /// Takes `text` apart as the kind of file that `path` says it is.
    pub(super) fn new(path: &str, text: impl Into<String>) -> Self {
        let text = text.into();
        let parts = lexer::split(&text, path.ends_with(".rs"));
        let (mut code, mut bare) = (parts.code, parts.bare);
        if is_test(path) {
            (code, bare) = (String::new(), String::new());
        } else if path.ends_with(".rs") {
            for (from, to) in test_modules(&bare) {
                code = without(&code, from, to);
                bare = without(&bare, from, to);
            }
        }
        Self { path: path.to_owned(), text, code, bare }
    }

    /// The file's name without its folder and its ending.
    pub(super) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default()
    }

    /// The folder below `parent` (a crate below `shared`, say) that this file is in.
    pub(super) fn folder_in(&self, parent: &str) -> Option<&str> {
        self.path.strip_prefix(parent)?.strip_prefix('/')?.split_once('/').map(|(folder, _)| folder)
    }

    /// Whether it is a Rust file.
    pub(super) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }
}

/// A file that is a test as a whole, by where it is or how it is called.
fn is_test(path: &str) -> bool {
    let in_folder = path.starts_with("tests/")
        || ["/tests/", "/testing/", "/e2e/"].iter().any(|folder| path.contains(folder));
    in_folder
        || path.ends_with("/tests.rs")
        || path.ends_with("_tests.rs")
        || path.contains(".test.")
        || path.contains(".spec.")
}

/// The lines (from, to; counted from 0) of each inline module that is compiled for tests only.
fn test_modules(bare: &str) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = bare.lines().collect();
    let is_start = |line: &&str| line.trim().starts_with("#[cfg(test)]");
    let starts = (0..lines.len()).filter(|at| is_start(&lines[*at]));
    starts.map(|from| (from, end_of_item(&lines, from))).collect()
}

/// The line in which the item that begins at line `from` ends: at its `;`, or where its braces are closed.
fn end_of_item(lines: &[&str], from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, line) in lines.iter().enumerate().skip(from) {
        for c in line.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 1 => return at,
                '}' => depth = depth.saturating_sub(1),
                ';' if depth == 0 => return at,
                _ => {}
            }
        }
    }
    lines.len().saturating_sub(1)
}

fn without(text: &str, from: usize, to: usize) -> String {
    let keep = |(at, line): (usize, &str)| {
        if (from..=to).contains(&at) { "\n".to_owned() } else { format!("{line}\n") }
    };
    text.lines().enumerate().map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_modules_are_no_production_code_and_what_follows_them_is() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { \"}\" }\n}\nfn c() {}\n";
        let source = Source::new("shared/domain/src/x.rs", text);
        assert_eq!(source.code, "fn a() {}\n\n\n\n\nfn c() {}\n");
    }

    #[test]
    fn a_test_module_in_a_file_of_its_own_blanks_its_line_only() {
        let source = Source::new("shared/domain/src/x.rs", "#[cfg(test)]\nmod tests;\nfn c() {}\n");
        assert_eq!(source.code, "\n\nfn c() {}\n");
    }

    #[test]
    fn test_files_are_known_by_place_and_name() {
        for path in [
            "tests/src/main.rs",
            "web/client/a.test.ts",
            "web/e2e/a.ts",
            "shared/domain/src/x/tests.rs",
        ] {
            assert_eq!(Source::new(path, "code").code, "", "{path}");
        }
    }
}
