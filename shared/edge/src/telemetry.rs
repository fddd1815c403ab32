//! Logs and metrics. A log line is JSON with ids; message texts, tokens, prompts and e-mail addresses never reach it.
//! Metrics are lines in CloudWatch's embedded format, which cost no call.

use std::io::Write;

use serde_json::{Map, Value, json};
use tracing_subscriber::filter::LevelFilter;

use crate::{config, stamp};

/// The metrics' namespace in CloudWatch.
const NAMESPACE: &str = "Firstline";

/// Starts logging as JSON lines on standard output. To be called once, at the start of `main`.
pub fn start() {
    let level: LevelFilter = config::log_level().parse().unwrap_or(LevelFilter::INFO);
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_target(false)
        .with_max_level(level)
        .without_time() // CloudWatch stamps each line
        .init();
}

/// What a metric counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Time.
    Milliseconds,
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Unit::Count => "Count",
            Unit::Milliseconds => "Milliseconds",
        }
    }
}

/// Writes metrics of one request, in the embedded metric format, by function.
pub fn measure(metrics: &[(&'static str, Unit, f64)]) {
    let line = embedded(&config::function_name(), stamp::now().0, metrics);
    // A metric that can't be written must not fail the request that it measures.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

fn embedded(function: &str, at: i64, metrics: &[(&'static str, Unit, f64)]) -> Value {
    let definitions: Vec<_> =
        metrics.iter().map(|(name, unit, _)| json!({"Name": name, "Unit": unit.name()})).collect();
    let mut line = Map::new();
    line.insert("Function".to_owned(), json!(function));
    line.insert(
        "_aws".to_owned(),
        json!({
            "Timestamp": at,
            "CloudWatchMetrics": [{
                "Namespace": NAMESPACE,
                "Dimensions": [["Function"]],
                "Metrics": definitions,
            }],
        }),
    );
    line.extend(metrics.iter().map(|(name, _, value)| ((*name).to_owned(), json!(value))));
    Value::Object(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_line_has_the_embedded_format() {
        let line = embedded("message", 1, &[("Messages", Unit::Count, 1.0)]);
        let definition = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(definition["Metrics"][0], json!({"Name": "Messages", "Unit": "Count"}));
        assert_eq!((&line["Messages"], &line["Function"]), (&json!(1.0), &json!("message")));
    }
}
