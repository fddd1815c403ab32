//! What the function is started with, told apart by what it holds.

use std::fmt;

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::rebuild::Rebuild;
use crate::work::Work;

/// What the function is started with.
pub enum Incoming {
    /// By the table's stream.
    Stream(Event),
    /// By anything else.
    Other(Other),
}

/// What else it is started with.
#[derive(serde::Deserialize)]
#[serde(untagged)]
pub enum Other {
    /// By itself.
    Work(Work),
    /// Another minute has begun.
    Minute(Schedule),
    /// By an operator.
    Operator {
        /// What is to be made anew.
        rebuild: Rebuild,
    },
}

/// A schedule's own event.
#[derive(serde::Deserialize)]
pub struct Schedule {
    /// What it is called.
    #[serde(rename = "detail-type")]
    _kind: String,
}

impl<'de> Deserialize<'de> for Incoming {
    /// The stream's records are read as they come; only what is small is kept until all of it is known.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ByContent)
    }
}

struct ByContent;

impl<'de> Visitor<'de> for ByContent {
    type Value = Incoming;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an event of the function")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Incoming, A::Error> {
        let mut fields = Map::new();
        let mut records: Option<Vec<EventRecord>> = None;
        while let Some(name) = map.next_key::<String>()? {
            if name == "Records" {
                records = Some(map.next_value()?);
            } else {
                fields.insert(name, map.next_value()?);
            }
        }
        if let Some(records) = records {
            let mut event = Event::default();
            event.records = records;
            return Ok(Incoming::Stream(event));
        }
        serde_json::from_value(Value::Object(fields)).map(Incoming::Other).map_err(A::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_in_is_told_apart() {
        let read = |text: &str| serde_json::from_str::<Incoming>(text);
        let records = read(r#"{"Records":[]}"#).unwrap();
        assert!(matches!(records, Incoming::Stream(event) if event.records.is_empty()));
        let work = read(r#"{"consider":[],"learn":["demo"]}"#).unwrap();
        assert!(matches!(work, Incoming::Other(Other::Work(_))));
        let minute = read(r#"{"detail-type":"Scheduled Event","source":"aws.events"}"#).unwrap();
        assert!(matches!(minute, Incoming::Other(Other::Minute(_))));
        let rebuild = read(r#"{"rebuild":{"store":"demo"}}"#).unwrap();
        assert!(matches!(rebuild, Incoming::Other(Other::Operator { .. })));
        assert!(read(r#"{"something":"else"}"#).is_err());
    }
}
