//! `cargo xtask deploy`: the standard tools, in their order. Whoever has a release's archives does the same by hand
//! (`infra/README.md`).

use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};

use crate::workspace::Workspace;

/// Where to, and with which parameters.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The stack's name
    #[arg(long, default_value = "firstline")]
    stack: String,
    /// Handed on to `sam deploy`, such as `--parameter-overrides 'Stores=…'`
    #[arg(last = true)]
    rest: Vec<String>,
}

/// How a file of the site is kept by browsers.
struct Upload {
    filters: &'static [&'static str],
    keep: &'static str,
}

/// What has a hash in its name never changes; the rest is asked for each time.
const UPLOADS: [Upload; 2] = [
    Upload {
        filters: &["--exclude", "*", "--include", "*/assets/*"],
        keep: "public,max-age=31536000,immutable",
    },
    Upload { filters: &["--exclude", "config.json", "--exclude", "*/assets/*"], keep: "no-cache" },
];

pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<ExitCode> {
    require_package(workspace)?;
    let mut deploy = tool(workspace, "sam");
    deploy.args(["deploy", "--template-file", "infra/template.yaml", "--resolve-s3"]);
    deploy.args(["--capabilities", "CAPABILITY_IAM", "--no-fail-on-empty-changeset"]);
    done(deploy.args(["--stack-name", &args.stack]).args(&args.rest))?;
    let bucket = output(workspace, &args.stack, "SiteBucketName")?;
    if !bucket.is_empty() {
        upload(workspace, &args.stack, &bucket)?;
    }
    for name in ["ConsoleUrl", "EmbedSnippet", "ApiUrl"] {
        println!("{name:<13} {}", output(workspace, &args.stack, name)?);
    }
    Ok(ExitCode::SUCCESS)
}

fn require_package(workspace: &Workspace) -> anyhow::Result<()> {
    let binaries = workspace.root().join("target/lambda");
    let missing = workspace
        .functions()?
        .into_iter()
        .find(|name| !binaries.join(name).join("bootstrap").exists());
    match missing {
        Some(name) => {
            bail!("target/lambda/{name}/bootstrap is missing: run `cargo xtask package` first")
        }
        None => Ok(()),
    }
}

/// The site's files, and where its pages find the service.
fn upload(workspace: &Workspace, stack: &str, bucket: &str) -> anyhow::Result<()> {
    let target = format!("s3://{bucket}");
    for Upload { filters, keep } in UPLOADS {
        let mut sync = tool(workspace, "aws");
        done(
            sync.args(["s3", "sync", "web/dist", &target, "--cache-control", keep]).args(filters),
        )?;
    }
    let config = workspace.scratch()?.join("config.json");
    fs::write(&config, output(workspace, stack, "SiteConfig")?)?;
    let mut copy = tool(workspace, "aws");
    copy.args(["s3", "cp"]).arg(&config).arg(format!("{target}/config.json"));
    done(copy.args(["--content-type", "application/json", "--cache-control", "no-cache"]))
}

/// An output of the stack; empty where it has none of this name.
fn output(workspace: &Workspace, stack: &str, name: &str) -> anyhow::Result<String> {
    let mut describe = tool(workspace, "aws");
    describe.args(["cloudformation", "describe-stacks", "--stack-name", stack, "--output", "text"]);
    describe.arg("--query").arg(format!("Stacks[0].Outputs[?OutputKey=='{name}'].OutputValue"));
    let output = describe.output().context("the AWS command line is needed (`aws`)")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn tool(workspace: &Workspace, name: &str) -> Command {
    let mut command = Command::new(name);
    command.current_dir(workspace.root());
    command
}

/// Runs a tool at the terminal, which may have to ask.
fn done(command: &mut Command) -> anyhow::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status =
        command.status().with_context(|| format!("`{name}` is needed and there is none"))?;
    match status.success() {
        true => Ok(()),
        false => bail!("{name} ended with {status}"),
    }
}
