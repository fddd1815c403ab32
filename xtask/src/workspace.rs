//! Where things are, and how the tools are called from there.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

/// The project's folders and the folder of the binaries that are being built.
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

/// What Cargo tells a running crate about itself. Handed on, it makes build scripts of other crates run again at every call.
const CARGO_SAYS_OF_US: [&str; 8] = [
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_PATH",
    "CARGO_PRIMARY_PACKAGE",
    "CARGO_BIN_NAME",
    "CARGO_CRATE_NAME",
    "OUT_DIR",
    "CARGO_PKG_",
    "CARGO_CFG_",
];

/// The features that everything is built with: with fewer, the same crates would be built anew for each command.
const FEATURES: [&str; 2] = ["--features", "tests/bench"];
/// What is built for the tests.
const TESTED: [&str; 4] = ["--workspace", "--all-targets", FEATURES[0], FEATURES[1]];
/// The arguments that `cargo clippy` hands its driver, in its own notation.
const CLIPPY_ARGS: &str = "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__";

impl Workspace {
    /// Finds the project from this crate, and the target folder from this binary (so that any way to set it is respected).
    pub(crate) fn find() -> anyhow::Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().context("xtask has no folder above it")?.to_owned();
        let binary = env::current_exe().context("this binary has no path")?;
        let profile =
            binary.ancestors().find(|folder| folder.file_name() == Some(OsStr::new("debug")));
        let target =
            profile.and_then(Path::parent).map_or_else(|| root.join("target"), Path::to_owned);
        Ok(Self { root, target })
    }

    /// The project's own folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The npm workspace.
    pub(crate) fn web(&self) -> PathBuf {
        self.root.join("web")
    }

    /// Where Cargo puts the binaries of `profile` (`debug`, `fast`, `release`).
    pub(crate) fn binaries(&self, profile: &str) -> PathBuf {
        self.target.join(profile)
    }

    /// Where this crate keeps logs and scratch files; safe to delete.
    pub(crate) fn scratch(&self) -> anyhow::Result<PathBuf> {
        let folder = self.target.join("xtask");
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(folder)
    }

    /// The names of all functions: each is a folder, a crate, and a binary of that name.
    pub(crate) fn functions(&self) -> anyhow::Result<Vec<String>> {
        let folder = self.root.join("functions");
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .filter(|entry| entry.path().join("Cargo.toml").exists())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        Ok(names)
    }

    /// `cargo` in the project's folder, writing to the same target folder as this binary.
    pub(crate) fn cargo<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, args: I) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(args).current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        for (name, _) in env::vars_os() {
            if CARGO_SAYS_OF_US.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
                command.env_remove(name);
            }
        }
        command
    }

    /// `cargo build` of the functions and the local stack in one invocation, so that each dependency is built once.
    pub(crate) fn build_product(&self, profile: &str) -> anyhow::Result<Command> {
        let mut command = self.cargo(["build", "--profile", profile, "--package", "local"]);
        for name in self.functions()? {
            command.args(["--package", &name]);
        }
        Ok(command)
    }

    /// `cargo build` of everything that is tested, the benchmark included, with clippy as the compiler of our own crates, a warning
    /// being an error: linted by themselves, all dependencies would be compiled once more for it.
    pub(crate) fn build_tested(&self) -> anyhow::Result<Command> {
        let mut command = self.cargo(["build"]);
        command.args(TESTED);
        self.lint(&mut command)?;
        Ok(command)
    }

    /// `cargo test` of what [`Self::build_tested`] has built.
    pub(crate) fn test(&self) -> anyhow::Result<Command> {
        let mut command = self.cargo(["test", "--workspace", "--no-fail-fast"]);
        command.args(FEATURES);
        self.lint(&mut command)?;
        Ok(command)
    }

    /// Makes clippy compile our own crates, in the way in which `cargo clippy -- -D warnings` calls it.
    fn lint(&self, command: &mut Command) -> anyhow::Result<()> {
        let sysroot = self.rustc_sysroot()?;
        let clippy = sysroot.join("bin").join(format!("clippy-driver{}", env::consts::EXE_SUFFIX));
        if !clippy.exists() {
            bail!("clippy is missing: `rustup component add clippy` installs it");
        }
        command.env("RUSTC_WORKSPACE_WRAPPER", clippy).env("CLIPPY_ARGS", CLIPPY_ARGS);
        Ok(())
    }

    /// The folder of the toolchain that the project's folder chooses.
    fn rustc_sysroot(&self) -> anyhow::Result<PathBuf> {
        let mut command = Command::new("rustc");
        let output = command.args(["--print", "sysroot"]).current_dir(&self.root).output();
        let output = output.context("cannot run rustc")?;
        Ok(PathBuf::from(String::from_utf8(output.stdout)?.trim_end()))
    }

    /// `cargo build` of everything: with the features of a part alone, dependencies would be built twice.
    pub(crate) fn build_whole(&self) -> Command {
        self.cargo(["build", "--workspace"])
    }

    /// `npm` in the web folder. It never downloads browsers and never phones home.
    pub(crate) fn npm<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, args: I) -> Command {
        let mut command = Command::new("npm");
        command.args(args).current_dir(self.web());
        command
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .env("npm_config_update_notifier", "false");
        command.env("npm_config_fund", "false").env("npm_config_audit", "false");
        command
    }
}
