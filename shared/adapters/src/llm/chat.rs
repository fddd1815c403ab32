//! The two chat APIs: what a request looks like, where the words are in an answer, and what they cost.

use language::drafting::Prompt;
use serde_json::{Map, Value, json};

use super::provider::with_extra;
use super::settings::{Api, ChatModel, Structured};
use super::usage::{Bill, Counted, estimated};

/// What the reply is called where an API wants a name for it.
const NAME: &str = "reply";

/// Where requests go.
pub(super) fn url(model: &ChatModel) -> String {
    match model.api {
        Api::OpenAi | Api::Bedrock => format!("{}/chat/completions", model.base()),
        Api::Anthropic => format!("{}/v1/messages", model.base()),
    }
}

/// The header for the key, and what stands before the key in it.
pub(super) fn key_header(api: Api) -> (&'static str, &'static str) {
    match api {
        Api::OpenAi | Api::Bedrock => ("authorization", "Bearer "),
        Api::Anthropic => ("x-api-key", ""),
    }
}

/// The other headers.
pub(super) fn headers(api: Api) -> &'static [(&'static str, &'static str)] {
    match api {
        Api::OpenAi | Api::Bedrock => &[],
        Api::Anthropic => &[("anthropic-version", "2023-06-01")],
    }
}

/// The request's body.
pub(super) fn body(model: &ChatModel, prompt: &Prompt) -> String {
    let mut body = match model.api {
        Api::OpenAi | Api::Bedrock => openai(prompt, model.structured()),
        Api::Anthropic => anthropic(prompt, model.structured()),
    };
    body.insert("model".to_owned(), json!(model.model));
    body.insert("max_tokens".to_owned(), json!(model.reply_tokens));
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
pub(super) fn words(answer: &Value) -> Option<String> {
    if let Some(content) = answer.pointer("/choices/0/message/content") {
        return content.as_str().map(str::to_owned);
    }
    let parts = answer.get("content")?.as_array()?;
    let of_kind = |kind: &str| parts.iter().find(|part| part["type"] == kind);
    let tool = of_kind("tool_use").and_then(|part| part.get("input")).map(Value::to_string);
    tool.or_else(|| of_kind("text").and_then(|part| part["text"].as_str()).map(str::to_owned))
}

/// The most that a request may cost.
pub(super) fn bill(model: &ChatModel, prompt: &Prompt) -> Bill {
    let input_tokens = estimated(prompt.system.len() + prompt.user.len());
    Bill { input_tokens, output_tokens: model.reply_tokens.into(), price: model.price }
}

impl Counted for Value {
    fn counted(&self) -> (Option<u64>, Option<u64>) {
        let count = |names: [&str; 2]| names.iter().find_map(|name| self["usage"][*name].as_u64());
        (count(["prompt_tokens", "input_tokens"]), count(["completion_tokens", "output_tokens"]))
    }
}
