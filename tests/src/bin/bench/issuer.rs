//! An OpenID issuer of the benchmark's own: it vouches for as many agents in as many stores as a load needs.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::http::request;

/// Not a secret: it signs for a stack that is made for the benchmark and ends with it.
const KEY: [u8; 32] = [7; 32];
/// The audience of its tokens.
pub(crate) const AUDIENCE: &str = "bench";

/// Serves its two documents while it lives.
pub(crate) struct Issuer {
    /// Its address, which is its name.
    pub(crate) url: String,
    key: SigningKey,
    serving: JoinHandle<()>,
}

impl Issuer {
    /// Starts one on a free port.
    pub(crate) async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let key = SigningKey::from_slice(&KEY).ok().context("32 bytes are a key")?;
        let (discovery, keys) = (discovery(&url).to_string(), keys(&key).to_string());
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, discovery.clone(), keys.clone()));
            }
        });
        Ok(Self { url, key, serving })
    }

    /// A token of the agent of this number, who serves this store.
    pub(crate) fn token(&self, number: usize, store: &str) -> anyhow::Result<String> {
        self.sign(&format!("Agent {number}"), "agent", store)
    }

    /// A token of this store's lead.
    pub(crate) fn lead(&self, store: &str) -> anyhow::Result<String> {
        self.sign("Lead", "lead", store)
    }

    fn sign(&self, name: &str, role: &str, store: &str) -> anyhow::Result<String> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let subject = format!("{}-{store}", name.to_lowercase().replace(' ', "-"));
        let claims = json!({
            "iss": self.url, "aud": AUDIENCE, "sub": subject, "iat": now, "exp": now + 3_600,
            "name": name, "role": role, "stores": [store],
        });
        let header = json!({ "alg": "ES256", "typ": "JWT", "kid": "bench" });
        let signed =
            format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(claims.to_string()));
        let signature: Signature = self.key.sign(signed.as_bytes());
        Ok(format!("{signed}.{}", BASE64.encode(signature.to_bytes())))
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn discovery(url: &str) -> Value {
    json!({
        "issuer": url,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    })
}

fn keys(key: &SigningKey) -> Value {
    let point = key.verifying_key().to_encoded_point(false);
    let part = |part: Option<&p256::FieldBytes>| part.map(|bytes| BASE64.encode(bytes));
    let key = json!({
        "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "bench",
        "x": part(point.x()), "y": part(point.y()),
    });
    json!({ "keys": [key] })
}

/// Serves one connection; a client that goes away is no matter here.
async fn serve(mut stream: TcpStream, discovery: String, keys: String) {
    while let Ok(Some(path)) = request(&mut stream).await {
        let body = if path.ends_with("/jwks") { &keys } else { &discovery };
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        if stream.write_all(format!("{head}{body}").as_bytes()).await.is_err() {
            return;
        }
    }
}
