//! From a table's stream to functions, as Lambda's event source mappings do it.

mod filter;
mod progress;
mod reader;
mod shard_scheduler;
mod shard_worker;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

pub use filter::Filter;

use crate::data_folder::DataFolder;
use crate::database::DatabaseClient;
use crate::runtime::{Functions, Log};
use crate::storage_health::StorageHealth;
use crate::template::Mapping;
use progress::Progress;
use reader::{Reader, StreamRecord};
use shard_scheduler::ShardScheduler;
use shard_worker::ShardWorker;

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

/// Mappings that run until this is dropped.
#[derive(Default)]
pub(crate) struct RunningMappings {
    tasks: JoinSet<()>,
}

/// A mapping with its workers, which read on wherever they are.
struct Consumer {
    mapping: Arc<Mapping>,
    progress: Arc<Progress>,
    workers: Vec<UnboundedSender<StreamRecord>>,
    scheduler: ShardScheduler<StreamRecord>,
}

/// What mappings work with.
pub(crate) struct StreamContext<'a> {
    pub(crate) client: DatabaseClient,
    pub(crate) functions: Functions,
    pub(crate) queues: Queues,
    pub(crate) data: Option<&'a DataFolder>,
    pub(crate) health: StorageHealth,
    pub(crate) log: Log,
}

/// Runs mappings. Those that go on from the same place of the same stream share its reading, which costs as much as
/// the functions do.
///
/// # Errors
/// A sentence: a table has no stream, the engine is not to be reached, or a kept position is damaged.
pub(crate) async fn run(
    mappings: Vec<Mapping>,
    context: &StreamContext<'_>,
) -> Result<RunningMappings, String> {
    let mut running = RunningMappings::default();
    let mut readers: BTreeMap<_, Vec<Consumer>> = BTreeMap::new();
    for mapping in mappings {
        let (progress, positions) =
            Progress::open(context.data, context.health.clone(), &mapping.id)?;
        let place = (mapping.table.clone(), mapping.from_oldest, positions);
        let consumer = running.consumer(mapping, progress, context);
        readers.entry(place).or_default().push(consumer);
    }
    for ((table, from_oldest, positions), consumers) in readers {
        let client = context.client.clone();
        let reader = Reader::open(client, &table, &positions, from_oldest).await?;
        running.tasks.spawn(read(reader, consumers, context.log.clone()));
    }
    Ok(running)
}

impl RunningMappings {
    fn consumer(
        &mut self,
        mapping: Mapping,
        progress: Progress,
        context: &StreamContext<'_>,
    ) -> Consumer {
        let (mapping, progress) = (Arc::new(mapping), Arc::new(progress));
        let workers = (0..mapping.workers.max(1)).map(|_| {
            // Without a bound: a function that is stuck must not stop those who read beside it.
            let (outbox, inbox) = unbounded_channel();
            let worker = ShardWorker {
                mapping: Arc::clone(&mapping),
                functions: context.functions.clone(),
                progress: Arc::clone(&progress),
                queues: context.queues.clone(),
            };
            self.tasks.spawn(worker.run(inbox));
            outbox
        });
        let workers = workers.collect();
        Consumer { mapping, progress, workers, scheduler: ShardScheduler::default() }
    }
}

async fn read(mut reader: Reader, mut consumers: Vec<Consumer>, log: Log) {
    loop {
        match reader.next().await {
            Ok(found) => consumers.iter_mut().for_each(|consumer| consumer.take(&found)),
            Err(reason) => {
                log.line("stream", &reason);
                tokio::time::sleep(RECOVERY).await;
            }
        }
    }
}

impl Consumer {
    fn take(&mut self, found: &[(StreamRecord, Value)]) {
        self.progress.begin(found.iter().map(|(one, _)| one));
        let (wanted, other): (Vec<_>, Vec<_>) =
            found.iter().partition(|(_, record)| passes(&self.mapping, record));
        self.progress.end(other.into_iter().map(|(one, _)| one));
        let wanted = wanted.into_iter().map(|(one, record)| (hash_of(record), one.clone()));
        for (hash, one) in self.scheduler.take(wanted.collect()) {
            // Workers end only with the whole stack.
            let _ = self.workers[hash as usize % self.workers.len()].send(one);
        }
    }
}

fn passes(mapping: &Mapping, record: &Value) -> bool {
    mapping.filters.is_empty() || mapping.filters.iter().any(|filter| filter.matches(record))
}

/// Of the partition key, by which a record's worker is chosen: those of one key always take the same.
fn hash_of(record: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    record["dynamodb"]["Keys"]["pk"]["S"].as_str().unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}
