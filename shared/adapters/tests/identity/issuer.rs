//! An issuer on the loopback interface that does as it is told: rotates keys, lies, falls silent, and counts who asks.

use std::sync::{Arc, Mutex, MutexGuard};

use ed25519_dalek::Signer as _;
use p256::ecdsa::Signature;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use crate::identity::forge::{base64url, changed, token};
use crate::identity::{AUDIENCE, NOW};

/// What the issuer says and how often it was asked.
pub(crate) struct Mood {
    /// The key set it publishes.
    pub(crate) keys: Vec<Value>,
    /// The discovery document, if not an honest one.
    pub(crate) discovery: Option<Value>,
    /// Whether it answers with 503.
    pub(crate) is_down: bool,
    /// Until it is notified here, it does not answer at all.
    pub(crate) is_held: Option<Arc<Notify>>,
    /// How often each document was asked for.
    pub(crate) asked_discovery: usize,
    /// How often its keys were asked for.
    pub(crate) asked_keys: usize,
}

/// A running issuer; it ends with the test.
pub(crate) struct Issuer {
    /// Its URL.
    pub(crate) url: String,
    mood: Arc<Mutex<Mood>>,
}

impl Issuer {
    /// An issuer with one key of each kind: `ed`, `ec` and (public part only) `rsa`.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/realm", listener.local_addr().unwrap());
        let keys = vec![Ed::new("ed").jwk(), Ec::new("ec").jwk(), rsa_jwk()];
        let mood = Mood {
            keys,
            discovery: None,
            is_down: false,
            is_held: None,
            asked_discovery: 0,
            asked_keys: 0,
        };
        let mood = Arc::new(Mutex::new(mood));
        tokio::spawn(serve(listener, url.clone(), Arc::clone(&mood)));
        Self { url, mood }
    }

    /// What it says, to be looked at or changed.
    pub(crate) fn mood(&self) -> MutexGuard<'_, Mood> {
        self.mood.lock().unwrap()
    }

    /// What an honest ID token for an agent of the store `demo` says.
    pub(crate) fn claims(&self) -> Value {
        json!({
            "iss": self.url, "aud": AUDIENCE, "sub": "person-1", "name": "Ines Moreau", "role": "agent",
            "stores": ["demo"], "iat": NOW, "exp": NOW + 3600
        })
    }

    /// An honest token signed by the key `ed`, with some claims changed; null removes one.
    pub(crate) fn token(&self, changes: Value) -> String {
        Ed::new("ed").token(&changed(self.claims(), changes))
    }
}

async fn serve(listener: TcpListener, url: String, mood: Arc<Mutex<Mood>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let (url, mood) = (url.clone(), Arc::clone(&mood));
        tokio::spawn(async move { answer(stream, &url, &mood).await });
    }
}

async fn answer(mut stream: TcpStream, url: &str, mood: &Mutex<Mood>) -> std::io::Result<()> {
    let mut request = [0; 2048];
    let length = stream.read(&mut request).await?;
    let is_discovery =
        request[..length].starts_with(b"GET /realm/.well-known/openid-configuration ");
    let held = {
        let mut mood = mood.lock().unwrap();
        *(if is_discovery { &mut mood.asked_discovery } else { &mut mood.asked_keys }) += 1;
        mood.is_held.clone()
    };
    if let Some(held) = held {
        held.notified().await;
    }
    let (status, body) = {
        let mood = mood.lock().unwrap();
        let honest = json!({"issuer": url, "jwks_uri": format!("{url}/keys")});
        match (mood.is_down, is_discovery) {
            (true, _) => ("503 Service Unavailable", json!({})),
            (false, true) => ("200 OK", mood.discovery.clone().unwrap_or(honest)),
            (false, false) => ("200 OK", json!({"keys": mood.keys})),
        }
    };
    let body = body.to_string();
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    stream.write_all(format!("{head}{body}").as_bytes()).await
}

/// An Ed25519 key; its id is its seed.
pub(crate) struct Ed {
    id: &'static str,
    key: ed25519_dalek::SigningKey,
}

impl Ed {
    /// The key of this id, always the same.
    pub(crate) fn new(id: &'static str) -> Self {
        Self { id, key: ed25519_dalek::SigningKey::from_bytes(&seed(id)) }
    }

    /// Its public half, as issuers publish it.
    pub(crate) fn jwk(&self) -> Value {
        let x = base64url(self.key.verifying_key().as_bytes());
        json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": self.id, "use": "sig"})
    }

    /// A token that it signed.
    pub(crate) fn token(&self, claims: &Value) -> String {
        self.token_with(&json!({"alg": "EdDSA", "kid": self.id}), claims)
    }

    /// A token that it signed under any header.
    pub(crate) fn token_with(&self, header: &Value, claims: &Value) -> String {
        token(header, claims, |signed| self.key.sign(signed.as_bytes()).to_bytes().to_vec())
    }
}

/// A P-256 key; its id is its seed.
pub(crate) struct Ec {
    id: &'static str,
    key: p256::ecdsa::SigningKey,
}

impl Ec {
    /// The key of this id, always the same.
    pub(crate) fn new(id: &'static str) -> Self {
        Self { id, key: p256::ecdsa::SigningKey::from_slice(&seed(id)).unwrap() }
    }

    /// Its public half, as issuers publish it.
    pub(crate) fn jwk(&self) -> Value {
        let point = self.key.verifying_key().to_encoded_point(false);
        let (x, y) = (base64url(point.x().unwrap()), base64url(point.y().unwrap()));
        json!({"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": self.id, "use": "sig", "alg": "ES256"})
    }

    /// A token that it signed.
    pub(crate) fn token(&self, claims: &Value) -> String {
        let header = json!({"alg": "ES256", "kid": self.id, "typ": "JWT"});
        token(&header, claims, |signed| {
            let signature: Signature = self.key.sign(signed.as_bytes());
            signature.to_bytes().to_vec()
        })
    }
}

fn seed(id: &str) -> [u8; 32] {
    let mut seed = [7; 32];
    seed[..id.len()].copy_from_slice(id.as_bytes());
    seed
}

/// The modulus of the RSA key `rsa`, whose private half nobody has kept.
pub(crate) const RSA_MODULUS: &str = include_str!("rsa_modulus.txt").trim_ascii();

/// The public RSA key, as issuers publish it.
pub(crate) fn rsa_jwk() -> Value {
    json!({"kty": "RSA", "n": RSA_MODULUS, "e": "AQAB", "kid": "rsa", "use": "sig", "alg": "RS256"})
}
