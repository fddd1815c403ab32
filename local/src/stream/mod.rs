//! From a table's stream to functions, as Lambda's event source mappings do it.

mod filter;
mod lane;
mod progress;
mod reader;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::JoinSet;

pub use filter::Filter;

use crate::database::Client;
use crate::runtime::{Functions, Log};
use crate::template::Mapping;
use lane::Lane;
use progress::Progress;
use reader::{Found, Reader};

/// Records that wait in a lane before reading stops.
const BACKLOG: usize = 4_000;
/// The wait before an engine that does not answer is asked again.
const RECOVERY: Duration = Duration::from_millis(500);

/// The queues that failed batches go to, by name.
#[derive(Debug, Clone, Default)]
pub struct Queues(Arc<Mutex<BTreeMap<String, Vec<Value>>>>);

impl Queues {
    pub(crate) fn push(&self, queue: &str, message: Value) {
        let mut queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        queues.entry(queue.to_owned()).or_default().push(message);
    }

    /// The messages of a queue, oldest first.
    pub fn messages(&self, queue: &str) -> Vec<Value> {
        let queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        queues.get(queue).cloned().unwrap_or_default()
    }
}

/// A mapping that runs until this is dropped.
pub(crate) struct Running {
    _tasks: JoinSet<()>,
}

/// Runs a mapping.
///
/// # Errors
/// A sentence: the table has no stream, or the engine is not to be reached.
pub(crate) async fn run(
    mapping: Mapping,
    client: Client,
    functions: Functions,
    queues: Queues,
    data: Option<&Path>,
    log: Log,
) -> Result<Running, String> {
    let (progress, positions) = Progress::open(data, &mapping.id);
    let reader = Reader::open(client, &mapping.table, &positions, mapping.from_oldest).await?;
    let (mapping, progress) = (Arc::new(mapping), Arc::new(progress));
    let mut tasks = JoinSet::new();
    let lanes = (0..mapping.lanes).map(|_| {
        let (outbox, inbox) = channel(BACKLOG);
        let lane = Lane {
            mapping: Arc::clone(&mapping),
            functions: functions.clone(),
            progress: Arc::clone(&progress),
            queues: queues.clone(),
        };
        tasks.spawn(lane.run(inbox));
        outbox
    });
    let lanes: Vec<_> = lanes.collect();
    tasks.spawn(read(reader, mapping, progress, lanes, log));
    Ok(Running { _tasks: tasks })
}

async fn read(
    mut reader: Reader,
    mapping: Arc<Mapping>,
    progress: Arc<Progress>,
    lanes: Vec<Sender<Found>>,
    log: Log,
) {
    loop {
        let found = match reader.next().await {
            Ok(found) => found,
            Err(reason) => {
                log.line(&mapping.id, &reason);
                tokio::time::sleep(RECOVERY).await;
                continue;
            }
        };
        progress.begin(&found);
        let (wanted, other): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|one| passes(&mapping, one));
        progress.end(other.iter());
        for mut one in wanted {
            one.record["eventSourceARN"] = json!(source(&mapping));
            let lane = &lanes[lane_of(&one, lanes.len())];
            if lane.send(one).await.is_err() {
                return;
            }
        }
    }
}

fn passes(mapping: &Mapping, found: &Found) -> bool {
    mapping.filters.is_empty() || mapping.filters.iter().any(|filter| filter.matches(&found.record))
}

fn source(mapping: &Mapping) -> String {
    use crate::template::{ACCOUNT, REGION};
    format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{}/stream/local", mapping.table)
}

/// Records of one partition key always take the same lane.
fn lane_of(found: &Found, lanes: usize) -> usize {
    let mut hasher = DefaultHasher::new();
    found.record["dynamodb"]["Keys"]["pk"]["S"].as_str().unwrap_or_default().hash(&mut hasher);
    (hasher.finish() % lanes.max(1) as u64) as usize
}
