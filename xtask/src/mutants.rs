//! `cargo xtask mutants`: breaks the code in one place at a time and looks whether a test notices. Hours for all of it, so
//! it is no part of `cargo xtask test`; `--file` and `--shard` take a piece.

use std::process::{Command, ExitCode};

use crate::cargo_tool;
use crate::workspace::Workspace;

/// The version of cargo-mutants that is installed.
const VERSION: &str = "27.1.0";
/// The crates whose code is broken, and whose tests should notice: those of the use cases test the domain, too.
const CRATES: [&str; 3] = ["domain", "language", "application"];
/// Seconds that a run of the tests is given at least: a broken loop shall end, and a slow machine shall not count as one.
const SHORTEST_TIMEOUT: &str = "60";

/// What cargo-mutants is told.
#[derive(clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Args {
    /// Options of cargo-mutants, such as `--file shared/domain/src/audience.rs`, `--shard 1/8` or `--list`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<ExitCode> {
    let tool = cargo_tool::installed(workspace, "cargo-mutants", VERSION)?;
    let mut mutants = Command::new(tool);
    mutants.arg("mutants").current_dir(workspace.root());
    mutants.arg("--output").arg(workspace.scratch()?);
    mutants.args(["--test-package", &CRATES.join(",")]);
    mutants.args(["--minimum-test-timeout", SHORTEST_TIMEOUT]);
    mutants.args(CRATES.map(|name| format!("--package={name}"))).args(&args.rest);
    // Its progress is for the person at the terminal. Behind `--` stands what Cargo is told: no documentation's examples.
    let status = mutants.args(["--", "--lib", "--tests"]).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
