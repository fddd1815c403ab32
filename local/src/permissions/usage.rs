//! Which of the allowed actions are used: kept over many stacks in one file, so that a whole run can be compared with
//! what the template allows.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use super::request::IamCall;
use super::{Statement, is_like};

/// The variable that names the file.
const VARIABLE: &str = "FIRSTLINE_PERMISSIONS";

/// The uses that this stack has seen; each is written once.
pub(super) struct PermissionUsage {
    file: Option<File>,
    seen: Mutex<BTreeSet<String>>,
}

impl PermissionUsage {
    /// Nothing is noted.
    pub(super) fn none() -> Self {
        Self { file: None, seen: Mutex::default() }
    }

    /// Uses are added to the file that the environment names, if it names one.
    pub(super) fn of_environment() -> Self {
        let path = std::env::var_os(VARIABLE);
        let open = |path| File::options().create(true).append(true).open(path).ok();
        Self { file: path.and_then(open), seen: Mutex::default() }
    }

    /// Takes note of a call that a statement allows.
    pub(super) fn note(&self, caller: &str, call: &IamCall, statement: &Statement) {
        if self.file.is_none() {
            return;
        }
        let keys = statement.leading_keys.as_deref().unwrap_or_default();
        let used: BTreeSet<&str> = call
            .leading
            .iter()
            .flat_map(|leading| keys.iter().filter(move |key| is_like(key, leading)))
            .map(String::as_str)
            .collect();
        match used.is_empty() {
            true => self.line(format!("used {caller} {} {}", call.action, method(&call.resource))),
            false => used
                .into_iter()
                .for_each(|key| self.line(format!("used {caller} {} {key}", call.action))),
        }
    }

    /// Takes note of a call that no statement allows.
    pub(super) fn refused(&self, caller: &str, call: &IamCall) {
        let IamCall { action, resource, leading } = call;
        self.line(format!("refused {caller} {action} {resource} {leading:?}"));
    }

    fn line(&self, line: String) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut file) = self.file.as_ref().filter(|_| !seen.contains(&line)) {
            // One write is one line, however many processes add to the file.
            let _ = file.write_all(format!("{line}\n").as_bytes());
            seen.insert(line);
        }
    }
}

/// With which method a connection is reached; a dash where it is about a table.
fn method(resource: &str) -> &str {
    let before = resource.split_once("/@connections/").map(|(before, _)| before);
    before.and_then(|before| before.rsplit('/').next()).unwrap_or("-")
}
