//! The local stack as a process: start it, wait until it answers, stop it.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::check_infra::usage;
use crate::ports::Ports;
use crate::workspace::Workspace;

/// How long the stack may take to answer; a debug build with an old disk takes about a second.
const PATIENCE: Duration = Duration::from_secs(30);
const BETWEEN_TRIES: Duration = Duration::from_millis(25);
const STOP_PATIENCE: Duration = Duration::from_secs(5);

/// Limits of a stack that browsers and programs come to all from one address, in quick succession: none of them is ever
/// reached, and each is counted as ever.
const WIDE_LIMITS: &str = r#"{"messages_a_minute":120,"messages_a_day":4000,"open_cases":100,"cases_an_hour":20000,"address_cases_an_hour":20000,"address_visitors_an_hour":20000}"#;

/// A running stack. Dropping it ends the process.
pub(crate) struct Stack {
    child: Child,
    ports: Ports,
    log: Option<PathBuf>,
}

impl Stack {
    /// Starts it in the foreground: its errors are ours, its data lasts in `data`. What it says of itself is said
    /// when it answers.
    pub(crate) fn in_foreground(
        workspace: &Workspace,
        ports: Ports,
        data: &Path,
        parameters: &[String],
    ) -> anyhow::Result<Self> {
        let mut command = command(workspace, ports);
        for parameter in parameters {
            command.arg("--parameter").arg(parameter);
        }
        command.arg("--data").arg(data).stdout(Stdio::null());
        Self::spawn(command, ports, None)
    }

    /// Starts it with its database in memory and its output in a log file, for tests and pictures.
    pub(crate) fn in_memory(workspace: &Workspace, ports: Ports) -> anyhow::Result<Self> {
        let path = workspace.scratch()?.join(format!("stack-{}.log", ports.site()));
        let log =
            File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        let mut command = command(workspace, ports);
        command.arg("--parameter").arg(format!("Limits={WIDE_LIMITS}"));
        command.env(usage::VARIABLE, usage::notes(workspace));
        command.stdout(log.try_clone()?).stderr(log);
        Self::spawn(command, ports, Some(path))
    }

    fn spawn(mut command: Command, ports: Ports, log: Option<PathBuf>) -> anyhow::Result<Self> {
        let child = command.stdin(Stdio::null()).spawn().context("cannot start the local stack")?;
        Ok(Self { child, ports, log })
    }

    /// Waits until site and API answer. A stack that ends before has said why itself.
    pub(crate) fn wait_until_healthy(&mut self) -> anyhow::Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            // First: another stack may answer at these ports.
            if let Some(status) = self.child.try_wait()? {
                bail!("the local stack ended with {status}{}", self.where_to_look());
            }
            if answers(self.ports.site(), "/config.json") && answers(self.ports.api(), "/health") {
                return Ok(());
            }
            if Instant::now() > deadline {
                bail!(
                    "the local stack does not answer after {} s{}",
                    PATIENCE.as_secs(),
                    self.where_to_look()
                );
            }
            thread::sleep(BETWEEN_TRIES);
        }
    }

    /// The site's address.
    pub(crate) fn site(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.site())
    }

    /// The HTTP API's address.
    pub(crate) fn api(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.api())
    }

    /// The process's number, for signals.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end.
    pub(crate) fn wait(mut self) -> anyhow::Result<ExitStatus> {
        Ok(self.child.wait()?)
    }

    fn where_to_look(&self) -> String {
        self.log.as_ref().map_or_else(String::new, |log| format!("; see {}", log.display()))
    }
}

impl Drop for Stack {
    /// Asks first, so that its own children end too.
    fn drop(&mut self) {
        let deadline = Instant::now() + STOP_PATIENCE;
        terminate(self.child.id());
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(BETWEEN_TRIES);
        }
        // An error here means that it has ended already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Asks the process `id` to end.
pub(crate) fn terminate(id: u32) {
    // It may have ended in the meantime: nothing to do then.
    Command::new("kill").args(["-TERM", &id.to_string()]).stderr(Stdio::null()).status().ok();
}

fn command(workspace: &Workspace, ports: Ports) -> Command {
    let root = workspace.root();
    let binaries = workspace.binaries("debug");
    let mut command = Command::new(binaries.join("local"));
    command.current_dir(root).args([
        "--template",
        "infra/template.yaml",
        "--parameters",
        "infra/local.json",
    ]);
    command.arg("--functions").arg(binaries).args(["--site", "web/dist"]);
    command.args(["--checked", "--port", &ports.site().to_string()]);
    command
}

/// Whether a GET of `path` is answered with 200.
fn answers(port: u16, path: &str) -> bool {
    status_line(port, path).is_ok_and(|line| line.starts_with("HTTP/1.1 200"))
}

fn status_line(port: u16, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut start = [0; 12];
    stream.read_exact(&mut start)?;
    Ok(String::from_utf8_lossy(&start).into_owned())
}
