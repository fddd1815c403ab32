//! The browser for end-to-end tests: found, or installed where that is possible without asking.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::debian;
use crate::workspace::Workspace;

/// The variable that names a browser of one's own; the tests' configuration reads it too.
pub(crate) const VARIABLE: &str = "CHROMIUM_PATH";

const USUAL_PLACES: [&str; 5] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const OTHER_ENGINES: [&str; 3] =
    ["/usr/bin/firefox-esr", "/usr/bin/WebKitWebDriver", "/usr/bin/Xvfb"];

/// The browser's path. Installs Debian's package when this is Debian and we are root, else says what to do.
pub(crate) fn find_or_install(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    if let Some(named) = env::var_os(VARIABLE) {
        return Ok(named.into());
    }
    if let Some(place) = USUAL_PLACES.iter().map(PathBuf::from).find(|place| place.exists()) {
        return Ok(place);
    }
    if !debian::can_install() {
        bail!(
            "the end-to-end tests need Chromium: install your system's package, or set {VARIABLE} to a browser's path"
        );
    }
    debian::install(workspace, "install Chromium", "chromium fonts-liberation")?;
    Ok(USUAL_PLACES[0].into())
}

/// Firefox, and WebKitGTK with its driver and a screen to draw on. Where nothing can be installed, the tests name what
/// they lack.
pub(crate) fn install_other_engines(workspace: &Workspace) -> anyhow::Result<()> {
    let are_there = OTHER_ENGINES.iter().all(|place| Path::new(place).exists());
    if are_there || !debian::can_install() {
        return Ok(());
    }
    debian::install(
        workspace,
        "install Firefox and WebKitGTK",
        "firefox-esr webkit2gtk-driver xvfb fonts-liberation",
    )
}
