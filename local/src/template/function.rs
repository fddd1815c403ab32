//! Functions: which binary, with what environment, for how long.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::resources::{ACCOUNT, REGION, Resources};
use super::{Statement, TemplateError, statement};

/// A Lambda function as the stack runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// The logical id.
    pub id: String,
    /// The binary's name: the last part of `CodeUri`.
    pub binary: String,
    /// How long one invocation may take.
    pub timeout: Duration,
    /// In megabytes; told to the function, not enforced.
    pub memory: u32,
    /// The environment of the template, resolved.
    pub environment: BTreeMap<String, String>,
    /// How often a failed event of an asynchronous invocation is tried again.
    pub retries: u32,
    /// The queue that such events go to in the end.
    pub failures: Option<String>,
    /// What its role allows.
    pub allows: Vec<Statement>,
}

impl Function {
    /// The name that ARNs and `AWS_LAMBDA_FUNCTION_NAME` use.
    pub fn arn(&self) -> String {
        format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{}", self.id)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Properties {
    code_uri: String,
    #[serde(default = "three_seconds")]
    timeout: u64,
    #[serde(default = "lambda_default_memory")]
    memory_size: u32,
    #[serde(default)]
    environment: Environment,
    #[serde(default)]
    event_invoke_config: EventInvoke,
    #[serde(default)]
    policies: Vec<Value>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct EventInvoke {
    maximum_retry_attempts: Option<u32>,
    destination_config: Value,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase")]
struct Environment {
    #[serde(default)]
    variables: BTreeMap<String, Value>,
}

fn three_seconds() -> u64 {
    3
}

/// Lambda's own, for asynchronous invocations.
const RETRIES: u32 = 2;

fn lambda_default_memory() -> u32 {
    128
}

/// Every function, by logical id.
pub(super) fn read(resources: &Resources) -> Result<BTreeMap<String, Function>, TemplateError> {
    let declared = resources.of::<Properties>("AWS::Serverless::Function")?.into_iter();
    let functions = declared.map(|(id, properties)| Ok((id.to_owned(), one(id, properties)?)));
    let mut functions = functions.collect::<Result<BTreeMap<_, _>, TemplateError>>()?;
    for (id, statements) in statement::beside(resources)? {
        if let Some(function) = functions.get_mut(&id) {
            function.allows.extend(statements);
        }
    }
    Ok(functions)
}

fn one(id: &str, properties: Properties) -> Result<Function, TemplateError> {
    let path = properties.code_uri.trim_end_matches('/');
    let binary = path.rsplit('/').next().filter(|name| !name.is_empty() && *name != ".");
    let environment = properties.environment.variables.into_iter();
    let invoked = properties.event_invoke_config;
    let failures =
        invoked.destination_config.pointer("/OnFailure/Destination").and_then(Value::as_str);
    Ok(Function {
        id: id.to_owned(),
        binary: binary
            .ok_or_else(|| TemplateError::new(id, "CodeUri does not end in a binary's name"))?
            .to_owned(),
        timeout: Duration::from_secs(properties.timeout),
        memory: properties.memory_size,
        environment: environment
            .map(|(name, value)| variable(id, name, value))
            .collect::<Result<_, _>>()?,
        retries: invoked.maximum_retry_attempts.unwrap_or(RETRIES),
        failures: failures.and_then(|arn| arn.rsplit(':').next()).map(str::to_owned),
        allows: statement::read(id, properties.policies)?,
    })
}

fn variable(id: &str, name: String, value: Value) -> Result<(String, String), TemplateError> {
    match value {
        Value::String(text) => Ok((name, text)),
        Value::Number(number) => Ok((name, number.to_string())),
        Value::Bool(flag) => Ok((name, flag.to_string())),
        other => Err(TemplateError::new(
            id,
            format!("the environment variable {name} must be a text, not {other}"),
        )),
    }
}

/// The function that an ARN, or an integration's URI around one, names.
pub(super) fn named_in<'a>(
    place: &str,
    uri: &str,
    functions: &'a BTreeMap<String, Function>,
) -> Result<&'a Function, TemplateError> {
    let name = uri.split_once(":function:").map_or(uri, |(_, rest)| rest);
    let name = name.split(['/', ':']).next().unwrap_or_default();
    functions.get(name).ok_or_else(|| {
        TemplateError::new(
            place,
            format!("it names the function {name:?}, which the template does not declare"),
        )
    })
}
