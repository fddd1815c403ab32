//! Counting tests in what the test runners print.

/// How many passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TestSummary {
    /// Tests, or checks that count as one, that held.
    pub(crate) passed: u32,
    /// Those that did not.
    pub(crate) failed: u32,
    /// Those that this machine lacks something for.
    pub(crate) skipped: u32,
}

impl TestSummary {
    /// Adds what `line` of a runner's output says, if it says anything.
    fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result: ") {
            self.read_cargo(result);
        } else if let Some(result) = line.strip_prefix(['#', 'ℹ']) {
            self.read_node(result.trim());
        } else {
            self.read_playwright(line);
        }
    }

    fn read_cargo(&mut self, result: &str) {
        let counted = result.split_once(". ").map_or("", |(_, counts)| counts);
        for part in counted.split("; ") {
            self.add(part);
        }
    }

    fn read_node(&mut self, result: &str) {
        match result.split_once(' ') {
            Some(("pass", number)) => self.passed += number.parse().unwrap_or(0),
            Some(("fail", number)) => self.failed += number.parse().unwrap_or(0),
            Some(("skipped", number)) => self.skipped += number.parse().unwrap_or(0),
            _ => {}
        }
    }

    fn read_playwright(&mut self, line: &str) {
        let without_time = line.split_once(" (").map_or(line, |(counted, _)| counted);
        if without_time.split(' ').count() <= 4 {
            self.add(without_time);
        }
    }

    /// Adds a part such as "3 passed". What did not run has not passed; what passed at the second try has.
    fn add(&mut self, part: &str) {
        let Some((number, what)) = part.split_once(' ') else { return };
        let Ok(number) = number.parse::<u32>() else { return };
        match what {
            "passed" | "flaky" => self.passed += number,
            "failed" | "did not run" | "interrupted" => self.failed += number,
            "skipped" | "ignored" => self.skipped += number,
            _ => {}
        }
    }

    /// What a finished step counts for: its tests, or one where it has none. A step that went wrong has failed at least once.
    pub(crate) fn of(output: &str, succeeded: bool) -> Self {
        let mut summary = Self::default();
        output.lines().for_each(|line| summary.read(line));
        if !succeeded {
            summary.failed = summary.failed.max(1);
        } else if summary.passed == 0 && summary.skipped == 0 {
            summary.passed = 1;
        }
        summary
    }

    /// Both together.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(output: &str, succeeded: bool, passed: u32, failed: u32) {
        let summary = TestSummary::of(output, succeeded);
        assert_eq!((summary.passed, summary.failed), (passed, failed), "{output}");
    }

    #[test]
    fn each_runner_is_understood() {
        check("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured", true, 12, 0);
        check(
            "test result: ok. 2 passed; 0 failed\n\ntest result: FAILED. 3 passed; 4 failed; 0 ignored",
            false,
            5,
            4,
        );
        check("# tests 7\n# pass 5\n# fail 2\n# cancelled 0", false, 5, 2);
        check("ℹ pass 5\nℹ fail 0", true, 5, 0);
        check(
            "  1 failed\n    [desktop] › chat.spec.ts:3:1\n  1 did not run\n  9 passed (12.3s)",
            false,
            9,
            2,
        );
    }

    #[test]
    fn what_was_skipped_is_counted_and_has_not_passed() {
        for output in [
            "test result: ok. 3 passed; 0 failed; 2 ignored; 0 measured",
            "# pass 3\n# fail 0\n# skipped 2",
            "  2 skipped\n  3 passed (1.2s)",
        ] {
            let counted = TestSummary { passed: 3, failed: 0, skipped: 2 };
            assert_eq!(TestSummary::of(output, true), counted, "{output}");
        }
    }

    #[test]
    fn a_step_without_tests_counts_as_one() {
        check("", true, 1, 0);
        check("error: could not compile", false, 0, 1);
    }

    #[test]
    fn prose_about_passing_is_not_counted() {
        check("it has passed and 3 passed the door", true, 1, 0);
    }
}
