//! What events carry of the request that opened a connection.

use std::collections::BTreeMap;

use http::{HeaderMap, Uri};
use serde::Serialize;

use super::SocketGateway;
use super::peers::Peer;
use crate::clock;
use crate::gateway;

/// A request of the handshake: what its events carry of it.
pub(super) struct Handshake<'a> {
    pub(super) headers: &'a HeaderMap,
    pub(super) uri: &'a Uri,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HandshakeParts {
    headers: BTreeMap<String, String>,
    multi_value_headers: BTreeMap<String, Vec<String>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    query_string_parameters: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    multi_value_query_string_parameters: BTreeMap<String, Vec<String>>,
}

impl HandshakeParts {
    /// Of headers alone.
    pub(super) fn of_headers(headers: BTreeMap<String, String>) -> Self {
        Self {
            multi_value_headers: several(&headers),
            headers,
            query_string_parameters: BTreeMap::new(),
            multi_value_query_string_parameters: BTreeMap::new(),
        }
    }
}

impl SocketGateway {
    /// The request as a function sees it: under the API's own host, with what a balancer adds.
    pub(super) fn parts(&self, peer: &Peer, opening: &Handshake<'_>) -> HandshakeParts {
        let mut headers: BTreeMap<String, String> = gateway::joined(opening.headers, ",")
            .into_iter()
            .filter(|(name, _)| name != "connection" && name != "upgrade")
            .map(|(name, value)| (canonical(&name), value))
            .collect();
        headers.insert("Host".to_owned(), self.host.clone());
        headers.insert("X-Amzn-Trace-Id".to_owned(), clock::trace());
        headers.insert("X-Forwarded-For".to_owned(), peer.source_ip.clone());
        headers.insert("X-Forwarded-Port".to_owned(), "443".to_owned());
        headers.insert("X-Forwarded-Proto".to_owned(), "https".to_owned());
        let queries = gateway::queries(opening.uri);
        let last = queries
            .iter()
            .filter_map(|(name, values)| Some((name.clone(), values.last()?.clone())));
        HandshakeParts {
            multi_value_headers: several(&headers),
            headers,
            query_string_parameters: last.collect(),
            multi_value_query_string_parameters: queries,
        }
    }
}

fn several(headers: &BTreeMap<String, String>) -> BTreeMap<String, Vec<String>> {
    headers.iter().map(|(name, value)| (name.clone(), vec![value.clone()])).collect()
}

/// Clients write `Sec-WebSocket-Key`, the HTTP library `sec-websocket-key`; events carry the former.
fn canonical(name: &str) -> String {
    let part = |part: &str| match part {
        "websocket" => "WebSocket".to_owned(),
        other => {
            other.get(..1).map_or_else(String::new, |first| first.to_uppercase() + &other[1..])
        }
    };
    name.split('-').map(part).collect::<Vec<_>>().join("-")
}
