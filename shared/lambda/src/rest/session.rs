//! Who asks: the bearer token of a request.

use std::convert::Infallible;
use std::sync::Arc;

use adapters::dynamo::{Sessions, Staff};
use adapters::token::{TokenError, TokenVerifier};
use application::{ApplicationError, Caller};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use contract::Code;
use domain::{NetworkAddress, SessionId, UserId};
use lambda_http::request::RequestContext;
use tracing::info;

use super::Failure;
use crate::clock;

/// The bearer token of a request, not yet verified.
pub struct Bearer(pub String);

/// Where a request came from; none where the gateway does not say.
pub struct Address(pub Option<NetworkAddress>);

/// Whoever holds the request's token.
pub struct Session(pub Caller);

/// What tells whom a token names, and whether their sign-in still holds.
#[derive(Clone)]
pub struct Authenticator {
    /// The keys.
    pub tokens: Arc<TokenVerifier>,
    /// The sign-ins that were ended.
    pub sessions: Sessions,
    /// Who of the staff may work for which stores.
    pub staff: Staff,
}

impl<S: Sync> FromRequestParts<S> for Bearer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        match token {
            Some((_, token)) => Ok(Self(token.trim().to_owned())),
            None => {
                Err(Failure::new(Code::Unauthorized, "This needs `Authorization: Bearer <token>`."))
            }
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Session
where
    Authenticator: FromRef<S>,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Bearer(token) = Bearer::from_request_parts(parts, state).await?;
        let caller = Authenticator::from_ref(state).caller(&token).await?;
        Ok(Self(Caller { address: address_of(parts), ..caller }))
    }
}

impl<S: Sync> FromRequestParts<S> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(address_of(parts)))
    }
}

/// The gateway names the address that it was reached from: no header of the client's own says anything.
fn address_of(parts: &Parts) -> Option<NetworkAddress> {
    let Some(RequestContext::ApiGatewayV2(context)) = parts.extensions.get() else { return None };
    let address = context.http.source_ip.as_deref()?.parse().ok()?;
    Some(NetworkAddress::of(address))
}

impl Authenticator {
    /// Whoever holds a token.
    ///
    /// # Errors
    /// The problem `unauthorized` or `expired`, or `busy` where the token can't be verified now.
    pub async fn caller(&self, token: &str) -> Result<Caller, Failure> {
        let now = clock::now();
        let principal = self.tokens.verify(token, now).await?;
        // Verifying allows clocks to differ a little; acting does not.
        if principal.expires <= now {
            return Err(Failure::new(Code::Expired, "The token has ended. Get a new one."));
        }
        self.check_sign_in(principal.user.as_ref(), token).await?;
        let admitted = self.staff.admitted(principal).await.map_err(ApplicationError::from)?;
        let principal = admitted.ok_or_else(not_valid)?;
        Ok(Caller { principal, connection: None, now, address: None })
    }

    /// Refuses a token whose sign-in was ended.
    ///
    /// # Errors
    /// The problem `unauthorized`, or `busy` where the table does not answer.
    pub async fn check_sign_in(&self, user: Option<&UserId>, token: &str) -> Result<(), Failure> {
        let Some(user) = user else { return Ok(()) };
        let session = SessionId::of(user, token);
        match self.sessions.has_ended(&session).await.map_err(ApplicationError::from)? {
            true => Err(not_valid()),
            false => Ok(()),
        }
    }
}

fn not_valid() -> Failure {
    Failure::new(Code::Unauthorized, "The token is not valid here.")
}

/// The caller learns the code; the reason, which holds nothing of the token, is for the operator.
impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        info!(reason = %error, "a token was refused");
        let code = match error.code() {
            "expired" => Code::Expired,
            "busy" => Code::Busy,
            _ => Code::Unauthorized,
        };
        let detail = match code {
            Code::Expired => "The token has ended. Get a new one.",
            Code::Busy => "The token can't be verified now. The same again, a little later.",
            _ => "The token is not valid here.",
        };
        Self::new(code, detail)
    }
}
