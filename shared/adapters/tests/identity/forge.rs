//! Makes tokens, honest and otherwise, from any header, any claims and any signature.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use serde_json::{Value, json};

use crate::identity::{DEMO_SECRET, NOW};

/// Bytes as tokens carry them.
pub(crate) fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A token with this header and these claims, whose signature is what `sign` makes of them.
pub(crate) fn token(header: &Value, claims: &Value, sign: impl Fn(&str) -> Vec<u8>) -> String {
    let signed = format!("{}.{}", base64url(header.to_string()), base64url(claims.to_string()));
    let signature = sign(&signed);
    format!("{signed}.{}", base64url(signature))
}

/// A token signed by HS256 with this secret.
pub(crate) fn hs256(claims: &Value, secret: &[u8]) -> String {
    token(&json!({"alg": "HS256", "typ": "JWT"}), claims, |signed| hmac(signed, secret))
}

/// HMAC-SHA-256, as HS256 wants it.
pub(crate) fn hmac(signed: &str, secret: &[u8]) -> Vec<u8> {
    let signature =
        crypto::sign(signed.as_bytes(), &EncodingKey::from_secret(secret), Algorithm::HS256)
            .unwrap();
    URL_SAFE_NO_PAD.decode(signature).unwrap()
}

/// What an honest shop says about its customer.
pub(crate) fn shop_claims() -> Value {
    json!({
        "aud": "firstline", "store": "demo", "sub": "customer-17", "name": "Ada Fontaine",
        "email": "ada@example.org", "iat": NOW, "exp": NOW + 3600
    })
}

/// An honest token of the shop `demo`, with some claims changed; null removes one.
pub(crate) fn shop_token(changes: Value) -> String {
    hs256(&changed(shop_claims(), changes), DEMO_SECRET.as_bytes())
}

/// Claims with some changed; null removes one.
pub(crate) fn changed(mut claims: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else { panic!("changes are an object") };
    for (name, value) in changes {
        match value {
            Value::Null => claims.as_object_mut().unwrap().remove(&name),
            value => claims.as_object_mut().unwrap().insert(name, value),
        };
    }
    claims
}
