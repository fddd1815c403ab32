//! The stack in a process of its own, and what the benchmark knows of it.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, ChildStdin, Command};

use tests::stack::project;

/// How many stores with how many agents the stack is to have.
#[derive(clap::Args)]
pub struct Args {
    /// How many stores
    #[arg(long)]
    stores: usize,
    /// How many agents in all; they are spread over the stores
    #[arg(long)]
    agents: usize,
}

/// What the hosting process says of itself, as one line of JSON.
#[derive(Serialize, Deserialize)]
struct Addresses {
    api: String,
    socket: String,
    database: String,
    table: String,
    agents: Vec<String>,
}

/// A running stack.
pub struct World {
    /// The HTTP API.
    pub api: String,
    /// The socket.
    pub socket: String,
    /// The database itself.
    pub database: String,
    /// The table's name.
    pub table: String,
    /// The process that hosts it; the functions are its children.
    pub process: u32,
    /// How many agents each store has online.
    pub agents_per_store: usize,
    /// A client for all requests.
    pub http: reqwest::Client,
    agents: Vec<String>,
    stores: Vec<String>,
    child: Child,
    stdin: ChildStdin,
}

/// Hosts a stack until standard input ends, which it also does when the parent dies.
pub async fn run(args: &Args, binaries: &Path) -> anyhow::Result<()> {
    let stores: Vec<Value> = store_names(args.stores)
        .iter()
        .map(|name| json!({ "id": name, "name": name, "assigned_only": false }))
        .collect();
    let options = local::Options::new(project(), binaries)
        .parameter("Stores", &Value::from(stores).to_string());
    let stack = local::Stack::start(options.parameter("LogLevel", "error")).await?;
    let agents =
        (0..args.agents).map(|number| token(&stack, number, &store_name(number % args.stores)));
    let addresses = Addresses {
        api: stack.api_url(),
        socket: stack.socket_url(),
        database: stack.database_url(),
        table: stack.table_name().to_owned(),
        agents: agents.collect(),
    };
    println!("{}", serde_json::to_string(&addresses)?);
    tokio::io::stdin().read_to_end(&mut Vec::new()).await?;
    stack.shutdown().await;
    Ok(())
}

fn token(stack: &local::Stack, number: usize, store: &str) -> String {
    let mut claims = stack.issuer().claims(tests::stack::Person::Ines);
    claims["sub"] = json!(format!("bench-{number}"));
    claims["role"] = json!("agent");
    claims["stores"] = json!([store]);
    stack.issuer().sign_claims(&claims)
}

fn store_names(count: usize) -> Vec<String> {
    (0..count).map(store_name).collect()
}

fn store_name(number: usize) -> String {
    format!("store-{number}")
}

impl World {
    /// Starts a stack with an agent for each conversation and at most `agents_per_store` in a store.
    pub async fn start(
        binaries: &Path,
        agents: usize,
        agents_per_store: usize,
    ) -> anyhow::Result<Self> {
        let agents_per_store = agents_per_store.clamp(1, agents);
        let stores = agents.div_ceil(agents_per_store);
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("host").arg("--binaries").arg(binaries);
        command.args(["--stores", &stores.to_string(), "--agents", &agents.to_string()]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let stdin = child.stdin.take().context("no standard input")?;
        let stdout = child.stdout.take().context("no standard output")?;
        let Some(line) = BufReader::new(stdout).lines().next_line().await? else {
            bail!("the stack did not start")
        };
        let addresses: Addresses = serde_json::from_str(&line)?;
        Ok(Self {
            api: addresses.api,
            socket: addresses.socket,
            database: addresses.database,
            table: addresses.table,
            process: child.id().context("the stack has ended")?,
            agents_per_store,
            http: reqwest::Client::new(),
            agents: addresses.agents,
            stores: store_names(stores),
            child,
            stdin,
        })
    }

    /// The store of a conversation and the token of the agent who serves it.
    pub fn desk(&self, number: usize) -> (&str, &str) {
        (&self.stores[number % self.stores.len()], &self.agents[number])
    }

    /// Ends the stack.
    pub async fn stop(self) -> anyhow::Result<()> {
        let Self { mut child, stdin, .. } = self;
        drop(stdin);
        child.wait().await?;
        Ok(())
    }
}
