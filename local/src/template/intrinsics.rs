//! CloudFormation's intrinsic functions, one arm each.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::TemplateError;
use super::resolver::Resolver;

/// Calls `Fn::<name>` with its unresolved argument.
pub(super) fn call(
    resolver: &Resolver<'_>,
    place: &str,
    name: &str,
    argument: &Value,
) -> Result<Value, TemplateError> {
    let wrong =
        || TemplateError::new(place, format!("the argument of Fn::{name} has the wrong form"));
    match (name, argument) {
        ("Sub", _) => sub(resolver, place, argument),
        ("GetAtt", Value::Array(path)) => match path.as_slice() {
            [Value::String(resource), Value::String(attribute)] => {
                resolver.attribute(place, resource, attribute)
            }
            _ => Err(wrong()),
        },
        ("If", Value::Array(parts)) => match parts.as_slice() {
            [Value::String(condition), yes, no] => {
                resolver.resolve(place, if resolver.holds(place, condition)? { yes } else { no })
            }
            _ => Err(wrong()),
        },
        ("And" | "Or", Value::Array(parts)) => {
            let truths = parts
                .iter()
                .map(|part| resolver.truth(place, part))
                .collect::<Result<Vec<_>, _>>()?;
            let all = truths.iter().all(|truth| *truth);
            let any = truths.iter().any(|truth| *truth);
            Ok(Value::Bool(if name == "And" { all } else { any }))
        }
        ("Not", Value::Array(parts)) => {
            let part = parts.first().ok_or_else(wrong)?;
            Ok(Value::Bool(!resolver.truth(place, part)?))
        }
        _ => on_values(resolver, place, name, &resolver.resolve(place, argument)?)
            .ok_or_else(wrong)?,
    }
}

/// The functions that see their argument resolved; `None` when it has the wrong form.
fn on_values(
    resolver: &Resolver<'_>,
    place: &str,
    name: &str,
    argument: &Value,
) -> Option<Result<Value, TemplateError>> {
    let parts = argument.as_array().map(Vec::as_slice).unwrap_or_default();
    let value = match (name, parts) {
        ("Join", [Value::String(delimiter), Value::Array(items)]) => {
            Value::String(items.iter().map(plain_text).collect::<Vec<_>>().join(delimiter))
        }
        ("Split", [Value::String(delimiter), Value::String(text)]) => {
            text.split(delimiter.as_str()).map(|part| Value::String(part.to_owned())).collect()
        }
        ("Select", [index, Value::Array(items)]) => {
            items.get(plain_text(index).parse::<usize>().ok()?)?.clone()
        }
        ("Equals", [left, right]) => Value::Bool(plain_text(left) == plain_text(right)),
        ("Base64", _) => Value::String(STANDARD.encode(argument.as_str()?)),
        ("ToJsonString", _) => Value::String(argument.to_string()),
        ("FindInMap", [Value::String(map), first, second]) => {
            let row = resolver.mappings?.get(map)?.get(plain_text(first))?;
            row.get(plain_text(second))?.clone()
        }
        _ if !KNOWN.contains(&name) => {
            return Some(Err(TemplateError::new(
                place,
                format!("Fn::{name} is not known to the local stack"),
            )));
        }
        _ => return None,
    };
    Some(Ok(value))
}

const KNOWN: [&str; 7] =
    ["Join", "Split", "Select", "Equals", "Base64", "ToJsonString", "FindInMap"];

fn sub(resolver: &Resolver<'_>, place: &str, argument: &Value) -> Result<Value, TemplateError> {
    let (text, own) = match argument {
        Value::String(text) => (text, None),
        Value::Array(parts) => match parts.as_slice() {
            [Value::String(text), own] => (text, Some(own)),
            _ => {
                return Err(TemplateError::new(
                    place,
                    "Fn::Sub takes a text, or a text and its variables",
                ));
            }
        },
        _ => return Err(TemplateError::new(place, "Fn::Sub takes a text")),
    };
    let mut result = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find("${") {
        let end = rest[start..]
            .find('}')
            .ok_or_else(|| TemplateError::new(place, "`${` without its `}`"))?
            + start;
        result.push_str(&rest[..start]);
        result.push_str(&variable(resolver, place, &rest[start + 2..end], own)?);
        rest = &rest[end + 1..];
    }
    result.push_str(rest);
    Ok(Value::String(result))
}

fn variable(
    resolver: &Resolver<'_>,
    place: &str,
    name: &str,
    own: Option<&Value>,
) -> Result<String, TemplateError> {
    if let Some(literal) = name.strip_prefix('!') {
        return Ok(format!("${{{literal}}}"));
    }
    let value = match (own.and_then(|own| own.get(name)), name.split_once('.')) {
        (Some(value), _) => resolver.resolve(place, value)?,
        (None, Some((resource, attribute))) => resolver.attribute(place, resource, attribute)?,
        (None, None) => resolver.reference(place, name)?,
    };
    Ok(plain_text(&value))
}

fn plain_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain_text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
