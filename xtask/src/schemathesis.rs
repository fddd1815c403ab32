//! `cargo xtask schemathesis`: the REST API against its own description, as a visitor, an agent and a lead.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::bail;

use crate::ports::Ports;
use crate::stack::Stack;
use crate::workspace::Workspace;
use crate::{node, progress, python};

/// How hard to look.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Requests that an operation gets from each person at most
    #[arg(long, default_value_t = 200)]
    examples: u32,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<ExitCode> {
    let Some(tools) = python::environment(workspace, "schemathesis")? else {
        bail!("schemathesis {}", python::MISSING);
    };
    progress::require(workspace, "build", &mut workspace.build_tested()?)?;
    node::build_site(workspace)?;
    let mut stack = Stack::in_memory(workspace, Ports::any_free()?)?;
    stack.wait_until_healthy()?;
    let status = command(workspace, &tools, &stack, args.examples)?.status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The tool, against a stack that nobody else needs any more.
pub(crate) fn command(
    workspace: &Workspace,
    tools: &Path,
    stack: &Stack,
    examples: u32,
) -> anyhow::Result<Command> {
    let folder = workspace.scratch()?.join("schemathesis-reports");
    let mut command = Command::new(tools.join("python"));
    command.current_dir(workspace.root()).arg("infra/checks/schemathesis.py");
    command.arg(stack.site()).arg(examples.to_string()).arg(folder);
    Ok(command)
}
