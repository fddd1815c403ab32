//! Node and npm: are they here, and is what they make fresh?

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, bail};

use crate::progress;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

const OLDEST_NODE: u32 = 20;
const ADVICE: &str = "install it from your system's packages or https://nodejs.org";

/// Makes sure that the npm packages and the built site are those of the sources. Does nothing, quickly, when they are.
pub(crate) fn build_site(workspace: &Workspace) -> anyhow::Result<()> {
    install_packages(workspace)?;
    let stamp = site_stamp(workspace)?;
    if stamp.is_fresh() && workspace.web().join("dist/index.html").exists() {
        return Ok(());
    }
    progress::require(
        workspace,
        "build the site",
        &mut workspace.npm(["run", "--silent", "build"]),
    )?;
    stamp.set()
}

/// Installs the npm packages the lock file names, unless they are there. No package's own scripts run.
pub(crate) fn install_packages(workspace: &Workspace) -> anyhow::Result<()> {
    let stamp = packages_stamp(workspace)?;
    if stamp.is_fresh() {
        return Ok(());
    }
    require_node()?;
    progress::require(
        workspace,
        "install npm packages",
        &mut workspace.npm(["ci", "--ignore-scripts"]),
    )?;
    stamp.set()
}

/// The stamps live among the packages: removing those, as `npm ci` does, makes everything stale.
fn stamps(workspace: &Workspace) -> PathBuf {
    workspace.web().join("node_modules/.firstline")
}

fn packages_stamp(workspace: &Workspace) -> anyhow::Result<Stamp> {
    Stamp::of(stamps(workspace).join("packages"), &[workspace.web().join("package-lock.json")])
}

fn site_stamp(workspace: &Workspace) -> anyhow::Result<Stamp> {
    Stamp::of(stamps(workspace).join("site"), &[workspace.web()])
}

/// One clear sentence when Node or npm is missing or too old.
fn require_node() -> anyhow::Result<()> {
    let version = version_of("node")
        .with_context(|| format!("Node {OLDEST_NODE} or newer is needed: {ADVICE}"))?;
    version_of("npm").with_context(|| format!("npm is needed beside Node: {ADVICE}"))?;
    check_version(&version)
}

fn version_of(tool: &str) -> anyhow::Result<String> {
    let output = Command::new(tool)
        .arg("--version")
        .output()
        .with_context(|| format!("there is no {tool} here"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn check_version(version: &str) -> anyhow::Result<()> {
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node {OLDEST_NODE} or newer is needed and this one is {version}: {ADVICE}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_that_is_too_old_is_named_in_one_sentence() {
        assert!(check_version("v20.0.0").is_ok());
        assert!(check_version("v24.3.1").is_ok());
        let message = check_version("v18.19.0").unwrap_err().to_string();
        assert!(
            message.starts_with("Node 20 or newer is needed and this one is v18.19.0"),
            "{message}"
        );
        assert!(check_version("").is_err());
    }
}
