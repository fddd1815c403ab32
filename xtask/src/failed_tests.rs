//! Which tests failed, and with which words, out of what the test runners print.

/// How many lines of a failed test's own output are repeated at the end.
const LINES_SHOWN: usize = 30;

/// The failed tests of a step, a line each, those of cargo with the end of what they printed.
///
/// A step of a thousand lines buries the one that matters, and a log that is cut keeps only its end.
pub(crate) fn of(output: &str) -> Vec<String> {
    let lines: Vec<&str> = output.lines().collect();
    let mut failed = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(name) = name_for_cargo(line) {
            failed.push(name.to_owned());
            let own = lines[at + 1..].iter().take_while(|next| !ends_output_of_cargo(next));
            let own: Vec<&&str> = own.filter(|line| !line.trim().is_empty()).collect();
            let shown = &own[own.len().saturating_sub(LINES_SHOWN)..];
            failed.extend(shown.iter().map(|line| format!("    {line}")));
        } else if let Some(name) = name_for_node(line).or_else(|| name_for_playwright(line))
            && !failed.contains(&name)
        {
            failed.push(name);
        }
    }
    failed
}

fn name_for_cargo(line: &str) -> Option<&str> {
    line.strip_prefix("---- ")?.strip_suffix(" stdout ----")
}

fn ends_output_of_cargo(line: &str) -> bool {
    name_for_cargo(line).is_some() || line == "failures:"
}

/// Of node's runner: "not ok 3 - a sentence", or in a terminal "✖ a sentence (12.3ms)", where it ran and at the end.
fn name_for_node(line: &str) -> Option<String> {
    let line = line.trim();
    if let Some(named) = line.strip_prefix("not ok ") {
        return named.split_once(" - ").map(|(_, name)| name.to_owned());
    }
    let name = line.strip_prefix("✖ ")?;
    if name == "failing tests:" {
        return None;
    }
    Some(name.rsplit_once(" (").map_or(name, |(name, _)| name).to_owned())
}

/// Of Playwright's list at its end: "    [desktop] › chat.spec.ts:3:1 › a sentence".
fn name_for_playwright(line: &str) -> Option<String> {
    let named = line.strip_prefix("    [")?;
    named.contains("] › ").then(|| line.trim().trim_end_matches(['─', ' ']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_of_cargo_is_named_with_what_it_printed() {
        let output = "running 2 tests\ntest one ... ok\ntest two ... FAILED\n\nfailures:\n\n---- two stdout ----\n\n\
            thread 'two' panicked at a.rs:1:\nleft is not right\n\nfailures:\n    two\n\ntest result: FAILED. 1 passed; 1 failed";
        assert_eq!(
            of(output),
            ["two", "    thread 'two' panicked at a.rs:1:", "    left is not right"]
        );
    }

    #[test]
    fn of_a_long_output_the_end_is_shown() {
        let printed: Vec<String> = (1..=100).map(|line| format!("line {line}")).collect();
        let output = format!("---- two stdout ----\n{}\nfailures:\n", printed.join("\n"));
        let shown = of(&output);
        assert_eq!(shown.len(), 1 + LINES_SHOWN);
        assert_eq!(shown.last().unwrap(), "    line 100");
    }

    #[test]
    fn tests_of_the_web_are_named_once() {
        let node = "✔ one (1ms)\n✖ two is (twice) two (2.5ms)\nℹ fail 1\n✖ failing tests:\n✖ two is (twice) two (2.5ms)";
        assert_eq!(of(node), ["two is (twice) two"]);
        assert_eq!(of("ok 1 - one\nnot ok 2 - two - halves\n  ---\n# fail 1"), ["two - halves"]);
        let playwright = "  ✘  1 [desktop] › chat.spec.ts:3:1 › a sentence (2s)\n  1 failed\n    \
            [desktop] › chat.spec.ts:3:1 › a sentence ────\n  9 passed (12s)";
        assert_eq!(of(playwright), ["[desktop] › chat.spec.ts:3:1 › a sentence"]);
    }

    #[test]
    fn where_nothing_failed_nothing_is_named() {
        assert!(of("test one ... ok\n✔ two (1ms)\n  9 passed (12s)").is_empty());
    }
}
