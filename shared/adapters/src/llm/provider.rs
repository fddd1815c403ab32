//! One provider, asked as often as it makes sense.

use std::time::Duration;

use language::drafting::Prompt;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::breaker::Breaker;
use super::client::{Client, Outgoing};
use super::key::Key;
use super::settings::{ChatModel, SettingsError};
use super::usage::{Bill, Counted, Meter};
use super::{CallContext, Reason, Usage, chat};

/// The pause before a retry: at least this, and up to twice as much by chance.
const PAUSE: Duration = Duration::from_millis(150);

/// How a provider is asked for something, whatever it is.
pub(super) struct Provider {
    pub(super) url: String,
    pub(super) key: Key,
    /// The header for the key, and what stands before the key in it.
    pub(super) key_header: (&'static str, &'static str),
    pub(super) headers: &'static [(&'static str, &'static str)],
    pub(super) timeout: Duration,
    pub(super) breaker: Breaker,
}

/// A model that drafts and votes.
pub(super) struct Chat {
    model: ChatModel,
    provider: Provider,
}

impl Chat {
    /// The model that these settings name.
    pub(super) fn new(
        model: ChatModel,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let provider = Provider {
            url: chat::url(&model),
            key: Key::new(model.key.clone(), variable)?,
            key_header: chat::key_header(model.api),
            headers: chat::headers(model.api),
            timeout: model.timeout(),
            breaker: Breaker::default(),
        };
        Ok(Self { model, provider })
    }

    /// The most that a request may cost.
    pub(super) fn at_most(&self, prompt: &Prompt) -> Usage {
        chat::bill(&self.model, prompt).in_full()
    }

    /// The words with which the model replies.
    pub(super) async fn ask(
        &self,
        client: &Client,
        prompt: &Prompt,
        moment: CallContext,
        meter: &mut Meter,
    ) -> Result<String, Reason> {
        let request = Request {
            body: chat::body(&self.model, prompt),
            bill: chat::bill(&self.model, prompt),
        };
        let answer: Value = self.provider.ask(client, &request, moment, meter).await?;
        chat::words(&answer).ok_or(Reason::Form)
    }
}

/// A request's body, and the most that it may cost.
pub(super) struct Request {
    pub(super) body: String,
    pub(super) bill: Bill,
}

impl Provider {
    /// The answer to a request: at once, or after one retry where that may help.
    pub(super) async fn ask<T: DeserializeOwned + Counted>(
        &self,
        client: &Client,
        request: &Request,
        moment: CallContext,
        meter: &mut Meter,
    ) -> Result<T, Reason> {
        let trial = self.breaker.trial(moment.now).ok_or(Reason::Resting)?;
        let mut outcome = self.ask_once(client, request, moment, meter).await;
        if let Err(reason) = &outcome
            && self.may_help(*reason, moment).await
        {
            outcome = self.ask_once(client, request, moment, meter).await;
        }
        if outcome.is_ok() {
            trial.succeeded();
        }
        outcome
    }

    /// Waits, if asking again may help; a key that was refused may have been rotated.
    async fn may_help(&self, reason: Reason, moment: CallContext) -> bool {
        let is_refused = matches!(reason, Reason::Status(401 | 403));
        if is_refused {
            return self.key.forget().await;
        }
        if reason.is_passing() {
            tokio::time::sleep(PAUSE.mul_f64(1.0 + moment.jitter.clamp(0.0, 1.0))).await;
        }
        reason.is_passing()
    }

    async fn ask_once<T: DeserializeOwned + Counted>(
        &self,
        client: &Client,
        request: &Request,
        moment: CallContext,
        meter: &mut Meter,
    ) -> Result<T, Reason> {
        let key = self.key.reveal(client.keys(), moment).await?;
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        headers.extend(
            self.headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let (name, before) = self.key_header;
        headers.extend(key.map(|key| (name.to_owned(), format!("{before}{key}"))));
        let (url, body) = (self.url.clone(), request.body.clone());
        meter.sent(request.bill);
        let outcome = client.post(Outgoing { url, headers, body, timeout: self.timeout }).await;
        meter.settled(&outcome);
        outcome
    }
}

/// The body with the operator's own fields; a null takes one out.
pub(super) fn with_extra(mut body: Map<String, Value>, extra: &Map<String, Value>) -> String {
    for (name, value) in extra {
        match value {
            Value::Null => body.remove(name),
            value => body.insert(name.clone(), value.clone()),
        };
    }
    Value::Object(body).to_string()
}
