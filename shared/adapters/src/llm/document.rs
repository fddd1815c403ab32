//! JSON in the SDK's own words for it.

use aws_smithy_types::{Document, Number};
use serde_json::{Map, Value, json};

/// The document of this JSON.
pub(super) fn of(value: &Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(value) => Document::Bool(*value),
        Value::Number(value) => Document::Number(number(value)),
        Value::String(value) => Document::String(value.clone()),
        Value::Array(items) => Document::Array(items.iter().map(of).collect()),
        Value::Object(fields) => of_object(fields),
    }
}

/// The document of an object with these fields.
pub(super) fn of_object(fields: &Map<String, Value>) -> Document {
    Document::Object(fields.iter().map(|(name, value)| (name.clone(), of(value))).collect())
}

fn number(value: &serde_json::Number) -> Number {
    let positive = value.as_u64().map(Number::PosInt);
    let negative = || value.as_i64().map(Number::NegInt);
    positive.or_else(negative).unwrap_or(Number::Float(value.as_f64().unwrap_or(f64::NAN)))
}

/// The JSON of this document.
pub(super) fn to_json(document: &Document) -> Value {
    match document {
        Document::Null => Value::Null,
        Document::Bool(value) => json!(value),
        Document::Number(Number::PosInt(value)) => json!(value),
        Document::Number(Number::NegInt(value)) => json!(value),
        Document::Number(Number::Float(value)) => json!(value),
        Document::String(value) => json!(value),
        Document::Array(items) => items.iter().map(to_json).collect(),
        Document::Object(fields) => Value::Object(
            fields.iter().map(|(name, value)| (name.clone(), to_json(value))).collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_comes_back_as_it_was() {
        let value = json!({ "a": [null, true, 1, -1, 0.5, u64::MAX, "text"], "b": { "c": [] } });
        assert_eq!(to_json(&of(&value)), value);
    }
}
