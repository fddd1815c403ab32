//! `cargo xtask bench`: builds the product as it is released and runs the benchmark over it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use crate::workspace::Workspace;
use crate::{debian, node, progress, vectors};

/// Where Debian's package puts the database. Where it is not, the benchmark says so.
const POSTGRESQL: &str = "/usr/lib/postgresql";

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Build without a link over all crates for each binary: some minutes less, and a third slower code
    #[arg(long)]
    quick: bool,
    /// Measure what `cargo xtask package` has built for this machine; unless told otherwise its cold starts
    #[arg(long, conflicts_with = "quick")]
    packaged: bool,
    /// Measure in the same run what one would write instead: Socket.IO on PostgreSQL, the latter from the system's package
    #[arg(long, conflicts_with = "packaged")]
    peer: bool,
    /// Handed on to the benchmark; `-- --help` lists it
    #[arg(last = true)]
    rest: Vec<String>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<ExitCode> {
    let profile = if args.quick { "fast" } else { "release" };
    node::build_site(workspace)?;
    if !args.quick && !args.packaged {
        progress::require(workspace, "build the product", &mut workspace.build_product(profile)?)?;
    }
    // The whole workspace at once: piece by piece the dependencies would be built with other features, and twice.
    let build = [
        "build",
        "--profile",
        "fast",
        "--workspace",
        "--exclude",
        "xtask",
        "--features",
        "tests/bench",
    ];
    progress::require(workspace, "build the benchmark", &mut workspace.cargo(build))?;

    let (binaries, own) = match args.packaged {
        true => (lay_out(workspace)?, ["--only", "cold"].as_slice()),
        false => (workspace.binaries(profile), [].as_slice()),
    };
    if !args.packaged {
        vectors::place(workspace, None, &binaries)?;
    }
    let own = if args.rest.is_empty() { own } else { &[] };
    if args.peer {
        install_peer(workspace)?;
    }
    // Its progress and its table are for the person at the terminal, so it gets the terminal.
    let mut benchmark = std::process::Command::new(workspace.binaries("fast").join("bench"));
    benchmark
        .current_dir(workspace.root())
        .arg("--binaries")
        .arg(binaries)
        .args(args.peer.then_some("--peer"))
        .args(own)
        .args(&args.rest);
    let status = benchmark.status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The peer's packages and its database.
fn install_peer(workspace: &Workspace) -> anyhow::Result<()> {
    if !Path::new(POSTGRESQL).exists() && debian::can_install() {
        debian::install(workspace, "install PostgreSQL", "postgresql")?;
    }
    let mut install = workspace.npm(["ci", "--ignore-scripts"]);
    install.current_dir(workspace.root().join("tests/socket_io"));
    progress::require(workspace, "install Socket.IO", &mut install)?;
    Ok(())
}

/// The packaged binaries as the stack looks for them: beside it, each under its function's name.
fn lay_out(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let folder = workspace.scratch()?.join("packaged");
    fs::create_dir_all(&folder)?;
    let copy = |from: PathBuf, name: &str| {
        fs::copy(&from, folder.join(name)).map(drop).with_context(|| {
            format!("cannot copy {}: run `cargo xtask package` first", from.display())
        })
    };
    copy(workspace.binaries("fast").join("local"), "local")?;
    let packaged = workspace.root().join("target/lambda");
    for name in workspace.functions()? {
        copy(packaged.join(&name).join("bootstrap"), &name)?;
    }
    let static_vectors = packaged.join(vectors::READER).join(vectors::FILE);
    if static_vectors.exists() {
        copy(static_vectors, vectors::FILE)?;
    }
    Ok(folder)
}
