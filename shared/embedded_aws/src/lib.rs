//! AWS in a test's own process: the SDK's requests go to an embedded DynamoDB engine and to recorders of everything
//! else, without a socket. A use case runs in a millisecond on the engine that the local stack runs on.
//!
//! Each [`EmbeddedAws`] has an engine of its own, in memory, with the table that `infra/template.yaml` defines. Single
//! requests can be made to fail where they fail in practice, between SDK and service:
//!
//! ```
//! use adapters::aws::{Credentials, sdk_config_with};
//! use adapters::dynamo::{Sessions, Table};
//! use embedded_aws::{EmbeddedAws, Fault};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let aws = EmbeddedAws::new();
//! let credentials = Credentials::new("test", "test", None, None, "test");
//! let config = sdk_config_with("eu-central-1".to_owned(), credentials, aws.http_client());
//! let sessions = Sessions::new(Table::new(&config, None, aws.table_name().to_owned()));
//!
//! // The next GetItem is refused with a server's error. The SDK tries again, and the use case does not notice.
//! aws.fail_next("GetItem", Fault::Refused);
//! assert!(!sessions.has_ended(&"s".repeat(26).parse().unwrap()).await.unwrap());
//! assert_eq!(aws.requests("GetItem"), 2);
//! # }
//! ```
//!
//! [`EmbeddedAws::before_next`] runs something between two requests of a use case, such as the rival that is faster:
//! collisions become deterministic. [`EmbeddedAws::until_crash`] ends a use case at one of its requests, as the end of
//! its process would. Where something waits, `#[tokio::test(start_paused = true)]` spares the time:
//! nothing here needs real time. `shared/application/tests/use_cases` has all of this wired up.

mod crash;
mod engine;
mod exchange;
mod operations;
mod template;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use dynoxide::Database;
use serde_json::Value;
use tokio::sync::Notify;

pub use crash::Crash;
use crash::Planned;
use exchange::{Answer, Request};

/// AWS as one test sees it. Clones share it.
#[derive(Clone)]
pub struct EmbeddedAws(Arc<Inner>);

struct Inner {
    engine: Database,
    state: Mutex<State>,
    crashed: Notify,
}

/// What happens to a request instead of its being served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The service is not asked; the answer is an internal error.
    Refused,
    /// The service is not asked; the answer is that there were too many requests.
    Throttled,
    /// The service is not reached.
    NotReached,
    /// The service does what it is asked, and the connection breaks before the answer.
    AnswerLost,
    /// The service does what it is asked after so long.
    Slow(Duration),
}

/// What was planned for one request of an operation.
enum Step {
    Fail(Fault),
    Meanwhile(Pin<Box<dyn Future<Output = ()> + Send>>),
}

#[derive(Default)]
struct State {
    operations: Vec<String>,
    steps: BTreeMap<String, VecDeque<Step>>,
    every: BTreeMap<String, Fault>,
    crash: Option<Planned>,
    frames: BTreeMap<String, Vec<String>>,
    gone: BTreeSet<String>,
    disconnected: Vec<String>,
    published: Vec<Value>,
    invocations: Vec<(String, Value)>,
}

impl EmbeddedAws {
    /// An empty table, and nobody connected.
    ///
    /// # Panics
    /// Where the engine can't be started.
    pub fn new() -> Self {
        let engine = engine::start().expect("the embedded engine starts");
        Self(Arc::new(Inner { engine, state: Mutex::default(), crashed: Notify::new() }))
    }

    /// The HTTP client for the SDK's configuration.
    pub fn http_client(&self) -> SharedHttpClient {
        let connector = SharedHttpConnector::new(self.clone());
        http_client_fn(move |_, _| connector.clone())
    }

    /// The table's name.
    pub fn table_name(&self) -> &'static str {
        engine::TABLE
    }

    /// Makes the next request of this operation (`PutItem`, `PostToConnection`, …) fail. Further calls are for the
    /// requests behind it.
    pub fn fail_next(&self, operation: &str, fault: Fault) {
        self.plan(operation, Step::Fail(fault));
    }

    /// Makes every request of this operation fail, until [`heal`](Self::heal).
    pub fn fail_every(&self, operation: &str, fault: Fault) {
        self.state().every.insert(operation.to_owned(), fault);
    }

    /// Serves every request from now on.
    pub fn heal(&self) {
        let mut state = self.state();
        state.every.clear();
        state.steps.clear();
    }

    /// Does something right before the next request of this operation is served. The requests of `meanwhile` itself
    /// are not held up.
    pub fn before_next(
        &self,
        operation: &str,
        meanwhile: impl Future<Output = ()> + Send + 'static,
    ) {
        self.plan(operation, Step::Meanwhile(Box::pin(meanwhile)));
    }

    /// Every row of the table as the engine holds it, in the order of their keys.
    ///
    /// # Panics
    /// Where the engine can't read its own table.
    pub fn rows(&self) -> Vec<Value> {
        engine::rows(&self.0.engine).expect("the embedded engine reads its table")
    }

    /// Puts rows into the table, as a restored backup does.
    ///
    /// # Panics
    /// Where the engine refuses one.
    pub fn put_rows<'a>(&self, rows: impl IntoIterator<Item = &'a Value>) {
        engine::put_rows(&self.0.engine, rows).expect("the embedded engine takes rows");
    }

    /// How many requests of this operation there were, attempts that failed included.
    pub fn requests(&self, operation: &str) -> usize {
        self.operations().iter().filter(|one| *one == operation).count()
    }

    /// The operations of all requests so far, in order.
    pub fn operations(&self) -> Vec<String> {
        self.state().operations.clone()
    }

    /// Forgets the requests that were counted so far.
    pub fn forget_requests(&self) {
        self.state().operations.clear();
    }

    /// The frames that were posted to a connection, as JSON, oldest first.
    pub fn frames(&self, connection: &str) -> Vec<Value> {
        let state = self.state();
        let frames = state.frames.get(connection).map(Vec::as_slice).unwrap_or_default();
        frames.iter().map(|frame| serde_json::from_str(frame).unwrap_or_default()).collect()
    }

    /// Forgets the frames that were posted so far.
    pub fn forget_frames(&self) {
        self.state().frames.clear();
    }

    /// Ends a connection from the client's side: posting to it answers that it is gone.
    pub fn hang_up(&self, connection: &str) {
        self.state().gone.insert(connection.to_owned());
    }

    /// The connections that were ended from this side.
    pub fn disconnected(&self) -> Vec<String> {
        self.state().disconnected.clone()
    }

    /// The entries that were put on the event bus, oldest first, their details parsed.
    pub fn published(&self) -> Vec<Value> {
        self.state().published.clone()
    }

    /// The functions that were invoked asynchronously, and with what.
    pub fn invocations(&self) -> Vec<(String, Value)> {
        self.state().invocations.clone()
    }

    fn plan(&self, operation: &str, step: Step) {
        self.state().steps.entry(operation.to_owned()).or_default().push_back(step);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, request: HttpRequest) -> Result<Answer, ConnectorError> {
        let request = Request::read(&request);
        self.crash_if_planned(&request).await;
        let mut fault = None;
        match self.next_step(&request.operation) {
            Some(Step::Fail(planned)) => fault = Some(planned),
            Some(Step::Meanwhile(meanwhile)) => meanwhile.await,
            None => fault = self.state().every.get(&request.operation).copied(),
        }
        self.state().operations.push(request.operation.clone());
        match fault {
            Some(Fault::Refused) => Ok(Answer::error(500, "InternalServerError")),
            Some(Fault::Throttled) => Ok(Answer::error(400, "ThrottlingException")),
            Some(Fault::NotReached) => Err(broken("connection refused")),
            Some(Fault::AnswerLost) => {
                self.serve(&request);
                Err(broken("connection reset"))
            }
            Some(Fault::Slow(wait)) => {
                tokio::time::sleep(wait).await;
                Ok(self.serve(&request))
            }
            None => Ok(self.serve(&request)),
        }
    }

    fn next_step(&self, operation: &str) -> Option<Step> {
        self.state().steps.get_mut(operation)?.pop_front()
    }
}

impl Default for EmbeddedAws {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for EmbeddedAws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmbeddedAws")
    }
}

impl HttpConnector for EmbeddedAws {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let aws = self.clone();
        HttpConnectorFuture::new(async move { Ok(aws.answer(request).await?.into_response()) })
    }
}

fn broken(reason: &'static str) -> ConnectorError {
    ConnectorError::io(reason.into())
}
