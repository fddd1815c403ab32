//! `cargo xtask check`: what can be said about the code without running it.

use std::process::{Command, ExitCode};

use anyhow::bail;

use crate::workspace::Workspace;
use crate::{cost, lint, node, progress, types};

pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<ExitCode> {
    architecture(workspace)?;
    progress::require(workspace, "formatting", &mut formatting(workspace))?;
    node::install_packages(workspace)?;
    progress::require(workspace, "lints and build", &mut workspace.build_tested()?)?;
    types::check_fresh(workspace)?;
    cost::check_fresh(workspace.root())?;
    progress::require(workspace, "web types", &mut web_types(workspace))?;
    progress::require(workspace, "web formatting and lints", &mut web_lints(workspace))?;
    println!("all checks passed");
    Ok(ExitCode::SUCCESS)
}

/// The rules of the tree: who may know whom, what belongs in one place only.
pub(crate) fn architecture(workspace: &Workspace) -> anyhow::Result<()> {
    let violations = lint::check(workspace.root())?;
    if violations.is_empty() {
        return Ok(());
    }
    for violation in &violations {
        eprintln!("{violation}");
    }
    bail!("{} places break a rule of the tree", violations.len());
}

/// rustfmt, which changes nothing here.
pub(crate) fn formatting(workspace: &Workspace) -> Command {
    workspace.cargo(["fmt", "--all", "--check"])
}

/// The TypeScript compiler, which writes nothing here.
pub(crate) fn web_types(workspace: &Workspace) -> Command {
    workspace.npm(["run", "--silent", "check"])
}

/// Biome, which changes nothing here: `npm run format` does.
pub(crate) fn web_lints(workspace: &Workspace) -> Command {
    workspace.npm(["run", "--silent", "lint"])
}
