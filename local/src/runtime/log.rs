//! Where functions' output goes: lines prefixed by the function's name, to a file or to standard error.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt as _};

use crate::metrics::Metrics;
use crate::storage_health::StorageHealth;

/// What fails when the log's file can't be written.
const LOG: &str = "the log";

/// The stack's log. Clones write to the same place.
#[derive(Clone)]
pub struct Log(Arc<Mutex<Box<dyn Write + Send>>>);

impl Log {
    /// To standard error.
    pub fn stderr() -> Self {
        Self(Arc::new(Mutex::new(Box::new(io::stderr()))))
    }

    /// To the end of this file.
    ///
    /// # Errors
    /// When it can't be opened.
    pub fn file(path: &Path) -> io::Result<Self> {
        let file = File::options().create(true).append(true).open(path)?;
        Ok(Self(Arc::new(Mutex::new(Box::new(file)))))
    }

    /// To the end of this file; when it can't be written, `health` knows.
    pub(crate) fn watched_file(path: &Path, health: StorageHealth) -> io::Result<Self> {
        let file = File::options().create(true).append(true).open(path)?;
        Ok(Self(Arc::new(Mutex::new(Box::new(WatchedFile { file, health })))))
    }

    /// To nowhere.
    pub fn none() -> Self {
        Self(Arc::new(Mutex::new(Box::new(io::sink()))))
    }

    /// One line of the stack's own.
    pub fn line(&self, who: &str, what: &str) {
        self.write(format!("{who}: {what}\n").as_bytes());
    }

    fn write(&self, bytes: &[u8]) {
        if let Ok(mut sink) = self.0.lock() {
            // A log that can't be written must not stop what it tells of.
            let _ = sink.write_all(bytes);
        }
    }

    /// Copies a process's output until it ends, prefixing each line; what arrives together is written together.
    pub(super) async fn copy(
        self,
        who: String,
        mut output: impl AsyncRead + Unpin,
        metrics: Metrics,
    ) {
        let mut read = vec![0_u8; 16 * 1024];
        let mut held = Vec::new();
        while let Ok(count) = output.read(&mut read).await {
            if count == 0 {
                break;
            }
            metrics.logged(&who, count);
            held.extend_from_slice(&read[..count]);
            let Some(end) = held.iter().rposition(|byte| *byte == b'\n') else { continue };
            self.write(&prefixed(&who, &held[..end]));
            held.drain(..=end);
        }
        if !held.is_empty() {
            self.write(&prefixed(&who, &held));
        }
    }
}

/// A file whose failures are noted.
struct WatchedFile {
    file: File,
    health: StorageHealth,
}

impl Write for WatchedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes);
        match &written {
            Ok(_) => self.health.written(LOG),
            Err(error) => self.health.failed(LOG, error),
        }
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn prefixed(who: &str, lines: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(lines.len() + 64);
    for line in lines.split(|byte| *byte == b'\n') {
        text.extend_from_slice(who.as_bytes());
        text.extend_from_slice(b": ");
        text.extend_from_slice(line);
        text.push(b'\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_carries_the_functions_name() {
        assert_eq!(prefixed("projections", b"one\ntwo"), b"projections: one\nprojections: two\n");
    }
}
