//! Crashes on demand: a function's processes end at a chosen request, as by a lack of memory or a time-out.

use tokio::process::Command;

/// The end of a function's processes at one of its requests to the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crash {
    /// The function's binary.
    pub function: String,
    /// Which of its requests from now on, from 1.
    pub request: u32,
    /// Before or after the engine has done it.
    pub moment: CrashPoint,
}

/// When in a request a crash comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrashPoint {
    /// The engine is not asked.
    Before,
    /// The engine has done it; nobody hears the answer.
    After,
}

/// Kills processes, without a chance to clean up.
pub(crate) async fn kill(pids: &[u32]) {
    for pid in pids {
        // One that has ended by itself is what was wanted.
        let _ = Command::new("kill").args(["-9", &pid.to_string()]).status().await;
    }
}
