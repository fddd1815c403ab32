//! The developer's entry points, `cargo xtask <verb>`: one verb, one file.
//!
//! This crate has few dependencies on purpose: it is compiled before anything else can start.

mod bench;
mod build_fingerprint;
mod cargo_tool;
mod check;
mod check_infra;
mod chromium;
mod cost;
mod debian;
mod demo;
mod deploy;
mod eval;
mod failed_tests;
mod lint;
mod model2vec;
mod mutants;
mod node;
mod package;
mod ports;
mod progress;
mod python;
mod rebuild;
mod run;
mod schemathesis;
mod screenshots;
mod stack;
mod test;
mod test_summary;
mod types;
mod vectors;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// What a developer of Firstline does every day, each as one command.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Build everything and run the whole stack on this machine
    Run(run::Args),
    /// Set up and run every test there is
    Test(test::Args),
    /// The fast part of the tests: formatting, lints, types, architecture rules
    Check,
    /// Regenerate the wire contract (TypeScript, OpenAPI, AsyncAPI) from the Rust types
    Types(types::Args),
    /// Look the template over: own rules, linters, a security scanner, without an account
    CheckInfra(check_infra::Args),
    /// Measure speed, memory and cost of the release build on this machine
    Bench(bench::Args),
    /// Print what messages cost, and bring the price list in infra/README.md up to date
    Cost(cost::Args),
    /// Replay questions through triage and measure what it would have said
    Eval(eval::Args),
    /// Break the code in one place at a time and see whether a test notices
    Mutants(mutants::Args),
    /// Build the archives that are deployed: a full link for each function
    Package(package::Args),
    /// Deploy what was packaged into an AWS account, by SAM and the AWS command line
    Deploy(deploy::Args),
    /// Make lists, and what triage has learned, anew from the logs of the stack that runs on this machine
    Rebuild(rebuild::Args),
    /// Hold the REST API to its description with generated requests, as a visitor, an agent and a lead
    Schemathesis(schemathesis::Args),
    /// Take the README's pictures from the running product
    Screenshots,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match Workspace::find().and_then(|workspace| dispatch(&workspace, cli.verb)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(workspace: &Workspace, verb: Verb) -> anyhow::Result<ExitCode> {
    match verb {
        Verb::Run(args) => run::run(workspace, &args),
        Verb::Test(args) => test::run(workspace, &args),
        Verb::Check => check::run(workspace),
        Verb::Types(args) => types::run(workspace, &args),
        Verb::CheckInfra(args) => check_infra::run(workspace, &args),
        Verb::Bench(args) => bench::run(workspace, &args),
        Verb::Cost(args) => cost::run(workspace, &args),
        Verb::Eval(args) => eval::run(workspace, &args),
        Verb::Mutants(args) => mutants::run(workspace, &args),
        Verb::Package(args) => package::run(workspace, &args),
        Verb::Deploy(args) => deploy::run(workspace, &args),
        Verb::Rebuild(args) => rebuild::run(workspace, &args),
        Verb::Schemathesis(args) => schemathesis::run(workspace, &args),
        Verb::Screenshots => screenshots::run(workspace),
    }
}
