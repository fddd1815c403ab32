//! EventBridge's PutEvents, as far as functions use it. What it takes is kept as its targets would get it.

mod entry;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use serde_json::{Value, json};

use crate::fault_injection::{BusFate, Faults};
use crate::listen::HttpResponse;
use crate::permissions::Permissions;
use entry::BusEntry;

/// The service's bounds for one request.
const MOST_ENTRIES: usize = 10;
const MOST_BYTES: usize = 256 * 1024;
/// Events that are kept; the oldest go first.
const MOST_KEPT: usize = 100_000;
const TARGET: &str = "AWSEvents.PutEvents";

/// Every bus of the stack. Clones share them.
#[derive(Clone)]
pub(crate) struct Buses {
    kept: Arc<Mutex<VecDeque<(String, Value)>>>,
    faults: Faults,
    permissions: Option<Arc<Permissions>>,
}

/// A request that comes to nothing: status, type, sentence.
struct BusError(StatusCode, &'static str, String);

/// Whether a request is for this API.
pub(crate) fn is_meant(request: &Request<Incoming>) -> bool {
    request.headers().get("x-amz-target").is_some_and(|target| target == TARGET)
}

impl Buses {
    /// Buses without events; without permissions everybody may put some.
    pub(crate) fn new(faults: Faults, permissions: Option<Arc<Permissions>>) -> Self {
        Self { kept: Arc::default(), faults, permissions }
    }

    /// The events on a bus, oldest first.
    pub(crate) fn events(&self, bus: &str) -> Vec<Value> {
        let kept = self.kept();
        kept.iter().filter(|(name, _)| name == bus).map(|(_, event)| event.clone()).collect()
    }

    /// The answer to a request to put events.
    pub(crate) async fn answer(&self, request: Request<Incoming>) -> HttpResponse {
        let (parts, body) = request.into_parts();
        let Ok(body) = Limited::new(body, 2 * MOST_BYTES).collect().await else {
            let sentence = "the request is too large".to_owned();
            return told(Err(BusError(
                StatusCode::PAYLOAD_TOO_LARGE,
                "RequestEntityTooLargeException",
                sentence,
            )));
        };
        let fate = self.faults.of_bus();
        if let BusFate::Delayed(delay) = fate {
            tokio::time::sleep(delay).await;
        }
        told(self.put(fate, &parts.headers, &body.to_bytes()))
    }

    fn put(
        &self,
        fate: BusFate,
        headers: &http::HeaderMap,
        body: &[u8],
    ) -> Result<Value, BusError> {
        match fate {
            BusFate::Served | BusFate::Delayed(_) => {}
            BusFate::Refused => {
                let sentence = "a fault of the local stack".to_owned();
                return Err(BusError(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "InternalException",
                    sentence,
                ));
            }
            BusFate::Throttled => {
                let sentence = "Rate exceeded".to_owned();
                return Err(BusError(StatusCode::BAD_REQUEST, "ThrottlingException", sentence));
            }
        }
        let entries = entry::read(body).map_err(invalid)?;
        if entries.is_empty() || entries.len() > MOST_ENTRIES {
            return Err(invalid(format!("a request has 1 to {MOST_ENTRIES} entries")));
        }
        if entries.iter().map(BusEntry::size).sum::<usize>() > MOST_BYTES {
            let sentence = "Total size of the entries in the request is over the limit.";
            return Err(invalid(sentence.to_owned()));
        }
        for entry in &entries {
            self.allowed(headers, entry)?;
        }
        Ok(self.take(entries))
    }

    fn allowed(&self, headers: &http::HeaderMap, entry: &BusEntry) -> Result<(), BusError> {
        let Some(permissions) = &self.permissions else { return Ok(()) };
        let denied =
            |sentence| BusError(StatusCode::BAD_REQUEST, "AccessDeniedException", sentence);
        permissions.of_bus(headers, entry.bus()).map_err(denied)
    }

    /// Keeps each entry that is one; the answer says at its place what became of it.
    fn take(&self, entries: Vec<BusEntry>) -> Value {
        let mut told = Vec::new();
        for entry in entries {
            told.push(match entry.check().and_then(|()| self.faults.of_entry()) {
                Ok(()) => {
                    let event = entry.delivered();
                    let id = event["id"].clone();
                    let mut kept = self.kept();
                    kept.push_back((entry.bus().to_owned(), event));
                    if kept.len() > MOST_KEPT {
                        kept.pop_front();
                    }
                    json!({ "EventId": id })
                }
                Err(code) => json!({ "ErrorCode": code, "ErrorMessage": "it was not taken" }),
            });
        }
        let failed = told.iter().filter(|entry| entry.get("ErrorCode").is_some()).count();
        json!({ "FailedEntryCount": failed, "Entries": told })
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<(String, Value)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn invalid(sentence: String) -> BusError {
    BusError(StatusCode::BAD_REQUEST, "ValidationException", sentence)
}

fn told(outcome: Result<Value, BusError>) -> HttpResponse {
    let (status, body) = match outcome {
        Ok(body) => (StatusCode::OK, body),
        Err(BusError(status, kind, message)) => {
            (status, json!({ "__type": kind, "message": message }))
        }
    };
    let mut answer = Response::new(Full::new(Bytes::from(body.to_string())));
    *answer.status_mut() = status;
    let kind = HeaderValue::from_static("application/x-amz-json-1.1");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}
