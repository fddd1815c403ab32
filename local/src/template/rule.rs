//! Rules: a function's `EventBridgeRule` events, which hand it what happens to other services.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::TemplateError;
use super::resources::Resources;
use crate::stream::Filter;

/// A function that hears of some events.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The logical id of the function.
    pub function: String,
    /// Of which.
    pub(crate) pattern: Filter,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct FunctionProperties {
    #[serde(default)]
    events: BTreeMap<String, Value>,
}

/// Every rule.
pub(super) fn read(resources: &Resources) -> Result<Vec<Rule>, TemplateError> {
    let mut rules = Vec::new();
    for (function, properties) in resources.of::<FunctionProperties>("AWS::Serverless::Function")? {
        for (name, event) in properties.events {
            if event["Type"] != "EventBridgeRule" {
                continue;
            }
            let pattern = event["Properties"]["Pattern"].to_string();
            let pattern = Filter::parse(&pattern).map_err(|error| {
                TemplateError::new(function, format!("the pattern of {name}: {error}"))
            })?;
            rules.push(Rule { function: function.to_owned(), pattern });
        }
    }
    Ok(rules)
}
