//! Node and npm: are they here, and is what they make fresh?

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

use crate::build_fingerprint::BuildFingerprint;
use crate::progress;
use crate::workspace::Workspace;

const OLDEST_NODE: u32 = 20;
const ADVICE: &str = "install it from your system's packages or https://nodejs.org";

/// Makes sure that the npm packages and the built site are those of the sources. Does nothing, quickly, when they are.
pub(crate) fn build_site(workspace: &Workspace) -> anyhow::Result<()> {
    install_packages(workspace)?;
    let fingerprint = site_fingerprint(workspace)?;
    if fingerprint.is_fresh() && workspace.web().join("dist/index.html").exists() {
        return Ok(());
    }
    progress::require(
        workspace,
        "build the site",
        &mut workspace.npm(["run", "--silent", "build"]),
    )?;
    fingerprint.set()
}

/// Installs the npm packages the lock file names, unless they are there. No package's own scripts run.
pub(crate) fn install_packages(workspace: &Workspace) -> anyhow::Result<()> {
    if packages_are_fresh(&workspace.web()) {
        return Ok(());
    }
    require_node()?;
    let mut command = workspace.npm(["ci", "--ignore-scripts"]);
    progress::require(workspace, "install npm packages", &mut command)?;
    Ok(())
}

/// npm writes a lock file of its own among the packages when it has installed them all.
fn packages_are_fresh(web: &Path) -> bool {
    let changed = |file: &str| fs::metadata(web.join(file)).and_then(|file| file.modified()).ok();
    let installed = changed("node_modules/.package-lock.json");
    installed.is_some() && installed >= changed("package-lock.json")
}

/// The fingerprint lies among the packages: new packages may build another site, and `npm ci` removes it.
fn site_fingerprint(workspace: &Workspace) -> anyhow::Result<BuildFingerprint> {
    BuildFingerprint::of(workspace.web().join("node_modules/.firstline/site"), &[workspace.web()])
}

/// One clear sentence when Node or npm is missing or too old.
fn require_node() -> anyhow::Result<()> {
    let node = version_of("node");
    let version = node.with_context(|| {
        format!("Node {OLDEST_NODE} or newer is needed and there is none: {ADVICE}")
    })?;
    version_of("npm")
        .with_context(|| format!("npm is needed beside Node and there is none: {ADVICE}"))?;
    check_version(&version)
}

/// What a tool says of its version; none where there is no such tool.
fn version_of(tool: &str) -> Option<String> {
    let output = Command::new(tool).arg("--version").output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
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
    fn packages_are_stale_when_the_lock_file_is_newer_or_none_are_there() {
        let web = std::env::temp_dir().join(format!("xtask-node-{}", std::process::id()));
        fs::create_dir_all(web.join("node_modules")).unwrap();
        fs::write(web.join("package-lock.json"), "").unwrap();
        assert!(!packages_are_fresh(&web));
        fs::write(web.join("node_modules/.package-lock.json"), "").unwrap();
        assert!(packages_are_fresh(&web));
        let later = std::time::SystemTime::now() + std::time::Duration::from_mins(1);
        fs::File::options()
            .write(true)
            .open(web.join("package-lock.json"))
            .unwrap()
            .set_modified(later)
            .unwrap();
        assert!(!packages_are_fresh(&web));
        fs::remove_dir_all(web).unwrap();
    }

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
