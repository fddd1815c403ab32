//! `cargo xtask screenshots`: the README's pictures, taken from the running product.

use std::process::{Command, ExitCode};

use crate::ports::Ports;
use crate::stack::Stack;
use crate::workspace::Workspace;
use crate::{chromium, node, progress};

pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<ExitCode> {
    node::build_site(workspace)?;
    progress::require(workspace, "build the stack", &mut workspace.build_tested()?)?;
    let browser = chromium::find_or_install(workspace)?;
    let mut stack = Stack::in_memory(workspace, Ports::any_free()?)?;
    stack.wait_until_healthy()?;

    let mut script = Command::new("node");
    script
        .current_dir(workspace.web())
        .args(["--import", "tsx", "e2e/pictures.mjs"])
        .arg(workspace.root().join("docs/pictures"));
    script.env(chromium::VARIABLE, browser).env("FIRSTLINE_SITE", stack.site());
    let finished = progress::require(workspace, "take the pictures", &mut script)?;
    print!("{}", finished.output);
    Ok(ExitCode::SUCCESS)
}
