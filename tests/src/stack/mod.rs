//! The stack as a test uses it: everything runs, in memory, on ports of its own.

mod assistant;
mod entry_points;
mod table;

use std::path::{Path, PathBuf};
use std::time::Duration;

use adapters::aws::{Credentials, sdk_config};
use adapters::dynamo::Table;
use adapters::push::Push;
use anyhow::{Context as _, bail};
use application::{Cases, Store, Stores};
use contract::CasePage;
use domain::{Limits, StorePolicy, Timestamp};

use crate::people::{Agent, Case};

pub use entry_points::{EntryPoints, Person};
pub use table::{TABLE, entries_of};

/// How long a look waits for the next one.
pub(crate) const BREATH: Duration = Duration::from_millis(10);
/// Looks before something is said to never happen.
const LOOKS: usize = 2_000;

/// The whole stack.
pub struct Stack {
    /// Where people come in.
    pub entry_points: EntryPoints,
    /// What runs.
    pub local: local::Stack,
    table: Table,
    cases: Cases,
}

/// The project's folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Where the functions' binaries are: beside this test's own.
///
/// # Errors
/// They were not built.
pub fn binaries() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own
        .parent()
        .and_then(Path::parent)
        .context("the test binary lies in target/<profile>/deps")?;
    if !folder.join("message").exists() {
        bail!(
            "{} has no function binaries. Run `cargo build --workspace` first.",
            folder.display()
        );
    }
    Ok(folder.to_owned())
}

/// What a test starts: the real template, the demo's parameters without limits, the binaries that were built, nothing in
/// the log.
///
/// # Errors
/// The binaries are missing.
pub fn options() -> anyhow::Result<local::Options> {
    Ok(limited_options()?.parameter("Limits", "none"))
}

/// The same with the limits that a deployment has.
///
/// # Errors
/// The binaries are missing.
pub fn limited_options() -> anyhow::Result<local::Options> {
    let infra = project().join("infra");
    let options =
        local::Options::new(infra.join("template.yaml"), infra.join("local.json"), binaries()?)
            .checked();
    let is_wordy = std::env::var_os("FIRSTLINE_LOG").is_some();
    Ok(if is_wordy { options } else { options.log(local::Log::none()) })
}

/// The stack in memory.
///
/// # Errors
/// It did not start.
pub async fn stack() -> anyhow::Result<Stack> {
    start(options()?).await
}

/// The stack in memory, counting what it does and able to fail on demand.
///
/// # Errors
/// It did not start.
pub async fn measured_stack() -> anyhow::Result<Stack> {
    start(options()?.metered().untimed()).await
}

/// A stack with other options.
///
/// # Errors
/// It did not start.
pub async fn start(options: local::Options) -> anyhow::Result<Stack> {
    let running = local::Stack::start(options).await?;
    let urls = running.urls().clone();
    let credentials = Credentials::new("local", "local", None, None, "test");
    let aws = sdk_config("eu-central-1".to_owned(), credentials);
    let table = Table::new(&aws, Some(&urls.database), TABLE.to_owned());
    let store = |name: &str, assigned_only| Store {
        name: name.to_owned(),
        policy: StorePolicy { assigned_only, limits: Limits::NONE },
    };
    let stores =
        [("demo".parse()?, store("Demo", false)), ("north".parse()?, store("North", true))];
    let push = Push::new(&aws, &urls.socket.replacen("ws:", "http:", 1));
    let cases = Cases::new(&table, push, Stores::new(stores));
    let issuer = running.parameter("OidcIssuer").context("the demo has an issuer")?.to_owned();
    let entry_points = EntryPoints { api: urls.api, socket: urls.socket, issuer };
    Ok(Stack { entry_points, local: running, table, cases })
}

impl Stack {
    /// Looks until a case is in a list of the demo store.
    ///
    /// # Errors
    /// It never was.
    pub async fn until_listed(&self, agent: &Agent, case: &Case, list: &str) -> anyhow::Result<()> {
        let look = async || {
            let page: CasePage = agent.api.get(&format!("/stores/demo/cases?list={list}")).await?;
            Ok(page.cases.iter().any(|summary| summary.case == case.id).then_some(()))
        };
        until(&format!("the case is listed under {list}"), look).await
    }
}

/// The time, as the functions see it.
pub fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Timestamp(since.map_or(0, |since| since.as_millis() as i64))
}

/// Looks until something is there.
///
/// # Errors
/// It never was, or a look failed.
pub async fn until<T>(
    what: &str,
    mut look: impl AsyncFnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    for _ in 0..LOOKS {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        tokio::time::sleep(BREATH).await;
    }
    bail!("it never happened: {what}")
}
