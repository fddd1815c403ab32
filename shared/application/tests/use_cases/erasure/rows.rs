//! The raw table: whatever its rows hold, plain, packed or in a snapshot.

use std::io::Read as _;

use serde_json::Value;

use crate::deployment::Deployment;

/// The bytes of a text in base64.
fn decoded(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.bytes().filter_map(|byte| ALPHABET.iter().position(|own| *own == byte));
    let digits: Vec<_> = digits.collect();
    let bytes = digits.chunks(4).flat_map(|digits| {
        let value = digits.iter().fold(0usize, |value, digit| value << 6 | digit);
        let value = value << (6 * (4 - digits.len()));
        let bytes = [value >> 16, value >> 8, value].map(|byte| byte as u8);
        bytes.into_iter().take(digits.len().saturating_sub(1)).collect::<Vec<_>>()
    });
    bytes.collect()
}

fn inflated(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let _ = flate2::read::DeflateDecoder::new(bytes).read_to_end(&mut plain);
    plain
}

/// All bytes below this value: texts, and what is packed in base64, as it is and inflated.
fn collect(value: &Value, into: &mut Vec<u8>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                into.extend(name.as_bytes());
                match (name.as_str(), value.as_str()) {
                    ("B", Some(packed)) => {
                        let bytes = decoded(packed);
                        into.extend(inflated(&bytes));
                        into.extend(bytes);
                    }
                    _ => collect(value, into),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
        Value::String(text) => into.extend(text.as_bytes()),
        _ => {}
    }
    into.push(0);
}

/// All that the table holds, row by row, each with its key.
pub(super) fn contents(deployment: &Deployment) -> Vec<(String, Vec<u8>)> {
    let row = |row: Value| {
        let mut bytes = Vec::new();
        collect(&row, &mut bytes);
        (format!("{} {}", row["pk"]["S"], row["sk"]["S"]), bytes)
    };
    deployment.aws.rows().into_iter().map(row).collect()
}

/// The rows in which these bytes stand.
pub(super) fn holding(deployment: &Deployment, bytes: &[u8]) -> Vec<String> {
    let holds = |(_, own): &(String, Vec<u8>)| own.windows(bytes.len()).any(|part| part == bytes);
    contents(deployment).into_iter().filter(holds).map(|(key, _)| key).collect()
}

#[test]
fn what_is_packed_is_read() {
    assert_eq!(decoded("aGVsbG8="), b"hello");
    assert_eq!(decoded("aGVsbG8h"), b"hello!");
    assert_eq!(decoded("aA=="), b"h");
}
