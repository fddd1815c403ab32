//! `cargo xtask check-infra`: everything that can be said about the template without an account.
//!
//! Our own rules read the template and the sources; the tools of others come into a virtual environment of their own.

mod deployment;
mod rules;
#[cfg(test)]
mod seeded_defects;
mod template;
mod tools;
pub(crate) mod usage;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;

use self::template::Tree;
use self::tools::Tools;
use crate::workspace::Workspace;
use crate::{progress, python};

/// The linters and the scanner of others, as a set of Python packages.
pub(crate) const SCANNERS: &str = "scanners";

/// How far to look.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only our own rules, which need nothing but this project
    #[arg(long)]
    own: bool,
    /// Deploy into an emulator too, and let people go through a case there (builds nothing: run it after the tests)
    #[arg(long)]
    deploy: bool,
    /// The folder of the binaries to deploy; by default those that the tests use
    #[arg(long)]
    binaries: Option<PathBuf>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<ExitCode> {
    match args.own {
        true => own_rules(workspace)?,
        false => check(workspace)?,
    }
    if args.deploy {
        let built = workspace.binaries("debug");
        deployment::check(workspace, args.binaries.as_ref().unwrap_or(&built))?;
    }
    println!("the template is as it should be, as far as can be seen from here");
    Ok(ExitCode::SUCCESS)
}

/// All of it. Where the tools of others can't be had, a sentence says so and our own rules have to do.
pub(crate) fn check(workspace: &Workspace) -> anyhow::Result<()> {
    own_rules(workspace)?;
    match Tools::install(workspace) {
        Ok(Some(tools)) => scan(workspace, &tools),
        Ok(None) => {
            println!("linters and scanner {}", python::MISSING);
            Ok(())
        }
        Err(error) => {
            println!("linters and scanner skipped: they can't be installed ({error:#})");
            Ok(())
        }
    }
}

/// The rules of `rules`.
fn own_rules(workspace: &Workspace) -> anyhow::Result<()> {
    let findings = rules::check(&Tree::load(workspace.root())?);
    for finding in &findings {
        eprintln!("{finding}");
    }
    if !findings.is_empty() {
        bail!("{} places of the template are not as they should be", findings.len());
    }
    Ok(())
}

/// The linters and the scanner, over the template as it is written and as it is deployed.
fn scan(workspace: &Workspace, tools: &Tools) -> anyhow::Result<()> {
    progress::require(workspace, "translate the template", &mut tools.translate())?;
    for (name, mut command) in tools.scanners() {
        progress::require(workspace, name, &mut command)?;
        println!("{name:<17} ok");
    }
    Ok(())
}
