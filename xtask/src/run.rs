//! `cargo xtask run`: everything built, the whole stack in the foreground, Ctrl-C ends it.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use anyhow::{Context, bail};

use crate::ports::Ports;
use crate::stack::{self, Stack};
use crate::workspace::Workspace;
use crate::{demo, node, progress, vectors};

/// Where the stack's data lasts between runs; git ignores it.
const DATA: &str = ".data";
/// The table in it.
const TABLE: &str = "table.db";

/// The file that a stack locks in its data folder.
const LOCK: &str = "lock";

/// How to run the stack.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Empty the data folder first
    #[arg(long)]
    fresh: bool,
    /// The first of the five neighbouring ports to use
    #[arg(long, default_value_t = 4700)]
    port: u16,
    /// Let triage read questions by this model's static vectors: a folder in Model2Vec's form
    #[arg(long, value_name = "FOLDER")]
    vectors: Option<PathBuf>,
    /// Another value for one of the template's parameters than infra/local.json has, such as Limits=none
    #[arg(long = "parameter", value_name = "NAME=VALUE")]
    parameters: Vec<String>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<ExitCode> {
    // Before anything that takes long.
    let ports = Ports::claim(args.port)?;
    node::build_site(workspace)?;
    progress::require(workspace, "build the stack", &mut workspace.build_whole())?;
    vectors::place(workspace, args.vectors.as_deref(), &workspace.binaries("debug"))?;

    let data = workspace.root().join(DATA);
    if args.fresh {
        empty(&data)?;
    }
    let is_new = !data.join(TABLE).exists();
    let mut stack = Stack::in_foreground(workspace, ports, &data, &args.parameters)?;
    let process = stack.process();
    // The stack hears a Ctrl-C from the terminal itself; whoever ends only this process means the stack too.
    ctrlc::set_handler(move || stack::terminate(process)).context("cannot listen for Ctrl-C")?;
    stack.wait_until_healthy()?;
    if is_new {
        demo::furnish_store(workspace, ports)?;
    }
    print_addresses(&stack);
    let status = stack.wait()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn empty(data: &Path) -> anyhow::Result<()> {
    refuse_in_use(data)?;
    match fs::remove_dir_all(data) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot empty {}", data.display()))
        }
        _ => Ok(()),
    }
}

/// A folder whose lock another stack holds stays as it is.
fn refuse_in_use(data: &Path) -> anyhow::Result<()> {
    let Ok(mut lock) = fs::File::open(data.join(LOCK)) else { return Ok(()) };
    if let Err(fs::TryLockError::WouldBlock) = lock.try_lock() {
        let mut holder = String::new();
        lock.read_to_string(&mut holder)?;
        bail!(
            "{} is in use by {holder}: stop it before --fresh empties the folder",
            data.display()
        );
    }
    Ok(())
}

fn print_addresses(stack: &Stack) {
    let (site, api) = (stack.site(), stack.api());
    println!();
    println!("  Shop with the widget  {site}/");
    println!("  Console for agents    {site}/console/");
    println!("  API documentation     {api}/docs");
    println!("  Health                {api}/health");
    println!();
    println!("  Ctrl-C stops it; the data stays in {DATA}");
    println!();
}
