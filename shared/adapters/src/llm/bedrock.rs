//! Amazon Bedrock's Converse API, by which a function's role opens any of Bedrock's models: the request, its answer, its errors.
//!
//! The SDK signs a request and repeats it. It does so only where the first was refused or got lost, so both are one request on
//! the bill.

use std::time::Duration;

use aws_sdk_bedrockruntime::Client;
use aws_sdk_bedrockruntime::config::{Builder, Region};
use aws_sdk_bedrockruntime::error::{BuildError, SdkError};
use aws_sdk_bedrockruntime::operation::converse::builders::ConverseFluentBuilder;
use aws_sdk_bedrockruntime::operation::converse::{ConverseError, ConverseOutput};
use aws_sdk_bedrockruntime::types::{
    ContentBlock, ConversationRole, InferenceConfiguration, Message, SpecificToolChoice,
    StopReason, SystemContentBlock, Tool, ToolChoice, ToolConfiguration, ToolInputSchema,
    ToolSpecification,
};
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::retries::classifiers::{
    ClassifyRetry, RetryAction, RetryClassifierPriority, RetryReason,
};
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use domain::Timestamp;
use language::drafting::Prompt;
use serde_json::Value;

use super::client::retry_after;
use super::provider::{Advice, Failed};
use super::settings::{ChatModel, Structured};
use super::usage::Counted;
use super::{Reason, document};
use crate::aws::SdkConfig;

/// How often a request is attempted, as every other provider's.
const ATTEMPTS: u32 = 2;
/// The longest pause before the second attempt, of which the SDK waits a random share.
const BACKOFF: Duration = Duration::from_millis(300);
/// The header in which a server says when to come back, in HTTP's words.
const RETRY_AFTER: &str = "retry-after";
/// What the reply's tool is called.
const TOOL: &str = "reply";

/// One region's models. It opens nothing before the first request.
pub(super) struct Bedrock {
    client: Client,
}

impl Bedrock {
    /// The region of this model, asked with the credentials of the configuration.
    pub(super) fn new(model: &ChatModel, config: &SdkConfig) -> Self {
        let timeout = model.timeout();
        let timeouts = TimeoutConfig::builder()
            .operation_timeout(timeout)
            .operation_attempt_timeout(timeout)
            .build();
        let retries = RetryConfig::standard()
            .with_max_attempts(ATTEMPTS)
            .with_initial_backoff(BACKOFF)
            .with_max_backoff(timeout);
        let mut builder = Builder::from(config)
            .timeout_config(timeouts)
            .retry_config(retries)
            .retry_classifier(ServerDelay { longest: timeout / 2 });
        if let Some(region) = &model.region {
            builder = builder.region(Region::new(region.clone()));
        }
        if let Some(url) = &model.url {
            builder = builder.endpoint_url(url);
        }
        Self { client: Client::from_conf(builder.build()) }
    }

    /// The model's answer to a prompt.
    pub(super) async fn ask(
        &self,
        model: &ChatModel,
        prompt: &Prompt,
        now: Timestamp,
    ) -> Result<ConverseOutput, Failed> {
        let request = self.request(model, prompt).map_err(|_| Reason::Form)?;
        Box::pin(request.send()).await.map_err(|error| failed(&error, now))
    }

    fn request(
        &self,
        model: &ChatModel,
        prompt: &Prompt,
    ) -> Result<ConverseFluentBuilder, BuildError> {
        let message = Message::builder()
            .role(ConversationRole::User)
            .content(ContentBlock::Text(prompt.user.clone()))
            .build()?;
        let limit = i32::try_from(model.reply_tokens).unwrap_or(i32::MAX);
        let limits = InferenceConfiguration::builder().max_tokens(limit).build();
        let tool = match model.structured() {
            Structured::None => None,
            Structured::Object | Structured::Schema => Some(only_tool(&prompt.schema)?),
        };
        let extra = Some(&model.extra).filter(|extra| !extra.is_empty());
        let request = self
            .client
            .converse()
            .model_id(&model.model)
            .system(SystemContentBlock::Text(prompt.system.clone()))
            .messages(message)
            .inference_config(limits)
            .set_tool_config(tool)
            .set_additional_model_request_fields(extra.map(document::of_object));
        Ok(request)
    }
}

/// Holds a model to a schema by giving it one tool and no choice.
fn only_tool(schema: &Value) -> Result<ToolConfiguration, BuildError> {
    let tool = ToolSpecification::builder()
        .name(TOOL)
        .description("Gives the reply in its form.")
        .input_schema(ToolInputSchema::Json(document::of(schema)))
        .build()?;
    let choice = SpecificToolChoice::builder().name(TOOL).build()?;
    ToolConfiguration::builder()
        .tools(Tool::ToolSpec(tool))
        .tool_choice(ToolChoice::Tool(choice))
        .build()
}

/// The model's words; none where its reply was cut off, or withheld by a filter.
pub(super) fn words(answer: &ConverseOutput) -> Option<String> {
    let is_whole = matches!(
        answer.stop_reason,
        StopReason::EndTurn | StopReason::StopSequence | StopReason::ToolUse
    );
    let message = answer.output.as_ref().filter(|_| is_whole)?.as_message().ok()?;
    let tool = message.content.iter().find_map(|part| part.as_tool_use().ok());
    let text = || message.content.iter().find_map(|part| part.as_text().ok()).cloned();
    tool.map(|tool| document::to_json(&tool.input).to_string()).or_else(text)
}

impl Counted for ConverseOutput {
    fn counted(&self) -> (Option<u64>, Option<u64>) {
        let usage = self.usage.as_ref();
        let count = |tokens: Option<i32>| tokens.and_then(|tokens| u64::try_from(tokens).ok());
        (
            count(usage.map(|usage| usage.input_tokens)),
            count(usage.map(|usage| usage.output_tokens)),
        )
    }
}

/// Why there is no answer, after the SDK's own retry.
fn failed(error: &SdkError<ConverseError>, now: Timestamp) -> Failed {
    let response = error.raw_response();
    let reason = match (error, response.map(HttpResponse::status)) {
        (SdkError::TimeoutError(_), _) => Reason::Slow,
        (_, Some(status)) if status.is_success() => Reason::Form,
        (_, Some(status)) => Reason::Status(status.as_u16()),
        (_, None) => Reason::Connection,
    };
    let wait = response.and_then(|response| response.headers().get(RETRY_AFTER));
    // What one prompt caused is no reason to leave the provider alone.
    let wait = wait.filter(|_| reason.is_passing());
    let advice = wait.and_then(|value| retry_after(value, now)).map(Advice::RetryAfter);
    Failed { reason, advice }
}

/// Holds the SDK's retry to `Retry-After`, which the SDK itself reads only in a header of AWS's own.
#[derive(Debug)]
struct ServerDelay {
    /// Who asks for more than this is not asked again.
    longest: Duration,
}

impl ClassifyRetry for ServerDelay {
    fn classify_retry(&self, _: &InterceptorContext) -> RetryAction {
        RetryAction::NoActionIndicated
    }

    fn classify_retry_v2(
        &self,
        context: &InterceptorContext,
        previous: &RetryAction,
    ) -> RetryAction {
        let RetryAction::RetryIndicated(RetryReason::RetryableError { kind, retry_after: None }) =
            previous
        else {
            return RetryAction::NoActionIndicated;
        };
        let wait = context.response().and_then(|response| response.headers().get(RETRY_AFTER));
        match wait.and_then(|seconds| seconds.trim().parse().ok()).map(Duration::from_secs) {
            None => RetryAction::NoActionIndicated,
            Some(wait) if wait > self.longest => RetryAction::RetryForbidden,
            Some(wait) => RetryAction::retryable_error_with_explicit_delay(*kind, wait),
        }
    }

    fn name(&self) -> &'static str {
        "Retry-After"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}
