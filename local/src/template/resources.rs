//! The resources with their properties resolved, and what a resource is called on this machine.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::TemplateError;
use super::resolver::Resolver;

/// The region that everything local claims to be in.
pub const REGION: &str = "eu-central-1";
/// The account that everything local claims to belong to.
pub const ACCOUNT: &str = "000000000000";

/// The types whose properties the stack reads; the others are the cloud's alone.
const READ: [&str; 13] = [
    "AWS::Serverless::Function",
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
    "AWS::GuardDuty::MalwareProtectionPlan",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Scheduler::Schedule",
    "AWS::IAM::Policy",
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::Stage",
    "AWS::ApiGatewayV2::Authorizer",
    "AWS::ApiGatewayV2::Route",
    "AWS::ApiGatewayV2::RouteResponse",
    "AWS::ApiGatewayV2::Integration",
];

/// One resource that the stack reads.
struct Resource {
    kind: String,
    properties: Value,
}

/// All of them, by logical id.
pub(super) struct Resources(BTreeMap<String, Resource>);

impl Resources {
    /// Resolves the properties of what the stack reads; resources whose condition does not hold are left out.
    pub(super) fn read(document: &Value, resolver: &Resolver<'_>) -> Result<Self, TemplateError> {
        let declared = document.get("Resources").and_then(Value::as_object).into_iter().flatten();
        let mut resources = BTreeMap::new();
        for (id, resource) in declared {
            let kind = resource
                .get("Type")
                .and_then(Value::as_str)
                .ok_or_else(|| TemplateError::new(id, "the resource has no Type"))?;
            let is_wanted = match resource.get("Condition").and_then(Value::as_str) {
                Some(condition) => resolver.holds(id, condition)?,
                None => true,
            };
            if is_wanted && READ.contains(&kind) {
                let own = resource.get("Properties").cloned().unwrap_or_default();
                let properties = resolver.resolve(id, &with_globals(document, kind, own))?;
                resources.insert(id.clone(), Resource { kind: kind.to_owned(), properties });
            }
        }
        Ok(Self(resources))
    }

    /// Every resource of a type, its properties read as `T`.
    pub(super) fn of<T: DeserializeOwned>(
        &self,
        kind: &str,
    ) -> Result<Vec<(&str, T)>, TemplateError> {
        let wanted = self.0.iter().filter(|(_, resource)| resource.kind == kind);
        wanted
            .map(|(id, resource)| {
                let properties = T::deserialize(&resource.properties)
                    .map_err(|error| TemplateError::new(id, error))?;
                Ok((id.as_str(), properties))
            })
            .collect()
    }
}

/// SAM's `Globals.Function` under a function's own properties: maps are merged, the own value wins.
fn with_globals(document: &Value, kind: &str, own: Value) -> Value {
    let global = document.get("Globals").and_then(|globals| globals.get("Function"));
    match (kind, global) {
        ("AWS::Serverless::Function", Some(global)) => merged(global.clone(), own),
        _ => own,
    }
}

fn merged(under: Value, over: Value) -> Value {
    match (under, over) {
        (Value::Object(mut under), Value::Object(over)) => {
            for (key, value) in over {
                let both = under.remove(&key).map_or(value.clone(), |below| merged(below, value));
                under.insert(key, both);
            }
            Value::Object(under)
        }
        (_, over) => over,
    }
}

fn kind_of(resource: &Value) -> &str {
    resource.get("Type").and_then(Value::as_str).unwrap_or_default()
}

/// What `Ref` gives for a resource.
pub(super) fn physical_id(id: &str, resource: &Value) -> String {
    match kind_of(resource) {
        "AWS::ApiGatewayV2::Api" => id.to_lowercase(),
        "AWS::ApiGatewayV2::Stage" => resource
            .pointer("/Properties/StageName")
            .and_then(Value::as_str)
            .unwrap_or(id)
            .to_owned(),
        "AWS::SQS::Queue" => format!("https://sqs.{REGION}.localhost/{ACCOUNT}/{id}"),
        "AWS::DynamoDB::Table" => table_name(id),
        "AWS::S3::Bucket" => bucket_name(id),
        _ => id.to_owned(),
    }
}

/// What a table is called; the template leaves its name to CloudFormation.
pub(super) fn table_name(id: &str) -> String {
    format!("firstline-{id}")
}

/// What a bucket is called; its name may have no large letters.
pub(super) fn bucket_name(id: &str) -> String {
    format!("firstline-{}", id.to_lowercase())
}

/// What `Fn::GetAtt` gives for a resource.
pub(super) fn attribute(id: &str, resource: &Value, attribute: &str) -> Option<String> {
    let name = physical_id(id, resource);
    Some(match (kind_of(resource), attribute) {
        ("AWS::Serverless::Function" | "AWS::Lambda::Function", "Arn") => {
            format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}")
        }
        ("AWS::DynamoDB::Table", "Arn") => {
            format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}")
        }
        ("AWS::DynamoDB::Table", "StreamArn") => {
            format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}/stream/local")
        }
        ("AWS::S3::Bucket", "Arn") => format!("arn:aws:s3:::{name}"),
        ("AWS::S3::Bucket", "RegionalDomainName") => format!("{name}.s3.{REGION}.localhost"),
        ("AWS::SQS::Queue", "Arn") => format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{id}"),
        ("AWS::SQS::Queue", "QueueName") => id.to_owned(),
        ("AWS::ApiGatewayV2::Api", "ApiEndpoint") => {
            format!("https://{name}.execute-api.{REGION}.localhost")
        }
        ("AWS::ApiGatewayV2::Api", "ApiId") => name,
        (_, "Arn") => format!("arn:aws:local:{REGION}:{ACCOUNT}:{id}"),
        _ => return None,
    })
}
