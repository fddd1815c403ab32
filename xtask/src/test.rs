//! `cargo xtask test`: sets up and runs everything, to the end even when a step fails.

use std::process::{Command, ExitCode};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::ports::Ports;
use crate::stack::Stack;
use crate::test_summary::TestSummary;
use crate::workspace::Workspace;
use crate::{
    check, check_infra, chromium, failed_tests, node, progress, python, schemathesis, types,
    vectors,
};

/// The variable by which the browser tests learn where the stack is.
const SITE: &str = "FIRSTLINE_SITE";
/// The variable by which the Rust tests learn for how many minutes they may go on.
const SOAK: &str = "FIRSTLINE_SOAK";

/// The longest that a tool may take, many times what it takes on two cores: what hangs must be seen, with its name.
const LONGEST_STEP: Duration = Duration::from_mins(25);

/// The journeys in other engines, by npm script. Their browsers are the system's own packages.
const OTHER_ENGINES: [(&str, &str); 2] = [("Firefox", "e2e:firefox"), ("WebKit", "e2e:webkit")];

/// What looks for requests that the REST API does not keep its description with, and how many each operation gets.
const SCHEMATHESIS: &str = "schemathesis";
const EXAMPLES: u32 = 5;

/// How long to test, and in which engines.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Kill and restart the stack for so many minutes (an hour unless told), and run many more random schedules with
    /// faults, from new seeds
    #[arg(long, value_name = "MINUTES", num_args = 0..=1, default_missing_value = "60")]
    soak: Option<u64>,
    /// Run the journeys in Firefox and in WebKitGTK too
    #[arg(long)]
    browsers: bool,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<ExitCode> {
    let report =
        Report::new(workspace, if args.soak.is_some() { Duration::MAX } else { LONGEST_STEP });
    report.tool("formatting", &mut check::formatting(workspace));
    report.own("architecture", || check::architecture(workspace));
    report.own("notes", || check_infra::usage::forget(workspace));
    let mut build = workspace.build_tested()?;
    thread::scope(|scope| {
        scope.spawn(|| install_tools(workspace));
        report.tool("lints and build", &mut build);
    });
    report.own("infrastructure", || check_infra::check(workspace));
    report.own("vectors", || vectors::place(workspace, None, &workspace.binaries("debug")));
    // Before the Rust tests: some of them sign in at an OpenID provider from npm.
    let has_packages = report.own("npm packages", || node::install_packages(workspace));
    report.own("generated types", || types::check_fresh(workspace));
    let mut rust_tests = rust_tests(workspace, args)?;
    // The Rust tests wait for much, and so do those in the browser: what else is to be done is done meanwhile.
    let has_site = thread::scope(|scope| {
        let site = scope.spawn(|| has_packages && web_tests(&report));
        report.tool("Rust tests", &mut rust_tests);
        // A panic there is one here: else there would be no site, and no word of the browser tests that were left out.
        site.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    if has_site {
        // One after the other: which ports are free is asked before they are taken.
        let (pages, requests) = (started_stack(&report), started_stack(&report));
        thread::scope(|scope| {
            scope.spawn(|| generated_requests(&report, requests));
            browser_tests(&report, pages);
        });
        if args.browsers {
            other_engines(&report);
        }
    }
    report.own("permissions", || check_infra::usage::check(workspace));
    Ok(report.close())
}

/// Fetches what later steps need while the compiler has the processors. Whatever fails is tried again, and told, by the step that
/// needs it.
fn install_tools(workspace: &Workspace) {
    python::environment(workspace, check_infra::SCANNERS).ok();
    node::install_packages(workspace).ok();
    chromium::find_or_install(workspace).ok();
    python::environment(workspace, SCHEMATHESIS).ok();
}

fn rust_tests(workspace: &Workspace, args: &Args) -> anyhow::Result<Command> {
    let mut command = workspace.test()?;
    command.env(check_infra::usage::VARIABLE, check_infra::usage::notes(workspace));
    if let Some(minutes) = args.soak {
        command.env(SOAK, minutes.to_string());
    }
    Ok(command)
}

/// All of the web that needs no browser. Tells whether there is a site.
fn web_tests(report: &Report<'_>) -> bool {
    let workspace = report.workspace;
    report.tool("web types", &mut check::web_types(workspace));
    report.tool("web formatting and lints", &mut check::web_lints(workspace));
    report.tool("web tests", &mut workspace.npm(["run", "--silent", "test"]));
    let has_site = report.own("site", || node::build_site(workspace));
    if has_site {
        report.tool("web size", &mut workspace.npm(["run", "--silent", "size"]));
    }
    has_site
}

/// Playwright against a stack of its own, with the real binaries and the built site.
fn browser_tests(report: &Report<'_>, stack: Option<Stack>) {
    let workspace = report.workspace;
    let mut browser = None;
    report.own("browser", || {
        browser = Some(chromium::find_or_install(workspace)?);
        Ok(())
    });
    if let (Some(browser), Some(stack)) = (browser, stack) {
        let mut command = workspace.npm(["run", "--silent", "e2e"]);
        report.tool(
            "browser tests",
            command.env(chromium::VARIABLE, browser).env(SITE, stack.site()),
        );
    }
}

/// The REST API against its own description, in a short form. It fills a stack with nonsense, so it has one to itself.
fn generated_requests(report: &Report<'_>, stack: Option<Stack>) {
    let workspace = report.workspace;
    let tools = match python::environment(workspace, SCHEMATHESIS) {
        Ok(Some(tools)) => tools,
        Ok(None) => return report.skip(SCHEMATHESIS, python::MISSING),
        Err(error) => return report.skip(SCHEMATHESIS, &format!("skipped: {error:#}")),
    };
    let Some(stack) = stack else { return };
    match schemathesis::command(workspace, &tools, &stack, EXAMPLES) {
        Ok(mut command) => report.tool(SCHEMATHESIS, &mut command),
        Err(error) => report.skip(SCHEMATHESIS, &format!("skipped: {error:#}")),
    }
}

/// The journeys in other engines, each on a stack of its own: lists that hundreds of tests have filled hide what a journey looks for.
fn other_engines(report: &Report<'_>) {
    let workspace = report.workspace;
    report.own("other browsers", || chromium::install_other_engines(workspace));
    for (engine, script) in OTHER_ENGINES {
        let Some(stack) = started_stack(report) else { continue };
        let mut command = workspace.npm(["run", "--silent", script]);
        report.tool(engine, command.env(SITE, stack.site()));
    }
}

/// A stack with an empty database in memory. None where it does not start, which the report then says.
fn started_stack(report: &Report<'_>) -> Option<Stack> {
    let workspace = report.workspace;
    let mut running = None;
    report.own("stack", || {
        let mut stack = Stack::in_memory(workspace, Ports::any_free()?)?;
        stack.wait_until_healthy()?;
        running = Some(stack);
        Ok(())
    });
    running
}

/// What each step came to.
struct Report<'a> {
    workspace: &'a Workspace,
    steps: Mutex<Vec<(String, Duration, TestSummary)>>,
    failed: Mutex<Vec<String>>,
    started: Instant,
    longest: Duration,
}

impl<'a> Report<'a> {
    fn new(workspace: &'a Workspace, longest: Duration) -> Self {
        let (steps, failed) = (Mutex::default(), Mutex::default());
        Self { workspace, steps, failed, started: Instant::now(), longest }
    }

    /// A step that is a tool of its own.
    fn tool(&self, name: &str, command: &mut Command) {
        let started = Instant::now();
        let summary = match progress::step_within(name, command, self.longest) {
            Ok(finished) => {
                if !finished.succeeded {
                    progress::show_failure(self.workspace, name, &finished).ok();
                    entries(&self.failed).extend(failed_tests::of(&finished.output));
                }
                TestSummary::of(&finished.output, finished.succeeded)
            }
            Err(error) => failed(name, &error),
        };
        self.note(name, started.elapsed(), summary);
    }

    /// A step that is done here. Tells whether what builds on it makes sense.
    fn own(&self, name: &str, work: impl FnOnce() -> anyhow::Result<()>) -> bool {
        let started = Instant::now();
        let result = work();
        let succeeded = result.is_ok();
        let summary =
            result.map_or_else(|error| failed(name, &error), |()| TestSummary::of("", true));
        self.note(name, started.elapsed(), summary);
        succeeded
    }

    /// A step whose tool this machine does not have.
    fn skip(&self, name: &str, reason: &str) {
        println!("{name:<16} {reason}");
        let summary = TestSummary { skipped: 1, ..TestSummary::default() };
        entries(&self.steps).push((name.to_owned(), Duration::ZERO, summary));
    }

    fn note(&self, name: &str, took: Duration, summary: TestSummary) {
        let verdict = if summary.failed == 0 { "ok" } else { "FAILED" };
        println!("{name:<16} {verdict:<6} {:>7.1} s", took.as_secs_f64());
        entries(&self.steps).push((name.to_owned(), took, summary));
    }

    /// Prints the summary; the last line is the count.
    fn close(self) -> ExitCode {
        let (steps, failed) = (entries(&self.steps), entries(&self.failed));
        let total =
            steps.iter().fold(TestSummary::default(), |sum, (_, _, summary)| sum.plus(*summary));
        println!();
        failed.iter().for_each(|line| println!("{line}"));
        for (name, took, summary) in steps.iter() {
            println!(
                "{name:<16} {:>5} passed {:>4} failed {:>4} skipped {:>7.1} s",
                summary.passed,
                summary.failed,
                summary.skipped,
                took.as_secs_f64()
            );
        }
        println!("{:<16} {:>49.1} s", "in all", self.started.elapsed().as_secs_f64());
        println!("{} passed, {} failed", total.passed, total.failed);
        if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// What steps that may run at the same time have noted; a step that has panicked leaves what was noted before.
fn entries<T>(of: &Mutex<Vec<T>>) -> MutexGuard<'_, Vec<T>> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

fn failed(name: &str, error: &anyhow::Error) -> TestSummary {
    eprintln!("{name}: {error:#}");
    TestSummary::of("", false)
}
