//! Reading JSON as its writer meant it.
//!
//! Serde takes a list for a struct, field by field, and a map for a variant; `[]` would be settings of which none is
//! set. A parsed tree of values forgets the first of two fields of one name. Neither passes here: what is read must
//! have the form in which it would be written.

use std::fmt;

use serde::de::{DeserializeOwned, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::Code;
use crate::malformed::{Malformed, well_formed};

/// Reads a document from its text.
///
/// # Errors
/// [`Malformed`].
pub fn read<T: Serialize + DeserializeOwned>(raw: &str) -> Result<T, Malformed> {
    read_value(&value_of(raw)?)
}

/// Reads a document from values.
///
/// # Errors
/// [`Malformed`].
pub fn read_value<T: Serialize + DeserializeOwned>(value: &Value) -> Result<T, Malformed> {
    let read = T::deserialize(value).map_err(|error| Malformed::of(&error))?;
    let written = serde_json::to_value(&read).map_err(|error| Malformed::of(&error))?;
    match first_difference(value, &written, "the document") {
        None => Ok(read),
        Some(message) => Err(Malformed { code: Code::BadFrame, message, id: None }),
    }
}

/// What a document's fields would be written as.
///
/// # Errors
/// [`Malformed`]: it is not written as an object.
pub fn fields_of<T: Serialize>(document: &T) -> Result<Map<String, Value>, Malformed> {
    let value = serde_json::to_value(document).map_err(|error| Malformed::of(&error))?;
    read_value(&value)
}

/// The values of a document in which no field stands twice.
///
/// # Errors
/// [`Malformed`].
pub fn value_of(raw: &str) -> Result<Value, Malformed> {
    serde_json::from_str(&well_formed(raw))
        .map(|Unique(value)| value)
        .map_err(|error| Malformed::of(&error))
}

/// Where what was given has another form than what was understood, in words. What is absent on either side is no
/// difference: it has a default, or is not written.
fn first_difference(given: &Value, understood: &Value, at: &str) -> Option<String> {
    match (given, understood) {
        (Value::Object(given), Value::Object(understood)) => {
            given.iter().find_map(|(key, given)| {
                understood
                    .get(key)
                    .and_then(|understood| first_difference(given, understood, &format!("`{key}`")))
            })
        }
        (Value::Array(given), Value::Array(understood)) => {
            given.iter().zip(understood).enumerate().find_map(|(n, (given, understood))| {
                first_difference(given, understood, &format!("{at}[{n}]"))
            })
        }
        (given, understood) if kind(given) == kind(understood) => None,
        (given, understood) => {
            Some(format!("{at}: expected {}, got {}", kind(understood), kind(given)))
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A value in whose objects no key stands twice.
struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueVisitor).map(Self)
    }
}

/// The largest number up to which a float tells all whole numbers apart.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    /// JSON has one kind of number: `1.0` is as whole as `1`. Beyond 2^53 a float no longer says which whole number it is.
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        let is_whole = value.fract() == 0.0 && value.abs() <= MOST_EXACT;
        #[expect(clippy::cast_possible_truncation, reason = "whole and at most 2^53")]
        Ok(if is_whole { (value as i64).into() } else { value.into() })
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Unique(value)) = list.next_element()? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some((key, Unique(value))) = map.next_entry::<String, Unique>()? {
            if fields.insert(key, value).is_some() {
                return Err(A::Error::custom("a field stands twice in one object"));
            }
        }
        Ok(fields.into())
    }
}

#[cfg(test)]
mod tests {
    use domain::Settings;

    use super::*;
    use crate::{AnswerImport, NewAnswer, Replay, SettingsChange, VisitorRequest};

    const CASE: &str = "00000000000000000000000000";

    #[track_caller]
    fn check_refused<T: Serialize + DeserializeOwned + fmt::Debug>(raws: &[&str]) {
        for raw in raws {
            let refused = read::<T>(raw);
            assert!(
                matches!(&refused, Err(error) if error.code == Code::BadFrame),
                "{raw}: {refused:?}"
            );
        }
    }

    #[test]
    fn a_list_is_no_object_at_any_depth() {
        check_refused::<Settings>(&[
            "[]",
            r#"["off"]"#,
            r#"{"hours":["Europe/Berlin",[null,null,null,null,null,null,null]]}"#,
            r#"{"hours":{"zone":"Europe/Berlin","week":[[540,1020],null,null,null,null,null,null]}}"#,
        ]);
        check_refused::<VisitorRequest>(&[r#"["demo"]"#]);
        check_refused::<Replay>(&[r#"["a"]"#]);
        let from = format!(r#"{{"id":"command-1","question":"a","text":"b","from":["{CASE}",1]}}"#);
        check_refused::<NewAnswer>(&[&from, r#"["command-1","a","b",null,null]"#]);
        check_refused::<AnswerImport>(&[r#"{"answers":[["a","b",null]]}"#, r"[[]]"]);
    }

    #[test]
    fn an_object_is_no_text_and_no_variant() {
        check_refused::<Settings>(&[
            r#"{"triage":{"off":null}}"#,
            r#"{"triage":["off"]}"#,
            r#"{"greeting":{"text":"a"}}"#,
        ]);
        check_refused::<VisitorRequest>(&[r#"{"store":["demo"]}"#]);
    }

    #[test]
    fn a_field_stands_once_at_any_depth() {
        check_refused::<VisitorRequest>(&[r#"{"store":"demo","store":"demo"}"#]);
        check_refused::<Settings>(&[
            r#"{"triage":"off","triage":"answer"}"#,
            r#"{"hours":{"zone":"a","zone":"b","week":[null,null,null,null,null,null,null]}}"#,
        ]);
        assert!(value_of(r#"[{"a":{"b":1,"b":1}}]"#).is_err());
    }

    #[test]
    fn a_whole_number_is_whole_however_it_is_written() {
        for (raw, cents) in [("5", 5), ("5.0", 5), ("5e0", 5), ("0.5e1", 5), ("-0.0", 0)] {
            let settings: Settings = read(&format!(r#"{{"model_cents_a_day":{raw}}}"#))
                .unwrap_or_else(|error| panic!("{raw}: {error:?}"));
            assert_eq!(settings.model_cents_a_day, cents, "{raw}");
        }
        check_refused::<Settings>(&[
            r#"{"model_cents_a_day":5.5}"#,
            r#"{"model_cents_a_day":-1.0}"#,
            r#"{"model_cents_a_day":1e300}"#,
            r#"{"model_cents_a_day":"5.0"}"#,
        ]);
    }

    #[test]
    fn what_is_meant_as_it_stands_is_read() {
        let hours = r#"{"hours":{"zone":"Europe/Berlin","week":[[{"from":540,"until":1020}],[],[],[],[],[],[]]}}"#;
        for raw in ["{}", r#"{"greeting":null}"#, r#"{"languages":["de"]}"#, hours] {
            assert!(read::<Settings>(raw).is_ok(), "{raw}: {:?}", read::<Settings>(raw));
        }
        assert_eq!(
            value_of("[1,-2,0.5,\"a\",null,true,{\"b\":{}}]").unwrap()[6]["b"],
            Value::Object(Map::new())
        );
    }

    #[test]
    fn a_change_of_settings_leaves_what_it_does_not_name() {
        let change = |raw: &str| SettingsChange::try_from(value_of(raw).unwrap());
        let kept: Settings =
            read(r#"{"triage":"answer","greeting":"Hello","languages":["de"]}"#).unwrap();
        let changed =
            change(r#"{"greeting":null,"model_cents_a_day":5}"#).unwrap().apply(&kept).unwrap();
        let expected = Settings { greeting: None, model_cents_a_day: 5, ..kept.clone() };
        assert_eq!(changed, expected);
        assert_eq!(change("{}").unwrap().apply(&kept).unwrap(), kept);
        for wrong in ["[]", "null", "1", r#"{"triage":"always"}"#, r#"{"color":"red"}"#] {
            assert!(change(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_text_that_is_too_long_has_its_own_code() {
        let raw = format!(r#"{{"greeting":"{}"}}"#, "a".repeat(4_001));
        assert_eq!(read::<Settings>(&raw).unwrap_err().code, Code::TooLong);
    }
}
