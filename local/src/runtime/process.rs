//! One process of a function, from its start to its end.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};
use tokio::sync::oneshot;

use super::guard::Guard;
use super::invocation::{FunctionError, InvocationResult};
use super::log::Log;
use super::pool::Pool;
use crate::metrics::Metrics;
use crate::template::{Function, REGION};

/// How long a process may take until it asks for its first event, as in Lambda.
const LONGEST_INIT: Duration = Duration::from_secs(10);

/// What every process of the stack shares.
pub(crate) struct ProcessContext {
    /// The folder with the binaries.
    pub(crate) folder: PathBuf,
    /// The address of the Runtime API.
    pub(crate) api: String,
    /// What the stack adds to every function's environment: its endpoints.
    pub(crate) environment: BTreeMap<String, String>,
    /// The address of the proxy before the engine, where there is one.
    pub(crate) database: Option<String>,
    /// Where output goes.
    pub(crate) log: Log,
    /// Counts invocations.
    pub(crate) metrics: Metrics,
    pub(crate) guard: Guard,
    pub(crate) directory: ProcessDirectory,
}

impl ProcessContext {
    pub(crate) fn new(
        folder: PathBuf,
        api: String,
        environment: BTreeMap<String, String>,
        log: Log,
        metrics: Metrics,
        guard: Guard,
    ) -> Self {
        Self {
            folder,
            api,
            environment,
            database: None,
            log,
            metrics,
            guard,
            directory: ProcessDirectory::default(),
        }
    }

    /// Through the proxy each function has an address of its own, so that it is known who asks.
    fn own_environment(&self, binary: &str) -> Option<(&'static str, String)> {
        let proxy = self.database.as_ref()?;
        Some(("AWS_ENDPOINT_URL_DYNAMODB", format!("{proxy}/{binary}")))
    }
}

/// Which process is behind a number of the Runtime API's paths. It keeps none alive: a process holds its pool, and that
/// this directory, so a stack that is dropped in the midst of work would never end, and its guard's shell with it.
#[derive(Default)]
pub(crate) struct ProcessDirectory {
    next: AtomicU64,
    living: Mutex<std::collections::HashMap<u64, Weak<FunctionProcess>>>,
}

impl ProcessDirectory {
    /// The living process of this number.
    pub(super) fn find(&self, number: u64) -> Option<Arc<FunctionProcess>> {
        self.living.lock().unwrap_or_else(PoisonError::into_inner).get(&number)?.upgrade()
    }

    fn add(&self, process: &Arc<FunctionProcess>) {
        self.living
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(process.number, Arc::downgrade(process));
    }

    fn remove(&self, number: u64) {
        self.living.lock().unwrap_or_else(PoisonError::into_inner).remove(&number);
    }
}

/// A process that speaks the Runtime API.
pub(super) struct FunctionProcess {
    pub(super) number: u64,
    pub(super) pool: Arc<Pool>,
    pub(super) started: Instant,
    /// Whether it has asked for work at least once.
    pub(super) is_ready: AtomicBool,
    current: Mutex<Option<CurrentInvocation>>,
    kill: Mutex<Option<oneshot::Sender<()>>>,
}

/// What a process works on.
struct CurrentInvocation {
    request: String,
    due: Instant,
    done: oneshot::Sender<InvocationResult>,
}

impl FunctionProcess {
    /// Starts one for this pool; the pool hears of its end.
    pub(super) fn start(pool: &Arc<Pool>) -> std::io::Result<Arc<Self>> {
        let shared = &pool.shared;
        let number = shared.directory.next.fetch_add(1, Ordering::Relaxed);
        let (kill, killed) = oneshot::channel();
        let process = Arc::new(Self {
            number,
            pool: Arc::clone(pool),
            started: Instant::now(),
            is_ready: AtomicBool::new(false),
            current: Mutex::new(None),
            kill: Mutex::new(Some(kill)),
        });
        // Known before it runs: on a busy machine it asks for work before the line after its start is reached.
        shared.directory.add(&process);
        let started = command(&pool.binary, &pool.function, shared, number).spawn();
        let mut child = started.inspect_err(|_| shared.directory.remove(number))?;
        let pid = child.id().unwrap_or_default();
        shared.guard.born(pid);
        shared.metrics.process_started(&pool.function.binary, pid);
        follow_output(&mut child, &pool.function.binary, shared);
        tokio::spawn(watch(Arc::clone(&process), child, pid, killed));
        Ok(process)
    }

    /// Notes what it works on.
    pub(super) fn takes(&self, request: &str, done: oneshot::Sender<InvocationResult>) {
        let due = Instant::now() + self.pool.function.timeout;
        *self.current() = Some(CurrentInvocation { request: request.to_owned(), due, done });
    }

    /// The end of the invocation of this id; false when it works on another or none.
    pub(super) fn finishes(&self, request: &str, outcome: InvocationResult) -> bool {
        let mut current = self.current();
        let is_own = current.as_ref().is_some_and(|own| own.request == request);
        if is_own && let Some(own) = current.take() {
            // Whoever asked may have left; the function's work is done all the same.
            let _ = own.done.send(outcome);
        }
        is_own
    }

    /// The invocation it works on, whichever that is, fails like this.
    pub(super) fn abandons(&self, failure: impl FnOnce(&str) -> FunctionError) {
        if let Some(own) = self.current().take() {
            let _ = own.done.send(Err(failure(&own.request)));
        }
    }

    fn current(&self) -> MutexGuard<'_, Option<CurrentInvocation>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When to look again whether its time is over; `None` when it is over now.
    ///
    /// One timer per process instead of one per invocation: nothing can be due before a whole time-out has passed.
    fn next_look(&self) -> Option<Instant> {
        let now = Instant::now();
        if !self.is_ready.load(Ordering::Relaxed) {
            return Some(self.started + LONGEST_INIT).filter(|due| *due > now);
        }
        let idle = now + self.pool.function.timeout;
        Some(self.current().as_ref().map_or(idle, |own| own.due)).filter(|due| *due > now)
    }

    /// Kills it.
    pub(super) fn kill(&self) {
        if let Some(kill) = self.kill.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = kill.send(());
        }
    }

    /// How long it lives.
    pub(super) fn age(&self) -> Duration {
        self.started.elapsed()
    }
}

fn command(binary: &Path, function: &Function, shared: &ProcessContext, number: u64) -> Command {
    let mut command = Command::new(binary);
    command
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("LANG", "en_US.UTF-8")
        .env("TZ", ":UTC")
        .env("_HANDLER", "bootstrap")
        .env("LAMBDA_TASK_ROOT", &shared.folder)
        .env("AWS_REGION", REGION)
        .env("AWS_DEFAULT_REGION", REGION)
        .env("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023")
        // Lambda gives host and port only; a path tells processes apart, and a path needs its scheme.
        .env("AWS_LAMBDA_RUNTIME_API", format!("http://{}/{number}", shared.api))
        .env("AWS_LAMBDA_FUNCTION_NAME", &function.id)
        .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", function.memory.to_string())
        .env("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")
        .env("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{}", function.id))
        .env("AWS_LAMBDA_LOG_STREAM_NAME", format!("local/{number}"))
        // Tells the table and the gateway who calls.
        .env("AWS_ACCESS_KEY_ID", &function.id)
        .env("AWS_SECRET_ACCESS_KEY", "local")
        .env("AWS_SESSION_TOKEN", "local")
        .envs(&function.environment)
        .envs(&shared.environment)
        .envs(shared.own_environment(&function.binary))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .kill_on_drop(true);
    command
}

fn follow_output(
    child: &mut Child,
    who: &str,
    ProcessContext { log, metrics, .. }: &ProcessContext,
) {
    if let Some(output) = child.stdout.take() {
        tokio::spawn(log.clone().copy(who.to_owned(), output, metrics.clone()));
    }
    if let Some(output) = child.stderr.take() {
        tokio::spawn(log.clone().copy(who.to_owned(), output, metrics.clone()));
    }
}

/// Waits for the end of a process, or brings it about.
async fn watch(
    process: Arc<FunctionProcess>,
    mut child: Child,
    pid: u32,
    killed: oneshot::Receiver<()>,
) {
    tokio::select! {
        biased;
        _ = child.wait() => {}
        _ = killed => {}
        () = overdue(&process) => {
            let limit = process.pool.function.timeout;
            process.abandons(|request| FunctionError::timeout(request, limit));
        }
    }
    let _ = child.start_kill();
    let status = child.wait().await;
    let shared = &process.pool.shared;
    shared.guard.died(pid);
    shared.metrics.process_ended(&process.pool.function.binary, pid);
    shared.directory.remove(process.number);
    let said = status.map_or_else(|error| error.to_string(), |status| status.to_string());
    process.pool.ended(&process, &said);
}

/// Returns when the process has taken too long, to start or to answer.
async fn overdue(process: &FunctionProcess) {
    // An event can come just after the first one asked for it, so the first look is the shorter of the two bounds.
    let mut look = Instant::now() + LONGEST_INIT.min(process.pool.function.timeout);
    loop {
        tokio::time::sleep_until(look.into()).await;
        match process.next_look() {
            Some(next) => look = next.min(Instant::now() + process.pool.function.timeout),
            None => return,
        }
    }
}
