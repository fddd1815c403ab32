//! The shop's own token: its server vouches for a customer who is signed in there.
//!
//! A JWT by HS256 with the store's secret, made on the shop's server for each page view or sign-in:
//!
//! ```json
//! {"aud": "firstline", "store": "demo", "sub": "customer-17", "name": "Ada Fontaine", "iat": 1800000000, "exp": 1800003600}
//! ```
//!
//! `sub` is the shop's own id of the customer, at most 128 characters; `exp` is at most an hour after `iat`; `name` may be
//! left out. Two shops' customers of the same id are two people.

use std::collections::BTreeMap;

use domain::{Name, Principal, Role, StoreId, Timestamp, UserId};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;

use super::jws::Unverified;
use super::visitor::SHORTEST_KEY;
use super::window::Window;
use super::{FIRSTLINE, Reason, SettingError, TokenError};

/// The longest life of a shop's token, in seconds. It can't be revoked, so it must end by itself.
const LONGEST_LIFE: i64 = 60 * 60;

/// The longest id of a customer in their shop, in characters.
const LONGEST_SUBJECT: usize = 128;

/// Verifies the tokens that shops sign, each with its own secret.
pub(super) struct ShopTokens {
    keys: BTreeMap<StoreId, Vec<DecodingKey>>,
}

/// An e-mail address may be among the claims; Firstline has no use for it and doesn't read it.
#[derive(Deserialize)]
struct ShopClaims {
    aud: String,
    sub: String,
    store: StoreId,
    name: Option<String>,
}

impl ShopTokens {
    /// Tokens of the shops whose secrets these are, each of at least 32 bytes: customers hold tokens signed with it
    /// and can try to guess it at leisure. A shop that changes its secret has two for a while.
    pub(super) fn new(secrets: &BTreeMap<StoreId, Vec<String>>) -> Result<Self, SettingError> {
        let is_weak = |secret: &String| secret.len() < SHORTEST_KEY;
        let weak = secrets.iter().find(|(_, secrets)| secrets.iter().any(is_weak));
        if let Some((store, _)) = weak {
            return Err(SettingError::CustomerSecret(store.clone()));
        }
        let key = |(store, secrets): (&StoreId, &Vec<String>)| {
            let keys = secrets.iter().map(|secret| DecodingKey::from_secret(secret.as_bytes()));
            (store.clone(), keys.collect())
        };
        Ok(Self { keys: secrets.iter().map(key).collect() })
    }

    /// The customer whom the shop of `store` vouches for.
    pub(super) fn verify(
        &self,
        token: &Unverified<'_>,
        store: &str,
        now: Timestamp,
    ) -> Result<Principal, TokenError> {
        let key = store.parse().ok().and_then(|store: StoreId| self.keys.get(&store));
        let key = key.ok_or(TokenError::Unauthorized(Reason::Store))?;
        let verified = token.verified_by_one_of(key, Algorithm::HS256)?;
        let (claims, window): (ShopClaims, Window) = (verified.read()?, verified.read()?);
        if claims.aud != FIRSTLINE {
            return Err(TokenError::Unauthorized(Reason::Audience));
        }
        let has_subject = !claims.sub.is_empty() && claims.sub.chars().count() <= LONGEST_SUBJECT;
        if !has_subject {
            return Err(TokenError::Unauthorized(Reason::Malformed));
        }
        let expires = window.check(now)?;
        if !window.is_within(LONGEST_LIFE, now) {
            return Err(TokenError::Unauthorized(Reason::Lifetime));
        }
        Ok(Principal {
            user: Some(UserId::shop_customer(&claims.store, &claims.sub)),
            role: Role::Customer,
            name: claims.name.as_deref().and_then(Name::shortened),
            stores: vec![claims.store],
            groups: Default::default(),
            expires,
        })
    }
}
