//! The issuer's public keys: fetched when the first agent comes, refreshed in the background before they are old, fetched at once
//! when a token names an unknown one, and kept in use for a while when the issuer is down.
//!
//! | the cached keys | who waits for the fetch |
//! |---|---|
//! | are fresh | nobody; there is none |
//! | are fresh, but not for long | nobody |
//! | are old | the first who comes, for a moment: a healthy issuer answers in it, and says which keys it has withdrawn |
//! | lack the key | everyone who names it |
//!
//! A fetch belongs to nobody's request: it goes on when the one who started it has been answered. A function that is frozen
//! meanwhile loses it, so one that has lasted too long counts for nothing, and the next who comes starts another.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Timestamp;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::watch;

use super::fetch::{self, Address};
use super::{KeyFetchError, Reason, TokenError};

/// After so many seconds keys are refreshed in the background.
const REFRESH: i64 = 5 * 60;
/// After so many seconds keys are old, so that one that was withdrawn stops opening doors.
const FRESH: i64 = 10 * 60;
/// After so many seconds keys are not used any more, even if the issuer has been down all the while.
const LASTING: i64 = 24 * 60 * 60;
/// At most once in so many seconds the issuer is asked again: a stranger must not make us knock at will.
const PAUSE: i64 = 60;
/// The same while there are no keys at all, and every agent waits for them.
const PAUSE_WITHOUT_KEYS: i64 = 5;
/// How long a handshake waits for a refresh of keys that are old, before the cached ones serve it.
const REFRESH_WAIT: Duration = Duration::from_millis(1_500);
/// After so many seconds a fetch has come to nothing, whatever it still waits for.
const LONGEST_FETCH: i64 = 10;

/// The keys of one issuer.
pub(super) struct KeyCache(Arc<Shared>);

struct Shared {
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
    fetch: Option<Fetch>,
    /// Whether somebody has waited for that fetch a moment: the next ones don't.
    is_awaited: bool,
}

/// A fetch under way. It holds no value: the fetch has written its outcome into the state when it drops the other end.
type Fetch = watch::Receiver<()>;

/// How long a caller waits for a fetch.
enum Wait {
    No,
    ForAMoment(Fetch),
    ToTheEnd(Fetch),
}

/// What the cached keys are worth to a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Freshness {
    Fresh,
    SoonOld,
    Old,
    Missing,
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
        Self(Arc::new(Shared { issuer, is_local, state: Mutex::default() }))
    }

    /// The key of this id for this algorithm.
    pub(super) async fn find(
        &self,
        id: &str,
        algorithm: Algorithm,
        now: Timestamp,
    ) -> Result<DecodingKey, TokenError> {
        // That the other end is dropped is the news: an error means that the fetch has ended.
        match self.refresh(id, now) {
            Wait::No => {}
            Wait::ForAMoment(mut fetch) => {
                let _ = tokio::time::timeout(REFRESH_WAIT, fetch.changed()).await;
            }
            Wait::ToTheEnd(mut fetch) => {
                let _ = fetch.changed().await;
            }
        }
        self.0.lock().find(id, algorithm, now)
    }

    /// Starts a fetch if one is due and none is under way. Says how long the caller waits for it.
    fn refresh(&self, id: &str, now: Timestamp) -> Wait {
        let mut state = self.0.lock();
        let freshness = state.freshness(id, now);
        if freshness == Freshness::Fresh {
            return Wait::No;
        }
        let has_begun_lately = state.asked.is_some_and(|at| now < at.plus_seconds(LONGEST_FETCH));
        let under_way =
            state.fetch.clone().filter(|fetch| has_begun_lately && fetch.has_changed().is_ok());
        match (under_way, freshness) {
            (Some(fetch), freshness) => state.wait(fetch, freshness),
            (None, _) if !state.may_ask(now) => Wait::No,
            (None, freshness) => {
                state.asked = Some(now);
                let (end, fetch) = watch::channel(());
                state.fetch = Some(fetch.clone());
                state.is_awaited = false;
                let shared = Arc::clone(&self.0);
                tokio::spawn(async move {
                    shared.fetch_and_keep(now).await;
                    drop(end);
                });
                state.wait(fetch, freshness)
            }
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fetches the keys and keeps them, or keeps the old ones and why there are no others. `now` is when the fetch began: what
    /// was withdrawn since then is not known.
    async fn fetch_and_keep(&self, now: Timestamp) {
        let fetched = self.fetch().await;
        let mut state = self.lock();
        // A fetch that was lost and comes after all knows less than the one that took its place.
        if state.asked != Some(now) {
            return;
        }
        match fetched {
            Ok(keys) => {
                state.keys = keys;
                state.fetched = Some(now);
                state.outage = None;
            }
            Err(outage) => state.outage = Some(outage),
        }
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
    fn freshness(&self, id: &str, now: Timestamp) -> Freshness {
        let is_within = |seconds| self.fetched.is_some_and(|at| now < at.plus_seconds(seconds));
        let is_known = is_within(LASTING) && self.keys.iter().any(|key| key.id == id);
        match is_known {
            false => Freshness::Missing,
            true if is_within(REFRESH) => Freshness::Fresh,
            true if is_within(FRESH) => Freshness::SoonOld,
            true => Freshness::Old,
        }
    }

    /// How long a caller with such keys waits for this fetch.
    fn wait(&mut self, fetch: Fetch, freshness: Freshness) -> Wait {
        match freshness {
            Freshness::Missing => Wait::ToTheEnd(fetch),
            Freshness::Old if !std::mem::replace(&mut self.is_awaited, true) => {
                Wait::ForAMoment(fetch)
            }
            Freshness::Old | Freshness::SoonOld | Freshness::Fresh => Wait::No,
        }
    }

    fn may_ask(&self, now: Timestamp) -> bool {
        let pause = if self.fetched.is_some() { PAUSE } else { PAUSE_WITHOUT_KEYS };
        self.asked.is_none_or(|at| now >= at.plus_seconds(pause))
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
