//! Language models behind HTTP: any server with OpenAI's chat completions and embeddings, Anthropic's Messages API,
//! Amazon Bedrock under a key of its own or by the function's role.
//!
//! What a model is told and what of its reply is believed is `language::drafting`'s to say. Here is how it is reached: a
//! list of providers in their order, each with a time-out, one retry (no sooner than `Retry-After` says) and a circuit
//! breaker, all within the caller's timeout. Nothing is opened before the first use, and every outcome says what it cost.

mod bedrock;
mod breaker;
mod chat;
mod client;
mod document;
mod embeddings;
mod endpoint;
mod key;
mod model_error;
mod provider;
mod settings;
mod usage;

use std::time::Duration;

use domain::Timestamp;
use language::drafting::{Draft, DraftError, Prompt, PromptContext, Task};
use language::redaction::{Mask, Private};

use crate::aws::SdkConfig;
use chat::Chat;
use client::Client;
use embeddings::Embedder;
pub use model_error::{ModelError, Reason, VectorError};
pub use settings::{Models, SettingsError};
use usage::Meter;
pub use usage::Usage;

/// When a call is made, and how it may turn out.
#[derive(Debug, Clone, Copy)]
pub struct CallContext {
    /// The time of the request.
    pub now: Timestamp,
    /// A random number from 0 up to 1, which sets the pause before a retry.
    pub jitter: f64,
    /// How long the whole call may take, retries and fallbacks included.
    pub timeout: Duration,
}

/// What a model answered, and what it cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered<T> {
    /// What it answered.
    pub value: T,
    /// What it cost, failed requests included.
    pub usage: Usage,
}

/// The models of a deployment. One for each process: it holds the connections and what is known of outages.
pub struct Llm {
    client: Client,
    chat: Vec<Chat>,
    embedder: Option<Embedder>,
    embeddings: Option<String>,
}

impl Llm {
    /// The models that these settings name. `variable` looks up the environment, for keys that are kept there.
    ///
    /// # Errors
    /// [`SettingsError`] if a key's variable is not set.
    pub fn new(
        models: Models,
        config: SdkConfig,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let embeddings = models.embeddings().map(str::to_owned);
        let chat = models
            .chat
            .into_iter()
            .map(|model| Chat::new(model, &config, &variable))
            .collect::<Result<_, _>>()?;
        let embedder =
            models.embeddings.map(|model| Embedder::new(model, &variable)).transpose()?;
        let client = Client::new(config, &variable);
        Ok(Self { client, chat, embedder, embeddings })
    }

    /// Whether there is a model that drafts and votes.
    pub fn can_chat(&self) -> bool {
        !self.chat.is_empty()
    }

    /// Whether there is a model that gives vectors.
    pub fn can_embed(&self) -> bool {
        self.embedder.is_some()
    }

    /// The name of the model that gives vectors.
    pub fn embeddings(&self) -> Option<&str> {
        self.embeddings.as_deref()
    }

    /// The most that a draft may cost, in millionths of a US cent: each provider bills one request at most.
    pub fn draft_at_most(&self, task: &Task<'_>) -> u64 {
        let prompt = PromptContext::draft(task).prompt;
        self.chat.iter().map(|chat| chat.at_most(&prompt).micro_cents).sum()
    }

    /// The most that vectors of these texts may cost, in millionths of a US cent.
    pub fn embed_at_most(&self, texts: &[&str]) -> u64 {
        self.embedder.as_ref().map_or(0, |embedder| embedder.at_most(texts).micro_cents)
    }

    /// A reply made of the task's offers; none where the model says that none of them fits.
    ///
    /// # Errors
    /// [`ModelError`]: the approved text as it is serves then. It says what was paid, too.
    pub async fn draft(
        &self,
        task: &Task<'_>,
        moment: CallContext,
    ) -> Result<Answered<Option<Draft>>, ModelError> {
        let brief = PromptContext::draft(task);
        let Answered { value, usage } = self.ask(&brief.prompt, moment).await?;
        match brief.read_draft(&value) {
            Ok(draft) => Ok(Answered { value: Some(draft), usage }),
            Err(DraftError::Declined) => Ok(Answered { value: None, usage }),
            Err(flaw) => Err(ModelError { reason: Reason::Refused(flaw), usage }),
        }
    }

    /// A vector for each text, in their order: all of the model's length, finite, and not zero. Personal data is masked
    /// before the texts leave.
    ///
    /// # Errors
    /// [`ModelError`]: the lexical tier decides alone then.
    pub async fn embed(
        &self,
        texts: &[&str],
        private: &[Private<'_>],
        moment: CallContext,
    ) -> Result<Answered<Vec<Vec<f32>>>, ModelError> {
        let Some(embedder) = &self.embedder else { return Err(Reason::NoModel.into()) };
        let masked: Vec<String> = texts.iter().map(|text| Mask::new(private).hide(text)).collect();
        let mut meter = Meter::default();
        let vectors = embedder.embed(&self.client, &masked, moment, &mut meter);
        let vectors = tokio::time::timeout(moment.timeout, vectors).await;
        outcome(vectors.unwrap_or(Err(Reason::Slow)), meter)
    }

    /// The words of the first provider that answers.
    async fn ask(
        &self,
        prompt: &Prompt,
        moment: CallContext,
    ) -> Result<Answered<String>, ModelError> {
        let mut meter = Meter::default();
        let words = self.ask_each(prompt, moment, &mut meter);
        let words = tokio::time::timeout(moment.timeout, words).await;
        outcome(words.unwrap_or(Err(Reason::Slow)), meter)
    }

    async fn ask_each(
        &self,
        prompt: &Prompt,
        moment: CallContext,
        meter: &mut Meter,
    ) -> Result<String, Reason> {
        let mut reason = Reason::NoModel;
        for chat in &self.chat {
            match chat.ask(&self.client, prompt, moment, meter).await {
                Ok(words) => return Ok(words),
                // That one rests says less than why another failed.
                Err(Reason::Resting) if reason != Reason::NoModel => {}
                Err(other) => reason = other,
            }
        }
        Err(reason)
    }
}

fn outcome<T>(outcome: Result<T, Reason>, meter: Meter) -> Result<Answered<T>, ModelError> {
    let usage = meter.total();
    match outcome {
        Ok(value) => Ok(Answered { value, usage }),
        Err(reason) => Err(ModelError { reason, usage }),
    }
}
