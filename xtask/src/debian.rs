//! Debian's packages, which are installed where nobody needs to be asked.

use std::path::Path;
use std::process::Command;

use crate::progress;
use crate::workspace::Workspace;

/// Whether this is Debian, and we are root.
pub(crate) fn can_install() -> bool {
    Path::new("/etc/debian_version").exists() && is_root()
}

/// Installs packages, named with blanks between them.
pub(crate) fn install(workspace: &Workspace, step: &str, packages: &str) -> anyhow::Result<()> {
    let script = format!("apt-get update && apt-get install -y --no-install-recommends {packages}");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).env("DEBIAN_FRONTEND", "noninteractive");
    progress::require(workspace, step, &mut command)?;
    Ok(())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
