//! `cargo xtask package`: the archives that are deployed, with checksums and bills of materials.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};

use crate::workspace::Workspace;
use crate::{cargo_tool, node, progress, python, vectors};

/// An archive may weigh no more: a function starts the sooner the less there is to fetch.
const HEAVIEST: u64 = 5 * 1024 * 1024;
/// The same for triage, which has its table of vectors with it.
const HEAVIEST_WITH_VECTORS: u64 = 20 * 1024 * 1024;
/// The version of cargo-cyclonedx that is installed.
const CYCLONEDX: &str = "0.5.9";
/// What the name of a bill of materials ends with.
const BILL: &str = ".cdx.json";
/// Adds a file to an archive under its own name: archive, file.
const ADD: &str = "import os, sys, zipfile; archive = zipfile.ZipFile(sys.argv[1], 'a', zipfile.ZIP_DEFLATED); archive.write(sys.argv[2], os.path.basename(sys.argv[2])); archive.close()";

/// What the functions can run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Architecture {
    /// What the template deploys by default.
    Arm64,
    /// The parameter `Architecture=x86_64`.
    #[value(name = "x86_64")]
    X86_64,
}

impl Architecture {
    fn name(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::X86_64 => "x86_64",
        }
    }

    fn target(self) -> &'static str {
        match self {
            Self::Arm64 => "aarch64-unknown-linux-gnu",
            Self::X86_64 => "x86_64-unknown-linux-gnu",
        }
    }
}

/// What to package.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only this architecture; by default both, `arm64` ready to deploy
    #[arg(long, value_enum)]
    architecture: Option<Architecture>,
    /// Let triage read questions by this model's static vectors: a folder in Model2Vec's form
    #[arg(long, value_name = "FOLDER")]
    vectors: Option<PathBuf>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<ExitCode> {
    let Some(tools) = python::environment(workspace, "package")? else {
        bail!("packaging {}", python::MISSING);
    };
    node::build_site(workspace)?;
    let folder = workspace.root().join("target/package");
    fs::create_dir_all(&folder)?;
    // The last one built is the one that lies ready to deploy.
    let wanted = args
        .architecture
        .map_or_else(|| vec![Architecture::X86_64, Architecture::Arm64], |one| vec![one]);
    let mut left_out = Vec::new();
    for architecture in wanted {
        match has_target(architecture) {
            true => {
                build(workspace, &tools, architecture, &folder)?;
                let archives = folder.join(architecture.name());
                add_vectors(workspace, &tools, args, &archives)?;
                write_bills(workspace, architecture, &archives)?;
            }
            false => left_out.push(architecture),
        }
    }
    let archives = check_sums(&folder)?;
    for (name, bytes) in &archives {
        println!("{name:<28} {:>6} KB", bytes / 1024);
    }
    for architecture in left_out {
        println!(
            "not built: {}, because this toolchain has no {} and can't add it",
            architecture.name(),
            architecture.target()
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether the toolchain builds for it, or learns to.
fn has_target(architecture: Architecture) -> bool {
    let add = Command::new("rustup").args(["target", "add", architecture.target()]).output();
    match add {
        Ok(output) => output.status.success(),
        // Without rustup there is the machine's own.
        Err(_) => {
            std::env::consts::ARCH == architecture.target().split('-').next().unwrap_or_default()
        }
    }
}

/// Builds every function: the binaries where the template looks for them, and an archive of each.
fn build(
    workspace: &Workspace,
    tools: &Path,
    architecture: Architecture,
    folder: &Path,
) -> anyhow::Result<()> {
    let own = folder.join(architecture.name());
    let deployed = workspace.root().join("target/lambda");
    for (format, target) in [("binary", &deployed), ("zip", &own)] {
        let mut command = lambda(workspace, tools, architecture)?;
        command.args(["--output-format", format, "--lambda-dir"]).arg(target);
        let step = format!("package for {} as {format}", architecture.name());
        progress::require(workspace, &step, &mut command)?;
    }
    for name in workspace.functions()? {
        let archive = own.join(&name).join("bootstrap.zip");
        fs::rename(&archive, own.join(format!("{name}.zip")))
            .with_context(|| format!("{} was not built", archive.display()))?;
        fs::remove_dir_all(own.join(&name)).ok();
    }
    Ok(())
}

/// Puts the vectors beside triage's binary, where it lies ready to deploy and in its archive.
fn add_vectors(
    workspace: &Workspace,
    tools: &Path,
    args: &Args,
    archives: &Path,
) -> anyhow::Result<()> {
    let deployed = workspace.root().join("target/lambda").join(vectors::READER);
    vectors::place(workspace, args.vectors.as_deref(), &deployed)?;
    let file = deployed.join(vectors::FILE);
    if !file.exists() {
        return Ok(());
    }
    let mut add = Command::new(tools.join("python"));
    add.args(["-c", ADD]).arg(archives.join(format!("{}.zip", vectors::READER))).arg(&file);
    progress::require(workspace, "add triage's vectors", &mut add).map(drop)
}

/// `cargo lambda build`, which finds its linker beside itself.
fn lambda(
    workspace: &Workspace,
    tools: &Path,
    architecture: Architecture,
) -> anyhow::Result<Command> {
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = workspace.cargo(["lambda", "build", "--release"]);
    command.env("PATH", format!("{}:{path}", tools.display()));
    command.args(["--target", architecture.target()]);
    for name in workspace.functions()? {
        command.args(["--package", &name]);
    }
    Ok(command)
}

/// The archives with their sizes; their sums go into a file beside them.
fn check_sums(folder: &Path) -> anyhow::Result<Vec<(String, u64)>> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let (mut sums, mut archives) = (String::new(), Vec::new());
    for file in files {
        let bytes = fs::read(&file)?;
        let name = file.strip_prefix(folder)?.display().to_string();
        let weight = bytes.len() as u64;
        let is_reader = name.ends_with(&format!("{}.zip", vectors::READER));
        let heaviest = if is_reader { HEAVIEST_WITH_VECTORS } else { HEAVIEST };
        if weight > heaviest && name.ends_with(".zip") {
            bail!("{name} weighs {weight} bytes, at most {heaviest}");
        }
        let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        sums += &[&sum, "  ", &name, "\n"].concat();
        archives.push((name, weight));
    }
    fs::write(folder.join("SHA256SUMS"), sums)?;
    Ok(archives)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_listed = path.extension().is_some_and(|kind| kind == "zip" || kind == "json");
        match path.is_dir() {
            true => collect(&path, files)?,
            false if is_listed => files.push(path),
            false => {}
        }
    }
    Ok(())
}

/// What each function is made of, as CycloneDX, beside its archive. It names all that the workspace's features bring into a
/// function's crates: more than is linked, and nothing less.
fn write_bills(
    workspace: &Workspace,
    architecture: Architecture,
    archives: &Path,
) -> anyhow::Result<()> {
    let tool = cargo_tool::installed(workspace, "cargo-cyclonedx", CYCLONEDX)?;
    let mut describe = Command::new(tool);
    describe.arg("cyclonedx").current_dir(workspace.root());
    describe.args(["--format", "json", "--spec-version", "1.5", "--describe", "binaries"]);
    describe.args(["--no-build-deps", "--target", architecture.target()]);
    let step = format!("bills of materials for {}", architecture.name());
    progress::require(workspace, &step, &mut describe)?;
    collect_bills(workspace.root(), &workspace.functions()?, archives)
}

/// Moves the functions' bills to their archives; those of other programs, which are written beside their crates too, go.
fn collect_bills(root: &Path, functions: &[String], archives: &Path) -> anyhow::Result<()> {
    let crates = |folder: PathBuf| fs::read_dir(folder).into_iter().flatten().flatten();
    let beside = |folder: &str| crates(root.join(folder)).map(|entry| entry.path());
    let homes = ["functions", "shared", ""].into_iter().flat_map(beside);
    let files = homes.flat_map(crates).map(|entry| entry.path());
    let bills = files.filter(|file| file.to_string_lossy().ends_with(BILL));
    for bill in bills.collect::<Vec<_>>() {
        let name = bill.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let program = name.trim_end_matches(BILL).trim_end_matches("_bin").to_owned();
        match functions.contains(&program) {
            true => fs::rename(&bill, archives.join(program + BILL))?,
            false => fs::remove_file(&bill)?,
        }
    }
    for name in functions {
        let bill = archives.join(format!("{name}{BILL}"));
        anyhow::ensure!(bill.exists(), "{} was not written", bill.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_function_has_its_bill_beside_its_archive_and_none_stays_in_the_tree() {
        let root = std::env::temp_dir().join(format!("xtask-bills-{}", std::process::id()));
        let archives = root.join("target/package/arm64");
        let written =
            ["functions/triage/triage_bin", "shared/contract/generate_bin", "xtask/eval_bin"];
        let written = written.map(|file| root.join(format!("{file}{BILL}")));
        for file in &written {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "{}").unwrap();
        }
        fs::create_dir_all(&archives).unwrap();
        collect_bills(&root, &["triage".to_owned()], &archives).unwrap();
        assert!(
            written.iter().all(|file| !file.exists()) && archives.join("triage.cdx.json").exists()
        );
        let error = collect_bills(&root, &["manage".to_owned()], &archives).unwrap_err();
        assert!(error.to_string().ends_with("manage.cdx.json was not written"), "{error}");
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn an_archive_that_is_too_heavy_is_refused() {
        let folder = std::env::temp_dir().join(format!("xtask-package-{}", std::process::id()));
        fs::create_dir_all(folder.join("arm64")).unwrap();
        fs::write(folder.join("arm64/light.zip"), "light").unwrap();
        assert_eq!(check_sums(&folder).unwrap(), [("arm64/light.zip".to_owned(), 5)]);
        let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
        assert!(sums.ends_with("  arm64/light.zip\n") && sums.len() == 64 + 2 + 16, "{sums}");
        fs::write(folder.join("heavy.zip"), vec![0; HEAVIEST as usize + 1]).unwrap();
        assert!(check_sums(&folder).unwrap_err().to_string().starts_with("heavy.zip weighs"));
        fs::remove_dir_all(folder).unwrap();
    }
}
