//! The linters and the scanner of others.

use std::path::PathBuf;
use std::process::Command;

use crate::python;
use crate::workspace::Workspace;

/// The tools, installed.
pub(super) struct Tools {
    binaries: PathBuf,
    root: PathBuf,
    translated: PathBuf,
}

impl Tools {
    /// Installs them unless they are there; none where there is no Python for it.
    pub(super) fn install(workspace: &Workspace) -> anyhow::Result<Option<Self>> {
        let Some(binaries) = python::environment(workspace, super::SCANNERS)? else {
            return Ok(None);
        };
        let translated = workspace.scratch()?.join("translated.json");
        Ok(Some(Self { binaries, root: workspace.root().to_owned(), translated }))
    }

    /// Writes the CloudFormation that the template stands for.
    pub(super) fn translate(&self) -> Command {
        let mut command = self.tool("python");
        command.arg("infra/checks/translate.py").arg("infra/template.yaml").arg(&self.translated);
        command
    }

    /// Every tool that has something to say, by name.
    ///
    /// The scanner gets a relative path: it puts the path where a variable refers to the table, and takes a path of forty
    /// characters for an access key.
    pub(super) fn scanners(&self) -> [(&'static str, Command); 3] {
        let mut source = self.tool("cfn-lint");
        source.arg("infra/template.yaml");
        let mut effective = self.tool("cfn-lint");
        effective.arg(&self.translated);
        let mut security = self.tool("checkov");
        security
            .args(["--config-file", "infra/checks/checkov.yaml", "--file"])
            .arg(self.translated.strip_prefix(&self.root).unwrap_or(&self.translated));
        [("lint as written", source), ("lint as deployed", effective), ("security scan", security)]
    }

    fn tool(&self, name: &str) -> Command {
        let mut command = Command::new(self.binaries.join(name));
        command.current_dir(&self.root).env("AWS_DEFAULT_REGION", "eu-central-1");
        command
    }
}
