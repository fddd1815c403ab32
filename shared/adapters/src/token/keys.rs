//! The issuer's public keys: fetched when the first agent comes, again when they are old or a token names an unknown
//! one, and kept in use for a while when the issuer is down.

use domain::Timestamp;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::Mutex;

use super::fetch::{self, Address};
use super::{KeyFetchError, Reason, TokenError};

/// After so many seconds keys are asked for again, so that one that was withdrawn stops opening doors.
const FRESH: i64 = 10 * 60;
/// After so many seconds keys are not used any more, even if the issuer has been down all the while.
const LASTING: i64 = 24 * 60 * 60;
/// At most once in so many seconds the issuer is asked again: a stranger must not make us knock at will.
const PAUSE: i64 = 60;
/// The same while there are no keys at all, and every agent waits for them.
const PAUSE_WITHOUT_KEYS: i64 = 5;

/// The keys of one issuer.
pub(super) struct KeyCache {
    issuer: String,
    is_local: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    keys: Vec<Key>,
    fetched: Option<Timestamp>,
    asked: Option<Timestamp>,
    outage: Option<KeyFetchError>,
}

struct Key {
    id: String,
    algorithm: Algorithm,
    key: DecodingKey,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Value>,
}

impl KeyCache {
    /// An empty cache; `is_local` allows plain HTTP for the keys too.
    pub(super) fn new(issuer: String, is_local: bool) -> Self {
        Self { issuer, is_local, state: Mutex::default() }
    }

    /// The key of this id for this algorithm. One caller fetches, the others wait for it.
    pub(super) async fn find(
        &self,
        id: &str,
        algorithm: Algorithm,
        now: Timestamp,
    ) -> Result<DecodingKey, TokenError> {
        let mut state = self.state.lock().await;
        if state.is_due(id, now) {
            state.asked = Some(now);
            match self.fetch().await {
                Ok(keys) => {
                    *state = State { keys, fetched: Some(now), asked: Some(now), outage: None }
                }
                Err(outage) => state.outage = Some(outage),
            }
        }
        state.find(id, algorithm, now)
    }

    async fn fetch(&self) -> Result<Vec<Key>, KeyFetchError> {
        let discovery =
            format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let discovery: Discovery = fetch::json(&Address::parse(&discovery)?).await?;
        if discovery.issuer != self.issuer {
            return Err(KeyFetchError::OtherIssuer);
        }
        let address = Address::parse(&discovery.jwks_uri)?;
        if address.is_local() && !self.is_local {
            return Err(KeyFetchError::Insecure);
        }
        let set: KeySet = fetch::json(&address).await?;
        // Keys of kinds that we don't use may stand among ours; they are passed over.
        Ok(set.keys.into_iter().filter_map(Key::parse).collect())
    }
}

impl State {
    fn is_due(&self, id: &str, now: Timestamp) -> bool {
        let has_passed = |since: Option<Timestamp>, seconds| {
            since.is_none_or(|at| now >= at.plus_seconds(seconds))
        };
        let pause = if self.fetched.is_some() { PAUSE } else { PAUSE_WITHOUT_KEYS };
        let is_wanted =
            has_passed(self.fetched, FRESH) || !self.keys.iter().any(|key| key.id == id);
        is_wanted && has_passed(self.asked, pause)
    }

    fn find(
        &self,
        id: &str,
        algorithm: Algorithm,
        now: Timestamp,
    ) -> Result<DecodingKey, TokenError> {
        let is_lasting = self.fetched.is_some_and(|at| now < at.plus_seconds(LASTING));
        let mut keys = self.keys.iter().filter(|key| is_lasting && key.id == id);
        match (keys.find(|key| key.algorithm == algorithm), self.outage) {
            (Some(key), _) => Ok(key.key.clone()),
            // Whether it is unknown or only new, the issuer would have to say.
            (None, Some(outage)) => Err(TokenError::Unavailable(outage)),
            (None, None) => Err(TokenError::Unauthorized(Reason::Key)),
        }
    }
}

impl Key {
    /// A key that signs by one of our algorithms, of a length that is safe (and that the verifying code expects).
    fn parse(value: Value) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(value).ok()?;
        let is_for_signing = jwk
            .common
            .public_key_use
            .as_ref()
            .is_none_or(|usage| *usage == PublicKeyUse::Signature);
        let (algorithm, named) = match &jwk.algorithm {
            AlgorithmParameters::RSA(rsa) if is_long(&rsa.n, 256..=1024) => {
                (Algorithm::RS256, KeyAlgorithm::RS256)
            }
            AlgorithmParameters::EllipticCurve(ec)
                if ec.curve == EllipticCurve::P256
                    && is_long(&ec.x, 32..=32)
                    && is_long(&ec.y, 32..=32) =>
            {
                (Algorithm::ES256, KeyAlgorithm::ES256)
            }
            AlgorithmParameters::OctetKeyPair(ed)
                if ed.curve == EllipticCurve::Ed25519 && is_long(&ed.x, 32..=32) =>
            {
                (Algorithm::EdDSA, KeyAlgorithm::EdDSA)
            }
            _ => return None,
        };
        let is_ours = jwk.common.key_algorithm.is_none_or(|algorithm| algorithm == named);
        if !is_for_signing || !is_ours {
            return None;
        }
        let key = DecodingKey::from_jwk(&jwk).ok()?;
        Some(Self { id: jwk.common.key_id?, algorithm, key })
    }
}

/// Whether this base64url text (without padding) stands for so many bytes.
fn is_long(text: &str, bytes: std::ops::RangeInclusive<usize>) -> bool {
    bytes.contains(&(text.len() * 3 / 4))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::token::jws::Unverified;

    /// A public key and a token that it signed; nobody has kept the private half.
    const MODULUS: &str = include_str!("../../tests/identity/rsa_modulus.txt").trim_ascii();
    const SIGNED: &str = include_str!("../../tests/identity/rsa_token.txt").trim_ascii();

    #[test]
    fn an_rsa_key_verifies_what_it_signed_and_nothing_else() {
        let key = Key::parse(
            json!({"kty": "RSA", "n": MODULUS, "e": "AQAB", "kid": "rsa", "alg": "RS256"}),
        )
        .unwrap();
        let verified = |jwt: &str| {
            Unverified::parse(jwt).and_then(|token| token.verified(&key.key, key.algorithm))
        };
        assert!(verified(SIGNED).is_ok());
        assert!(verified(&SIGNED.replacen("ey", "eY", 2)).is_err());
        assert!(verified(&format!("{}A", &SIGNED[..SIGNED.len() - 1])).is_err());
    }

    #[test]
    fn a_key_for_another_algorithm_than_ours_is_passed_over() {
        for alg in ["RS512", "PS256", "RSA-OAEP", "ES256", "HS256"] {
            let jwk = json!({"kty": "RSA", "n": MODULUS, "e": "AQAB", "kid": "rsa", "alg": alg});
            assert!(Key::parse(jwk).is_none(), "{alg}");
        }
    }
}
