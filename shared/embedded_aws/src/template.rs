//! The table's definition, out of the template that is deployed.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

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
    let template = cloudformation::parse(TEMPLATE).expect("the template can be read");
    let resources = template["Resources"].as_object().expect("the template has resources");
    let tables = resources.values().filter(|resource| resource["Type"] == "AWS::DynamoDB::Table");
    let [table] = tables.collect::<Vec<_>>()[..] else { panic!("the template has one table") };
    let property = |name: &str| (name.to_owned(), table["Properties"][name].clone());
    PROPERTIES.into_iter().map(property).collect()
}
