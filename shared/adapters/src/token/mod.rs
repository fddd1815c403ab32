//! Who is asking: the three kinds of token, and the one place that tells them apart.
//!
//! | token | says `iss` | algorithm | key |
//! |---|---|---|---|
//! | visitor | `firstline` | HS256 | the visitor key |
//! | shop's customer | nothing, or whatever the shop likes | HS256 | the store's secret |
//! | agent, lead | the OpenID issuer | RS256, ES256, EdDSA | by id from the issuer's key set |
//!
//! The algorithm chooses the kind and the kind chooses the key, so that no key is ever used by another algorithm than
//! its own. The clock is the caller's.

use std::collections::BTreeMap;

use domain::{Principal, StoreId, Timestamp, UserId};
use jsonwebtoken::Algorithm;
use thiserror::Error;

#[cfg(feature = "oidc")]
mod fetch;
mod jws;
#[cfg(feature = "oidc")]
mod keys;
#[cfg(feature = "oidc")]
mod oidc;
mod refusal;
mod signed;
mod visitor;
mod window;

#[cfg(feature = "oidc")]
pub use oidc::OidcSettings;
pub use refusal::{KeyFetchError, Reason, TokenError};
pub use visitor::VisitorToken;

use jws::Unverified;

/// Issuer of visitors' tokens, and the audience of all that are made for Firstline and not by an OpenID issuer.
const FIRSTLINE: &str = "firstline";

/// What a verifier is told; secrets among it, so there is no debug print.
pub struct TokenSettings {
    /// The keys of visitors' tokens, each base64url of at least 32 bytes: the first signs, all verify.
    pub visitor_keys: Vec<String>,
    /// Each shop's secrets, at least 32 bytes; a store without one has anonymous visitors only.
    pub customer_secrets: BTreeMap<StoreId, Vec<String>>,
    /// Who vouches for agents; without it nobody does.
    #[cfg(feature = "oidc")]
    pub oidc: Option<OidcSettings>,
}

/// A setting that tokens can't be verified with; a process that is told so should not start.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SettingError {
    /// The visitor key is no key.
    #[error("each visitor key must be base64url of at least 32 bytes")]
    VisitorKey,
    /// A shop's secret can be guessed.
    #[error("the customer secret of store `{0}` must have at least 32 bytes")]
    CustomerSecret(StoreId),
    /// The issuer can't be asked for its keys in safety.
    #[error(
        "the OIDC issuer must be an https:// URL (http:// only on this machine) and the audience not empty"
    )]
    Issuer,
}

/// Turns tokens into principals.
pub struct TokenVerifier {
    visitors: visitor::VisitorTokens,
    shops: signed::ShopTokens,
    #[cfg(feature = "oidc")]
    agents: Option<oidc::AgentTokens>,
}

impl TokenVerifier {
    /// A verifier; the issuer is not asked for anything before the first agent comes.
    ///
    /// # Errors
    /// [`SettingError`] if a key is too weak or the issuer is not one to trust.
    pub fn new(settings: TokenSettings) -> Result<Self, SettingError> {
        Ok(Self {
            visitors: visitor::VisitorTokens::new(&settings.visitor_keys)?,
            shops: signed::ShopTokens::new(&settings.customer_secrets)?,
            #[cfg(feature = "oidc")]
            agents: settings.oidc.map(oidc::AgentTokens::new).transpose()?,
        })
    }

    /// Whoever holds this token now.
    ///
    /// # Errors
    /// [`TokenError`]; its code is for the caller, its words for the operator's log.
    pub async fn verify(&self, jwt: &str, now: Timestamp) -> Result<Principal, TokenError> {
        let token = Unverified::parse(jwt)?;
        match token.algorithm() {
            Algorithm::HS256 => self.verify_customer(&token, now),
            Algorithm::RS256 | Algorithm::ES256 | Algorithm::EdDSA => {
                self.verify_agent(&token, now).await
            }
            _ => Err(TokenError::Unauthorized(Reason::Algorithm)),
        }
    }

    /// A token for a visitor who has none: a fresh `user` of the caller's making, talking to `store`.
    ///
    /// # Errors
    /// None that is known; the signature's own failure would be [`TokenError::Unauthorized`].
    pub fn mint(
        &self,
        user: UserId,
        store: StoreId,
        now: Timestamp,
    ) -> Result<VisitorToken, TokenError> {
        self.visitors.mint(user, store, now)
    }

    /// A visitor's token renewed for the same visitor, while it is still good.
    ///
    /// # Errors
    /// [`TokenError`], as [`verify`](Self::verify); a token that is no visitor's is refused.
    pub fn rotate(&self, jwt: &str, now: Timestamp) -> Result<VisitorToken, TokenError> {
        match self.verify_visitor(jwt, now)? {
            Principal { user: Some(user), mut stores, .. } if stores.len() == 1 => {
                self.visitors.mint(user, stores.remove(0), now)
            }
            _ => Err(TokenError::Unauthorized(Reason::Malformed)),
        }
    }

    /// The visitor whom this token names.
    ///
    /// # Errors
    /// [`TokenError`]; a token that is no visitor's is refused.
    pub fn verify_visitor(&self, jwt: &str, now: Timestamp) -> Result<Principal, TokenError> {
        let token = Unverified::parse(jwt)?;
        let is_visitors = token.algorithm() == Algorithm::HS256
            && token.hint()?.iss.as_deref() == Some(FIRSTLINE);
        if !is_visitors {
            return Err(TokenError::Unauthorized(Reason::Visitor));
        }
        self.visitors.verify(&token, now)
    }

    fn verify_customer(
        &self,
        token: &Unverified<'_>,
        now: Timestamp,
    ) -> Result<Principal, TokenError> {
        let hint = token.hint()?;
        match hint.iss.as_deref() {
            Some(FIRSTLINE) => self.visitors.verify(token, now),
            // The OpenID issuer's public keys are no secrets: a shared-secret token in its name is a forgery.
            Some(issuer) if self.is_agents_issuer(issuer) => {
                Err(TokenError::Unauthorized(Reason::Algorithm))
            }
            _ => self.shops.verify(token, hint.store.as_deref().unwrap_or_default(), now),
        }
    }

    #[cfg(feature = "oidc")]
    fn is_agents_issuer(&self, issuer: &str) -> bool {
        self.agents.as_ref().is_some_and(|agents| agents.issuer() == issuer)
    }

    #[cfg(not(feature = "oidc"))]
    fn is_agents_issuer(&self, _issuer: &str) -> bool {
        false
    }

    #[cfg(feature = "oidc")]
    async fn verify_agent(
        &self,
        token: &Unverified<'_>,
        now: Timestamp,
    ) -> Result<Principal, TokenError> {
        match &self.agents {
            Some(agents) => agents.verify(token, now).await,
            None => Err(TokenError::Unauthorized(Reason::Issuer)),
        }
    }

    #[cfg(not(feature = "oidc"))]
    async fn verify_agent(
        &self,
        _token: &Unverified<'_>,
        _now: Timestamp,
    ) -> Result<Principal, TokenError> {
        Err(TokenError::Unauthorized(Reason::Issuer))
    }
}
