//! Which models there are: the parameter `Models`, one JSON document.
//!
//! ```json
//! {
//!   "chat": [
//!     { "api": "openai", "url": "https://api.openai.com/v1", "model": "gpt-4.1-mini", "key": "ssm:/firstline/openai",
//!       "price": { "input": 40, "output": 160 } },
//!     { "api": "anthropic", "model": "claude-haiku-4-5", "key": "secretsmanager:firstline/anthropic",
//!       "price": { "input": 100, "output": 500 } },
//!     { "api": "bedrock", "region": "eu-central-1", "model": "eu.amazon.nova-lite-v1:0", "price": { "input": 8, "output": 31 } },
//!     { "api": "bedrock", "region": "eu-central-1", "model": "openai.gpt-oss-20b-1:0", "key": "env:BEDROCK_KEY",
//!       "price": { "input": 7, "output": 30 }, "structured": "none" }
//!   ],
//!   "embeddings": { "url": "http://127.0.0.1:11434/v1", "model": "all-minilm", "dimensions": 384, "price": { "input": 0 } }
//! }
//! ```
//!
//! `chat` is a list of fallbacks: the first that answers is used. `{}`, or nothing, means no model at all: triage then works by words
//! alone and shows approved texts as they are. `price` is in US cents for a million tokens, 0 for a model of one's own.
//! `key` is `env:NAME` (a variable of the function), `ssm:/name` (Parameter Store) or `secretsmanager:name`, with
//! `#field` behind it for a field of a JSON secret; none where a server wants none. `timeout_ms` bounds one request,
//! `reply_tokens` a reply. `structured` is `schema` (the reply is held to a JSON Schema), `object` (to JSON) or `none`.
//! `extra` is merged into each request's body, a null taking a field out: `{"temperature":0}`. A model that refuses `max_tokens` is
//! asked with `max_completion_tokens` from then on.
//!
//! `bedrock` without a key is Bedrock's Converse API, by the function's role: `model` is a model's id, or an inference profile's id or
//! ARN, and `extra` are fields that the model itself knows. `timeout_ms` bounds a request there together with its retry.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use serde::Deserialize;
use serde_json::error::Category;
use serde_json::{Map, Value};

use super::key::KeyName;

/// The longest that one request may take, in milliseconds: below the function's own time.
const LONGEST: u64 = 25_000;

/// The models of a deployment; none by default.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, try_from = "Document")]
pub struct Models {
    pub(super) chat: Vec<ChatModel>,
    pub(super) embeddings: Option<EmbeddingModel>,
}

/// A setting that can't be used. The sentence never holds a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(pub(super) String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    chat: Vec<ChatModel>,
    #[serde(default)]
    embeddings: Option<EmbeddingModel>,
}

/// A model that drafts and votes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChatModel {
    pub(super) api: Api,
    #[serde(default)]
    pub(super) url: Option<String>,
    #[serde(default)]
    pub(super) region: Option<String>,
    pub(super) model: String,
    #[serde(default)]
    pub(super) key: Option<KeyName>,
    pub(super) price: Price,
    #[serde(default = "timeout")]
    timeout_ms: u64,
    #[serde(default = "reply_tokens")]
    pub(super) reply_tokens: u32,
    #[serde(default)]
    structured: Option<Structured>,
    #[serde(default)]
    pub(super) extra: Map<String, Value>,
}

/// A model that gives vectors.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EmbeddingModel {
    pub(super) url: String,
    pub(super) model: String,
    /// The length of its vectors.
    pub(super) dimensions: usize,
    #[serde(default)]
    pub(super) key: Option<KeyName>,
    pub(super) price: Price,
    #[serde(default = "timeout")]
    timeout_ms: u64,
    #[serde(default)]
    pub(super) extra: Map<String, Value>,
}

/// How a model is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Api {
    /// OpenAI's chat completions, which many servers speak.
    OpenAi,
    /// Anthropic's Messages.
    Anthropic,
    /// Bedrock: with a Bedrock API key its endpoint for OpenAI's chat completions, without one its Converse API.
    Bedrock,
}

/// How far a provider holds a reply to its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Structured {
    /// To the schema.
    Schema,
    /// To JSON.
    Object,
    /// Not at all.
    None,
}

/// US cents for a million tokens.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Price {
    pub(super) input: f64,
    #[serde(default)]
    pub(super) output: f64,
}

fn timeout() -> u64 {
    10_000
}

fn reply_tokens() -> u32 {
    800
}

impl Models {
    /// The models of this document; none where it is empty.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let document: Document =
            serde_json::from_str(text).map_err(|error| SettingsError(sentence(&error)))?;
        document.try_into()
    }

    /// The name of the embeddings model. What was learned from one model's vectors is worth nothing under another.
    pub fn embeddings(&self) -> Option<&str> {
        self.embeddings.as_ref().map(|model| model.model.as_str())
    }
}

impl TryFrom<Document> for Models {
    type Error = SettingsError;
    fn try_from(document: Document) -> Result<Self, SettingsError> {
        document.chat.iter().try_for_each(ChatModel::check)?;
        document.embeddings.iter().try_for_each(EmbeddingModel::check)?;
        Ok(Self { chat: document.chat, embeddings: document.embeddings })
    }
}

impl ChatModel {
    /// Where its API begins, without a slash at the end.
    pub(super) fn base(&self) -> String {
        let url = match (self.api, self.url.as_deref(), self.region.as_deref()) {
            (_, Some(url), _) => url.to_owned(),
            (Api::Bedrock, None, region) => {
                format!(
                    "https://bedrock-runtime.{}.amazonaws.com/openai/v1",
                    region.unwrap_or_default()
                )
            }
            (Api::Anthropic, None, _) => "https://api.anthropic.com".to_owned(),
            (Api::OpenAi, None, _) => "https://api.openai.com/v1".to_owned(),
        };
        url.trim_end_matches('/').to_owned()
    }

    /// Whether it is asked by the function's role instead of a key.
    pub(super) fn is_by_role(&self) -> bool {
        self.api == Api::Bedrock && self.key.is_none()
    }

    /// How long one request may take.
    pub(super) fn timeout(&self) -> Duration {
        Duration::from_millis(self.timeout_ms)
    }

    /// How far it is held to the form. Bedrock promises nothing for all of its models.
    pub(super) fn structured(&self) -> Structured {
        let usual = if self.api == Api::Bedrock { Structured::None } else { Structured::Schema };
        self.structured.unwrap_or(usual)
    }

    fn check(&self) -> Result<(), SettingsError> {
        let has_place = self.api != Api::Bedrock || self.url.is_some() || self.region.is_some();
        let name = format!("the chat model `{}`", self.model);
        demand(has_place, || format!("{name} needs a region"))?;
        demand((1..=8_000).contains(&self.reply_tokens), || {
            format!("{name} needs reply_tokens from 1 to 8000")
        })?;
        check(&name, &self.model, &self.base(), self.price, self.timeout_ms)
    }
}

impl EmbeddingModel {
    /// How long one request may take.
    pub(super) fn timeout(&self) -> Duration {
        Duration::from_millis(self.timeout_ms)
    }

    fn check(&self) -> Result<(), SettingsError> {
        let name = format!("the embeddings model `{}`", self.model);
        demand((1..=4_096).contains(&self.dimensions), || {
            format!("{name} needs dimensions from 1 to 4096")
        })?;
        check(&name, &self.model, &self.url, self.price, self.timeout_ms)
    }
}

fn check(
    name: &str,
    model: &str,
    url: &str,
    price: Price,
    timeout_ms: u64,
) -> Result<(), SettingsError> {
    let is_price = |price: f64| (0.0..=1e6).contains(&price);
    demand(!model.trim().is_empty(), || "a model needs a name".to_owned())?;
    demand(is_safe(url), || {
        format!(
            "{name} needs an https:// URL (http:// only on this machine or in a private network)"
        )
    })?;
    demand(is_price(price.input) && is_price(price.output), || {
        format!("{name} needs a price of 0 to 1000000 cents for a million tokens")
    })?;
    demand((100..=LONGEST).contains(&timeout_ms), || {
        format!("{name} needs a timeout_ms from 100 to {LONGEST}")
    })
}

/// What serde says of a document, where that is about names only: a value may be a key that somebody put there.
fn sentence(error: &serde_json::Error) -> String {
    const HARMLESS: [&str; 3] = ["missing field", "unknown field", "a key is named by"];
    let told = error.to_string();
    let place = format!("line {}, column {}", error.line(), error.column());
    match error.classify() {
        _ if HARMLESS.iter().any(|start| told.starts_with(start)) => told,
        Category::Data => format!("a value is of a wrong form near {place}"),
        _ => format!("it is not JSON near {place}"),
    }
}

fn demand(holds: bool, sentence: impl FnOnce() -> String) -> Result<(), SettingsError> {
    if holds { Ok(()) } else { Err(SettingsError(sentence())) }
}

/// What customers write crosses no public network unencrypted.
fn is_safe(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else { return false };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_named_private =
        !host.contains('.') || host.ends_with(".internal") || host.ends_with(".local");
    let is_private = match host.parse() {
        Ok(IpAddr::V4(address)) => is_private_v4(address),
        Ok(IpAddr::V6(address)) => address.is_loopback() || address.is_unique_local(),
        Err(_) => is_named_private,
    };
    !host.is_empty() && (url.scheme() == "https" || (url.scheme() == "http" && is_private))
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    address.is_loopback() || address.is_private() || address.is_link_local()
}

#[cfg(test)]
mod tests;
