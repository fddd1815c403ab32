//! `cargo xtask types`: the wire contract as others read it, generated from the Rust types.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{fs, io};

use anyhow::{Context, bail};

use crate::workspace::Workspace;
use crate::{node, progress};

/// Each generated file's name and the folder it lives in.
const GENERATED: [(&str, &str); 7] = [
    ("wire.ts", "web/client/generated"),
    ("rest.ts", "web/client/generated"),
    ("openapi.json", "shared/contract/generated"),
    ("asyncapi.json", "shared/contract/generated"),
    ("vectors/cases.json", "shared/contract/generated"),
    ("vectors/lists.json", "shared/contract/generated"),
    ("vectors/search.json", "shared/contract/generated"),
];

/// Whether to write or only to compare.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Change nothing; fail when a generated file is not what the types say
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<ExitCode> {
    progress::require(workspace, "build", &mut workspace.build_tested()?)?;
    let routes = describe_routes(workspace)?;
    let folder = generate(workspace, &routes)?;
    if args.check {
        check(workspace, &folder)?;
        println!("the generated files are fresh");
    } else {
        update(workspace, &folder)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Fails when a file in the tree is not what the types say, by the programs that were built last.
pub(crate) fn check_fresh(workspace: &Workspace) -> anyhow::Result<()> {
    let routes = describe_routes(workspace)?;
    check(workspace, &generate(workspace, &routes)?)
}

/// The routes of the REST API, as its routers describe them.
fn describe_routes(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let file = workspace.scratch()?.join("routes.json");
    let mut describe = Command::new(workspace.binaries("debug").join("describe"));
    progress::require(workspace, "describe the routes", describe.arg(&file))?;
    Ok(file)
}

/// The files, in a folder of their own.
fn generate(workspace: &Workspace, routes: &Path) -> anyhow::Result<PathBuf> {
    let folder = workspace.scratch()?.join("types");
    fs::create_dir_all(&folder)?;
    let mut command = Command::new(workspace.binaries("debug").join("generate"));
    command.arg(&folder).arg(routes);
    progress::require(workspace, "generate the wire types", &mut command)?;
    node::install_packages(workspace)?;
    let mut command = workspace.npm(["run", "--silent", "types", "--workspace", "generator", "--"]);
    command.arg(folder.join("openapi.json")).arg("--output").arg(folder.join("rest.ts"));
    progress::require(workspace, "generate the REST client's types", &mut command)?;
    Ok(folder)
}

fn check(workspace: &Workspace, fresh: &Path) -> anyhow::Result<()> {
    let mut stale = Vec::new();
    for (name, home) in GENERATED {
        if !same(&fresh.join(name), &workspace.root().join(home).join(name))? {
            stale.push(format!("{home}/{name}"));
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    bail!(
        "{} no longer says what the Rust types say: run `cargo xtask types` and commit the result",
        stale.join(", ")
    )
}

fn update(workspace: &Workspace, fresh: &Path) -> anyhow::Result<()> {
    for (name, home) in GENERATED {
        let (from, to) = (fresh.join(name), workspace.root().join(home).join(name));
        if same(&from, &to)? {
            continue;
        }
        to.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::copy(&from, &to).with_context(|| format!("cannot write {}", to.display()))?;
        println!("{home}/{name} changed");
    }
    Ok(())
}

fn same(fresh: &Path, kept: &Path) -> anyhow::Result<bool> {
    let generated =
        fs::read(fresh).with_context(|| format!("the generator wrote no {}", fresh.display()))?;
    match fs::read(kept) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        kept => Ok(kept? == generated),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_differs_or_is_missing_is_run_over() {
        let folder = std::env::temp_dir().join(format!("xtask-types-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (fresh, kept) = (folder.join("fresh"), folder.join("kept"));
        fs::write(&fresh, "one").unwrap();
        assert!(!same(&fresh, &kept).unwrap());
        fs::write(&kept, "two").unwrap();
        assert!(!same(&fresh, &kept).unwrap());
        fs::write(&kept, "one").unwrap();
        assert!(same(&fresh, &kept).unwrap());
        fs::remove_dir_all(folder).unwrap();
    }
}
