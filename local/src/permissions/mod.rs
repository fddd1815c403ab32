//! What IAM does in the cloud: each call of a function to the table, to a connection, a bus, a function or a secret is
//! measured against the statements of its own role. A function's calls are known by its access key, which is its logical
//! id.

mod request;
mod usage;

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, header};

use self::request::{IamCall, PartitionKeys};
use self::usage::PermissionUsage;
use crate::runtime::Log;
use crate::template::{ACCOUNT, REGION, Statement, Template};

/// The access key of the stack itself and of tests, who may do anything.
pub(crate) const OWN_KEY: &str = "local";

/// The statements of all roles, parsed once.
pub(crate) struct Permissions {
    roles: BTreeMap<String, Vec<Statement>>,
    keys: PartitionKeys,
    usage: PermissionUsage,
    log: Log,
}

impl Permissions {
    /// Those of this template.
    pub(crate) fn new(template: &Template, log: Log) -> Self {
        let roles = template.functions.values();
        Self {
            roles: roles.map(|role| (role.id.clone(), role.allows.clone())).collect(),
            keys: PartitionKeys::new(&template.tables),
            usage: PermissionUsage::none(),
            log,
        }
    }

    /// What is used, and what is refused, is noted in the file that the environment names.
    pub(crate) fn noted(self) -> Self {
        Self { usage: PermissionUsage::of_environment(), ..self }
    }

    /// Whether a request to the table may be done.
    ///
    /// # Errors
    /// IAM's sentence.
    pub(crate) fn of_request(
        &self,
        headers: &HeaderMap,
        operation: &str,
        body: &Bytes,
    ) -> Result<(), String> {
        let Some(caller) = function(headers) else { return Ok(()) };
        let calls = self.keys.calls(operation, body);
        calls.iter().try_for_each(|call| self.check(caller, call))
    }

    /// Whether a connection may be reached with this method.
    ///
    /// # Errors
    /// IAM's sentence.
    pub(crate) fn of_connection(
        &self,
        headers: &HeaderMap,
        stage: &str,
        method: &str,
        connection: &str,
    ) -> Result<(), String> {
        let resource = format!("{stage}/{method}/@connections/{connection}");
        self.of(headers, "execute-api:ManageConnections", "execute-api", &resource)
    }

    /// Whether events may be put on the bus of this name.
    ///
    /// # Errors
    /// IAM's sentence.
    pub(crate) fn of_bus(&self, headers: &HeaderMap, bus: &str) -> Result<(), String> {
        self.of(headers, "events:PutEvents", "events", &format!("event-bus/{bus}"))
    }

    /// Whether the function of this id may be invoked.
    ///
    /// # Errors
    /// IAM's sentence.
    pub(crate) fn of_function(&self, headers: &HeaderMap, id: &str) -> Result<(), String> {
        self.of(headers, "lambda:InvokeFunction", "lambda", &format!("function:{id}"))
    }

    /// Whether a parameter of the Parameter Store may be read, by its name with a slash before it.
    ///
    /// # Errors
    /// IAM's sentence.
    pub(crate) fn of_parameter(&self, headers: &HeaderMap, name: &str) -> Result<(), String> {
        self.of(headers, "ssm:GetParameter", "ssm", &format!("parameter{name}"))
    }

    /// Whether a secret of the Secrets Manager may be read, whose ARN ends in letters that nobody can guess.
    ///
    /// # Errors
    /// IAM's sentence.
    pub(crate) fn of_secret(&self, headers: &HeaderMap, name: &str) -> Result<(), String> {
        let resource = format!("secret:{name}-a1b2c3");
        self.of(headers, "secretsmanager:GetSecretValue", "secretsmanager", &resource)
    }

    /// Whether the function with this key may do this with an object.
    ///
    /// # Errors
    /// IAM's sentence.
    pub(crate) fn of_object(
        &self,
        access_key: &str,
        action: &str,
        bucket: &str,
        key: &str,
    ) -> Result<(), String> {
        if access_key == OWN_KEY {
            return Ok(());
        }
        let resource = format!("arn:aws:s3:::{bucket}/{key}");
        let call = IamCall { action: action.to_owned(), resource, leading: Vec::new() };
        self.check(access_key, &call)
    }

    /// Whether this may be done with a resource of a service.
    fn of(
        &self,
        headers: &HeaderMap,
        action: &str,
        service: &str,
        resource: &str,
    ) -> Result<(), String> {
        let Some(caller) = function(headers) else { return Ok(()) };
        let resource = format!("arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}");
        self.check(caller, &IamCall { action: action.to_owned(), resource, leading: Vec::new() })
    }

    fn check(&self, caller: &str, call: &IamCall) -> Result<(), String> {
        let statements = self.roles.get(caller).map(Vec::as_slice).unwrap_or_default();
        match statements.iter().find(|statement| allows(statement, call)) {
            Some(statement) => {
                self.usage.note(caller, call, statement);
                Ok(())
            }
            None => Err(self.refused(caller, call)),
        }
    }

    fn refused(&self, caller: &str, call: &IamCall) -> String {
        let IamCall { action, resource, leading } = call;
        let sentence = format!(
            "User: arn:aws:sts::{ACCOUNT}:assumed-role/{caller} is not authorized to perform: {action} on resource: \
             {resource} because no identity-based policy allows the {action} action"
        );
        let told = format!("{sentence} (rows {leading:?}; see {caller} in infra/template.yaml)");
        self.log.line("permissions", &told);
        // A test's stack logs nothing, and the function only says that the table did not answer.
        eprintln!("{told}");
        self.usage.refused(caller, call);
        sentence
    }
}

fn allows(statement: &Statement, call: &IamCall) -> bool {
    let has_rows = |keys: &Vec<String>| {
        call.leading.iter().all(|leading| keys.iter().any(|key| is_like(key, leading)))
    };
    statement.actions.contains(&call.action)
        && statement.resources.iter().any(|resource| is_like(resource, &call.resource))
        && statement.leading_keys.as_ref().is_none_or(has_rows)
}

/// Which function has signed a request, by its access key's id; none where the stack itself or a test did.
fn function(headers: &HeaderMap) -> Option<&str> {
    let signature = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let caller = signature.split_once("Credential=")?.1.split('/').next();
    caller.filter(|caller| *caller != OWN_KEY)
}

/// IAM's `StringLike` for the one wildcard that the template uses.
fn is_like(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(text) = text.strip_prefix(start) else { return false };
    rest.is_empty()
        || (0..=text.len()).any(|at| text.is_char_boundary(at) && is_like(rest, &text[at..]))
}

#[cfg(test)]
mod tests;
