//! What the gateway asks an authorizer of type REQUEST.

use std::collections::HashMap;

use serde::Deserialize;

/// The part of the event that matters. The headers come as the client wrote them, in any case.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    method_arn: String,
    #[serde(default)]
    headers: HashMap<String, String>,
}

impl Event {
    /// The stage as a policy names it with all its routes: `arn:…:<api>/<stage>/*`.
    pub(crate) fn stage(&self) -> Option<String> {
        let (api, rest) = self.method_arn.split_once('/')?;
        let (stage, _route) = rest.split_once('/')?;
        Some(format!("{api}/{stage}/*"))
    }

    /// The token, if our subprotocol is offered and exactly one token with it.
    pub(crate) fn token(&self) -> Option<&str> {
        let (_, offered) = self
            .headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-protocol"))?;
        let speaks_ours = protocols(offered).any(|protocol| protocol == contract::SUBPROTOCOL);
        let mut tokens = protocols(offered).filter_map(|protocol| protocol.strip_prefix("bearer."));
        let token = tokens.next().filter(|token| speaks_ours && !token.is_empty());
        if tokens.next().is_some() { None } else { token }
    }
}

fn protocols(offered: &str) -> impl Iterator<Item = &str> {
    offered.split(',').map(str::trim)
}
