//! Tools of Cargo's that the project pins, installed when they are first needed.

use std::path::PathBuf;

use crate::progress;
use crate::workspace::Workspace;

/// The program of this package in this version, installed below the target folder unless it is there.
pub(crate) fn installed(
    workspace: &Workspace,
    name: &str,
    version: &str,
) -> anyhow::Result<PathBuf> {
    let folder = workspace.scratch()?.join(format!("{name}-{version}"));
    let tool = folder.join("bin").join(name);
    if !tool.exists() {
        let package = format!("{name}@{version}");
        let mut install = workspace.cargo(["install", "--locked", &package, "--root"]);
        progress::require(workspace, &format!("install {name}"), install.arg(&folder))?;
    }
    Ok(tool)
}
