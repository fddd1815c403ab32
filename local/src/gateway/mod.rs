//! API Gateway on this machine: the WebSocket API and the HTTP API of the template, in the shapes that functions and
//! clients know from the cloud.

pub(crate) mod http;
mod proxy;
pub(crate) mod socket;

use std::collections::BTreeMap;

use ::http::{HeaderMap, Uri};

use crate::template::REGION;

/// The host that events name: legal for every parser, never looked up.
fn host(api: &str) -> String {
    format!("{api}.execute-api.{REGION}.localhost")
}

/// Headers as events carry them: one text per name.
fn joined(headers: &HeaderMap, separator: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::<String, String>::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        match all.get_mut(name.as_str()) {
            Some(text) => {
                text.push_str(separator);
                text.push_str(&value);
            }
            None => {
                all.insert(name.as_str().to_owned(), value.into_owned());
            }
        }
    }
    all
}

/// Query parameters with all their values, decoded.
fn queries(uri: &Uri) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::<String, Vec<String>>::new();
    for (name, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
        all.entry(name.into_owned()).or_default().push(value.into_owned());
    }
    all
}
