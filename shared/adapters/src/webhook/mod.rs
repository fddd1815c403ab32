//! Signed requests to a shop's own server, in the form of Standard Webhooks: whoever has the secret knows that a message
//! is ours, unchanged and of now.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::http;

/// What a secret begins with, as the standard writes it.
const PREFIX: &str = "whsec_";
/// The shortest key, in bytes.
const SHORTEST_KEY: usize = 24;
/// How long a server may take: it should note the message and work afterwards.
const LONGEST: Duration = Duration::from_secs(10);

/// Where a store's messages go, and what they are signed with.
#[derive(Clone)]
pub struct Webhook {
    url: String,
    keys: Vec<Vec<u8>>,
}

/// A webhook that a process should not start with. It holds neither the address nor a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// Messages would travel in the open.
    #[error("a webhook must be an https:// URL (http:// only on this machine)")]
    Url,
    /// Anybody could sign.
    #[error("a webhook's secret must be `whsec_` and base64 of at least 24 bytes")]
    Secret,
}

/// A message, before it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The same for each repetition of this message, and for no other.
    pub id: String,
    /// JSON.
    pub body: String,
}

/// The server did not take a message; the same again later. What it said is not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// It answered with something else than 2xx.
    #[error("the server answered {0}")]
    Refused(u16),
    /// It did not answer.
    #[error("the server did not answer")]
    NotReached,
}

/// Sends messages.
#[derive(Clone)]
pub struct Webhooks;

impl Webhook {
    /// The webhook at this URL. While its secret is changed there are two, and each message bears both signatures.
    ///
    /// # Errors
    /// [`WebhookError`].
    pub fn new(url: &str, secrets: &[String]) -> Result<Self, WebhookError> {
        let parsed = reqwest::Url::parse(url).map_err(|_| WebhookError::Url)?;
        let is_here = matches!(parsed.host_str(), Some("127.0.0.1" | "localhost"));
        if parsed.scheme() != "https" && !(parsed.scheme() == "http" && is_here) {
            return Err(WebhookError::Url);
        }
        let keys = secrets.iter().map(|secret| key(secret)).collect::<Result<Vec<_>, _>>()?;
        match keys.is_empty() {
            true => Err(WebhookError::Secret),
            false => Ok(Self { url: url.to_owned(), keys }),
        }
    }

    /// The signatures of a message, as its header has them.
    fn signed(&self, message: &Message, seconds: i64) -> String {
        let text = format!("{}.{seconds}.{}", message.id, message.body);
        let one = |key: &Vec<u8>| format!("v1,{}", STANDARD.encode(hmac(key, &text)));
        self.keys.iter().map(one).collect::<Vec<_>>().join(" ")
    }
}

fn key(secret: &str) -> Result<Vec<u8>, WebhookError> {
    let encoded = secret.strip_prefix(PREFIX).ok_or(WebhookError::Secret)?;
    let key = STANDARD.decode(encoded).map_err(|_| WebhookError::Secret)?;
    if key.len() < SHORTEST_KEY { Err(WebhookError::Secret) } else { Ok(key) }
}

fn hmac(key: &[u8], text: &str) -> [u8; 32] {
    // A key of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

impl Webhooks {
    /// What opens nothing before the first message.
    pub fn new() -> Self {
        Self
    }

    /// Sends a message, signed at this time in seconds since 1970. Its answer must be 2xx; the rest of it is not read.
    ///
    /// # Errors
    /// [`Undelivered`]: it may have come through all the same.
    pub async fn post(
        &self,
        webhook: &Webhook,
        message: &Message,
        seconds: i64,
    ) -> Result<(), Undelivered> {
        let client = http::client().ok_or(Undelivered::NotReached)?;
        let request = client
            .post(&webhook.url)
            .header("content-type", "application/json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", webhook.signed(message, seconds))
            .timeout(LONGEST)
            .body(message.body.clone());
        let answer = http::send(request).await.map_err(|_| Undelivered::NotReached)?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            status => Err(Undelivered::Refused(status.as_u16())),
        }
    }
}

impl Default for Webhooks {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn webhook(url: &str, secrets: &[&str]) -> Result<Webhook, WebhookError> {
        let secrets: Vec<_> = secrets.iter().map(|secret| (*secret).to_owned()).collect();
        Webhook::new(url, &secrets)
    }

    #[test]
    fn a_message_is_signed_as_the_standards_own_example() {
        let message = Message {
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek".to_owned(),
            body: r#"{"test": 2432232314}"#.to_owned(),
        };
        let hook = webhook("https://x.example/", &[SECRET]).unwrap();
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(hook.signed(&message, 1_614_265_330), expected);
        let both = webhook("https://x.example/", &[SECRET, SECRET]).unwrap();
        assert_eq!(both.signed(&message, 1_614_265_330), format!("{expected} {expected}"));
    }

    #[test]
    fn a_webhook_in_the_open_or_with_a_weak_secret_is_none() {
        for (url, secret, expected) in [
            ("https://x.example/hook", SECRET, None),
            ("http://127.0.0.1:1/hook", SECRET, None),
            ("http://x.example/hook", SECRET, Some(WebhookError::Url)),
            ("ftp://127.0.0.1/", SECRET, Some(WebhookError::Url)),
            ("https://x.example/", "whsec_c2hvcnQ=", Some(WebhookError::Secret)),
            ("https://x.example/", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Some(WebhookError::Secret)),
        ] {
            assert_eq!(webhook(url, &[secret]).err(), expected, "{url} {secret}");
        }
        assert_eq!(webhook("https://x.example/", &[]).err(), Some(WebhookError::Secret));
    }
}
