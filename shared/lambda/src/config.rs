//! The one place that reads the environment. A function asks for what it needs; a value that is missing or wrong
//! ends the start with a sentence.

mod stores;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::sync::OnceLock;

use adapters::aws::{Credentials, SdkConfig, sdk_config};
use domain::StoreId;
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use stores::{StoreEntry, store_entries};
#[cfg(feature = "table")]
pub use stores::{limits, stores};

/// A variable that is missing or wrong. The sentence never holds its value.
#[derive(thiserror::Error)]
pub enum ConfigError {
    /// It is not set.
    #[error("the environment variable {0} is missing; the template sets it")]
    Missing(&'static str),
    /// It can't be understood.
    #[error("the environment variable {name} is wrong: {reason}")]
    Wrong {
        /// Which variable.
        name: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A key, a secret or the issuer can't be used.
    #[cfg(feature = "token")]
    #[error(transparent)]
    Tokens(#[from] adapters::token::SettingError),
}

/// What ends `main` is printed by its debug form: operators get the sentence there too.
impl std::fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// The issuer that vouches for agents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OidcEntry {
    /// Its URL, exactly as its tokens name it.
    pub issuer: String,
    /// The client id that its tokens are for.
    pub audience: String,
}

#[allow(clippy::disallowed_methods)] // the one place that reads the environment
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn text(name: &'static str) -> Result<String, ConfigError> {
    variable(name).ok_or(ConfigError::Missing(name))
}

fn json<T: DeserializeOwned>(name: &'static str) -> Result<T, ConfigError> {
    serde_json::from_str(&text(name)?).map_err(|error| ConfigError::Wrong {
        name,
        reason: format!("no valid JSON of its form ({})", error.classify_name()),
    })
}

/// What a JSON error may say without repeating the value, which can be a secret.
trait ClassifyName {
    fn classify_name(&self) -> &'static str;
}

impl ClassifyName for serde_json::Error {
    fn classify_name(&self) -> &'static str {
        match self.classify() {
            serde_json::error::Category::Data => "a field is missing, unknown or of a wrong form",
            serde_json::error::Category::Eof => "it ends too early",
            serde_json::error::Category::Syntax | serde_json::error::Category::Io => {
                "it is not JSON"
            }
        }
    }
}

/// How AWS is reached: the configuration of its SDK, by what Lambda puts into every function's environment. A process has one, and
/// with it one pool of connections.
///
/// # Errors
/// [`ConfigError`].
pub fn aws() -> Result<&'static SdkConfig, ConfigError> {
    static CONFIG: OnceLock<SdkConfig> = OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(config);
    }
    let (id, secret) = (text("AWS_ACCESS_KEY_ID")?, text("AWS_SECRET_ACCESS_KEY")?);
    let session = text("AWS_SESSION_TOKEN").ok();
    let credentials = Credentials::new(id, secret, session, None, "environment");
    let config = sdk_config(text("AWS_REGION")?, credentials);
    Ok(CONFIG.get_or_init(|| config))
}

/// The table's name.
///
/// # Errors
/// [`ConfigError`].
pub fn table_name() -> Result<String, ConfigError> {
    text("TABLE_NAME")
}

/// Another endpoint for the table than the region's own, by the SDKs' standard variable.
pub fn table_endpoint() -> Option<String> {
    text("AWS_ENDPOINT_URL_DYNAMODB").ok()
}

/// Where open connections are reached: the stage's management URL, or another by the SDKs' standard variable.
///
/// # Errors
/// [`ConfigError`].
pub fn connections_url() -> Result<String, ConfigError> {
    text("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI").or_else(|_| text("CONNECTIONS_URL"))
}

/// The key that visitors' tokens are signed with, base64url; behind it those that still verify, with commas between.
///
/// # Errors
/// [`ConfigError`].
pub fn visitor_keys() -> Result<Vec<String>, ConfigError> {
    Ok(text("VISITOR_KEY")?.split(',').map(|key| key.trim().to_owned()).collect())
}

/// Each store's secret for the tokens that its shop signs, or a list of them while it is changed; stores without one
/// take visitors only.
///
/// # Errors
/// [`ConfigError`].
pub fn customer_secrets() -> Result<BTreeMap<StoreId, Vec<String>>, ConfigError> {
    secrets("CUSTOMER_SECRETS")
}

/// A secret, or several, for each of some stores.
fn secrets(name: &'static str) -> Result<BTreeMap<StoreId, Vec<String>>, ConfigError> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Secrets {
        One(String),
        Some(Vec<String>),
    }
    let secrets: BTreeMap<StoreId, Secrets> = json(name)?;
    let listed = secrets.into_iter().map(|(store, secrets)| match secrets {
        Secrets::One(secret) => (store, vec![secret]),
        Secrets::Some(secrets) => (store, secrets),
    });
    Ok(listed.collect())
}

/// The issuer that vouches for agents.
///
/// # Errors
/// [`ConfigError`].
pub fn oidc() -> Result<OidcEntry, ConfigError> {
    Ok(OidcEntry { issuer: text("OIDC_ISSUER")?, audience: text("OIDC_AUDIENCE")? })
}

/// The function itself, so that it can start itself again for later.
///
/// # Errors
/// [`ConfigError`].
#[cfg(feature = "async_invoke")]
pub fn async_invoker() -> Result<adapters::async_invoke::AsyncInvoker, ConfigError> {
    let endpoint = text("AWS_ENDPOINT_URL_LAMBDA").ok();
    Ok(adapters::async_invoke::AsyncInvoker::new(aws()?, endpoint.as_deref(), function_name()))
}

/// The language models; none where none is configured.
///
/// # Errors
/// [`ConfigError`].
#[cfg(feature = "llm")]
pub fn models() -> Result<Option<adapters::llm::Llm>, ConfigError> {
    let wrong = |error: adapters::llm::SettingsError| ConfigError::Wrong {
        name: "MODELS",
        reason: error.to_string(),
    };
    let document = text("MODELS").unwrap_or_default();
    let models = adapters::llm::Models::parse(&document).map_err(wrong)?;
    let llm = adapters::llm::Llm::new(models, aws()?.clone(), variable).map_err(wrong)?;
    Ok(Some(llm).filter(|llm| llm.can_chat() || llm.can_embed()))
}

/// The table of static vectors that lies beside the function's binary under the name `STATIC_VECTORS`. None where the name
/// is empty, where no file was packaged, and where the file can't be read: triage works without it, so that a damaged file
/// ends no function. The log says why.
#[cfg(feature = "static_vectors")]
pub fn static_vectors() -> Option<retrieval::StaticVectors> {
    let name = text("STATIC_VECTORS").ok()?;
    let read = || -> Result<_, Box<dyn std::error::Error>> {
        let file = env::current_exe()?.with_file_name(&name);
        match std::fs::read(file) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            bytes => Ok(Some(retrieval::StaticVectors::parse(bytes?)?)),
        }
    };
    match read() {
        Ok(Some(vectors)) => {
            let (model, dimensions) = (vectors.name(), vectors.dimensions());
            tracing::info!(model, dimensions, "questions are read by words and static vectors");
            Some(vectors)
        }
        Ok(None) => {
            tracing::warn!(
                file = name,
                "no static vectors are packaged: questions are read by words alone"
            );
            None
        }
        Err(error) => {
            tracing::error!(file = name, %error, "the static vectors can't be read: questions are read by words alone");
            None
        }
    }
}

/// How much is logged: `error`, `warn`, `info` (default), `debug` or `trace`.
pub fn log_level() -> String {
    text("LOG_LEVEL").unwrap_or_else(|_| "info".to_owned())
}

/// The function's name, for its metrics.
pub fn function_name() -> String {
    text("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_else(|_| "local".to_owned())
}

/// The table itself.
///
/// # Errors
/// [`ConfigError`].
#[cfg(feature = "table")]
pub fn table() -> Result<adapters::dynamo::Table, ConfigError> {
    Ok(adapters::dynamo::Table::new(aws()?, table_endpoint().as_deref(), table_name()?))
}

/// The connections themselves.
///
/// # Errors
/// [`ConfigError`].
#[cfg(feature = "push")]
pub fn push() -> Result<adapters::push::Push, ConfigError> {
    Ok(adapters::push::Push::new(aws()?, &connections_url()?))
}

/// The bucket of files. Its objects lie below a URL of their own, which the SDKs' standard variable may name.
///
/// # Errors
/// [`ConfigError`].
#[cfg(feature = "files")]
pub fn bucket() -> Result<adapters::files::Bucket, ConfigError> {
    let name = text("FILES_BUCKET")?;
    let url = match text("AWS_ENDPOINT_URL_S3") {
        Ok(endpoint) => format!("{}/{name}", endpoint.trim_end_matches('/')),
        Err(_) => text("FILES_URL")?,
    };
    Ok(adapters::files::Bucket::new(aws()?, &url, name))
}

/// Whether a scanner looks at files before anybody reads them.
///
/// # Errors
/// [`ConfigError`].
pub fn scans_files() -> Result<bool, ConfigError> {
    match text("SCAN_FILES")?.as_str() {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => {
            let reason = "it is `yes` or `no`".to_owned();
            Err(ConfigError::Wrong { name: "SCAN_FILES", reason })
        }
    }
}

/// Where events for programs outside go; none where the deployment has no bus.
///
/// # Errors
/// [`ConfigError`].
#[cfg(feature = "events")]
pub fn publisher() -> Result<Option<application::Publisher>, ConfigError> {
    let Ok(name) = text("EVENT_BUS") else { return Ok(None) };
    let url = text("AWS_ENDPOINT_URL_EVENTBRIDGE").or_else(|_| text("EVENTS_URL"))?;
    let bus = adapters::events::Bus::new(aws()?, &url, name);
    Ok(Some(application::Publisher { bus, words: words()? }))
}

/// Whether people's words and names go to programs outside.
///
/// # Errors
/// [`ConfigError`].
pub fn words() -> Result<contract::Words, ConfigError> {
    match text("EVENT_TEXTS")?.as_str() {
        "yes" => Ok(contract::Words::Included),
        "no" => Ok(contract::Words::LeftOut),
        _ => {
            let reason = "it is `yes` or `no`".to_owned();
            Err(ConfigError::Wrong { name: "EVENT_TEXTS", reason })
        }
    }
}

/// For how many days stores' events stay in their feeds; none where there are no feeds.
///
/// # Errors
/// [`ConfigError`].
pub fn feed_days() -> Result<Option<u16>, ConfigError> {
    let wrong = |_| {
        let reason = "it is a number of days".to_owned();
        ConfigError::Wrong { name: "FEED_DAYS", reason }
    };
    let days: u16 = text("FEED_DAYS")?.parse().map_err(wrong)?;
    Ok((days > 0).then_some(days))
}

/// The stores whose own servers want to hear of their events.
///
/// # Errors
/// [`ConfigError`].
pub fn webhook_stores() -> Result<BTreeSet<StoreId>, ConfigError> {
    let urls: BTreeMap<StoreId, String> = json("WEBHOOKS")?;
    Ok(urls.into_keys().collect())
}

/// The servers that want to hear of stores' events.
///
/// # Errors
/// [`ConfigError`].
#[cfg(feature = "webhook")]
pub fn webhooks() -> Result<Vec<(StoreId, adapters::webhook::Webhook)>, ConfigError> {
    let urls: BTreeMap<StoreId, String> = json("WEBHOOKS")?;
    let secrets = secrets("WEBHOOK_SECRETS")?;
    let hook = |(store, url): (StoreId, String)| {
        let own = secrets.get(&store).map(Vec::as_slice).unwrap_or_default();
        let hook = adapters::webhook::Webhook::new(&url, own).map_err(|error| {
            ConfigError::Wrong { name: "WEBHOOKS", reason: format!("store `{store}`: {error}") }
        })?;
        Ok((store, hook))
    };
    urls.into_iter().map(hook).collect()
}

/// What tokens are verified with.
///
/// # Errors
/// [`ConfigError`].
#[cfg(feature = "token")]
pub fn token_settings() -> Result<adapters::token::TokenSettings, ConfigError> {
    let OidcEntry { issuer, audience } = oidc()?;
    Ok(adapters::token::TokenSettings {
        visitor_keys: visitor_keys()?,
        customer_secrets: customer_secrets()?,
        oidc: Some(adapters::token::OidcSettings { issuer, audience }),
    })
}
