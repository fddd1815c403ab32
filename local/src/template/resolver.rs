//! Replaces references and intrinsic functions by their values.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::resources::{self, ACCOUNT, REGION};
use super::{TemplateError, intrinsics, parameters};

/// Knows every name a template may refer to.
pub(super) struct Resolver<'a> {
    pub(super) parameters: BTreeMap<String, Value>,
    resources: &'a Map<String, Value>,
    pub(super) mappings: Option<&'a Map<String, Value>>,
    conditions: Option<&'a Map<String, Value>>,
}

impl<'a> Resolver<'a> {
    /// A resolver for this document with the parameters' given values.
    pub(super) fn new(
        document: &'a Value,
        given: &BTreeMap<String, String>,
    ) -> Result<Self, TemplateError> {
        let section = |name: &str| document.get(name).and_then(Value::as_object);
        let resources = section("Resources")
            .ok_or_else(|| TemplateError::new("Resources", "the section is missing"))?;
        Ok(Self {
            parameters: parameters::settle(document, given)?,
            resources,
            mappings: section("Mappings"),
            conditions: section("Conditions"),
        })
    }

    /// The value without references; `place` is the logical id that errors name.
    pub(super) fn resolve(&self, place: &str, value: &Value) -> Result<Value, TemplateError> {
        match value {
            Value::Array(items) => {
                let kept = items.iter().map(|item| self.resolve(place, item));
                Ok(Value::Array(
                    kept.filter(|item| !matches!(item, Ok(Value::Null)))
                        .collect::<Result<_, _>>()?,
                ))
            }
            Value::Object(map) => match single(map) {
                Some(("Ref", Value::String(name))) => self.reference(place, name),
                Some((key, argument)) if key.starts_with("Fn::") => {
                    intrinsics::call(self, place, &key[4..], argument)
                }
                _ => self.object(place, map),
            },
            plain => Ok(plain.clone()),
        }
    }

    fn object(&self, place: &str, map: &Map<String, Value>) -> Result<Value, TemplateError> {
        let mut resolved = Map::with_capacity(map.len());
        for (key, value) in map {
            let value_is_set = !is_no_value(value);
            if value_is_set {
                resolved.insert(key.clone(), self.resolve(place, value)?);
            }
        }
        Ok(Value::Object(resolved))
    }

    /// What `Ref` gives for this name.
    pub(super) fn reference(&self, place: &str, name: &str) -> Result<Value, TemplateError> {
        if let Some(value) = self.parameters.get(name) {
            return Ok(value.clone());
        }
        Ok(Value::String(match name {
            "AWS::Region" => REGION.to_owned(),
            "AWS::AccountId" => ACCOUNT.to_owned(),
            "AWS::Partition" => "aws".to_owned(),
            "AWS::URLSuffix" => "localhost".to_owned(),
            "AWS::StackName" => "firstline".to_owned(),
            "AWS::NoValue" => return Ok(Value::Null),
            _ if self.is_functions_role(name) => name.to_owned(),
            _ => resources::physical_id(name, self.resource(place, name)?),
        }))
    }

    /// What `Fn::GetAtt` gives.
    pub(super) fn attribute(
        &self,
        place: &str,
        name: &str,
        attribute: &str,
    ) -> Result<Value, TemplateError> {
        let resource = self.resource(place, name)?;
        resources::attribute(name, resource, attribute).map(Value::String).ok_or_else(|| {
            TemplateError::new(
                place,
                format!("{name} has no attribute {attribute} that is known here"),
            )
        })
    }

    /// Whether a named condition holds.
    pub(super) fn holds(&self, place: &str, name: &str) -> Result<bool, TemplateError> {
        let condition = self.conditions.and_then(|all| all.get(name)).ok_or_else(|| {
            TemplateError::new(place, format!("the condition {name} is not declared"))
        })?;
        self.truth(place, condition)
    }

    /// The truth of a condition's expression.
    pub(super) fn truth(&self, place: &str, expression: &Value) -> Result<bool, TemplateError> {
        if let Some(name) = expression.get("Condition").and_then(Value::as_str) {
            return self.holds(place, name);
        }
        match self.resolve(place, expression)? {
            Value::Bool(truth) => Ok(truth),
            other => Err(TemplateError::new(
                place,
                format!("a condition must be true or false, not {other}"),
            )),
        }
    }

    /// SAM makes a role for each function, by this name.
    fn is_functions_role(&self, name: &str) -> bool {
        let function = name.strip_suffix("Role").and_then(|function| self.resources.get(function));
        function.is_some_and(|function| function["Type"] == "AWS::Serverless::Function")
    }

    fn resource(&self, place: &str, name: &str) -> Result<&'a Value, TemplateError> {
        self.resources.get(name).ok_or_else(|| {
            TemplateError::new(
                place,
                format!("it refers to {name}, which the template does not declare"),
            )
        })
    }
}

fn single(map: &Map<String, Value>) -> Option<(&str, &Value)> {
    let mut entries = map.iter();
    let (key, value) = entries.next()?;
    entries.next().is_none().then_some((key.as_str(), value))
}

fn is_no_value(value: &Value) -> bool {
    value.get("Ref").and_then(Value::as_str) == Some("AWS::NoValue")
}
