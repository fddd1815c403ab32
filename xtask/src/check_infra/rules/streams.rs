//! What comes from the stream: filters that are filters, failures that end somewhere, and the right to read.

use serde_json::Value;

use super::Findings;
use super::permissions::{actions, statements};
use crate::check_infra::template::{Resource, Tree, names};

/// What Lambda does in a function's name to read its stream.
pub(in crate::check_infra) const READING: [&str; 4] = [
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
];
/// What Lambda does in its name with a batch that is given up.
pub(in crate::check_infra) const GIVING_UP: &str = "sqs:SendMessage";
/// DynamoDB's advice: more readers than two slow each other down.
const MOST_READERS: usize = 2;

pub(super) fn check(tree: &Tree) -> Findings {
    let mappings = tree.of("AWS::Lambda::EventSourceMapping");
    let mut found: Findings =
        mappings.iter().flat_map(|mapping| of_mapping(tree, mapping)).collect();
    if mappings.len() > MOST_READERS {
        found.push(format!("{} mappings read the stream, at most {MOST_READERS}", mappings.len()));
    }
    found
}

fn of_mapping(tree: &Tree, mapping: &Resource<'_>) -> Findings {
    let own = mapping.properties;
    let failures = &own["DestinationConfig"]["OnFailure"]["Destination"];
    let holds = [
        (own["BisectBatchOnFunctionError"] == true, "one bad record takes a whole batch with it"),
        (
            own["MaximumRetryAttempts"].as_i64().is_some_and(|times| (0..=100).contains(&times)),
            "a bad record blocks its shard for a day",
        ),
        (
            own["FunctionResponseTypes"][0] == "ReportBatchItemFailures",
            "good records are done again with bad ones",
        ),
        (!names(failures).is_empty(), "what fails is lost"),
        (own["StartingPosition"] == "TRIM_HORIZON", "what was written while it was made is lost"),
    ];
    let broken = holds.iter().filter(|(holds, _)| !holds);
    let mut found: Findings =
        broken.map(|(_, sentence)| format!("{}: {sentence}", mapping.id)).collect();
    found.extend(filters(own).into_iter().map(|broken| format!("{}: {broken}", mapping.id)));
    found.extend(rights(tree, mapping));
    found
}

fn filters(own: &Value) -> Findings {
    let filters = own["FilterCriteria"]["Filters"].as_array().into_iter().flatten();
    let mut found = Vec::new();
    let mut seen = 0;
    for filter in filters {
        seen += 1;
        let pattern = filter["Pattern"].as_str().unwrap_or_default();
        match serde_json::from_str::<Value>(pattern) {
            Err(_) => found.push("its filter is no JSON".to_owned()),
            Ok(pattern) if rows(&pattern).is_none() => {
                found.push("its filter does not say which rows by their sort keys".to_owned());
            }
            // Events change by a withdrawal alone, which comes as an event of its own.
            Ok(pattern) if rows(&pattern) == Some("EVENT#") && !is_of_new_rows(&pattern) => {
                found.push("it lets more through than new rows".to_owned());
            }
            Ok(_) => {}
        }
    }
    if seen == 0 {
        found.push("it is run for every row, that of a heartbeat too".to_owned());
    }
    found
}

/// How the sort keys begin of the rows that a filter lets through.
fn rows(pattern: &Value) -> Option<&str> {
    pattern.pointer("/dynamodb/Keys/sk/S/0/prefix")?.as_str()
}

fn is_of_new_rows(pattern: &Value) -> bool {
    pattern["eventName"] == serde_json::json!(["INSERT"])
}

fn rights(tree: &Tree, mapping: &Resource<'_>) -> Findings {
    let functions = tree.of("AWS::Serverless::Function");
    let wanted = names(&mapping.properties["FunctionName"]);
    let Some(function) = functions.iter().find(|one| wanted.contains(one.id)) else {
        return vec![format!("{}: its FunctionName is no function of the template", mapping.id)];
    };
    let queue = names(&mapping.properties["DestinationConfig"]);
    let may = |action: &str, on: &dyn Fn(&Value) -> bool| {
        statements(tree, function)
            .iter()
            .any(|one| actions(one).contains(&action) && on(&one["Resource"]))
    };
    let is_stream = |resource: &Value| *resource == mapping.properties["EventSourceArn"];
    let is_queue = |resource: &Value| names(resource) == queue;
    let mut missing: Vec<&str> =
        READING.into_iter().filter(|action| !may(action, &is_stream)).collect();
    missing.extend((!may(GIVING_UP, &is_queue)).then_some(GIVING_UP));
    missing
        .iter()
        .map(|action| format!("{}: {} may not {action}", mapping.id, function.id))
        .collect()
}
