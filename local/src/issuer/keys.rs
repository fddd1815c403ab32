//! The issuer's signing keys: made when it starts, never written down.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};

/// Keys in the order of their making; the last one signs.
pub(super) struct Keys {
    earlier: Vec<Key>,
    newest: Key,
}

struct Key {
    id: String,
    key: SigningKey,
}

impl Keys {
    /// One fresh key.
    pub(super) fn new() -> Self {
        Self { earlier: Vec::new(), newest: Key::new() }
    }

    /// Signs with a fresh key from now on.
    pub(super) fn rotate(&mut self) {
        let replaced = std::mem::replace(&mut self.newest, Key::new());
        self.earlier.push(replaced);
    }

    /// Forgets all keys but the newest.
    pub(super) fn withdraw(&mut self) {
        self.earlier.clear();
    }

    /// The public halves, as a JSON Web Key Set.
    pub(super) fn published(&self) -> Value {
        let keys: Vec<_> = self.earlier.iter().chain([&self.newest]).map(Key::published).collect();
        json!({"keys": keys})
    }

    /// A token over these claims.
    pub(super) fn sign(&self, claims: &Value) -> String {
        let header = json!({"alg": "ES256", "typ": "JWT", "kid": self.newest.id});
        let [header, claims] =
            [header, claims.clone()].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = format!("{header}.{claims}");
        let signature: Signature = self.newest.key.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

impl Key {
    fn new() -> Self {
        let key = loop {
            // Of all 256-bit numbers one in 2^32 is no key of this curve.
            if let Ok(key) = SigningKey::from_slice(&random::<32>()) {
                break key;
            }
        };
        Self { id: URL_SAFE_NO_PAD.encode(random::<8>()), key }
    }

    fn published(&self) -> Value {
        let point = self.key.verifying_key().to_encoded_point(false);
        let coordinate =
            |bytes: Option<&p256::FieldBytes>| bytes.map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
        json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.id,
            "x": coordinate(point.x()), "y": coordinate(point.y()),
        })
    }
}

/// Bytes that nobody can guess.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness there is no safe way on, for an issuer least of all.
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

/// A code or token that nobody can guess.
pub(super) fn secret() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}
