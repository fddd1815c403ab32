//! `cargo xtask eval FILE…`: builds the evaluator and hands everything on to it.

use std::process::{Command, ExitCode};

use anyhow::Context;

use crate::workspace::Workspace;
use crate::{progress, vectors};

/// What the evaluator is told.
#[derive(clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Args {
    /// Files of questions and options; `cargo xtask eval --help` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<ExitCode> {
    let build =
        ["build", "--profile", "fast", "--package", "xtask", "--features", "eval", "--bin", "eval"];
    progress::require(workspace, "build the evaluator", &mut workspace.cargo(build))?;
    let mut rest = args.rest.clone();
    let names = |wanted: &str| rest.iter().any(|word| word.eq_ignore_ascii_case(wanted));
    if names("S") && !names("--vectors") {
        let file = vectors::compact_file(workspace, None)?;
        let file = file.context("tier S needs the table of vectors")?;
        rest.extend(["--vectors".to_owned(), file.display().to_string()]);
    }
    // Its progress and its table are for the person at the terminal, so it gets the terminal, and the files are theirs:
    // named from the folder they are in.
    let status = Command::new(workspace.binaries("fast").join("eval")).args(&rest).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
