//! `check-infra --deploy`: the template and the binaries in an emulator that is not ours, with every role enforced; people
//! go through a case there. Then the same with a permission taken away, which must be missed.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::ports::Ports;
use crate::stack::Stack;
use crate::workspace::Workspace;
use crate::{progress, python};

/// The variable by which the test learns the deployment's entry points.
const ENTRY_POINTS: &str = "FIRSTLINE_DEPLOYED";
/// The template of the last version, which this one updates.
const EARLIER: &str = "infra/checks/earlier.yaml";
/// Permissions without which no case gets through.
const NEEDED: [&str; 4] = [
    "execute-api:ManageConnections",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "events:PutEvents",
];

/// Deploys and tries; a sentence where there is no Python for it.
pub(super) fn check(workspace: &Workspace, binaries: &Path) -> anyhow::Result<()> {
    let Some(tools) = python::environment(workspace, "emulator")? else {
        println!("deployment {}", python::MISSING);
        return Ok(());
    };
    // Its demo issuer vouches for the agents.
    let mut local = Stack::in_memory(workspace, Ports::any_free()?)?;
    local.wait_until_healthy()?;
    let issuer = format!("{}/oidc", local.site());
    let deploy = |extra: &[&str]| {
        let mut command = Command::new(tools.join("python"));
        command.current_dir(workspace.root()).env("AWS_DEFAULT_REGION", "eu-central-1");
        command.arg("infra/checks/deploy.py").arg(binaries).arg(&issuer).args(extra);
        Deployment::start(command)
    };

    let deployed = deploy(&["--before", EARLIER])?;
    progress::require(workspace, "a case elsewhere", &mut deployed.case(workspace, &issuer))?;
    println!("a case goes through the deployed template, which has updated the last version's");
    drop(deployed);
    for action in NEEDED {
        let crippled = deploy(&["--without", action])?;
        let tried =
            progress::step("a case without a permission", &mut crippled.case(workspace, &issuer))?;
        if tried.succeeded {
            bail!("nobody missed {action} in the emulator");
        }
        println!("{action} is missed where it is taken away");
    }
    Ok(())
}

/// A deployment that runs until it is dropped.
struct Deployment {
    child: Child,
    entry_points: Value,
}

impl Deployment {
    fn start(mut command: Command) -> anyhow::Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the emulator can't be started")?;
        let mut told = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut told)?;
        }
        match serde_json::from_str(&told) {
            Ok(entry_points) => Ok(Self { child, entry_points }),
            Err(_) => {
                child.wait()?;
                bail!("the template could not be deployed into the emulator")
            }
        }
    }

    /// People who go through a case there.
    fn case(&self, workspace: &Workspace, issuer: &str) -> Command {
        let mut entry_points = self.entry_points.clone();
        entry_points["issuer"] = issuer.into();
        let mut command =
            workspace.cargo(["test", "--workspace", "--lib", "--", "--ignored", "deployed"]);
        command.env(ENTRY_POINTS, entry_points.to_string());
        command
    }
}

impl Drop for Deployment {
    /// The end of its standard input ends it, and with it the emulator and the functions.
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().ok();
    }
}
