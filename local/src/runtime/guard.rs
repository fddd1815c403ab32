//! Ends the functions' processes when the stack is gone, however it went.
//!
//! A small shell reads which processes live; when its input closes, which also a kill of the stack does, it kills
//! what is left. (The kernel's own parent-death signal needs unsafe code and works on Linux only.)

use std::io::{self, Write};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;

const SCRIPT: &str = r#"trap '' INT TERM HUP
pids=
while read -r sign pid; do
  case $sign in
    +) pids="$pids $pid" ;;
    -) kept=; for p in $pids; do [ "$p" = "$pid" ] || kept="$kept $p"; done; pids=$kept ;;
  esac
done
[ -z "$pids" ] || kill -9 $pids 2>/dev/null"#;

/// Knows every process that must not outlive the stack.
pub(crate) struct Guard {
    input: Mutex<Option<ChildStdin>>,
    shell: Mutex<Child>,
}

impl Guard {
    /// Starts watching.
    ///
    /// # Errors
    /// When no shell can be started.
    pub(crate) fn start() -> io::Result<Self> {
        // A group of its own: Ctrl-C in the terminal must not end the guard before the stack.
        let mut shell = Command::new("/bin/sh")
            .args(["-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        Ok(Self { input: Mutex::new(shell.stdin.take()), shell: Mutex::new(shell) })
    }

    /// A process that lives from now on.
    pub(super) fn born(&self, pid: u32) {
        self.tell('+', pid);
    }

    /// A process that has ended: its number may soon be another's.
    pub(super) fn died(&self, pid: u32) {
        self.tell('-', pid);
    }

    fn tell(&self, sign: char, pid: u32) {
        if let Ok(mut input) = self.input.lock()
            && let Some(input) = input.as_mut()
        {
            // A shell that is gone can't be told; each process is also killed when its handle drops.
            let _ = writeln!(input, "{sign} {pid}");
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Ok(mut input) = self.input.lock() {
            input.take();
        }
        if let Ok(mut shell) = self.shell.lock() {
            let _ = shell.wait();
        }
    }
}
