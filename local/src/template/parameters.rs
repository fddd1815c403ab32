//! Parameters: the local values with their placeholders, and the template's defaults and bounds.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value};

use super::TemplateError;

/// What stands for a placeholder in the local parameters.
pub trait Placeholders {
    /// The site's URL, for `${Site}`.
    fn site(&self) -> String;
    /// A secret made once per name and kept, for `${Random:name}`.
    ///
    /// # Errors
    /// Why it could not be kept.
    fn random(&self, name: &str) -> std::io::Result<String>;
}

/// Reads a JSON object of texts and fills its placeholders.
///
/// # Errors
/// A sentence that names the file or the parameter.
pub fn read_parameters(
    path: &Path,
    placeholders: &dyn Placeholders,
) -> Result<BTreeMap<String, String>, TemplateError> {
    let broken = |reason: String| TemplateError::new(path.display(), reason);
    let text = std::fs::read_to_string(path)
        .map_err(|error| broken(format!("it can't be read: {error}")))?;
    let given: BTreeMap<String, String> = serde_json::from_str(&text)
        .map_err(|error| broken(format!("it must be a JSON object of texts: {error}")))?;
    given
        .into_iter()
        .map(|(name, value)| Ok((name.clone(), fill(&name, &value, placeholders)?)))
        .collect()
}

fn fill(name: &str, value: &str, placeholders: &dyn Placeholders) -> Result<String, TemplateError> {
    let mut filled = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(start) = rest.find("${") {
        let end = rest[start..]
            .find('}')
            .ok_or_else(|| TemplateError::new(name, "`${` without its `}`"))?
            + start;
        filled.push_str(&rest[..start]);
        let placeholder = &rest[start + 2..end];
        filled.push_str(&match placeholder.strip_prefix("Random:") {
            Some(kept) => placeholders.random(kept).map_err(|error| {
                TemplateError::new(name, format!("its secret can't be kept: {error}"))
            })?,
            None if placeholder == "Site" => placeholders.site(),
            None => {
                return Err(TemplateError::new(
                    name,
                    format!("the placeholder {placeholder} is unknown"),
                ));
            }
        });
        rest = &rest[end + 1..];
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The values of the template's parameters: given, or by default.
pub(super) fn settle(
    document: &Value,
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Value>, TemplateError> {
    let none = Map::new();
    let declared = document.get("Parameters").and_then(Value::as_object).unwrap_or(&none);
    if let Some(unknown) = given.keys().find(|name| !declared.contains_key(*name)) {
        return Err(TemplateError::new(
            unknown,
            "a value is given for it, but the template declares no such parameter",
        ));
    }
    declared
        .iter()
        .map(|(name, spec)| Ok((name.clone(), one(name, spec, given.get(name))?)))
        .collect()
}

fn one(name: &str, spec: &Value, given: Option<&String>) -> Result<Value, TemplateError> {
    let text = match (given, spec.get("Default")) {
        (Some(text), _) => text.clone(),
        (None, Some(Value::String(text))) => text.clone(),
        (None, Some(other)) => other.to_string(),
        (None, None) => {
            return Err(TemplateError::new(
                name,
                "the parameter has neither a value nor a default",
            ));
        }
    };
    if let Some(broken) = broken_bound(spec, &text) {
        return Err(TemplateError::new(name, broken));
    }
    match spec.get("Type").and_then(Value::as_str) {
        Some("CommaDelimitedList") => {
            Ok(text.split(',').map(|item| Value::String(item.trim().to_owned())).collect())
        }
        Some("Number") => number(name, spec, &text),
        _ => Ok(Value::String(text)),
    }
}

/// What is wrong with a value by the bounds of texts, if anything is.
fn broken_bound(spec: &Value, text: &str) -> Option<&'static str> {
    let is_same = |allowed: &Value| allowed.as_str().unwrap_or(&allowed.to_string()) == text;
    let allowed = spec.get("AllowedValues").and_then(Value::as_array);
    if allowed.is_some_and(|allowed| !allowed.iter().any(is_same)) {
        return Some("its value is none of the parameter's AllowedValues");
    }
    let least = spec.get("MinLength").and_then(Value::as_u64);
    least
        .is_some_and(|least| (text.chars().count() as u64) < least)
        .then_some("its value is shorter than the parameter's MinLength")
}

fn number(name: &str, spec: &Value, text: &str) -> Result<Value, TemplateError> {
    let value: i64 =
        text.parse().map_err(|_| TemplateError::new(name, "its value is no whole number"))?;
    let bound = |key: &str| spec.get(key).and_then(Value::as_i64);
    let is_within = bound("MinValue").is_none_or(|least| value >= least)
        && bound("MaxValue").is_none_or(|most| value <= most);
    match is_within {
        true => Ok(value.into()),
        false => Err(TemplateError::new(name, "its value is beyond the parameter's bounds")),
    }
}
