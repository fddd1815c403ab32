//! A function's processes: the idle ones, those under way, and the invocations that wait.

use bytes::Bytes;
use http::HeaderValue;
use std::collections::VecDeque;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

use super::invocation::{FunctionError, Invocation, InvocationResult, deadline};
use super::process::{FunctionProcess, ProcessContext};
use crate::clock;
use crate::template::Function;

/// Processes of a function that keep a core busy: one computes while the other waits for the table. More of them would
/// only get in each other's way.
const BUSY_A_CORE: usize = 2;
/// How long an invocation waits for one of these before there is another.
const PATIENCE: Duration = Duration::from_millis(250);

/// The processes of one function.
pub(super) struct Pool {
    /// What runs.
    pub(super) function: Function,
    pub(super) binary: PathBuf,
    pub(super) shared: Arc<ProcessContext>,
    /// The function's ARN, ready for a header.
    pub(super) arn: HeaderValue,
    /// As many as the machine can keep busy.
    at_once: usize,
    limit: usize,
    state: Mutex<PoolState>,
}

#[derive(Default)]
struct PoolState {
    /// Processes that wait for an event, the most recently used last.
    idle: Vec<(Arc<FunctionProcess>, oneshot::Sender<Invocation>)>,
    waiting: VecDeque<Invocation>,
    living: Vec<Arc<FunctionProcess>>,
    is_watched: bool,
    is_stopped: bool,
}

impl Pool {
    pub(super) fn new(
        function: Function,
        binary: PathBuf,
        shared: Arc<ProcessContext>,
        limit: usize,
    ) -> Arc<Self> {
        let arn = HeaderValue::try_from(function.arn())
            .unwrap_or_else(|_| HeaderValue::from_static("arn"));
        Arc::new(Self {
            function,
            arn,
            binary,
            shared,
            at_once: BUSY_A_CORE * available_parallelism().map_or(1, NonZero::get),
            limit: limit.max(1),
            state: Mutex::default(),
        })
    }

    fn state(&self) -> MutexGuard<'_, PoolState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs the function once with this event. Beyond the limit of processes an invocation waits for the next that
    /// is free, where Lambda would refuse it.
    pub(super) async fn invoke(self: &Arc<Self>, payload: Bytes) -> InvocationResult {
        self.shared.metrics.invoked(&self.function.binary);
        let (done, outcome) = oneshot::channel();
        let request = clock::uuid();
        self.hand(Invocation { request, since: Instant::now(), deadline: 0, payload, done });
        // Nobody answers when the process, or the whole stack, goes between asking and taking.
        let gone =
            || Err(FunctionError::named("Runtime.ExitError", "the process is gone".to_owned()));
        outcome.await.unwrap_or_else(|_| gone())
    }

    /// Gives an invocation to the process that was last used, or starts one for it.
    fn hand(self: &Arc<Self>, mut invocation: Invocation) {
        let mut state = self.state();
        while let Some((_, next)) = state.idle.pop() {
            match next.send(invocation) {
                Ok(()) => return,
                // Its connection is gone; its end will be told by whoever watches it.
                Err(back) => invocation = back,
            }
        }
        if state.is_stopped {
            return;
        }
        state.waiting.push_back(invocation);
        if state.living.len() < self.at_once {
            self.start_another(state);
        } else if !state.is_watched && state.living.len() < self.limit {
            state.is_watched = true;
            drop(state);
            tokio::spawn(Arc::clone(self).watch());
        }
    }

    /// Starts a process for what waits, unless as many are starting or the limit is reached.
    fn start_another(self: &Arc<Self>, state: MutexGuard<'_, PoolState>) {
        let starting =
            state.living.iter().filter(|process| !process.is_ready.load(Ordering::Relaxed)).count();
        if starting < state.waiting.len() && state.living.len() < self.limit {
            self.start(state);
        }
    }

    /// While invocations wait: starts another process where one waits for long. Those that are there must be waiting
    /// for something else than the machine.
    async fn watch(self: Arc<Self>) {
        loop {
            tokio::time::sleep(PATIENCE).await;
            let mut state = self.state();
            let Some(first) = state.waiting.front() else {
                state.is_watched = false;
                return;
            };
            if first.since.elapsed() >= PATIENCE {
                self.start_another(state);
            }
        }
    }

    fn start(self: &Arc<Self>, mut state: MutexGuard<'_, PoolState>) {
        match FunctionProcess::start(self) {
            Ok(process) => state.living.push(process),
            Err(error) => {
                let failure = FunctionError::named(
                    "Runtime.InvalidEntrypoint",
                    format!("{}: {error}", self.binary.display()),
                );
                fail_one(state, Err(failure));
            }
        }
    }

    /// The next invocation for a process that asks for one.
    pub(super) async fn next(
        self: &Arc<Self>,
        process: &Arc<FunctionProcess>,
    ) -> Option<Invocation> {
        let asked = self.take_or_wait(process);
        let mut invocation = match asked {
            Ok(invocation) => invocation,
            Err(given) => given.await.ok()?,
        };
        invocation.deadline = deadline(self.function.timeout);
        Some(invocation)
    }

    fn take_or_wait(
        &self,
        process: &Arc<FunctionProcess>,
    ) -> Result<Invocation, oneshot::Receiver<Invocation>> {
        let mut state = self.state();
        if !process.is_ready.swap(true, Ordering::Relaxed) {
            self.shared.metrics.process_ready(&self.function.binary, process.age());
        }
        // Whoever asked may have given up while waiting.
        while let Some(invocation) = state.waiting.pop_front() {
            if !invocation.done.is_closed() {
                return Ok(invocation);
            }
        }
        let (next, given) = oneshot::channel();
        state.idle.push((Arc::clone(process), next));
        Err(given)
    }

    /// Takes note of an error before the first event: the invocation that waits longest fails with it.
    pub(super) fn init_failed(&self, document: Bytes) {
        fail_one(self.state(), Err(FunctionError::posted(document)));
    }

    /// Takes note of a process's end.
    pub(super) fn ended(self: &Arc<Self>, process: &Arc<FunctionProcess>, status: &str) {
        let exited = |request: &str| {
            let message =
                format!("RequestId: {request} Error: Runtime exited with error: {status}");
            FunctionError::named("Runtime.ExitError", message)
        };
        process.abandons(exited);
        let mut state = self.state();
        state.living.retain(|other| other.number != process.number);
        state.idle.retain(|(other, _)| other.number != process.number);
        if state.is_stopped {
            return;
        }
        self.shared.log.line(&self.function.binary, &format!("the process ended: {status}"));
        let was_starting = !process.is_ready.load(Ordering::Relaxed);
        if was_starting {
            fail_one(state, Err(exited("")));
            state = self.state();
        }
        let is_needed = !state.waiting.is_empty() && state.living.len() < self.limit;
        if is_needed {
            self.start(state);
        }
    }

    /// Ends all processes; what waits is dropped.
    pub(super) fn stop(&self) {
        let mut state = self.state();
        state.is_stopped = true;
        state.waiting.clear();
        state.idle.clear();
        state.living.drain(..).for_each(|process| process.kill());
    }
}

fn fail_one(mut state: MutexGuard<'_, PoolState>, outcome: InvocationResult) {
    let waiting = state.waiting.pop_front();
    drop(state);
    if let Some(invocation) = waiting {
        let _ = invocation.done.send(outcome);
    }
}
