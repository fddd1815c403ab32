//! CloudFormation's YAML with its short tags as plain JSON: `!Ref X` becomes `{"Ref": "X"}`, any other `!Name v` becomes
//! `{"Fn::Name": v}`, so that both spellings read the same. The local stack, the checks of the template and the tests' tables
//! read it here.

use serde_json::{Map, Value, json};
use serde_yaml_ng::Value as Yaml;

/// A text that is no template. The sentence names the line where it is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the template is broken at {place}: {reason}")]
pub struct ParseError {
    /// Where.
    pub place: String,
    /// Why.
    pub reason: String,
}

/// Parses the template's text.
///
/// # Errors
/// [`ParseError`] where the text is no YAML or holds what JSON can't say.
pub fn parse(text: &str) -> Result<Value, ParseError> {
    let document: Yaml = serde_yaml_ng::from_str(text).map_err(|error| {
        let place =
            error.location().map_or("its text".to_owned(), |at| format!("line {}", at.line()));
        ParseError { place, reason: error.to_string() }
    })?;
    plain(document)
}

fn plain(value: Yaml) -> Result<Value, ParseError> {
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

fn key_text(key: &Yaml) -> Result<String, ParseError> {
    match key {
        Yaml::String(text) => Ok(text.clone()),
        Yaml::Number(number) => Ok(number.to_string()),
        other => Err(ParseError {
            place: format!("the key {other:?}"),
            reason: "a key must be a text".to_owned(),
        }),
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
        (other, value) => json!({ format!("Fn::{other}"): value }),
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
