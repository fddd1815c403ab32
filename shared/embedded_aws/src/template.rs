//! The table's definition, out of the template that is deployed.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use serde_yaml_ng::Value as Yaml;

const TEMPLATE: &str = include_str!("../../../infra/template.yaml");
/// What `CreateTable` is told of the resource's properties. The stream is left out: nothing reads it here.
const PROPERTIES: [&str; 3] = ["AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes"];

static DEFINITION: LazyLock<Map<String, Value>> = LazyLock::new(read);

/// The body of `CreateTable` for a table of this name.
pub(super) fn table(name: &str) -> Value {
    let mut definition = DEFINITION.clone();
    definition.insert("TableName".to_owned(), json!(name));
    definition.insert("BillingMode".to_owned(), json!("PAY_PER_REQUEST"));
    Value::Object(definition)
}

fn read() -> Map<String, Value> {
    let template: Yaml = serde_yaml_ng::from_str(TEMPLATE).expect("the template is YAML");
    let resources = template["Resources"].as_mapping().expect("the template has resources");
    let tables = resources.values().filter(|resource| resource["Type"] == "AWS::DynamoDB::Table");
    let [table] = tables.collect::<Vec<_>>()[..] else { panic!("the template has one table") };
    let property = |name: &str| {
        let value = serde_json::to_value(&table["Properties"][name]);
        (name.to_owned(), value.expect("the table's keys are written out"))
    };
    PROPERTIES.into_iter().map(property).collect()
}
