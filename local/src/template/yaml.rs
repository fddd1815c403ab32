//! YAML with CloudFormation's short tags, as plain JSON: `!Ref X` becomes `{"Ref": "X"}`, any other `!Name v`
//! becomes `{"Fn::Name": v}`, so that one resolver serves both spellings.

use serde_json::{Map, Value, json};
use serde_yaml_ng::Value as Yaml;

use super::TemplateError;

/// Parses the template's text.
///
/// # Errors
/// A sentence with the line where the text is no YAML or holds what JSON can't say.
pub(super) fn parse(text: &str) -> Result<Value, TemplateError> {
    let document: Yaml = serde_yaml_ng::from_str(text).map_err(|error| {
        let place =
            error.location().map_or("its text".to_owned(), |at| format!("line {}", at.line()));
        TemplateError::new(place, error)
    })?;
    plain(document)
}

fn plain(value: Yaml) -> Result<Value, TemplateError> {
    Ok(match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(flag) => Value::Bool(flag),
        Yaml::Number(number) => serde_json::to_value(number).unwrap_or(Value::Null),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => {
            Value::Array(items.into_iter().map(plain).collect::<Result<_, _>>()?)
        }
        Yaml::Mapping(entries) => {
            let mut map = Map::with_capacity(entries.len());
            for (key, value) in entries {
                map.insert(key_text(&key)?, plain(value)?);
            }
            Value::Object(map)
        }
        Yaml::Tagged(tagged) => tag(&tagged.tag.to_string(), plain(tagged.value)?),
    })
}

fn key_text(key: &Yaml) -> Result<String, TemplateError> {
    match key {
        Yaml::String(text) => Ok(text.clone()),
        Yaml::Number(number) => Ok(number.to_string()),
        other => Err(TemplateError::new(format!("the key {other:?}"), "a key must be a text")),
    }
}

fn tag(name: &str, value: Value) -> Value {
    match (name.trim_start_matches('!'), value) {
        ("Ref", value) => json!({ "Ref": value }),
        ("Condition", value) => json!({ "Condition": value }),
        ("GetAtt", Value::String(path)) => {
            let (resource, attribute) = path.split_once('.').unwrap_or((&path, ""));
            json!({ "Fn::GetAtt": [resource, attribute] })
        }
        (other, value) => {
            let mut map = Map::new();
            map.insert(format!("Fn::{other}"), value);
            Value::Object(map)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_tag_and_its_long_form_read_the_same() {
        let short =
            parse("a: !Sub x-${B}\nb: !GetAtt T.Arn\nc: !Ref P\nd: !Join ['-', [a, !Ref P]]")
                .unwrap();
        let long = parse(
            "a: {'Fn::Sub': 'x-${B}'}\nb: {'Fn::GetAtt': [T, Arn]}\nc: {Ref: P}\nd: {'Fn::Join': ['-', [a, {Ref: P}]]}",
        )
        .unwrap();
        assert_eq!(short, long);
    }

    #[test]
    fn broken_text_is_a_sentence_with_its_line() {
        let error = parse("a: b\n  c: [d\n").unwrap_err();
        assert!(error.to_string().starts_with("the template is broken at line "), "{error}");
    }
}
