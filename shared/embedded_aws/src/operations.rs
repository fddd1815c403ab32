//! What the services do: the engine serves the table, the others are recorded.

use serde_json::{Value, json};

use crate::exchange::{Answer, Request, Target};
use crate::{EmbeddedAws, engine};

impl EmbeddedAws {
    /// Does what a request asks for.
    pub(super) fn serve(&self, request: &Request) -> Answer {
        match &request.target {
            Target::Table => {
                let (status, body) =
                    engine::answer(&self.0.engine, &request.operation, &request.body);
                Answer { status, error: None, body }
            }
            Target::Connection(connection) => self.serve_connection(request, connection),
            Target::Bus => self.serve_bus(request),
            Target::Function(function) => {
                let event = serde_json::from_slice(&request.body).unwrap_or_default();
                self.state().invocations.push((function.clone(), event));
                Answer { status: 202, error: None, body: Vec::new() }
            }
            Target::Unknown => Answer::error(400, "UnknownOperationException"),
        }
    }

    fn serve_connection(&self, request: &Request, connection: &str) -> Answer {
        let mut state = self.state();
        if state.gone.contains(connection) {
            return Answer::error(410, "GoneException");
        }
        if request.operation == "DeleteConnection" {
            state.gone.insert(connection.to_owned());
            state.disconnected.push(connection.to_owned());
        } else {
            let frame = String::from_utf8_lossy(&request.body).into_owned();
            state.frames.entry(connection.to_owned()).or_default().push(frame);
        }
        Answer { status: 200, error: None, body: b"{}".to_vec() }
    }

    fn serve_bus(&self, request: &Request) -> Answer {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let mut entries = body["Entries"].as_array().cloned().unwrap_or_default();
        for entry in &mut entries {
            let detail = entry["Detail"].as_str().unwrap_or_default();
            entry["Detail"] = serde_json::from_str(detail).unwrap_or_default();
        }
        let ids: Vec<_> = entries.iter().map(|_| json!({ "EventId": "1" })).collect();
        self.state().published.extend(entries);
        let body = json!({ "FailedEntryCount": 0, "Entries": ids }).to_string().into_bytes();
        Answer { status: 200, error: None, body }
    }
}
