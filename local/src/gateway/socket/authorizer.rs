//! The REQUEST authorizer of the handshake: asked with API Gateway's event, its policy evaluated.

use http::StatusCode;
use serde::Deserialize;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};
use tokio::time::{Duration, Instant, timeout};

use super::opening::Handshake;
use super::peers::Peer;
use super::{SocketGateway, refusal};
use crate::gateway;
use crate::listen::HttpResponse;
use crate::template::Authorizer;

/// API Gateway's bounds for an authorizer.
const LONGEST: Duration = Duration::from_secs(29);
const LARGEST_CONTEXT: usize = 8 * 1024;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AuthorizerDecision {
    principal_id: Value,
    policy_document: AuthorizerPolicy,
    #[serde(default)]
    context: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AuthorizerPolicy {
    statement: OneOrMany<AuthorizerStatement>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AuthorizerStatement {
    effect: String,
    action: OneOrMany<String>,
    resource: OneOrMany<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    Many(Vec<T>),
    One(T),
}

impl<T> OneOrMany<T> {
    fn all(&self) -> &[T] {
        match self {
            Self::Many(all) => all,
            Self::One(one) => std::slice::from_ref(one),
        }
    }
}

impl SocketGateway {
    /// Asks whether a peer may connect: the context for its later events, or the refusal.
    pub(super) async fn authorize(
        &self,
        authorizer: &Authorizer,
        peer: &Peer,
        opening: &Handshake<'_>,
    ) -> Result<Box<RawValue>, HttpResponse> {
        let has_identity =
            authorizer.headers.iter().all(|name| opening.headers.contains_key(name.as_str()))
                && has_queries(authorizer, opening);
        if !has_identity {
            return Err(unauthorized());
        }
        let began = Instant::now();
        let event = self.authorize_event(peer, opening);
        let answer = match timeout(
            LONGEST,
            self.context.functions.invoke(&authorizer.function, event),
        )
        .await
        {
            Ok(Ok(answer)) => answer,
            Ok(Err(failure)) if failure.message() == "Unauthorized" => {
                return Err(unauthorized());
            }
            Ok(Err(_)) | Err(_) => return Err(broken()),
        };
        let decision: AuthorizerDecision = serde_json::from_slice(&answer).map_err(|_| broken())?;
        if !decision.policy_document.allows(&self.method_arn()) {
            return Err(refusal(StatusCode::FORBIDDEN, "ForbiddenException", "Forbidden"));
        }
        context(decision, began.elapsed()).ok_or_else(broken)
    }
}

fn has_queries(authorizer: &Authorizer, opening: &Handshake<'_>) -> bool {
    let queries = gateway::queries(opening.uri);
    authorizer.queries.iter().all(|name| queries.contains_key(name))
}

fn unauthorized() -> HttpResponse {
    refusal(StatusCode::UNAUTHORIZED, "UnauthorizedException", "Unauthorized")
}

fn broken() -> HttpResponse {
    refusal(
        StatusCode::INTERNAL_SERVER_ERROR,
        "AuthorizerConfigurationException",
        "Internal server error",
    )
}

/// What later events carry: every value a text, or `None` when the context is too large or no flat map.
fn context(decision: AuthorizerDecision, took: std::time::Duration) -> Option<Box<RawValue>> {
    let mut fields = Map::new();
    for (name, value) in decision.context.unwrap_or_default() {
        let text = match value {
            Value::String(text) => text,
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            Value::Null => continue,
            Value::Array(_) | Value::Object(_) => return None,
        };
        fields.insert(name, Value::String(text));
    }
    fields.insert("principalId".to_owned(), decision.principal_id);
    fields.insert(
        "integrationLatency".to_owned(),
        Value::from(u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
    );
    let raw = to_raw_value(&fields).ok()?;
    (raw.get().len() <= LARGEST_CONTEXT).then_some(raw)
}

impl AuthorizerPolicy {
    /// A deny that fits wins over an allow that fits; without either the answer is no.
    fn allows(&self, arn: &str) -> bool {
        let fits = |effect: &str| {
            self.statement.all().iter().any(|statement| {
                let is_invoke =
                    statement.action.all().iter().any(|action| like(action, "execute-api:Invoke"));
                statement.effect == effect
                    && is_invoke
                    && statement.resource.all().iter().any(|resource| like(resource, arn))
            })
        };
        fits("Allow") && !fits("Deny")
    }
}

/// Whether a text fits a pattern in which `*` stands for any text and `?` for any character.
fn like(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.chars();
    match parts.next() {
        None => text.is_empty(),
        Some('*') => {
            let rest = parts.as_str();
            text.char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .any(|at| like(rest, &text[at..]))
        }
        Some(first) => {
            let mut letters = text.chars();
            letters.next().is_some_and(|letter| first == '?' || first == letter)
                && like(parts.as_str(), letters.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ARN: &str = "arn:aws:execute-api:eu-central-1:000000000000:api/live/$connect";

    fn allows(statements: Value) -> bool {
        let policy: AuthorizerPolicy =
            serde_json::from_value(json!({ "Version": "2012-10-17", "Statement": statements }))
                .unwrap();
        policy.allows(ARN)
    }

    fn statement(effect: &str, resource: &str) -> Value {
        json!({ "Effect": effect, "Action": "execute-api:Invoke", "Resource": [resource] })
    }

    #[test]
    fn a_policy_is_evaluated_as_iam_does() {
        assert!(allows(statement("Allow", "*")));
        assert!(allows(json!([statement("Allow", "arn:aws:execute-api:*:*:api/live/*")])));
        assert!(!allows(json!([statement("Allow", "*"), statement("Deny", ARN)])), "a deny wins");
        assert!(!allows(json!([statement("Allow", "arn:aws:execute-api:*:*:other/*")])));
        assert!(!allows(json!([])));
    }

    #[test]
    fn the_context_reaches_events_as_texts_and_may_not_be_large() {
        let decision = |context: Value| AuthorizerDecision {
            principal_id: json!("v_1"),
            policy_document: AuthorizerPolicy { statement: OneOrMany::Many(Vec::new()) },
            context: context.as_object().cloned(),
        };
        let raw =
            context(decision(json!({"n": 1, "b": true, "t": "x"})), std::time::Duration::ZERO)
                .unwrap();
        assert_eq!(
            raw.get(),
            r#"{"b":"true","integrationLatency":0,"n":"1","principalId":"v_1","t":"x"}"#
        );
        assert!(context(decision(json!({"list": []})), std::time::Duration::ZERO).is_none());
        assert!(
            context(decision(json!({"t": "x".repeat(9_000)})), std::time::Duration::ZERO).is_none()
        );
    }
}
