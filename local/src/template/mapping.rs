//! Event source mappings: from a table's stream to a function.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::TemplateError;
use super::function::{self, Function};
use super::resources::Resources;
use crate::stream::Filter;

/// A mapping as the stack runs it.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// Function and event, unique in the template.
    pub id: String,
    /// The logical id of the function.
    pub function: String,
    /// The physical name of the table.
    pub table: String,
    /// Whether it begins with the oldest record, not with the next one.
    pub from_oldest: bool,
    /// The most records of one invocation.
    pub batch_size: usize,
    /// How long to gather a batch.
    pub window: Duration,
    /// How many batches of one shard run at once; one key's records stay in order.
    pub workers: usize,
    /// Retries after the first try; `None` until it succeeds.
    pub retries: Option<u32>,
    /// Whether a failing batch is halved.
    pub bisects: bool,
    /// Whether the function says which records failed.
    pub reports_items: bool,
    /// The queue that failed batches go to.
    pub failures: Option<String>,
    /// A record goes on when any of them matches, or when there is none.
    pub filters: Vec<Filter>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct FunctionProperties {
    #[serde(default)]
    events: BTreeMap<String, Event>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Event {
    r#type: String,
    #[serde(default)]
    properties: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Source {
    #[serde(alias = "EventSourceArn")]
    stream: String,
    #[serde(default)]
    function_name: Option<String>,
    starting_position: String,
    #[serde(default = "hundred")]
    batch_size: usize,
    #[serde(default)]
    maximum_batching_window_in_seconds: u64,
    #[serde(default = "one_worker")]
    parallelization_factor: usize,
    #[serde(default)]
    maximum_retry_attempts: Option<i64>,
    #[serde(default)]
    bisect_batch_on_function_error: bool,
    #[serde(default)]
    function_response_types: Vec<String>,
    #[serde(default)]
    destination_config: Value,
    #[serde(default)]
    filter_criteria: FilterCriteria,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase")]
struct FilterCriteria {
    #[serde(default)]
    filters: Vec<FilterText>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct FilterText {
    pattern: String,
}

fn hundred() -> usize {
    100
}

fn one_worker() -> usize {
    1
}

/// Every mapping: a function's own `Events` of type DynamoDB, and explicit resources.
pub(super) fn read(
    resources: &Resources,
    functions: &BTreeMap<String, Function>,
) -> Result<Vec<Mapping>, TemplateError> {
    let mut mappings = Vec::new();
    for (function, properties) in resources.of::<FunctionProperties>("AWS::Serverless::Function")? {
        for (event, source) in
            properties.events.iter().filter(|(_, event)| event.r#type == "DynamoDB")
        {
            let source = Source::deserialize(&source.properties)
                .map_err(|error| TemplateError::new(function, error))?;
            mappings.push(one(&format!("{function}{event}"), function, source)?);
        }
    }
    for (id, source) in resources.of::<Source>("AWS::Lambda::EventSourceMapping")? {
        let named = source.function_name.clone().unwrap_or_default();
        let function = function::named_in(id, &named, functions)?;
        mappings.push(one(id, &function.id, source)?);
    }
    Ok(mappings)
}

fn one(id: &str, function: &str, source: Source) -> Result<Mapping, TemplateError> {
    let table = source.stream.split(":table/").nth(1).and_then(|rest| rest.split('/').next());
    let table = table.ok_or_else(|| TemplateError::new(id, "its Stream is no table's stream"))?;
    let failures =
        source.destination_config.pointer("/OnFailure/Destination").and_then(Value::as_str);
    let filters = source.filter_criteria.filters.iter().map(|filter| {
        Filter::parse(&filter.pattern)
            .map_err(|reason| TemplateError::new(id, format!("its filter: {reason}")))
    });
    Ok(Mapping {
        id: id.to_owned(),
        function: function.to_owned(),
        table: table.to_owned(),
        from_oldest: source.starting_position == "TRIM_HORIZON",
        batch_size: source.batch_size.clamp(1, 10_000),
        window: Duration::from_secs(source.maximum_batching_window_in_seconds),
        workers: source.parallelization_factor.clamp(1, 10),
        retries: source.maximum_retry_attempts.and_then(|times| u32::try_from(times).ok()),
        bisects: source.bisect_batch_on_function_error,
        reports_items: source
            .function_response_types
            .iter()
            .any(|kind| kind == "ReportBatchItemFailures"),
        failures: failures.and_then(|arn| arn.rsplit(':').next()).map(str::to_owned),
        filters: filters.collect::<Result<_, _>>()?,
    })
}
