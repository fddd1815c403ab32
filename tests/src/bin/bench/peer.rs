//! The peer: what one would write instead, Socket.IO on PostgreSQL, with the same people and the same messages.

use std::ffi::OsStr;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::person::Protocol;
use crate::product::Product;

/// The server, beside the packages that it needs.
const SERVER: &str = "tests/socket_io/server.mjs";
/// Where Debian's package keeps the database's programs.
const PROGRAMS: &str = "/usr/lib/postgresql";
const NAME: &str = "Socket.IO on PostgreSQL";
/// The stack's own database is in memory, so this one need not wait for its disk either.
const IN_MEMORY: [&str; 6] =
    ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "listen_addresses="];
const LOOKS: usize = 400;
const BREATH: Duration = Duration::from_millis(25);

/// The running peer.
pub(crate) struct Peer {
    /// As its people see it.
    pub(crate) product: Product,
    server: Child,
    database: Child,
    folder: PathBuf,
}

impl Peer {
    /// Starts a database and a server, with an agent for each conversation.
    pub(crate) async fn start(agents: usize) -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("firstline-peer-{}", std::process::id()));
        let database = database(&folder).await?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut server = Command::new("node")
            .arg(SERVER)
            .arg(port.to_string())
            .arg(&folder)
            .arg("postgres")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start node")?;
        let output = server.stdout.take().context("no standard output")?;
        let first = BufReader::new(output).lines().next_line().await?;
        ensure!(first.as_deref() == Some("ready"), "{SERVER} did not start");
        let processes = [server.id(), database.id()].into_iter().flatten().collect();
        let product = Product {
            name: Some(NAME),
            api: format!("http://127.0.0.1:{port}"),
            socket: format!("ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"),
            protocol: Protocol::SocketIo,
            processes,
            agents_per_store: 1,
            http: reqwest::Client::new(),
            agents: (0..agents).map(|number| format!("agent-{number}")).collect(),
            stores: vec!["store".to_owned()],
        };
        Ok(Self { product, server, database, folder })
    }

    /// Ends both and their data.
    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        for child in [&mut self.server, &mut self.database] {
            if let Some(id) = child.id() {
                Command::new("kill").args(["-INT", &id.to_string()]).status().await?;
                child.wait().await?;
            }
        }
        Ok(fs::remove_dir_all(&self.folder)?)
    }
}

/// A database of its own in an empty folder, which is reached by a socket in that folder.
async fn database(folder: &Path) -> anyhow::Result<Child> {
    fs::create_dir_all(folder)?;
    let data = folder.join("data");
    let is_root = output_of("id", ["-u"]).await?.trim() == "0";
    if is_root {
        // The database refuses to run as root; its package has made a user for it.
        output_of("chown", [OsStr::new("postgres"), folder.as_os_str()]).await?;
    }
    let made = program("initdb", is_root)?
        .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync", "-D"])
        .arg(&data)
        .output()
        .await?;
    ensure!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
    let mut database = program("postgres", is_root)?
        .args(IN_MEMORY)
        .arg("-k")
        .arg(folder)
        .arg("-D")
        .arg(&data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    for _ in 0..LOOKS {
        let look = program("pg_isready", is_root)?.arg("-q").arg("-h").arg(folder).status().await?;
        if look.success() {
            return Ok(database);
        }
        if let Some(status) = database.try_wait()? {
            bail!("postgres ended with {status}");
        }
        tokio::time::sleep(BREATH).await;
    }
    bail!("postgres does not answer")
}

/// A program of the database's newest version that is here, as the user whom it accepts.
fn program(name: &str, is_root: bool) -> anyhow::Result<Command> {
    let versions = fs::read_dir(PROGRAMS).into_iter().flatten().flatten();
    let path = versions.map(|version| version.path().join("bin").join(name)).filter(|p| p.exists());
    let path = path.max().with_context(|| {
        format!("there is no {name} in {PROGRAMS}: install your system's package postgresql")
    })?;
    if !is_root {
        return Ok(Command::new(path));
    }
    // It becomes the program itself, so that its number is the program's.
    let mut command = Command::new("setpriv");
    command.args(["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]).arg(path);
    Ok(command)
}

async fn output_of<I, A>(program: &str, arguments: I) -> anyhow::Result<String>
where
    I: IntoIterator<Item = A>,
    A: AsRef<OsStr>,
{
    let ended = Command::new(program).args(arguments).output().await?;
    ensure!(ended.status.success(), "{program}: {}", String::from_utf8_lossy(&ended.stderr));
    Ok(String::from_utf8_lossy(&ended.stdout).into_owned())
}
