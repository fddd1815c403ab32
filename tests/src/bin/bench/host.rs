//! The stack as a process, and what the benchmark knows of it.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::Context as _;
use local::Announcement;
use serde_json::{Value, json};
use tokio::io::BufReader;
use tokio::process::{Child, Command};

use crate::issuer::{AUDIENCE, Issuer};
use crate::person::Protocol;
use crate::product::Product;
use crate::{database, rest};

/// A running stack.
pub(crate) struct World {
    product: Product,
    /// The database itself.
    pub(crate) database: String,
    /// The table's name.
    pub(crate) table: String,
    /// The process that is gateway and database; the functions are its children.
    pub(crate) process: u32,
    child: Child,
    parameters: PathBuf,
    /// Lives as long as its tokens are checked.
    issuer: Issuer,
}

impl Deref for World {
    type Target = Product;

    fn deref(&self) -> &Product {
        &self.product
    }
}

impl World {
    /// Starts a stack with an agent for each conversation and at most `agents_per_store` in a store.
    pub(crate) async fn start(
        binaries: &Path,
        agents: usize,
        agents_per_store: usize,
    ) -> anyhow::Result<Self> {
        let issuer = Issuer::start().await?;
        let agents_per_store = agents_per_store.clamp(1, agents);
        let stores: Vec<String> =
            (0..agents.div_ceil(agents_per_store)).map(|n| format!("store-{n}")).collect();
        let token = |number: usize| issuer.token(number, &stores[number % stores.len()]);
        let agents = (0..agents).map(token).collect::<anyhow::Result<_>>()?;
        let parameters =
            std::env::temp_dir().join(format!("firstline-bench-{}.json", std::process::id()));
        fs::write(&parameters, parameters_for(&issuer, &stores).to_string())?;
        let mut child = spawn(binaries, &parameters)?;
        let output = BufReader::new(child.stdout.take().context("no standard output")?);
        let announced = Announcement::from_output(output).await?;
        let announced = announced.context("the stack did not start")?;
        let process = child.id().context("the stack has ended")?;
        let product = Product {
            name: None,
            api: announced.api().context("the stack names no API")?.to_owned(),
            socket: announced.socket().context("the stack names no socket")?.to_owned(),
            protocol: Protocol::Firstline,
            processes: vec![process],
            agents_per_store,
            http: reqwest::Client::new(),
            agents,
            stores,
        };
        let database = announced.table().context("the stack names no table")?.to_owned();
        let table = String::new();
        let mut world = Self { product, database, table, process, child, parameters, issuer };
        world.table = database::only_table(&world).await?;
        Ok(world)
    }

    /// Turns triage off in all stores: what is measured then is the chat alone.
    pub(crate) async fn without_triage(&self) -> anyhow::Result<()> {
        for store in &self.stores {
            let lead = self.issuer.lead(store)?;
            let settings = json!({ "triage": "off" });
            rest::post(self, &lead, &format!("/stores/{store}/settings"), &settings).await?;
        }
        Ok(())
    }

    /// Ends the stack.
    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        Command::new("kill").args(["-TERM", &self.process.to_string()]).status().await?;
        self.child.wait().await?;
        Ok(fs::remove_file(&self.parameters)?)
    }
}

/// A file with the parameters' values, for a stack with these stores.
pub(crate) fn write_parameters(issuer: &Issuer, stores: &[String]) -> anyhow::Result<PathBuf> {
    let file = std::env::temp_dir().join(format!("firstline-bench-{}.json", std::process::id()));
    fs::write(&file, parameters_for(issuer, stores).to_string())?;
    Ok(file)
}

/// The parameters' values: stores and issuer of the benchmark, and logs of failures only.
fn parameters_for(issuer: &Issuer, stores: &[String]) -> Value {
    let stores: Vec<Value> = stores
        .iter()
        .map(|store| json!({ "id": store, "name": store, "assigned_only": false }))
        .collect();
    json!({
        "SecretsFrom": "parameters",
        "VisitorKey": "${Random:visitor-key}",
        "Stores": Value::from(stores).to_string(),
        "Limits": "none",
        "CustomerSecrets": "{}",
        "OidcIssuer": issuer.url,
        "OidcAudience": AUDIENCE,
        "LogLevel": "error",
        "AllowedOrigins": "*",
    })
}

/// The functions write a line of metrics for each message: to a file, which is read only when something goes wrong.
fn log() -> anyhow::Result<fs::File> {
    fs::create_dir_all(".bench")?;
    Ok(fs::File::create(".bench/stack.log")?)
}

fn spawn(binaries: &Path, parameters: &Path) -> anyhow::Result<Child> {
    let mut command = Command::new(binaries.join("local"));
    command.args(["--port", "0", "--template", "infra/template.yaml"]);
    command.arg("--parameters").arg(parameters).arg("--functions").arg(binaries);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log()?).kill_on_drop(true);
    command.spawn().with_context(|| format!("cannot start the stack in {}", binaries.display()))
}
