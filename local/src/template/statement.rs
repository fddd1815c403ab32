//! What a function's role allows: the statements below its `Policies`, and those of policies beside it.

use serde::Deserialize;
use serde_json::Value;

use super::TemplateError;
use super::resources::Resources;

/// One statement: these actions on these resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Such as `dynamodb:Query`.
    pub actions: Vec<String>,
    /// ARNs with wildcards.
    pub resources: Vec<String>,
    /// Beginnings of the keys of the rows; none where any row will do.
    pub leading_keys: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    statement: Vec<Raw>,
}

/// A policy of its own, for what a role can't name without naming its own function.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Beside {
    roles: Vec<String>,
    policy_document: Policy,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Raw {
    effect: String,
    action: OneOrMany,
    resource: OneOrMany,
    #[serde(default)]
    condition: Option<Condition>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// The one condition that is known here; another would be passed over in silence.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Condition {
    #[serde(rename = "ForAllValues:StringLike")]
    all_like: LeadingKeys,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeadingKeys {
    #[serde(rename = "dynamodb:LeadingKeys")]
    keys: Vec<String>,
}

impl OneOrMany {
    fn into_vec(self) -> Vec<String> {
        match self {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        }
    }
}

/// Reads the policies of the function `id`.
pub(super) fn read(id: &str, policies: Vec<Value>) -> Result<Vec<Statement>, TemplateError> {
    let broken = |error| TemplateError::new(id, format!("its Policies: {error}"));
    let policies = policies.into_iter().map(|policy| Policy::deserialize(policy).map_err(broken));
    let policies = policies.collect::<Result<Vec<_>, _>>()?;
    policies.into_iter().flat_map(|policy| policy.statement).map(|raw| one(id, raw)).collect()
}

/// Reads the policies beside the functions: for each role of a function, by the function's id, what it allows.
pub(super) fn beside(
    resources: &Resources,
) -> Result<Vec<(String, Vec<Statement>)>, TemplateError> {
    let mut all = Vec::new();
    for (id, policy) in resources.of::<Beside>("AWS::IAM::Policy")? {
        let statements = policy.policy_document.statement.into_iter().map(|raw| one(id, raw));
        let statements = statements.collect::<Result<Vec<_>, _>>()?;
        for role in policy.roles {
            let function = role.strip_suffix("Role").unwrap_or(&role).to_owned();
            all.push((function, statements.clone()));
        }
    }
    Ok(all)
}

fn one(id: &str, raw: Raw) -> Result<Statement, TemplateError> {
    if raw.effect != "Allow" {
        return Err(TemplateError::new(id, "its Policies may only allow; the rest is refused"));
    }
    Ok(Statement {
        actions: raw.action.into_vec(),
        resources: raw.resource.into_vec(),
        leading_keys: raw.condition.map(|condition| condition.all_like.keys),
    })
}
