//! The signed envelope: three parts, of which nothing is believed before the signature has been checked.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, crypto};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Reason, TokenError};

/// The longest token that is looked at, in bytes; the gateway's headers end at about 10 KB in all.
const LONGEST: usize = 8 * 1024;

/// A token that has been taken apart and not believed.
pub(super) struct Unverified<'a> {
    header: Header,
    signed: &'a str,
    payload: &'a str,
    signature: &'a str,
}

/// What a token says about whose it is: good for choosing the key that it must then be signed with, for nothing else.
#[derive(Deserialize)]
pub(super) struct Hint {
    /// Who says they issued it.
    pub(super) iss: Option<String>,
    /// The store whose shop says it signed it.
    pub(super) store: Option<String>,
}

impl<'a> Unverified<'a> {
    /// Takes a token apart.
    pub(super) fn parse(jwt: &'a str) -> Result<Self, TokenError> {
        const MALFORMED: TokenError = TokenError::Unauthorized(Reason::Malformed);
        if jwt.len() > LONGEST {
            return Err(MALFORMED);
        }
        let (signed, signature) = jwt.rsplit_once('.').ok_or(MALFORMED)?;
        let (_, payload) = signed.split_once('.').ok_or(MALFORMED)?;
        let header = jsonwebtoken::decode_header(jwt).map_err(|_| MALFORMED)?;
        let is_plain_jwt = header.typ.as_deref().is_none_or(|typ| typ.eq_ignore_ascii_case("jwt"));
        // `crit` demands that what it lists is understood; none of it is.
        if !is_plain_jwt || header.crit.is_some() {
            return Err(MALFORMED);
        }
        Ok(Self { header, signed, payload, signature })
    }

    /// The algorithm it claims to be signed with.
    pub(super) fn algorithm(&self) -> Algorithm {
        self.header.alg
    }

    /// The id of the key it claims to be signed with.
    #[cfg(feature = "oidc")]
    pub(super) fn key_id(&self) -> Option<&str> {
        self.header.kid.as_deref()
    }

    /// Whose it says it is.
    pub(super) fn hint(&self) -> Result<Hint, TokenError> {
        self.payload()?.read()
    }

    /// The claims, if `key` signed them by `algorithm`, which the caller knows from elsewhere than the token.
    pub(super) fn verified(
        &self,
        key: &DecodingKey,
        algorithm: Algorithm,
    ) -> Result<TokenPayload, TokenError> {
        if self.header.alg != algorithm || key.family() != algorithm.family() {
            return Err(TokenError::Unauthorized(Reason::Algorithm));
        }
        match crypto::verify(self.signature, self.signed.as_bytes(), key, algorithm) {
            Ok(true) => self.payload(),
            Ok(false) | Err(_) => Err(TokenError::Unauthorized(Reason::Signature)),
        }
    }

    /// The same where one of several keys may be the signer's, as while one takes another's place.
    pub(super) fn verified_by_one_of(
        &self,
        keys: &[DecodingKey],
        algorithm: Algorithm,
    ) -> Result<TokenPayload, TokenError> {
        let mut answer = Err(TokenError::Unauthorized(Reason::Signature));
        for key in keys {
            answer = self.verified(key, algorithm);
            if answer.is_ok() {
                break;
            }
        }
        answer
    }

    fn payload(&self) -> Result<TokenPayload, TokenError> {
        URL_SAFE_NO_PAD
            .decode(self.payload)
            .map(TokenPayload)
            .map_err(|_| TokenError::Unauthorized(Reason::Malformed))
    }
}

/// What a token says: one JSON object, of which each reader takes its part.
pub(super) struct TokenPayload(Vec<u8>);

impl TokenPayload {
    /// The part that `T` describes.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, TokenError> {
        serde_json::from_slice(&self.0).map_err(|_| TokenError::Unauthorized(Reason::Malformed))
    }
}

/// A token over these claims, signed by HS256.
pub(super) fn sign<T: Serialize>(claims: &T, key: &EncodingKey) -> Result<String, TokenError> {
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, key)
        .map_err(|_| TokenError::Unauthorized(Reason::Malformed))
}
