//! Runs a tool as a step: a spinner with the time and its last line while it works, of cargo how many crates are built; its
//! output when it goes wrong.

use std::fs;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::workspace::Workspace;

/// What a finished step leaves behind.
pub(crate) struct Finished {
    /// Whether the tool said that all is well.
    pub(crate) succeeded: bool,
    /// Everything it printed, both streams in the order of their lines.
    pub(crate) output: String,
}

/// What a tool prints.
enum Printed {
    /// A line.
    Line(String),
    /// How far it is: the next one takes its place on a terminal, and it is no part of the output.
    Progress(String),
}

/// Without a terminal nothing moves on the screen, so a sign of life is printed this often, the first one sooner.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
const FIRST_SIGN: Duration = Duration::from_secs(2);
/// How wide cargo takes the terminal for: its bar is read, not shown.
const CARGO_WIDTH: &str = "120";
/// The bars of all steps that are under way: each has a line of its own.
static BARS: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);
const FOREVER: Duration = Duration::MAX;
const TICK: Duration = Duration::from_millis(120);
/// How many of the last lines of a failed step are shown; the whole is kept in a log file.
const LINES_SHOWN: usize = 300;

/// Runs `command` to its end under the name `name`. An error means that it could not even start.
pub(crate) fn step(name: &str, command: &mut Command) -> anyhow::Result<Finished> {
    step_within(name, command, FOREVER)
}

/// Like [`step`], and ends it when it takes longer than `limit`: it then has failed, and its output tells how far it came.
pub(crate) fn step_within(
    name: &str,
    command: &mut Command,
    limit: Duration,
) -> anyhow::Result<Finished> {
    let mut child = spawn(name, command)?;
    let started = Instant::now();
    let lines = follow(&mut child);
    let mut display = Display::new(name);
    let mut output = String::new();
    let mut take = |printed: Printed, display: &mut Display| match printed {
        Printed::Progress(text) => display.progress(&text),
        Printed::Line(line) => {
            display.line(&line);
            output.push_str(&line);
            output.push('\n');
        }
    };
    // Something the tool left running may hold its pipes open, so its own end counts too.
    let status = loop {
        // However much it prints meanwhile: a tool may hang and go on talking.
        if started.elapsed() > limit {
            end_with_children(child.id());
            let ended = format!("{name}: ended after {} s", limit.as_secs());
            take(Printed::Line(ended), &mut display);
            break child.wait()?;
        }
        match lines.recv_timeout(TICK) {
            Ok(line) => take(line, &mut display),
            Err(RecvTimeoutError::Disconnected) => break child.wait()?,
            Err(RecvTimeoutError::Timeout) => {
                display.tick();
                if let Some(status) = child.try_wait()? {
                    break status;
                }
            }
        }
    };
    for line in lines.try_iter() {
        take(line, &mut display);
    }
    display.end();
    Ok(Finished { succeeded: status.success(), output })
}

/// Like [`step`], for what nothing can go on without: prints the output and fails when it fails.
pub(crate) fn require(
    workspace: &Workspace,
    name: &str,
    command: &mut Command,
) -> anyhow::Result<Finished> {
    let finished = step(name, command)?;
    if !finished.succeeded {
        show_failure(workspace, name, &finished)?;
        bail!("{name} failed");
    }
    Ok(finished)
}

/// Prints the end of a failed step's output and keeps the whole in a log file.
pub(crate) fn show_failure(
    workspace: &Workspace,
    name: &str,
    finished: &Finished,
) -> anyhow::Result<()> {
    let log = workspace.scratch()?.join(format!("{}.log", name.replace(' ', "-")));
    fs::write(&log, &finished.output)?;
    let lines: Vec<&str> = finished.output.lines().collect();
    let first = lines.len().saturating_sub(LINES_SHOWN);
    eprintln!("--- {name} failed; its whole output is in {}", log.display());
    lines[first..].iter().for_each(|line| eprintln!("{line}"));
    eprintln!("--- end of {name}");
    Ok(())
}

fn spawn(name: &str, command: &mut Command) -> anyhow::Result<Child> {
    command.env("NO_COLOR", "1").env_remove("FORCE_COLOR").env("CARGO_TERM_COLOR", "never");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let program = command.get_program().to_string_lossy().into_owned();
    if Path::new(&program).file_stem().is_some_and(|stem| stem == "cargo") {
        command.env("CARGO_TERM_PROGRESS_WHEN", "always");
        command.env("CARGO_TERM_PROGRESS_WIDTH", CARGO_WIDTH);
    }
    command.spawn().with_context(|| format!("cannot start {program} for {name}: is it installed?"))
}

/// Ends a process and all that it has started: what a tool leaves running would go on for ever.
fn end_with_children(pid: u32) {
    let listed = Command::new("ps").args(["-A", "-o", "pid=,ppid="]).output();
    let listed = listed.map(|output| output.stdout).unwrap_or_default();
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let numbers = |line: &str| {
        let mut numbers = line.split_whitespace().filter_map(|number| number.parse::<u32>().ok());
        Some((numbers.next()?, numbers.next()?))
    };
    let parents: Vec<_> = listed.lines().filter_map(numbers).collect();
    let mut doomed = vec![pid];
    let mut next = 0;
    while next < doomed.len() {
        let parent = doomed[next];
        doomed.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(child, _)| child));
        next += 1;
    }
    let doomed = doomed.iter().map(u32::to_string);
    Command::new("kill").arg("-9").args(doomed).status().ok();
}

fn follow(child: &mut Child) -> Receiver<Printed> {
    let (sender, receiver) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        forward(stdout, sender.clone());
    }
    if let Some(stderr) = child.stderr.take() {
        forward(stderr, sender);
    }
    receiver
}

fn forward(stream: impl Read + Send + 'static, printed: Sender<Printed>) {
    thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut line = Vec::new();
        loop {
            let Ok(bytes) = reader.fill_buf() else { return };
            let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let (taken, ending) = (end.unwrap_or(bytes.len()), end.map(|at| bytes[at]));
            line.extend_from_slice(&bytes[..taken]);
            let is_over = bytes.is_empty();
            reader.consume(taken + usize::from(end.is_some()));
            let text = || String::from_utf8_lossy(&line).trim_end().to_owned();
            let print = match ending {
                Some(b'\r') => Printed::Progress(text()),
                None if !is_over || line.is_empty() => {
                    if is_over {
                        return;
                    }
                    continue;
                }
                _ => Printed::Line(text()),
            };
            if printed.send(print).is_err() || is_over {
                return;
            }
            line.clear();
        }
    });
}

/// How many of how many crates are built, and which are under way, as cargo's own bar says it.
fn crates_built(text: &str) -> Option<(u64, u64, &str)> {
    let (_, after) = text.trim().strip_prefix("Building [")?.split_once("] ")?;
    let (count, under_way) = after.split_once(':').unwrap_or((after, ""));
    let (built, all) = count.trim().split_once('/')?;
    Some((built.parse().ok()?, all.parse().ok()?, under_way.trim()))
}

/// What a person sees of a step that is under way.
struct Display {
    name: String,
    bar: Option<ProgressBar>,
    started: Instant,
    /// When the next sign of life is due, where there is no terminal.
    due: Instant,
    /// How many crates of how many are built, where cargo is at work.
    crates: Option<(u64, u64)>,
}

impl Display {
    fn new(name: &str) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| BARS.add(spinner(name)));
        let started = Instant::now();
        Self { name: name.to_owned(), bar, started, due: started + FIRST_SIGN, crates: None }
    }

    fn line(&mut self, line: &str) {
        match &self.bar {
            Some(bar) if !line.trim().is_empty() => bar.set_message(line.trim().to_owned()),
            _ => self.tick(),
        }
    }

    fn progress(&mut self, text: &str) {
        let Some((built, all, under_way)) = crates_built(text) else { return self.tick() };
        match &self.bar {
            Some(bar) => {
                if self.crates.is_none() {
                    bar.set_style(style(
                        "{spinner} {prefix} {elapsed:>4} [{bar:24}] {pos}/{len} {wide_msg:.dim}",
                    ));
                }
                bar.set_length(all);
                bar.set_position(built);
                bar.set_message(under_way.to_owned());
            }
            None => self.tick(),
        }
        self.crates = Some((built, all));
    }

    fn tick(&mut self) {
        match &self.bar {
            Some(bar) => bar.tick(),
            None if Instant::now() >= self.due => {
                self.due = Instant::now() + SIGN_OF_LIFE;
                eprintln!("{}", self.sign());
            }
            None => {}
        }
    }

    fn sign(&self) -> String {
        let (name, seconds) = (&self.name, self.started.elapsed().as_secs());
        match self.crates {
            Some((built, all)) => format!("{name} … {built} of {all} crates, {seconds} s"),
            None => format!("{name} … {seconds} s"),
        }
    }

    fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

fn spinner(name: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_prefix(name.to_owned());
    bar.with_style(style("{spinner} {prefix} {elapsed:>4} {wide_msg:.dim}"))
}

fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template);
    style.unwrap_or_else(|_| ProgressStyle::default_spinner()).progress_chars("=> ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Finished {
        step("a script", Command::new("sh").args(["-c", script])).unwrap()
    }

    #[test]
    fn both_streams_are_kept_and_the_exit_code_tells() {
        let finished = shell("echo out; echo err >&2; exit 3");
        assert!(!finished.succeeded);
        assert!(
            finished.output.contains("out\n") && finished.output.contains("err\n"),
            "{}",
            finished.output
        );
    }

    #[test]
    fn a_tool_that_leaves_something_running_is_not_waited_for() {
        let started = Instant::now();
        let finished = shell("sleep 20 & echo done");
        assert!(finished.succeeded && started.elapsed() < Duration::from_secs(5));
        assert_eq!(finished.output, "done\n");
    }

    #[test]
    fn what_takes_too_long_is_ended_with_all_that_it_started() {
        let script = "sh -c 'echo $$; exec sleep 600' & wait";
        let mut command = Command::new("sh");
        let limit = Duration::from_millis(500);
        let finished = step_within("a script", command.args(["-c", script]), limit).unwrap();
        assert!(!finished.succeeded && finished.output.contains("a script: ended after"));
        let sleeper = finished.output.lines().next().unwrap().to_owned();
        let is_there = || Command::new("kill").args(["-0", &sleeper]).status().unwrap().success();
        let deadline = Instant::now() + Duration::from_secs(5);
        while is_there() && Instant::now() < deadline {
            thread::yield_now();
        }
        assert!(!is_there());
    }

    #[test]
    fn what_goes_on_printing_is_ended_too() {
        let script = "for line in $(seq 300); do echo $line; sleep 0.02; done";
        let mut command = Command::new("sh");
        let limit = Duration::from_millis(300);
        let finished = step_within("a script", command.args(["-c", script]), limit).unwrap();
        assert!(!finished.succeeded && finished.output.contains("a script: ended after"));
        assert!(!finished.output.contains("\n300\n"), "{}", finished.output);
    }

    #[test]
    fn how_far_a_tool_is_stands_on_one_line_and_not_in_its_output() {
        let finished = shell("printf 'Building [=> ] 1/3: a\\rBuilding [==>] 2/3: b\\rdone\\nend'");
        assert_eq!(finished.output, "done\nend\n");
    }

    #[test]
    fn the_count_of_crates_is_read_off_cargos_bar() {
        let bar = "    Building [=======>                 ] 120/431: serde, syn(build)…   ";
        assert_eq!(crates_built(bar), Some((120, 431, "serde, syn(build)…")));
        assert_eq!(crates_built("   Compiling serde v1.0.228"), None);
        let mut display = Display::new("build the stack");
        display.progress(bar);
        assert_eq!(display.sign(), "build the stack … 120 of 431 crates, 0 s");
    }

    #[test]
    fn a_missing_tool_is_one_sentence() {
        let message =
            format!("{:#}", step("a step", &mut Command::new("no-such-tool")).err().unwrap());
        assert!(
            message.starts_with("cannot start no-such-tool for a step: is it installed?"),
            "{message}"
        );
    }
}
