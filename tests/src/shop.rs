//! A shop's own server, which vouches for whoever is signed in there.

use anyhow::Context as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::people::User;
use crate::stack::{Stack, now};

/// The token of a customer who is signed in at a shop, good for this many seconds.
pub(crate) fn token_for(
    stack: &Stack,
    store: &str,
    subject: &str,
    (name, seconds): (&str, i64),
) -> anyhow::Result<String> {
    let secrets = stack.local.parameter("CustomerSecrets").context("the demo has secrets")?;
    let secrets: Value = serde_json::from_str(secrets)?;
    let secret = secrets[store].as_str().context("the store has a secret")?;
    let from = now().seconds().min(now().seconds() + seconds);
    let claims = json!({
        "aud": "firstline", "store": store, "sub": subject, "name": name, "iat": from, "exp": now().seconds() + seconds,
    });
    let key = EncodingKey::from_secret(secret.as_bytes());
    Ok(encode(&Header::new(Algorithm::HS256), &claims, &key)?)
}

/// A customer who is signed in at a shop, connected.
pub(crate) async fn signed_in(stack: &Stack, subject: &str, name: &str) -> anyhow::Result<User> {
    User::enter(&stack.entry_points, token_for(stack, "demo", subject, (name, 600))?).await
}
