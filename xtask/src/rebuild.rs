//! `cargo xtask rebuild`: what is derived is made anew from the logs of the stack that `cargo xtask run` has started.
//!
//! It is the operators' own tool, pointed at this machine (infra/README.md, Back up and restore).

use std::process::{Command, ExitCode};

use anyhow::Context;

use crate::ports::Ports;
use crate::python;
use crate::workspace::Workspace;

/// Which stack.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The first of the running stack's six ports
    #[arg(long, default_value_t = 4700)]
    port: u16,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<ExitCode> {
    let python = python::python().context("the operators' tools need Python")?;
    let ports = Ports::of_running(args.port);
    let url = |port: u16| format!("http://127.0.0.1:{port}");
    let mut command = Command::new(python);
    command.arg(workspace.root().join("infra/tools/table.py"));
    command.args(["rebuild", "firstline-Table", "ProjectionsFunction", "TriageFunction"]);
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
        command.env(name, "local");
    }
    command.env_remove("AWS_SESSION_TOKEN").env("AWS_REGION", "eu-central-1");
    command.env("AWS_ENDPOINT_URL_DYNAMODB", url(ports.database()));
    command.env("AWS_ENDPOINT_URL_LAMBDA", url(ports.functions()));
    let ended = command.status().context("cannot start infra/tools/table.py")?;
    Ok(if ended.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
