//! The anonymous visitor's token: minted by Firstline for itself, and renewed while the visitor keeps coming.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Principal, Role, StoreId, Timestamp, UserId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use serde::{Deserialize, Serialize};

use super::jws::{self, Unverified};
use super::window::Window;
use super::{FIRSTLINE, Reason, SettingError, TokenError};

/// How long a visitor's token lasts, in seconds: 30 days.
const LIFETIME: i64 = 30 * 24 * 60 * 60;

/// The shortest key HS256 is safe with, in bytes.
pub(super) const SHORTEST_KEY: usize = 32;

/// A visitor's token as it is handed out.
pub struct VisitorToken {
    /// The token itself. Whoever has it is the visitor.
    pub token: String,
    /// Whom it names.
    pub user: UserId,
    /// The store they talk to.
    pub store: StoreId,
    /// When it ends.
    pub expires: Timestamp,
}

/// Mints and verifies visitors' tokens.
pub(super) struct VisitorTokens {
    signing: EncodingKey,
    /// The same key, and those before it.
    verifying: Vec<DecodingKey>,
}

#[derive(Serialize, Deserialize)]
struct VisitorClaims {
    iss: String,
    aud: String,
    sub: UserId,
    store: StoreId,
    iat: i64,
    exp: i64,
}

impl VisitorTokens {
    /// Tokens signed with the first of these keys, each base64url of at least 32 bytes. The others still verify.
    pub(super) fn new(keys: &[String]) -> Result<Self, SettingError> {
        let keys = keys.iter().map(|key| decoded(key)).collect::<Result<Vec<_>, _>>()?;
        let first = keys.first().ok_or(SettingError::VisitorKey)?;
        Ok(Self {
            signing: EncodingKey::from_secret(first),
            verifying: keys.iter().map(|key| DecodingKey::from_secret(key)).collect(),
        })
    }

    /// A token for this visitor, good for 30 days.
    pub(super) fn mint(
        &self,
        user: UserId,
        store: StoreId,
        now: Timestamp,
    ) -> Result<VisitorToken, TokenError> {
        let expires = now.plus_seconds(LIFETIME);
        let claims = VisitorClaims {
            iss: FIRSTLINE.to_owned(),
            aud: FIRSTLINE.to_owned(),
            sub: user,
            store,
            iat: now.seconds(),
            exp: expires.seconds(),
        };
        let token = jws::sign(&claims, &self.signing)?;
        Ok(VisitorToken { token, user: claims.sub, store: claims.store, expires })
    }

    /// The visitor whom this token names.
    pub(super) fn verify(
        &self,
        token: &Unverified<'_>,
        now: Timestamp,
    ) -> Result<Principal, TokenError> {
        let verified = token.verified_by_one_of(&self.verifying, Algorithm::HS256)?;
        let claims: VisitorClaims = verified.read()?;
        if claims.iss != FIRSTLINE {
            return Err(TokenError::Unauthorized(Reason::Issuer));
        }
        if claims.aud != FIRSTLINE {
            return Err(TokenError::Unauthorized(Reason::Audience));
        }
        if !claims.sub.as_str().starts_with("v_") {
            return Err(TokenError::Unauthorized(Reason::Visitor));
        }
        let expires = verified.read::<Window>()?.check(now)?;
        Ok(Principal {
            user: Some(claims.sub),
            role: Role::Customer,
            name: None,
            stores: vec![claims.store],
            groups: Default::default(),
            expires,
        })
    }
}

fn decoded(key: &str) -> Result<Vec<u8>, SettingError> {
    let key = URL_SAFE_NO_PAD.decode(key.trim_end_matches('='));
    key.ok().filter(|key| key.len() >= SHORTEST_KEY).ok_or(SettingError::VisitorKey)
}
