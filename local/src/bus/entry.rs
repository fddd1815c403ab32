//! One entry of a request, and the event that comes of it.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock;
use crate::template::{ACCOUNT, REGION};

/// What the service counts for an entry's time.
const TIME: usize = 14;

/// An entry as it was sent.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct BusEntry {
    event_bus_name: Option<String>,
    source: Option<String>,
    detail_type: Option<String>,
    detail: Option<String>,
    /// Seconds since 1970.
    time: Option<f64>,
    #[serde(default)]
    resources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutEvents {
    entries: Vec<BusEntry>,
}

/// The entries of a request.
///
/// # Errors
/// A sentence: the body is none of a request.
pub(super) fn read(body: &[u8]) -> Result<Vec<BusEntry>, String> {
    let request = serde_json::from_slice::<PutEvents>(body).map_err(|error| error.to_string())?;
    Ok(request.entries)
}

impl BusEntry {
    /// The bus it is for, without the beginning of its ARN.
    pub(super) fn bus(&self) -> &str {
        let name = self.event_bus_name.as_deref().unwrap_or("default");
        name.rsplit_once(":event-bus/").map_or(name, |(_, name)| name)
    }

    /// What the service counts.
    pub(super) fn size(&self) -> usize {
        let texts = [&self.source, &self.detail_type, &self.detail];
        let texts = texts.into_iter().flatten().chain(&self.resources).map(String::len);
        texts.sum::<usize>() + self.time.map_or(0, |_| TIME)
    }

    /// Whether it is an event.
    ///
    /// # Errors
    /// The service's code.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let (Some(source), Some(_), Some(detail)) = (&self.source, &self.detail_type, &self.detail)
        else {
            return Err("InvalidArgument");
        };
        if source.starts_with("aws.") {
            return Err("NotAuthorizedForSourceException");
        }
        match serde_json::from_str(detail) {
            Ok(Value::Object(_)) => Ok(()),
            _ => Err("MalformedDetail"),
        }
    }

    /// The event as the targets of a rule get it.
    pub(super) fn delivered(&self) -> Value {
        let now = clock::epoch_ms();
        let at = self.time.map_or(now, |seconds| (seconds * 1000.0) as u64);
        let detail = self.detail.as_deref().and_then(|detail| serde_json::from_str(detail).ok());
        json!({
            "version": "0",
            "id": clock::uuid(),
            "detail-type": self.detail_type,
            "source": self.source,
            "account": ACCOUNT,
            "time": clock::rfc3339(at),
            "region": REGION,
            "resources": self.resources,
            "detail": detail.unwrap_or(Value::Null),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(entry: &str, expected: Result<(), &str>) {
        let body = format!(r#"{{"Entries":[{entry}]}}"#);
        assert_eq!(read(body.as_bytes()).unwrap()[0].check(), expected, "{entry}");
    }

    #[test]
    fn an_entry_that_is_no_event_is_refused_by_its_own_code() {
        check(r#"{"Source":"s","DetailType":"t","Detail":"{}"}"#, Ok(()));
        check(r#"{"Source":"s","DetailType":"t"}"#, Err("InvalidArgument"));
        check(r#"{"Source":"s","DetailType":"t","Detail":"[]"}"#, Err("MalformedDetail"));
        check(
            r#"{"Source":"aws.s","DetailType":"t","Detail":"{}"}"#,
            Err("NotAuthorizedForSourceException"),
        );
    }

    #[test]
    fn a_target_gets_an_event_in_its_envelope() {
        let body = r#"{"Entries":[{"EventBusName":"arn:aws:events:r:1:event-bus/own","Source":"s","DetailType":"t",
            "Detail":"{\"a\":1}","Time":1428582896.5}]}"#;
        let entry = &read(body.as_bytes()).unwrap()[0];
        let event = entry.delivered();
        assert_eq!((entry.bus(), &event["time"]), ("own", &json!("2015-04-09T12:34:56Z")));
        assert_eq!((&event["detail-type"], &event["detail"]["a"]), (&json!("t"), &json!(1)));
    }
}
