//! What a function behind a proxy integration returns.

use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::Value;

/// An integration's answer: status, headers, cookies, body.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProxyResponse<'a> {
    #[serde(deserialize_with = "status")]
    status_code: u16,
    #[serde(default)]
    headers: Option<BTreeMap<String, Value>>,
    #[serde(default)]
    multi_value_headers: Option<BTreeMap<String, Vec<Value>>>,
    #[serde(default)]
    pub(super) cookies: Option<Vec<String>>,
    #[serde(default, borrow)]
    body: Option<Cow<'a, str>>,
    #[serde(default)]
    is_base64_encoded: bool,
}

/// A number, or a number in a text, as API Gateway takes both.
fn status<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
    number
        .and_then(|number| u16::try_from(number).ok())
        .ok_or_else(|| serde::de::Error::custom("statusCode"))
}

impl<'a> ProxyResponse<'a> {
    /// Reads a function's answer; `None` when it is not of a proxy's form.
    pub(super) fn parse(answer: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(answer).ok()
    }

    /// The status, if it is one.
    pub(super) fn status(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.status_code).ok()
    }

    /// The body's bytes; `None` when it claims to be base64 and is not.
    pub(super) fn bytes(&self) -> Option<Bytes> {
        let text = self.body.as_deref().unwrap_or_default();
        match self.is_base64_encoded {
            true => STANDARD.decode(text).ok().map(Bytes::from),
            false => Some(Bytes::copy_from_slice(text.as_bytes())),
        }
    }

    /// The body as a text; `None` when it claims to be base64 and is not, or is no text.
    pub(super) fn into_text(self) -> Option<String> {
        match self.is_base64_encoded {
            true => String::from_utf8(self.bytes()?.into()).ok(),
            false => Some(self.body.unwrap_or_default().into_owned()),
        }
    }

    /// Its headers, those that are legal.
    pub(super) fn headers(&self) -> HeaderMap {
        let single = self.headers.iter().flatten();
        let several = self.multi_value_headers.iter().flatten();
        let several =
            several.flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
        let mut map = HeaderMap::new();
        for (name, value) in several.chain(single) {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            if let (Ok(name), Ok(value)) =
                (HeaderName::try_from(name.as_str()), HeaderValue::try_from(text))
            {
                let is_known = map.get_all(&name).iter().any(|known| known == value);
                if !is_known {
                    map.append(name, value);
                }
            }
        }
        map
    }
}

/// Whether a header belongs to one connection and must not be passed on.
pub(super) fn is_hop_by_hop(name: &HeaderName) -> bool {
    let hops = [
        "connection",
        "upgrade",
        "transfer-encoding",
        "content-length",
        "keep-alive",
        "sec-websocket-accept",
    ];
    hops.contains(&name.as_str())
}
