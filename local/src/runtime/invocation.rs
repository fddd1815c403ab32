//! One invocation: what a process is handed, and how it ends.

use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use serde_json::json;
use tokio::sync::oneshot;

/// How an invocation ends: the function's answer, or a failure.
pub type InvocationResult = Result<Bytes, FunctionError>;

/// Why a function gave no answer, in the words that Lambda uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionError {
    /// The error's document: `errorType` and `errorMessage`.
    pub document: Bytes,
}

impl FunctionError {
    /// A failure of the function itself, with the document that it posted.
    pub fn posted(document: Bytes) -> Self {
        Self { document }
    }

    /// A failure that the platform names.
    pub fn named(kind: &str, message: String) -> Self {
        let document = json!({ "errorType": kind, "errorMessage": message });
        Self { document: document.to_string().into() }
    }

    /// The function was killed after this long.
    pub fn timeout(request: &str, after: Duration) -> Self {
        let message = format!(
            "RequestId: {request} Error: Task timed out after {:.2} seconds",
            after.as_secs_f64()
        );
        Self::named("Sandbox.Timedout", message)
    }

    /// The text of the function's error, for a gateway that gives some of them a meaning.
    pub fn message(&self) -> String {
        let document: Option<serde_json::Value> = serde_json::from_slice(&self.document).ok();
        let message = document.as_ref().and_then(|document| document.get("errorMessage")?.as_str());
        message.unwrap_or_default().to_owned()
    }
}

/// What a process gets from `next`.
pub(super) struct Invocation {
    /// The request's id.
    pub(super) request: String,
    /// When it was asked for.
    pub(super) since: Instant,
    /// When Lambda would kill it, in milliseconds since 1970.
    pub(super) deadline: u128,
    /// The event.
    pub(super) payload: Bytes,
    /// Where the end is told.
    pub(super) done: oneshot::Sender<InvocationResult>,
}

/// The deadline of an invocation that begins now.
pub(super) fn deadline(timeout: Duration) -> u128 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    (now + timeout).as_millis()
}
