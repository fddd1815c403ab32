//! A provider's key: named in the settings, kept elsewhere.

use std::time::{Duration, SystemTime};

use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use domain::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::client::{Client, Outgoing};
use super::settings::SettingsError;
use super::{CallContext, Reason};
use crate::aws::Access;

/// How long a stored key is used before it is asked for again, in seconds: a rotated one is taken up by then.
const FRESH: i64 = 15 * 60;
/// How long the store may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// Where a key is kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) enum KeyName {
    /// In this variable of the environment.
    Variable(String),
    /// Under this name in AWS's Parameter Store.
    Parameter(String),
    /// Under this name or ARN in AWS's Secrets Manager, whole or in a field of a JSON object.
    Secret(String, Option<String>),
}

impl TryFrom<String> for KeyName {
    type Error = SettingsError;
    fn try_from(text: String) -> Result<Self, SettingsError> {
        let (kind, name) = text.split_once(':').unwrap_or_default();
        let (secret, field) = name
            .split_once('#')
            .map_or((name, None), |(name, field)| (name, Some(field.to_owned())));
        match kind {
            _ if name.is_empty() => Err(not_a_name()),
            "env" => Ok(KeyName::Variable(name.to_owned())),
            "ssm" => Ok(KeyName::Parameter(name.to_owned())),
            "secretsmanager" => Ok(KeyName::Secret(secret.to_owned(), field)),
            _ => Err(not_a_name()),
        }
    }
}

/// The key itself may stand there by mistake, so the sentence does not repeat it.
fn not_a_name() -> SettingsError {
    SettingsError("a key is named by env:NAME, ssm:/name or secretsmanager:name".to_owned())
}

/// A provider's key, fetched when it is first needed.
pub(super) enum Key {
    None,
    Fixed(String),
    Stored(KeyName, Mutex<Option<(String, Timestamp)>>),
}

impl Key {
    /// The key of this name.
    pub(super) fn new(
        name: Option<KeyName>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        match name {
            None => Ok(Key::None),
            Some(KeyName::Variable(name)) => variable(&name).map(Key::Fixed).ok_or_else(|| {
                SettingsError(format!("the variable {name}, which a model's key is in, is not set"))
            }),
            Some(name) => Ok(Key::Stored(name, Mutex::default())),
        }
    }

    /// The key's text, if there is one.
    pub(super) async fn reveal(
        &self,
        client: &Client,
        moment: CallContext,
    ) -> Result<Option<String>, Reason> {
        match self {
            Key::None => Ok(None),
            Key::Fixed(text) => Ok(Some(text.clone())),
            Key::Stored(name, kept) => {
                let mut kept = kept.lock().await;
                let fresh =
                    kept.as_ref().filter(|(_, since)| moment.now < since.plus_seconds(FRESH));
                if let Some((text, _)) = fresh {
                    return Ok(Some(text.clone()));
                }
                let text = fetch(name, client, moment.now).await.ok_or(Reason::Key)?;
                *kept = Some((text.clone(), moment.now));
                Ok(Some(text))
            }
        }
    }

    /// Forgets a key that was refused; whether asking for it again may help.
    pub(super) async fn forget(&self) -> bool {
        match self {
            Key::None | Key::Fixed(_) => false,
            Key::Stored(_, kept) => kept.lock().await.take().is_some(),
        }
    }
}

async fn fetch(name: &KeyName, client: &Client, now: Timestamp) -> Option<String> {
    let (service, target, body) = match name {
        KeyName::Variable(_) => return None,
        KeyName::Parameter(name) => {
            ("ssm", "AmazonSSM.GetParameter", json!({ "Name": name, "WithDecryption": true }))
        }
        KeyName::Secret(name, _) => {
            ("secretsmanager", "secretsmanager.GetSecretValue", json!({ "SecretId": name }))
        }
    };
    let outgoing =
        signed(client.access(), &client.store_url(service), service, target, &body, now)?;
    let reply: Value = client.post(outgoing).await.ok()?;
    let text = match name {
        KeyName::Secret(_, field) => {
            let text = reply.get("SecretString")?.as_str()?;
            match field {
                None => text.to_owned(),
                Some(field) => {
                    serde_json::from_str::<Value>(text).ok()?.get(field)?.as_str()?.to_owned()
                }
            }
        }
        _ => reply.get("Parameter")?.get("Value")?.as_str()?.to_owned(),
    };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A request to one of AWS's JSON services, signed with the function's own role.
fn signed(
    access: &Access,
    url: &str,
    service: &str,
    target: &str,
    body: &Value,
    now: Timestamp,
) -> Option<Outgoing> {
    let body = body.to_string();
    let headers = [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", target)];
    let identity = access.credentials.clone().into();
    let at = SystemTime::UNIX_EPOCH + Duration::from_millis(now.0.try_into().ok()?);
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(&access.region)
        .name(service)
        .time(at)
        .settings(SigningSettings::default())
        .build()
        .ok()?
        .into();
    let request = SignableRequest::new(
        "POST",
        url,
        headers.into_iter(),
        SignableBody::Bytes(body.as_bytes()),
    )
    .ok()?;
    let (instructions, _) = sign(request, &parameters).ok()?.into_parts();
    let signature = instructions
        .headers()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect::<Vec<_>>();
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let headers = headers.into_iter().chain(signature).collect();
    Some(Outgoing { url: url.to_owned(), headers, body, timeout: PATIENCE })
}
