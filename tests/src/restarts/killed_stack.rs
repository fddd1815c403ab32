//! The stack as a process of its own on data that last: killed without a warning and started again where it was.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use adapters::aws::{Credentials, sdk_config};
use adapters::dynamo::{Log, Table};
use anyhow::{Context as _, bail, ensure};
use local::Announcement;
use tokio::io::BufReader;
use tokio::process::{Child, Command};

use crate::stack::{EntryPoints, TABLE, binaries, project};

/// How many ports in a row a stack has.
const PORTS: u16 = 5;
/// The lowest port that is tried, below those that a system hands out by itself.
const LOWEST_PORT: u16 = 20_000;

/// A stack that can be killed.
pub(super) struct KilledStack {
    data: PathBuf,
    port: u16,
    child: Child,
    /// Where people come in; the same after every start.
    pub(super) entry_points: EntryPoints,
    /// The logs, past the front door.
    pub(super) log: Log,
}

impl KilledStack {
    /// Starts it on an empty folder.
    pub(super) async fn start() -> anyhow::Result<Self> {
        let data = std::env::temp_dir().join(format!("firstline-restarts-{}", std::process::id()));
        std::fs::create_dir_all(&data)?;
        let port = five_free_ports()?;
        let (child, announced) = started(&data, port).await?;
        let entry_points = EntryPoints {
            api: announced.api().context("the stack names no API")?.to_owned(),
            socket: announced.socket().context("the stack names no socket")?.to_owned(),
            issuer: format!("{}/oidc", announced.site().context("the stack names no site")?),
        };
        let credentials = Credentials::new("local", "local", None, None, "test");
        let aws = sdk_config("eu-central-1".to_owned(), credentials);
        let table = Table::new(&aws, announced.table(), TABLE.to_owned());
        Ok(Self { data, port, child, entry_points, log: Log::new(table) })
    }

    /// Kills it, wherever it is, and starts it again.
    pub(super) async fn is_killed_and_starts_again(&mut self) -> anyhow::Result<()> {
        self.child.kill().await?;
        (self.child, _) = started(&self.data, self.port).await?;
        Ok(())
    }

    /// Ends it and its data.
    pub(super) async fn end(mut self) -> anyhow::Result<()> {
        let id = self.child.id().context("the stack has ended by itself")?;
        Command::new("kill").args(["-TERM", &id.to_string()]).status().await?;
        let status = self.child.wait().await?;
        ensure!(status.success(), "the stack ended with {status}");
        Ok(std::fs::remove_dir_all(&self.data)?)
    }
}

/// Starts the process, waits until it says that it is ready, and gives the addresses that it named before.
async fn started(data: &Path, port: u16) -> anyhow::Result<(Child, Announcement)> {
    let binaries = binaries()?;
    let infra = project().join("infra");
    let mut command = Command::new(binaries.join("local"));
    command.arg("--template").arg(infra.join("template.yaml"));
    command.arg("--parameters").arg(infra.join("local.json"));
    command.arg("--functions").arg(&binaries).arg("--data").arg(data);
    command.args(["--parameter", "Limits=none", "--checked", "--port", &port.to_string()]);
    let log = data.join("errors.log");
    let errors = File::options().create(true).append(true).open(&log)?;
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors).kill_on_drop(true);
    let mut child = command.spawn().context("cannot start the stack")?;
    let output = child.stdout.take().context("no standard output")?;
    match Announcement::from_output(BufReader::new(output)).await? {
        Some(announcement) => Ok((child, announcement)),
        None => {
            let status = child.wait().await?;
            bail!("the stack ended with {status} before it was ready; see {}", log.display())
        }
    }
}

/// Five ports in a row that nobody has now. One that is taken meanwhile ends the start with a sentence.
fn five_free_ports() -> anyhow::Result<u16> {
    let is_free = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    let offset = u16::try_from(std::process::id() % 1_000)? * PORTS;
    (LOWEST_PORT + offset..u16::MAX - PORTS)
        .step_by(PORTS.into())
        .find(|first| (*first..first + PORTS).all(is_free))
        .context("no five free ports in a row")
}
