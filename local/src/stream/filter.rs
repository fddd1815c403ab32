//! Filter patterns of event source mappings, with the semantics that Lambda documents: a pattern names fields, a
//! field lists alternatives, all named fields must match.

use serde_json::{Map, Value};

/// One filter of a mapping.
#[derive(Debug, Clone)]
pub struct Filter(Pattern);

#[derive(Debug, Clone)]
enum Pattern {
    /// Every field matches.
    Fields(Vec<(String, Pattern)>),
    /// `$or`: any of them matches.
    Either(Vec<Pattern>),
    /// The value is one of these.
    Alternatives(Vec<Rule>),
}

#[derive(Debug, Clone)]
enum Rule {
    Is(Value),
    Prefix(String),
    Suffix(String),
    IgnoringCase(String),
    Exists(bool),
    AnythingBut(Vec<Rule>),
    Numeric(Vec<(String, f64)>),
}

impl Filter {
    /// Parses a pattern's JSON.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(pattern: &str) -> Result<Self, String> {
        let value: Value =
            serde_json::from_str(pattern).map_err(|error| format!("it is no JSON: {error}"))?;
        let map = value.as_object().ok_or("it must be a JSON object")?;
        fields(map).map(Self)
    }

    /// Whether a record goes on.
    pub fn matches(&self, record: &Value) -> bool {
        holds(&self.0, Some(record))
    }
}

fn fields(map: &Map<String, Value>) -> Result<Pattern, String> {
    let parsed = map.iter().map(|(name, value)| Ok((name.clone(), field(name, value)?)));
    parsed.collect::<Result<_, String>>().map(Pattern::Fields)
}

fn field(name: &str, value: &Value) -> Result<Pattern, String> {
    match (name, value) {
        ("$or", Value::Array(items)) => {
            let maps =
                items.iter().map(|item| fields(item.as_object().ok_or("$or takes objects")?));
            maps.collect::<Result<_, _>>().map(Pattern::Either)
        }
        (_, Value::Object(map)) => fields(map),
        (_, Value::Array(rules)) => {
            rules.iter().map(rule).collect::<Result<_, _>>().map(Pattern::Alternatives)
        }
        _ => Err(format!("the field {name:?} must be an object or a list of alternatives")),
    }
}

fn rule(value: &Value) -> Result<Rule, String> {
    let Value::Object(map) = value else { return Ok(Rule::Is(value.clone())) };
    let (name, argument) = map.iter().next().ok_or("a rule is empty")?;
    let rule = match (name.as_str(), argument) {
        ("prefix", Value::String(text)) => Rule::Prefix(text.clone()),
        ("suffix", Value::String(text)) => Rule::Suffix(text.clone()),
        ("equals-ignore-case", Value::String(text)) => Rule::IgnoringCase(text.to_lowercase()),
        ("exists", Value::Bool(wanted)) => Rule::Exists(*wanted),
        ("anything-but", Value::Array(items)) => {
            Rule::AnythingBut(items.iter().map(self::rule).collect::<Result<_, _>>()?)
        }
        ("anything-but", one) => Rule::AnythingBut(vec![self::rule(one)?]),
        ("numeric", Value::Array(parts)) => Rule::Numeric(comparisons(parts)?),
        _ => return Err(format!("the rule {name:?} is not known or has the wrong form")),
    };
    Ok(rule)
}

fn comparisons(parts: &[Value]) -> Result<Vec<(String, f64)>, String> {
    let pair = |pair: &[Value]| match pair {
        [Value::String(operator), Value::Number(number)]
            if ["=", "<", "<=", ">", ">="].contains(&operator.as_str()) =>
        {
            number.as_f64().map(|number| (operator.clone(), number))
        }
        _ => None,
    };
    parts
        .chunks(2)
        .map(|chunk| {
            pair(chunk).ok_or_else(|| "numeric takes pairs of an operator and a number".to_owned())
        })
        .collect()
}

fn holds(pattern: &Pattern, value: Option<&Value>) -> bool {
    match pattern {
        Pattern::Either(patterns) => patterns.iter().any(|pattern| holds(pattern, value)),
        Pattern::Fields(fields) => fields.iter().all(|(name, pattern)| match pattern {
            Pattern::Either(_) => holds(pattern, value),
            _ => holds(pattern, value.and_then(|value| value.get(name))),
        }),
        Pattern::Alternatives(rules) => match value {
            // A field that holds a list matches when any of its entries does.
            Some(Value::Array(items)) if !items.is_empty() => {
                items.iter().any(|item| rules.iter().any(|rule| meets(rule, Some(item))))
            }
            other => rules.iter().any(|rule| meets(rule, other)),
        },
    }
}

fn meets(rule: &Rule, value: Option<&Value>) -> bool {
    let text = value.and_then(Value::as_str);
    match rule {
        Rule::Exists(wanted) => value.is_some_and(|value| !value.is_object()) == *wanted,
        Rule::Is(wanted) => value.is_some_and(|value| same(wanted, value)),
        Rule::Prefix(prefix) => text.is_some_and(|text| text.starts_with(prefix)),
        Rule::Suffix(suffix) => text.is_some_and(|text| text.ends_with(suffix)),
        Rule::IgnoringCase(wanted) => text.is_some_and(|text| text.to_lowercase() == *wanted),
        Rule::AnythingBut(rules) => value.is_some() && !rules.iter().any(|rule| meets(rule, value)),
        Rule::Numeric(comparisons) => value.and_then(Value::as_f64).is_some_and(|number| {
            comparisons.iter().all(|(operator, bound)| match operator.as_str() {
                "=" => number == *bound,
                "<" => number < *bound,
                "<=" => number <= *bound,
                ">" => number > *bound,
                _ => number >= *bound,
            })
        }),
    }
}

/// Numbers are the same by value: 1 and 1.0.
fn same(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left == right,
        _ => left == right,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(pattern: &str, yes: &[Value], no: &[Value]) {
        let filter = Filter::parse(pattern).unwrap();
        for record in yes {
            assert!(filter.matches(record), "{pattern} must let {record} through");
        }
        for record in no {
            assert!(!filter.matches(record), "{pattern} must hold {record} back");
        }
    }

    #[test]
    fn the_filter_for_new_events_lets_only_those_through() {
        let record = |name: &str, sk: &str| json!({"eventName": name, "dynamodb": {"Keys": {"sk": {"S": sk}}}});
        check(
            r#"{"eventName":["INSERT"],"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"EVENT#"}]}}}}"#,
            &[record("INSERT", "EVENT#000000000001")],
            &[
                record("MODIFY", "EVENT#000000000001"),
                record("INSERT", "PART#v_1"),
                json!({"eventName": "INSERT"}),
            ],
        );
    }

    #[test]
    fn each_rule_means_what_lambda_documents() {
        check(
            r#"{"a":["x",null,3]}"#,
            &[json!({"a":"x"}), json!({"a":null}), json!({"a":3.0})],
            &[json!({"a":"y"}), json!({})],
        );
        check(
            r#"{"a":[{"exists":true}]}"#,
            &[json!({"a":"x"})],
            &[json!({"b":"x"}), json!({"a":{"b":1}})],
        );
        check(r#"{"a":[{"exists":false}]}"#, &[json!({"b":"x"})], &[json!({"a":"x"})]);
        check(
            r#"{"a":[{"anything-but":["x","y"]}]}"#,
            &[json!({"a":"z"})],
            &[json!({"a":"x"}), json!({})],
        );
        check(
            r#"{"a":[{"anything-but":{"prefix":"x"}}]}"#,
            &[json!({"a":"z"})],
            &[json!({"a":"xy"})],
        );
        check(
            r#"{"a":[{"numeric":[">",1,"<=",3]}]}"#,
            &[json!({"a":3})],
            &[json!({"a":1}), json!({"a":"2"})],
        );
        check(r#"{"a":[{"suffix":"z"}]}"#, &[json!({"a":"xz"})], &[json!({"a":"zx"})]);
        check(r#"{"a":[{"equals-ignore-case":"Xz"}]}"#, &[json!({"a":"xZ"})], &[json!({"a":"x"})]);
        check(
            r#"{"$or":[{"a":["x"]},{"b":["y"]}]}"#,
            &[json!({"a":"x"}), json!({"b":"y"})],
            &[json!({"a":"y"})],
        );
        check(r#"{"a":["x"]}"#, &[json!({"a":["w","x"]})], &[json!({"a":["w"]}), json!({"a":[]})]);
    }

    #[test]
    fn a_pattern_of_the_wrong_form_is_refused() {
        for pattern in [
            "[]",
            "{",
            r#"{"a":"x"}"#,
            r#"{"a":[{"begins":"x"}]}"#,
            r#"{"a":[{"numeric":["~",1]}]}"#,
        ] {
            assert!(Filter::parse(pattern).is_err(), "{pattern}");
        }
    }
}
