//! `cargo xtask package`: the archives that are deployed, with checksums and a bill of materials.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::workspace::Workspace;
use crate::{node, progress, python, vectors};

/// An archive may weigh no more: a function starts the sooner the less there is to fetch.
const HEAVIEST: u64 = 5 * 1024 * 1024;
/// The same for triage, which has its table of vectors with it.
const HEAVIEST_WITH_VECTORS: u64 = 20 * 1024 * 1024;
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
                add_vectors(workspace, &tools, args, &folder.join(architecture.name()))?;
            }
            false => left_out.push(architecture),
        }
    }
    fs::write(folder.join("sbom.cdx.json"), bill_of_materials(workspace)?.to_string())?;
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

/// Every crate that is linked into a function, as CycloneDX.
fn bill_of_materials(workspace: &Workspace) -> anyhow::Result<Value> {
    let mut command =
        workspace.cargo(["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}|{l}"]);
    for name in workspace.functions()? {
        command.args(["--package", &name]);
    }
    let output = command.output().context("cargo tree can't be run")?;
    Ok(components(&String::from_utf8_lossy(&output.stdout)))
}

/// Lines such as `serde v1.0.229|MIT OR Apache-2.0`, once each.
fn components(tree: &str) -> Value {
    let mut lines: Vec<&str> = tree.lines().filter(|line| line.contains('|')).collect();
    lines.sort_unstable();
    lines.dedup();
    let component = |line: &&str| {
        let (package, licence) = line.split_once('|')?;
        let mut words = package.split(' ');
        let (name, version) = (words.next()?, words.next()?.trim_start_matches('v'));
        Some(json!({
            "type": "library",
            "name": name,
            "version": version,
            "purl": format!("pkg:cargo/{name}@{version}"),
            "licenses": [{ "expression": licence.split(" (").next() }],
        }))
    };
    let mut found: Vec<Value> = lines.iter().filter_map(component).collect();
    found.dedup();
    json!({ "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": found })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_crate_is_named_once_with_its_version_and_licence() {
        let tree = "domain v0.1.0 (/here)|Apache-2.0\nserde v1.0.1|MIT OR Apache-2.0\nserde v1.0.1|MIT OR Apache-2.0\n\n";
        let bill = components(tree);
        assert_eq!(bill["components"].as_array().unwrap().len(), 2);
        assert_eq!(bill["components"][1]["purl"], "pkg:cargo/serde@1.0.1");
        assert_eq!(bill["components"][1]["licenses"][0]["expression"], "MIT OR Apache-2.0");
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
