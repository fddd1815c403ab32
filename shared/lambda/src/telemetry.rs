//! Logs and metrics. A log line is JSON with ids; message texts, tokens, prompts and e-mail addresses never reach it.
//! Metrics are lines in CloudWatch's embedded format, which cost no call but are paid by the byte: what comes with every message
//! is gathered over some seconds.

mod gathered;

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use serde::{Serialize, Serializer};
use tracing_subscriber::filter::LevelFilter;

use self::gathered::{Gathered, Values};
use crate::{clock, config};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Unit {
    /// Things.
    Count,
    /// Time.
    Milliseconds,
    /// What has no unit of CloudWatch's, such as money.
    None,
}

/// Writes metrics of one request, in the embedded metric format, by function.
pub fn measure(metrics: &[Metric]) {
    let values = metrics.iter().map(|&(name, unit, value)| (name, unit, Values::One(value)));
    write(&values.collect::<Vec<_>>());
}

/// Notes metrics of one of many requests, of which a line is written every few seconds. What was noted last may get lost with the
/// process: nothing that an alarm looks at.
pub fn gather(metrics: &[Metric]) {
    static GATHERED: Mutex<Gathered> = Mutex::new(Gathered::new());
    let mut gathered = GATHERED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(values) = gathered.add(metrics, clock::now()) {
        write(&values);
    }
}

fn write(metrics: &[Measured]) {
    let mut line = embedded(&config::function_name(), clock::now().0, metrics);
    line.push('\n');
    // A metric that can't be written must not fail the request that it measures.
    let _ = std::io::stdout().lock().write_all(line.as_bytes());
}

/// What is measured: its name, its unit, how much.
pub type Metric = (&'static str, Unit, f64);

/// The same, of one request or of many.
type Measured = (&'static str, Unit, Values);

/// The line's form. It is written often, so it is written straight, without a tree of values.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Line<'a> {
    function: &'a str,
    #[serde(rename = "_aws")]
    aws: Aws<'a>,
    #[serde(flatten)]
    values: Named<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Aws<'a> {
    timestamp: i64,
    cloud_watch_metrics: [Directive<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'a> {
    namespace: &'static str,
    dimensions: [[&'static str; 1]; 1],
    metrics: &'a [Definition],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Definition {
    name: &'static str,
    unit: Unit,
}

struct Named<'a>(&'a [Measured]);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, _, value)| (name, value)))
    }
}

fn embedded(function: &str, timestamp: i64, metrics: &[Measured]) -> String {
    let definitions: Vec<_> =
        metrics.iter().map(|(name, unit, _)| Definition { name, unit: *unit }).collect();
    let directive =
        Directive { namespace: NAMESPACE, dimensions: [["Function"]], metrics: &definitions };
    let aws = Aws { timestamp, cloud_watch_metrics: [directive] };
    // Texts and numbers only: it can't fail.
    serde_json::to_string(&Line { function, aws, values: Named(metrics) }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_metric_line_has_the_embedded_format() {
        let line = embedded("message", 1, &[("Messages", Unit::Count, Values::One(1.0))]);
        let line: Value = serde_json::from_str(&line).unwrap();
        let directive = json!({
            "Namespace": "Firstline",
            "Dimensions": [["Function"]],
            "Metrics": [{"Name": "Messages", "Unit": "Count"}],
        });
        assert_eq!(line["_aws"], json!({"Timestamp": 1, "CloudWatchMetrics": [directive]}));
        assert_eq!((&line["Messages"], &line["Function"]), (&json!(1.0), &json!("message")));
    }
}
