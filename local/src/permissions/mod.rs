//! What IAM does in the cloud: each call of a function to the table, to a connection or to a bus is measured against the
//! statements of its own role. A function's calls are known by its access key, which is its logical id.

mod request;
mod usage;

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, header};

use self::request::{Call, Keys};
use self::usage::Usage;
use crate::runtime::Log;
use crate::template::{ACCOUNT, REGION, Statement, Template};

/// The access key of the stack itself and of tests, who may do anything.
pub(crate) const OWN_KEY: &str = "local";

/// The statements of all roles, parsed once.
pub(crate) struct Permissions {
    roles: BTreeMap<String, Vec<Statement>>,
    keys: Keys,
    usage: Usage,
    log: Log,
}

impl Permissions {
    /// Those of this template.
    pub(crate) fn new(template: &Template, log: Log) -> Self {
        let roles = template.functions.values();
        Self {
            roles: roles.map(|role| (role.id.clone(), role.allows.clone())).collect(),
            keys: Keys::new(&template.tables),
            usage: Usage::none(),
            log,
        }
    }

    /// What is used, and what is refused, is noted in the file that the environment names.
    pub(crate) fn noted(self) -> Self {
        Self { usage: Usage::of_environment(), ..self }
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
        let Some(caller) = caller(headers).filter(|caller| *caller != OWN_KEY) else {
            return Ok(());
        };
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
        let Some(caller) = caller(headers).filter(|caller| *caller != OWN_KEY) else {
            return Ok(());
        };
        let resource = format!("{stage}/{method}/@connections/{connection}");
        let call = Call {
            action: "execute-api:ManageConnections".to_owned(),
            resource: format!("arn:aws:execute-api:{REGION}:{ACCOUNT}:{resource}"),
            leading: Vec::new(),
        };
        self.check(caller, &call)
    }

    /// Whether events may be put on the bus of this name.
    ///
    /// # Errors
    /// IAM's sentence.
    pub(crate) fn of_bus(&self, headers: &HeaderMap, bus: &str) -> Result<(), String> {
        let Some(caller) = caller(headers).filter(|caller| *caller != OWN_KEY) else {
            return Ok(());
        };
        let call = Call {
            action: "events:PutEvents".to_owned(),
            resource: format!("arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{bus}"),
            leading: Vec::new(),
        };
        self.check(caller, &call)
    }

    fn check(&self, caller: &str, call: &Call) -> Result<(), String> {
        let statements = self.roles.get(caller).map(Vec::as_slice).unwrap_or_default();
        match statements.iter().find(|statement| allows(statement, call)) {
            Some(statement) => {
                self.usage.note(caller, call, statement);
                Ok(())
            }
            None => Err(self.refused(caller, call)),
        }
    }

    fn refused(&self, caller: &str, call: &Call) -> String {
        let Call { action, resource, leading } = call;
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

fn allows(statement: &Statement, call: &Call) -> bool {
    let has_rows = |keys: &Vec<String>| {
        call.leading.iter().all(|leading| keys.iter().any(|key| is_like(key, leading)))
    };
    statement.actions.contains(&call.action)
        && statement.resources.iter().any(|resource| is_like(resource, &call.resource))
        && statement.leading_keys.as_ref().is_none_or(has_rows)
}

/// The access key's id in a request's signature.
fn caller(headers: &HeaderMap) -> Option<&str> {
    let signature = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    signature.split_once("Credential=")?.1.split('/').next()
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
