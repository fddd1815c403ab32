//! How far a mapping has come, kept beside the data so that a restart goes on where the last run stopped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::reader::{Positions, StreamRecord};

/// The progress of one mapping: records that are out, and the last one before them.
pub(super) struct Progress {
    file: Option<PathBuf>,
    state: Mutex<BTreeMap<Arc<str>, ShardProgress>>,
}

#[derive(Default)]
struct ShardProgress {
    out: BTreeSet<Arc<str>>,
    seen: Option<Arc<str>>,
    kept: Option<Arc<str>>,
}

impl ShardProgress {
    /// The last record before which everything is done. Sequence numbers have one width, so they sort as text.
    fn done(&self) -> Option<String> {
        let done = if self.out.is_empty() { &self.seen } else { &self.kept };
        done.as_deref().map(str::to_owned)
    }
}

impl Progress {
    /// The progress kept in the data folder; without one, in memory.
    pub(super) fn open(data: Option<&Path>, mapping: &str) -> (Self, Positions) {
        let file = data.map(|folder| folder.join(format!("{mapping}.position.json")));
        let kept = file.as_ref().and_then(|file| std::fs::read(file).ok());
        let positions: Positions =
            kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let shard = |done: &String| {
            let done: Option<Arc<str>> = Some(done.as_str().into());
            ShardProgress { kept: done.clone(), seen: done, ..ShardProgress::default() }
        };
        let state = positions.iter().map(|(id, done)| (id.as_str().into(), shard(done))).collect();
        (Self { file, state: Mutex::new(state) }, positions)
    }

    /// Notes that records are out, in the order of their shard.
    pub(super) fn begin<'a>(&self, found: impl Iterator<Item = &'a StreamRecord>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for one in found {
            let shard = state.entry(one.shard.clone()).or_default();
            shard.out.insert(Arc::clone(&one.number));
            shard.seen = Some(Arc::clone(&one.number));
        }
    }

    /// Notes that records are done with, and keeps how far everything is.
    pub(super) fn end<'a>(&self, done: impl Iterator<Item = &'a StreamRecord>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for one in done {
            let Some(shard) = state.get_mut(&one.shard) else { continue };
            let was_first = shard.out.first() == Some(&one.number);
            shard.out.remove(&one.number);
            if was_first {
                shard.kept = Some(Arc::clone(&one.number));
            }
        }
        let positions: Positions =
            state.iter().filter_map(|(id, shard)| Some((id.to_string(), shard.done()?))).collect();
        if let Some(file) = &self.file {
            // A position that can't be kept costs repeated records after a restart, which do no harm.
            let _ = std::fs::write(file, serde_json::to_vec(&positions).unwrap_or_default());
        }
    }
}
