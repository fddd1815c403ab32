//! Which route a message takes, by the template's route selection expression.

use std::collections::HashMap;

use serde_json::Value;

use crate::template::{Route, SocketApi};

/// The routes of a WebSocket API.
pub(super) struct SocketRoutes {
    pub(super) connect: Option<Route>,
    pub(super) disconnect: Option<Route>,
    default: Option<Route>,
    by_key: HashMap<String, Route>,
    selection: Vec<String>,
}

impl SocketRoutes {
    pub(super) fn new(api: &SocketApi) -> Self {
        let mut by_key: HashMap<String, Route> =
            api.routes.iter().map(|route| (route.key.clone(), route.clone())).collect();
        Self {
            connect: by_key.remove("$connect"),
            disconnect: by_key.remove("$disconnect"),
            default: by_key.remove("$default"),
            by_key,
            selection: api.selection.clone(),
        }
    }

    /// The route of a message; a template with `$default` alone spares the look into it.
    pub(super) fn select(&self, message: &str) -> Option<&Route> {
        if self.by_key.is_empty() {
            return self.default.as_ref();
        }
        let body: Value = serde_json::from_str(message).unwrap_or_default();
        let selected = self.selection.iter().try_fold(&body, |value, name| value.get(name));
        let key = selected.and_then(|value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            _ => None,
        });
        key.and_then(|key| self.by_key.get(&key)).or(self.default.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn routes(keys: &[&str]) -> SocketRoutes {
        let route = |key: &&str| Route {
            key: (*key).to_owned(),
            function: "F".to_owned(),
            answers: true,
            authorizer: None,
            timeout: Duration::from_secs(1),
        };
        SocketRoutes::new(&SocketApi {
            id: "api".to_owned(),
            stage: "live".to_owned(),
            selection: vec!["action".to_owned()],
            routes: keys.iter().map(route).collect(),
            authorizer: None,
        })
    }

    #[test]
    fn a_message_takes_the_route_that_its_body_names_and_else_the_default() {
        let routes = routes(&["$connect", "$default", "send"]);
        let key = |message: &str| routes.select(message).map(|route| route.key.clone());
        assert_eq!(key(r#"{"action":"send"}"#).as_deref(), Some("send"));
        for other in [
            r#"{"action":"else"}"#,
            r#"{"action":["send"]}"#,
            "{}",
            "no json",
            r#"{"action":"$connect"}"#,
        ] {
            assert_eq!(key(other).as_deref(), Some("$default"), "{other}");
        }
    }

    #[test]
    fn without_a_default_the_unknown_has_no_route() {
        assert!(routes(&["send"]).select("{}").is_none());
    }
}
