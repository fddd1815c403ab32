//! How far a mapping has come, kept beside the data so that a restart goes on where the last run stopped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::reader::{Positions, StreamRecord};
use crate::data_folder::{self, DataFolder};
use crate::storage_health::StorageHealth;

/// What fails when a position can't be kept.
const POSITIONS: &str = "the streams' positions";

/// The progress of one mapping: records that are out, and the last one before them.
pub(super) struct Progress {
    file: Option<PathBuf>,
    health: StorageHealth,
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
    ///
    /// # Errors
    /// A sentence: the file is damaged. To begin at the stream's end instead would leave records out.
    pub(super) fn open(
        data: Option<&DataFolder>,
        health: StorageHealth,
        mapping: &str,
    ) -> Result<(Self, Positions), String> {
        let file = data.map(|folder| folder.file(&format!("{mapping}.position.json")));
        let positions: Positions = match &file {
            Some(file) => data_folder::read_json(file)
                .map_err(|sentence| {
                    format!(
                        "{sentence} (without it the stream is read from its beginning or its end)"
                    )
                })?
                .unwrap_or_default(),
            None => Positions::default(),
        };
        let shard = |done: &String| {
            let done: Option<Arc<str>> = Some(done.as_str().into());
            ShardProgress { kept: done.clone(), seen: done, ..ShardProgress::default() }
        };
        let state = positions.iter().map(|(id, done)| (id.as_str().into(), shard(done))).collect();
        Ok((Self { file, health, state: Mutex::new(state) }, positions))
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
            let document = serde_json::to_vec(&positions).unwrap_or_default();
            match data_folder::replace(file, &document) {
                Ok(()) => self.health.written(POSITIONS),
                Err(error) => self.health.failed(POSITIONS, &error),
            }
        }
    }
}
