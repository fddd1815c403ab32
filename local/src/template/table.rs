//! Tables: what `CreateTable` and `UpdateTimeToLive` are told.

use serde::Deserialize;
use serde_json::{Value, json};

use super::TemplateError;
use super::resources::{self, Resources};

/// A table as the engine is told to make it.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The logical id.
    pub id: String,
    /// The physical name.
    pub name: String,
    /// The attribute of the time to live, if it is on.
    pub ttl: Option<String>,
    /// Whether it has a stream.
    pub has_stream: bool,
    attributes: Value,
    keys: Value,
    indexes: Vec<Value>,
    stream: Option<Value>,
}

impl Table {
    /// The body of `CreateTable`.
    pub fn creation(&self) -> Value {
        let mut body = json!({
            "TableName": self.name,
            "AttributeDefinitions": self.attributes,
            "KeySchema": self.keys,
            "BillingMode": "PAY_PER_REQUEST",
        });
        if !self.indexes.is_empty() {
            body["GlobalSecondaryIndexes"] = json!(self.indexes);
        }
        if let Some(view) = &self.stream {
            body["StreamSpecification"] = json!({ "StreamEnabled": true, "StreamViewType": view });
        }
        body
    }

    /// The names of the partition keys: of the table itself and of its indexes, by table and index.
    pub(crate) fn partition_keys(&self) -> Vec<((String, Option<String>), String)> {
        let own = (None, &self.keys);
        let indexes = self.indexes.iter().filter_map(|index| {
            Some((Some(index.get("IndexName")?.as_str()?.to_owned()), index.get("KeySchema")?))
        });
        let named = std::iter::once(own).chain(indexes).filter_map(|(index, schema)| {
            let hash = schema.as_array()?.iter().find(|key| key["KeyType"] == "HASH")?;
            Some(((self.name.clone(), index), hash["AttributeName"].as_str()?.to_owned()))
        });
        named.collect()
    }

    /// The body of `UpdateTimeToLive`, if it is on.
    pub fn time_to_live(&self) -> Option<Value> {
        let attribute = self.ttl.as_ref()?;
        Some(json!({
            "TableName": self.name,
            "TimeToLiveSpecification": { "Enabled": true, "AttributeName": attribute },
        }))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Properties {
    attribute_definitions: Value,
    key_schema: Value,
    #[serde(default)]
    global_secondary_indexes: Vec<Value>,
    #[serde(default)]
    stream_specification: Option<Stream>,
    #[serde(default)]
    time_to_live_specification: Option<TimeToLive>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Stream {
    stream_view_type: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TimeToLive {
    attribute_name: String,
    enabled: bool,
}

/// Every table.
pub(super) fn read(resources: &Resources) -> Result<Vec<Table>, TemplateError> {
    let declared = resources.of::<Properties>("AWS::DynamoDB::Table")?;
    Ok(declared.into_iter().map(|(id, properties)| one(id, properties)).collect())
}

fn one(id: &str, properties: Properties) -> Table {
    let ttl = properties.time_to_live_specification.filter(|ttl| ttl.enabled);
    Table {
        id: id.to_owned(),
        name: resources::table_name(id),
        ttl: ttl.map(|ttl| ttl.attribute_name),
        has_stream: properties.stream_specification.is_some(),
        attributes: properties.attribute_definitions,
        keys: properties.key_schema,
        indexes: properties.global_secondary_indexes,
        stream: properties.stream_specification.map(|stream| stream.stream_view_type),
    }
}
