//! Whether what the stack keeps can be written. A full disk is said in the terminal when a write fails, and by `/health`
//! until one succeeds.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes enough that a disk without a free block can't take them.
const PROBE: usize = 64 * 1024;
const FOLDER: &str = "the data folder";

/// The state of a stack's writes. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct StorageHealth(Arc<StorageState>);

#[derive(Default)]
struct StorageState {
    /// A file that tells whether the disk takes another one; none where nothing is kept.
    probe: Option<PathBuf>,
    has_failures: AtomicBool,
    failures: Mutex<BTreeMap<String, String>>,
}

impl StorageHealth {
    /// Of what lasts in this folder.
    pub(crate) fn of_folder(folder: Option<PathBuf>) -> Self {
        let probe = folder.map(|folder| folder.join("health.probe"));
        Self(Arc::new(StorageState { probe, ..StorageState::default() }))
    }

    /// Notes that `what` could not be written; the terminal is told of the first time.
    pub(crate) fn failed(&self, what: &str, reason: &dyn Display) {
        let mut failures = self.0.failures.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.has_failures.store(true, Ordering::Relaxed);
        if failures.insert(what.to_owned(), reason.to_string()).is_none() {
            say(&format!("{what} can't be written: {reason}"));
        }
    }

    /// Notes that `what` was written.
    pub(crate) fn written(&self, what: &str) {
        // Every write to the table comes by: the lock is for bad days.
        if !self.0.has_failures.load(Ordering::Relaxed) {
            return;
        }
        let mut failures = self.0.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.remove(what).is_some() {
            say(&format!("{what} can be written again"));
        }
        self.0.has_failures.store(!failures.is_empty(), Ordering::Relaxed);
    }

    /// What can't be written now, each as a sentence.
    pub(crate) fn problems(&self) -> Vec<String> {
        self.try_the_disk();
        let failures = self.0.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.iter().map(|(what, reason)| format!("{what} can't be written: {reason}")).collect()
    }

    fn try_the_disk(&self) {
        let Some(probe) = &self.0.probe else { return };
        let tried = std::fs::write(probe, vec![b'.'; PROBE]);
        // A probe that was never made can't be removed either.
        let _ = std::fs::remove_file(probe);
        match tried {
            Ok(()) => self.written(FOLDER),
            Err(error) => self.failed(FOLDER, &error),
        }
    }
}

/// One line in the terminal, if there is one.
pub(crate) fn say(sentence: &str) {
    let _ = writeln!(io::stderr(), "{sentence}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_is_a_problem_until_the_same_thing_is_written() {
        let health = StorageHealth::default();
        assert_eq!(health.problems(), [""; 0]);
        health.failed("the table", &"disk full");
        health.failed("the log", &"disk full");
        health.written("the log");
        assert_eq!(health.problems(), ["the table can't be written: disk full"]);
        health.written("the table");
        assert_eq!(health.problems(), [""; 0]);
    }

    #[test]
    fn a_folder_that_takes_no_file_is_a_problem_before_anything_else_fails() {
        let health = StorageHealth::of_folder(Some("/nowhere/at/all".into()));
        let problems = health.problems();
        assert!(problems.len() == 1 && problems[0].starts_with(FOLDER), "{problems:?}");
    }
}
