//! Tools that come as Python packages: each set in a virtual environment of its own below the target folder, at the
//! versions that a requirements file names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::build_fingerprint::BuildFingerprint;
use crate::progress;
use crate::workspace::Workspace;

/// What is said where there is no Python.
pub(crate) const MISSING: &str =
    "skipped: it needs Python 3.10 or newer with its venv module, and there is none";

/// The oldest Python that the tools run on.
const OLDEST: (u32, u32) = (3, 10);

/// The folder of the tools that `infra/checks/<name>.txt` names, installed unless they are there; none where there is no
/// Python for it.
pub(crate) fn environment(workspace: &Workspace, name: &str) -> anyhow::Result<Option<PathBuf>> {
    let Some(python) = python() else { return Ok(None) };
    let folder = workspace.scratch()?.join(name);
    let requirements = workspace.root().join(format!("infra/checks/{name}.txt"));
    let fingerprint =
        BuildFingerprint::of(folder.join("installed"), std::slice::from_ref(&requirements))?;
    let tools = folder.join("bin");
    if fingerprint.is_fresh() {
        return Ok(Some(tools));
    }
    // Packages of another set of versions must not stay behind.
    fs::remove_dir_all(&folder).ok();
    let mut make = Command::new(python);
    make.args(["-m", "venv"]).arg(&folder);
    progress::require(workspace, "make a Python environment", &mut make)?;
    let mut install = Command::new(tools.join("pip"));
    // What is called once or twice is compiled when it is called.
    install.args(["install", "--quiet", "--disable-pip-version-check", "--no-compile"]);
    install.arg("--requirement");
    progress::require(workspace, "install Python tools", install.arg(&requirements))?;
    fingerprint.set()?;
    Ok(Some(tools))
}

/// The first Python that is new enough and can make environments.
pub(crate) fn python() -> Option<&'static str> {
    ["python3", "python"].into_iter().find(|name| fits(Path::new(name)))
}

fn fits(python: &Path) -> bool {
    let script = "import sys, venv, ensurepip; print(*sys.version_info[:2])";
    let Ok(output) = Command::new(python).args(["-c", script]).output() else { return false };
    let said = String::from_utf8_lossy(&output.stdout);
    let mut numbers = said.split_whitespace().filter_map(|number| number.parse().ok());
    let version = (numbers.next(), numbers.next());
    matches!(version, (Some(major), Some(minor)) if (major, minor) >= OLDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_python_does_not_fit() {
        assert!(!fits(Path::new("no-such-python")));
        assert!(!fits(Path::new("false")));
    }
}
