//! The answer: an IAM policy over the whole stage, and what the connection's later events are to know.

use domain::{Principal, SessionId};
use serde::Serialize;

/// An authorizer's answer as API Gateway expects it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    principal_id: String,
    policy_document: Document,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Context>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    version: &'static str,
    statement: [Statement; 1],
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    action: &'static str,
    effect: &'static str,
    resource: String,
}

/// Strings only: the gateway passes nothing else on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Context {
    user: String,
    role: &'static str,
    name: String,
    stores: String,
    groups: String,
    expires: String,
    session: String,
}

impl Policy {
    /// Lets this principal, with this sign-in, use the stage.
    pub(crate) fn allow(principal: &Principal, session: Option<&SessionId>, stage: String) -> Self {
        let user = principal.user.as_ref().map_or("", |user| user.as_str());
        let stores: Vec<_> = principal.stores.iter().map(domain::StoreId::as_str).collect();
        let context = Context {
            user: user.to_owned(),
            role: principal.role.as_str(),
            name: principal.name.as_ref().map_or("", |name| name.as_str()).to_owned(),
            stores: stores.join(" "),
            groups: principal.groups.to_string(),
            expires: principal.expires.seconds().to_string(),
            session: session.map_or("", SessionId::as_str).to_owned(),
        };
        Self {
            principal_id: user.to_owned(),
            policy_document: document("Allow", stage),
            context: Some(context),
        }
    }

    /// Lets nobody use the stage.
    pub(crate) fn deny(stage: String) -> Self {
        Self {
            principal_id: "stranger".to_owned(),
            policy_document: document("Deny", stage),
            context: None,
        }
    }
}

fn document(effect: &'static str, resource: String) -> Document {
    Document {
        version: "2012-10-17",
        statement: [Statement { action: "execute-api:Invoke", effect, resource }],
    }
}
