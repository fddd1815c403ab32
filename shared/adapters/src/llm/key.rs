//! A provider's key: named in the settings, kept elsewhere.

use std::sync::OnceLock;
use std::time::Duration;

use domain::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::Mutex;

use super::settings::SettingsError;
use super::{CallContext, Reason};
use crate::aws::SdkConfig;

/// How long a stored key is used before it is asked for again, in seconds: a rotated one is taken up by then.
const FRESH: i64 = 15 * 60;
/// How long the store may take; where the whole call has less than twice as much, half of that.
const KEY_TIMEOUT: Duration = Duration::from_secs(3);

/// Where stored keys are fetched from: AWS's Parameter Store and Secrets Manager. Each client is made when it is first needed.
pub(super) struct KeyStores {
    config: SdkConfig,
    parameters_url: Option<String>,
    secrets_url: Option<String>,
    parameters: OnceLock<aws_sdk_ssm::Client>,
    secrets: OnceLock<aws_sdk_secretsmanager::Client>,
}

impl KeyStores {
    /// The stores of this region, or those at the URLs that the SDK's standard variables name.
    pub(super) fn new(config: SdkConfig, variable: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            config,
            parameters_url: variable("AWS_ENDPOINT_URL_SSM"),
            secrets_url: variable("AWS_ENDPOINT_URL_SECRETS_MANAGER"),
            parameters: OnceLock::new(),
            secrets: OnceLock::new(),
        }
    }

    async fn parameter(&self, name: &str) -> Option<String> {
        let client = self.parameters.get_or_init(|| {
            let mut config = aws_sdk_ssm::config::Builder::from(&self.config);
            config.set_endpoint_url(self.parameters_url.clone());
            aws_sdk_ssm::Client::from_conf(config.build())
        });
        let request = client.get_parameter().name(name).with_decryption(true);
        Box::pin(request.send()).await.ok()?.parameter?.value
    }

    async fn secret(&self, name: &str) -> Option<String> {
        let client = self.secrets.get_or_init(|| {
            let mut config = aws_sdk_secretsmanager::config::Builder::from(&self.config);
            config.set_endpoint_url(self.secrets_url.clone());
            aws_sdk_secretsmanager::Client::from_conf(config.build())
        });
        Box::pin(client.get_secret_value().secret_id(name).send()).await.ok()?.secret_string
    }

    async fn fetch(&self, name: &KeyName) -> Option<String> {
        let text = match name {
            KeyName::Variable(_) => return None,
            KeyName::Parameter(name) => self.parameter(name).await?,
            KeyName::Secret(name, None) => self.secret(name).await?,
            KeyName::Secret(name, Some(field)) => {
                let fields: Value = serde_json::from_str(&self.secret(name).await?).ok()?;
                fields.get(field)?.as_str()?.to_owned()
            }
        };
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }
}

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
        stores: &KeyStores,
        moment: CallContext,
    ) -> Result<Option<String>, Reason> {
        match self {
            Key::None => Ok(None),
            Key::Fixed(text) => Ok(Some(text.clone())),
            Key::Stored(name, kept) => {
                let fetched = async {
                    let mut kept = kept.lock().await;
                    let fresh =
                        kept.as_ref().filter(|(_, since)| moment.now < since.plus_seconds(FRESH));
                    if let Some((text, _)) = fresh {
                        return Some(text.clone());
                    }
                    let text = stores.fetch(name).await?;
                    *kept = Some((text.clone(), moment.now));
                    Some(text)
                };
                // Before the whole call's time is over, so that the store is named as the reason and not the model.
                let timeout = KEY_TIMEOUT.min(moment.timeout / 2);
                let fetched = tokio::time::timeout(timeout, fetched).await;
                fetched.ok().flatten().map(Some).ok_or(Reason::Key)
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
