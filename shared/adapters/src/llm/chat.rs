//! A model that drafts and votes: what a request looks like in each API, where the words are in an answer, and what they cost.

use std::sync::atomic::{AtomicBool, Ordering};

use language::drafting::Prompt;
use serde_json::{Map, Value, json};

use super::bedrock::{self, Bedrock};
use super::client::{Client, NEWER_LIMIT};
use super::endpoint::{Endpoint, with_extra};
use super::key::Key;
use super::provider::{Failed, Provider};
use super::settings::{Api, ChatModel, SettingsError, Structured};
use super::usage::{Bill, Counted, Meter, estimated};
use super::{CallContext, Reason, Usage};
use crate::aws::SdkConfig;

/// What the reply is called where an API wants a name for it.
const NAME: &str = "reply";

/// The field that limits a reply, as most servers know it.
const LIMIT: &str = "max_tokens";

/// A model that drafts and votes.
pub(super) struct Chat {
    model: ChatModel,
    access: Access,
    provider: Provider,
}

/// How the model is reached.
enum Access {
    /// By HTTP, under a key where it wants one.
    Key(Http),
    /// By the SDK, with the function's role.
    Role(Bedrock),
}

struct Http {
    endpoint: Endpoint,
    /// Whether the model has refused [`LIMIT`] in this process.
    wants_newer_limit: AtomicBool,
}

impl Chat {
    /// The model that these settings name.
    pub(super) fn new(
        model: ChatModel,
        config: &SdkConfig,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let timeout = model.timeout();
        let (access, provider) = if model.is_by_role() {
            (Access::Role(Bedrock::new(&model, config)), Provider::behind_sdk(timeout))
        } else {
            let endpoint = endpoint(&model, Key::new(model.key.clone(), variable)?);
            let http = Http { endpoint, wants_newer_limit: AtomicBool::new(false) };
            (Access::Key(http), Provider::new(timeout))
        };
        Ok(Self { model, access, provider })
    }

    /// The most that a request may cost.
    pub(super) fn at_most(&self, prompt: &Prompt) -> Usage {
        bill(&self.model, prompt).in_full()
    }

    /// The words with which the model replies.
    pub(super) async fn ask(
        &self,
        client: &Client,
        prompt: &Prompt,
        moment: CallContext,
        meter: &mut Meter,
    ) -> Result<String, Reason> {
        let (bill, provider) = (bill(&self.model, prompt), &self.provider);
        let words = match &self.access {
            Access::Key(http) => {
                let key = async || http.endpoint.reveal_key(client, moment).await;
                let send = async |key| http.send(client, &self.model, prompt, key, moment).await;
                words(&provider.ask(bill, moment, meter, key, send).await?)
            }
            Access::Role(region) => {
                let key = async || Ok(None);
                let send = async |_| region.ask(&self.model, prompt, moment.now).await;
                bedrock::words(&provider.ask(bill, moment, meter, key, send).await?)
            }
        };
        words.ok_or(Reason::Form)
    }
}

impl Http {
    async fn send(
        &self,
        client: &Client,
        model: &ChatModel,
        prompt: &Prompt,
        key: Option<String>,
        moment: CallContext,
    ) -> Result<Value, Failed> {
        let is_newer = self.wants_newer_limit.load(Ordering::Relaxed);
        let limit = if is_newer { NEWER_LIMIT } else { LIMIT };
        let body = body(model, prompt, limit);
        let outcome = self.endpoint.post(client, body, key, moment.now).await;
        if outcome.as_ref().is_err_and(Failed::is_for_newer_limit) {
            self.wants_newer_limit.store(true, Ordering::Relaxed);
        }
        outcome
    }
}

/// Where requests go by HTTP, and with which headers.
fn endpoint(model: &ChatModel, key: Key) -> Endpoint {
    let base = model.base();
    if model.api == Api::Anthropic {
        Endpoint {
            url: format!("{base}/v1/messages"),
            key,
            key_header: ("x-api-key", ""),
            headers: &[("anthropic-version", "2023-06-01")],
        }
    } else {
        Endpoint {
            url: format!("{base}/chat/completions"),
            key,
            key_header: ("authorization", "Bearer "),
            headers: &[],
        }
    }
}

/// The request's body, with this field for the reply's limit.
fn body(model: &ChatModel, prompt: &Prompt, limit: &str) -> String {
    let form = if model.api == Api::Anthropic { anthropic } else { openai };
    let mut body = form(prompt, model.structured());
    body.insert("model".to_owned(), json!(model.model));
    body.insert(limit.to_owned(), json!(model.reply_tokens));
    with_extra(body, &model.extra)
}

fn openai(prompt: &Prompt, structured: Structured) -> Map<String, Value> {
    let messages = json!([
        { "role": "system", "content": prompt.system },
        { "role": "user", "content": prompt.user },
    ]);
    let mut body = Map::from_iter([("messages".to_owned(), messages)]);
    let format = match structured {
        Structured::Schema => json!({
            "type": "json_schema",
            "json_schema": { "name": NAME, "strict": true, "schema": prompt.schema },
        }),
        Structured::Object => json!({ "type": "json_object" }),
        Structured::None => return body,
    };
    body.insert("response_format".to_owned(), format);
    body
}

/// Anthropic's models are held to a schema by giving them one tool and no choice.
fn anthropic(prompt: &Prompt, structured: Structured) -> Map<String, Value> {
    let messages = json!([{ "role": "user", "content": prompt.user }]);
    let mut body = Map::from_iter([
        ("messages".to_owned(), messages),
        ("system".to_owned(), json!(prompt.system)),
    ]);
    if structured != Structured::None {
        let description = "Gives the reply in its form.";
        let tool =
            json!({ "name": NAME, "description": description, "input_schema": prompt.schema });
        body.insert("tools".to_owned(), json!([tool]));
        body.insert("tool_choice".to_owned(), json!({ "type": "tool", "name": NAME }));
    }
    body
}

/// The model's words in an answer of either API; none where there are none, as when the model declines.
fn words(answer: &Value) -> Option<String> {
    if let Some(content) = answer.pointer("/choices/0/message/content") {
        return content.as_str().map(str::to_owned);
    }
    let parts = answer.get("content")?.as_array()?;
    let of_kind = |kind: &str| parts.iter().find(|part| part["type"] == kind);
    let tool = of_kind("tool_use").and_then(|part| part.get("input")).map(Value::to_string);
    tool.or_else(|| of_kind("text").and_then(|part| part["text"].as_str()).map(str::to_owned))
}

/// The most that a request may cost.
fn bill(model: &ChatModel, prompt: &Prompt) -> Bill {
    let input_tokens = estimated(prompt.system.len() + prompt.user.len());
    Bill { input_tokens, output_tokens: model.reply_tokens.into(), price: model.price }
}

impl Counted for Value {
    fn counted(&self) -> (Option<u64>, Option<u64>) {
        let count = |names: [&str; 2]| names.iter().find_map(|name| self["usage"][*name].as_u64());
        (count(["prompt_tokens", "input_tokens"]), count(["completion_tokens", "output_tokens"]))
    }
}
