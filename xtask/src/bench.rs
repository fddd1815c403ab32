//! `cargo xtask bench`: builds fast binaries and runs the benchmark over them.

use std::process::ExitCode;

use crate::workspace::Workspace;
use crate::{node, progress};

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Build as for the cloud: one slow, full link for each function
    #[arg(long)]
    release: bool,
    /// Handed on to the benchmark; `-- --help` lists it
    #[arg(last = true)]
    rest: Vec<String>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<ExitCode> {
    let profile = if args.release { "release" } else { "fast" };
    node::build_site(workspace)?;
    progress::require(workspace, "build the product", &mut workspace.build_product(profile)?)?;
    let build = [
        "build",
        "--profile",
        "fast",
        "--package",
        "tests",
        "--features",
        "bench",
        "--bin",
        "bench",
    ];
    progress::require(workspace, "build the benchmark", &mut workspace.cargo(build))?;

    // Its progress and its table are for the person at the terminal, so it gets the terminal.
    let mut benchmark = std::process::Command::new(workspace.binaries("fast").join("bench"));
    benchmark
        .current_dir(workspace.root())
        .arg("--binaries")
        .arg(workspace.binaries(profile))
        .args(&args.rest);
    let status = benchmark.status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
