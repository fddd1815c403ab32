//! The agent's token: an ID token of the OpenID issuer that the operator trusts.

use domain::{Name, Principal, Role, StoreId, Timestamp, UserId};
use serde::Deserialize;

use super::fetch::Address;
use super::jws::Unverified;
use super::keys::KeyCache;
use super::window::Window;
use super::{Reason, SettingError, TokenError};

/// Whose word on agents counts.
#[derive(Debug, Clone)]
pub struct OidcSettings {
    /// The issuer's URL, as its tokens write it; `https://`, or `http://` on this machine.
    pub issuer: String,
    /// The audience its tokens must have: our client id there.
    pub audience: String,
}

/// Verifies the issuer's ID tokens.
pub(super) struct AgentTokens {
    settings: OidcSettings,
    keys: KeyCache,
}

#[derive(Deserialize)]
struct IdTokenClaims {
    iss: String,
    aud: Audience,
    azp: Option<String>,
    sub: String,
    name: Option<String>,
    role: Option<String>,
    stores: Option<Stores>,
    #[serde(rename = "cognito:groups", default)]
    groups: Vec<String>,
    /// Cognito marks its access tokens, which are not made for us, only by this.
    token_use: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stores {
    List(Vec<String>),
    Words(String),
}

impl AgentTokens {
    /// Tokens of this issuer for this audience.
    pub(super) fn new(settings: OidcSettings) -> Result<Self, SettingError> {
        let address = Address::parse(&settings.issuer).map_err(|_| SettingError::Issuer)?;
        if settings.audience.is_empty() {
            return Err(SettingError::Issuer);
        }
        let keys = KeyCache::new(settings.issuer.clone(), address.is_local());
        Ok(Self { settings, keys })
    }

    /// The issuer, exactly as tokens must name it.
    pub(super) fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// The agent or lead whom this token names.
    pub(super) async fn verify(
        &self,
        token: &Unverified<'_>,
        now: Timestamp,
    ) -> Result<Principal, TokenError> {
        // Asked before the signature only to save a stranger's token the fetch of keys.
        if token.hint()?.iss.as_deref() != Some(self.issuer()) {
            return Err(TokenError::Unauthorized(Reason::Issuer));
        }
        let id = token.key_id().ok_or(TokenError::Unauthorized(Reason::Key))?;
        let key = self.keys.find(id, token.algorithm(), now).await?;
        let verified = token.verified(&key, token.algorithm())?;
        let expires = verified.read::<Window>()?.check(now)?;
        self.principal(verified.read()?, expires)
    }

    fn principal(
        &self,
        claims: IdTokenClaims,
        expires: Timestamp,
    ) -> Result<Principal, TokenError> {
        if claims.iss != self.settings.issuer {
            return Err(TokenError::Unauthorized(Reason::Issuer));
        }
        if !claims.is_for(&self.settings.audience) {
            return Err(TokenError::Unauthorized(Reason::Audience));
        }
        if claims.sub.is_empty() {
            return Err(TokenError::Unauthorized(Reason::Malformed));
        }
        Ok(Principal {
            user: Some(UserId::agent(&claims.iss, &claims.sub)),
            role: claims.role().ok_or(TokenError::Unauthorized(Reason::Role))?,
            name: claims.name.as_deref().and_then(Name::shortened),
            stores: claims.stores(),
            // The directory knows them.
            groups: Default::default(),
            expires,
        })
    }
}

impl IdTokenClaims {
    /// Made for us alone, or for several of whom we are the one it was given to.
    fn is_for(&self, audience: &str) -> bool {
        let is_given_to_us = self.azp.as_deref().is_none_or(|azp| azp == audience);
        let is_id_token = self.token_use.as_deref().is_none_or(|kind| kind == "id");
        let is_addressed = match &self.aud {
            Audience::One(one) => one == audience,
            Audience::Several(several) if several.len() == 1 => several[0] == audience,
            Audience::Several(several) => {
                self.azp.is_some() && several.iter().any(|one| one == audience)
            }
        };
        is_addressed && is_given_to_us && is_id_token
    }

    /// The claim `role`; where there is none, Cognito's groups `leads` and `store-…`.
    fn role(&self) -> Option<Role> {
        match self.role.as_deref() {
            Some("lead") => Some(Role::Lead),
            Some("agent") => Some(Role::Agent),
            Some(_) => None,
            None if self.groups.iter().any(|group| group == "leads") => Some(Role::Lead),
            None => self.grouped_stores().next().map(|_| Role::Agent),
        }
    }

    /// The claim `stores`; where there is none, Cognito's groups. What can't be a store's id names none.
    fn stores(&self) -> Vec<StoreId> {
        let mut stores: Vec<StoreId> = match &self.stores {
            Some(Stores::List(list)) => {
                list.iter().filter_map(|store| store.parse().ok()).collect()
            }
            Some(Stores::Words(words)) => {
                words.split_whitespace().filter_map(|store| store.parse().ok()).collect()
            }
            None => self.grouped_stores().collect(),
        };
        stores.sort();
        stores.dedup();
        stores
    }

    fn grouped_stores(&self) -> impl Iterator<Item = StoreId> {
        self.groups.iter().filter_map(|group| group.strip_prefix("store-")?.parse().ok())
    }
}
